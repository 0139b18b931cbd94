"""The register of credit commitments as a workbook (信用承诺台账): signed on paper, kept or broken.

Bodies by credit code, doctors and nurses by identity document.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.masking import find_personal_data
from core.sheets.columns import ALWAYS, Column, CrossRule, Kind, register
from core.sheets.context import Context
from core.sheets.findings import Finding, error, warning
from core.sheets.sentences import add_sentences
from credit.commitments.intake import CommitmentStore
from credit.commitments.register import BROKEN, RUNNING
from credit.sheets.whom import one_subject

add_sentences(
    {
        "commitment_no_checker": _(
            "“%(field)s” is empty: where the register says how a commitment was kept, it must say who "
            "checked it."
        ),
        "commitment_no_words": _(
            "“%(field)s” is empty: a breach without words cannot be put before a second officer. The "
            "commitment is taken in as running, and its check is due; say on its page what was not kept."
        ),
        "commitment_kept_and_broken": _(
            "“%(field)s” is filled in although the commitment is said to be kept or running; correct one of "
            "the two."
        ),
        "commitment_day_assumed": _(
            "The register does not say when the breach was found; it is dated %(day)s. Fill in “核查日期” if "
            "it was found on another day."
        ),
        "commitment_check_due": _(
            "Its last day (%(day)s) has passed and “%(field)s” says that it runs: its check is due."
        ),
        "commitment_own_signer": _(
            "“%(field)s”: a person signs a commitment in person; enter the same name as “机构名称”."
        ),
        "commitment_signer": _("“%(field)s” takes a name or a post, no numbers."),
        "commitment_no_letter": _(
            "“%(field)s”: no commitment template of this kind is in use in that place; an administrator must "
            "add one, or choose another kind."
        ),
        "commitment_no_such_letter": _(
            "“%(field)s” is no template of this kind in use in that place; choose one of: %(choices)s, or "
            "leave it empty."
        ),
        "commitment_not_shown": _("“%(field)s”: commitments of this template are not published; clear it."),
        "commitment_not_checked": _(
            "“%(field)s”: how commitments of this template are kept is not checked; clear it."
        ),
        "commitment_of_another": _(
            "“%(field)s” is the number of another body's commitment on file; check the number and the code."
        ),
        "commitment_differs": _(
            "“%(field)s” is not as on file under number %(number)s; what was signed never changes. Correct "
            "the row, or withdraw that commitment on its page first."
        ),
        "commitment_unsigned": _(
            "Number %(number)s was drawn up here and waits for its signature; enter the signed paper on its "
            "page."
        ),
        "commitment_several": _(
            "The body has several commitments of this kind and day; fill in the number of the one meant."
        ),
        "commitment_settled": _(
            "“%(field)s” differs from what was found here (%(number)s); what has been found is corrected by "
            "an objection, not by a workbook."
        ),
        "commitment_rejected": _(
            "A second officer has rejected this breach (%(number)s); the row changes nothing. A new check is "
            "noted on its page."
        ),
        "commitment_over": _("Commitment %(number)s has ended here; the row changes nothing."),
    }
)

COLUMNS = (
    Column("CN_BH", "承诺编号", "docno", 40, aliases=("编号", "承诺书编号")),
    Column(
        "CN_XDR_MC", "机构名称", "name", 200, ALWAYS, ("承诺主体", "承诺人", "承诺单位", "单位名称", "姓名")
    ),
    Column("CN_XDR_SHXYM", "统一社会信用代码", "uscc", aliases=("信用代码", "统一信用代码")),
    Column("CN_ZJLX", "证件类型", "listed", list="id_types"),
    Column("CN_ZJHM", "证件号码", "id", aliases=("身份证号", "身份证号码"), partner="CN_ZJLX"),
    Column("CN_LX", "承诺类型", "listed", 0, ALWAYS, ("承诺类别", "信用承诺类型"), list="commitment_kinds"),
    Column("CN_MC", "承诺书名称", "text", 120, aliases=("承诺名称",)),
    Column("CN_SX", "承诺事项", "free", 200, aliases=("事项名称", "承诺事由")),
    Column("CN_SXBM", "事项编码", "text", 40, aliases=("事项代码", "承诺事项编码")),
    Column("CN_BB", "承诺书版本", "text", 40, aliases=("版本", "文本版本")),
    Column("CN_QSR", "签署人", "text", 60, ALWAYS, ("承诺书签署人", "签字人", "法定代表人或负责人")),
    Column("CN_ZW", "签署人职务", "text", 60, aliases=("职务",)),
    Column("CN_QSRQ", "签署日期", "decision_date", 0, ALWAYS, ("承诺日期", "作出承诺日期")),
    Column("CN_GSRQ", "公示日期", "decision_date", aliases=("公开日期", "承诺公示日期")),
    Column("CN_DQRQ", "到期日期", "date", aliases=("履行期限", "承诺期限", "承诺履行期限")),
    Column(
        "CN_LYQK", "履约情况", "listed", aliases=("履行情况", "承诺履行情况"), list="commitment_performance"
    ),
    Column("CN_HCDW", "核查单位", "text", 100, aliases=("核查机关", "认定单位")),
    Column("CN_HCRQ", "核查日期", "decision_date", aliases=("核查时间", "履约核查日期")),
    Column("CN_WNJL", "违诺记录", "free", 2000, aliases=("违诺情况", "违约记录", "未履行情况")),
)
NAMES = {column.code: column.name for column in COLUMNS}


def after_signing(_context: Context, signed: str | None, day: str | None) -> Finding | None:
    """Nothing was shown, checked or due before it was signed."""
    return error("end_before_start", other=NAMES["CN_QSRQ"]) if signed and day and day < signed else None


def signer_without_numbers(_context: Context, name: str | None, post: str | None) -> Finding | None:
    """The signer is a name and a post."""
    return error("commitment_signer") if find_personal_data(f"{name or ''} {post or ''}") else None


def checked_by_somebody(_context: Context, kept: str | None, checker: str | None) -> Finding | None:
    """Whoever says how it was kept says who found it."""
    return error("commitment_no_checker") if kept not in (None, RUNNING) and not checker else None


def words_for_a_breach(_context: Context, kept: str | None, words: str | None) -> Finding | None:
    """A breach is told in words, and only a breach is."""
    if kept in BROKEN:
        return None if words else warning("commitment_no_words")
    return error("commitment_kept_and_broken") if words else None


def day_of_breach(
    context: Context, kept: str | None, words: str | None, found: str | None, due: str | None
) -> Finding | None:
    """A breach whose day nobody wrote down is dated by its last day, and the clerk is told."""
    if kept not in BROKEN or not words or found:
        return None
    return warning("commitment_day_assumed", day=min(due or "9999", context.as_of.isoformat()))


def check_due(context: Context, kept: str | None, due: str | None) -> Finding | None:
    """What runs past its last day waits for its check."""
    over = due is not None and due < context.as_of.isoformat()
    return warning("commitment_check_due", day=due) if over and kept in (None, RUNNING) else None


COMMITMENTS = Kind(
    name="commitments",
    title=_("register of credit commitments"),
    columns=COLUMNS,
    anchor="CN_LX",
    key=("CN_BH",),
    rules=(
        CrossRule("CN_XDR_SHXYM", ("CN_XDR_SHXYM", "CN_ZJHM"), one_subject, needs=()),
        *(CrossRule(code, ("CN_QSRQ", code), after_signing) for code in ("CN_GSRQ", "CN_DQRQ", "CN_HCRQ")),
        CrossRule("CN_QSR", ("CN_QSR", "CN_ZW"), signer_without_numbers, needs=("CN_QSR",)),
        CrossRule("CN_HCDW", ("CN_LYQK", "CN_HCDW"), checked_by_somebody, needs=("CN_LYQK",)),
        CrossRule("CN_WNJL", ("CN_LYQK", "CN_WNJL"), words_for_a_breach, needs=("CN_LYQK",)),
        CrossRule(
            "CN_LYQK",
            ("CN_LYQK", "CN_WNJL", "CN_HCRQ", "CN_DQRQ"),
            day_of_breach,
            needs=("CN_LYQK", "CN_WNJL"),
        ),
        CrossRule("CN_LYQK", ("CN_LYQK", "CN_DQRQ"), check_due, needs=("CN_DQRQ",)),
    ),
    store=CommitmentStore,
)
register(COMMITMENTS)
