"""The workbook of complaints that a paper register or another system kept (投诉举报登记簿)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.sheets.columns import ALWAYS, Column, CrossRule, Kind, register
from core.sheets.context import Context
from core.sheets.findings import Finding, error
from core.sheets.sentences import add_sentences
from supervision.complaints.intake import ComplaintStore

add_sentences(
    {
        "complaint_needs_place": _(
            "“%(field)s” is empty and your account belongs to no agency: fill in the code of a body on file."
        ),
        "complaint_no_keepers": _(
            "“%(field)s”: two keepers of informants are not at work there; clear name and telephone number "
            "of this row."
        ),
        "complaint_unnamed": _(
            "“%(field)s” says that it is signed, but name and telephone number are empty."
        ),
        "complaint_result_day": _(
            "“%(field)s”: day and result of the handling stand together or not at all."
        ),
        "complaint_days": _("“%(field)s” lies before the day of acceptance, or in the future."),
        "complaint_short": _("“%(field)s”: at least four characters, what is complained about."),
    }
)

COLUMNS = (
    Column("TS_BH", "投诉编号", "code", 40, ALWAYS, ("编号", "登记编号")),
    Column("TS_QD", "渠道", "listed", 0, ALWAYS, ("投诉渠道", "来源"), list="complaint_channels"),
    Column("TS_SLRQ", "受理日期", "date", 0, ALWAYS, ("登记日期",)),
    Column("TS_JGMC", "被投诉机构名称", "name", 200, ALWAYS, ("被投诉单位", "被投诉机构")),
    Column("TS_JGDM", "被投诉机构统一社会信用代码", "uscc", 0, aliases=("统一社会信用代码", "信用代码")),
    Column("TS_LB", "投诉类别", "listed", 0, ALWAYS, ("类别",), list="complaint_topics"),
    Column("TS_NR", "内容摘要", "free", 2000, ALWAYS, ("投诉内容", "内容")),
    Column("TS_XM", "投诉人姓名", "text", 60, aliases=("投诉人", "举报人姓名", "举报人")),
    Column("TS_DH", "投诉人电话", "text", 60, aliases=("联系电话", "举报人电话")),
    Column("TS_SM", "是否实名", "yesno"),
    Column("TS_QX", "办理期限", "date"),
    Column("TS_BJRQ", "办结日期", "date"),
    Column("TS_JG", "办理结果", "listed", 0, aliases=("结果",), list="complaint_results"),
    Column("TS_YX", "是否有效投诉", "yesno", aliases=("是否有效",)),
)
LEAST_WORDS = 4


def named_with_something(
    _context: Context, signed: str | None, name: str | None, phone: str | None
) -> Finding | None:
    """A signed complaint has a name or a number."""
    return error("complaint_unnamed") if signed == "t" and not (name or phone) else None


def result_with_day(_context: Context, day: str | None, result: str | None) -> Finding | None:
    """A result has its day, and a day its result."""
    return error("complaint_result_day") if bool(day) != bool(result) else None


def days_in_order(context: Context, accepted: str | None, done: str | None) -> Finding | None:
    """Nothing is settled before it was accepted, or in the future."""
    late = done is not None and done > context.as_of.isoformat()
    return error("complaint_days") if done and accepted and (done < accepted or late) else None


def accepted_by_now(context: Context, accepted: str | None) -> Finding | None:
    """Nothing was accepted in the future."""
    return error("complaint_days") if accepted and accepted > context.as_of.isoformat() else None


def has_words(_context: Context, words: str | None) -> Finding | None:
    """Something is complained about."""
    return error("complaint_short") if words and len(words.strip()) < LEAST_WORDS else None


COMPLAINTS = Kind(
    name="complaints",
    title=_("register of complaints"),
    columns=COLUMNS,
    anchor="TS_BH",
    key=("TS_BH",),
    rules=(
        CrossRule("TS_SM", ("TS_SM", "TS_XM", "TS_DH"), named_with_something),
        CrossRule("TS_BJRQ", ("TS_BJRQ", "TS_JG"), result_with_day),
        CrossRule("TS_BJRQ", ("TS_SLRQ", "TS_BJRQ"), days_in_order),
        CrossRule("TS_SLRQ", ("TS_SLRQ",), accepted_by_now),
        CrossRule("TS_NR", ("TS_NR",), has_words),
    ),
    store=ComplaintStore,
    confidential=True,
)
register(COMPLAINTS)
