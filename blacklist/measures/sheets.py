"""The intake table of departments' answers: the exported workbook with its last columns filled in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from blacklist.measures.intake import AnswerStore
from core.sheets.columns import ALWAYS, CONDITIONAL, Column, CrossRule, Kind, register
from core.sheets.context import Context
from core.sheets.findings import Finding, error
from core.sheets.sentences import add_sentences

add_sentences(
    {
        "unknown_order": _(
            "“%(field)s”: there is no such order in your divisions; use the numbers of the exported workbook."
        ),
        "measure_answer_refused": _("“%(field)s”: %(sentence)s"),
        "measure_needs_day": _("“%(field)s”: fill in the day on which it was carried out or lifted."),
        "measure_needs_words": _(
            "“%(field)s”: say what was done, or why it cannot be done, in at least four characters."
        ),
        "measure_day_early": _(
            "“%(field)s” lies before the order, or before the end of the measure; check the day."
        ),
        "measure_in_future": _("“%(field)s” lies in the future; enter the day on which it was done."),
    }
)

COLUMNS = (
    Column("CS_BH", "措施编号", "text", 20, ALWAYS, ("编号",)),
    Column("CS_BM", "实施部门", "text", 200),
    Column("CS_XM", "信用主体名称", "text", 200),
    Column("CS_DM", "统一社会信用代码或证件号码（脱敏）", "text", 64),
    Column("CS_MD", "名单", "text", 120),
    Column("CS_WS", "认定文书号", "text", 80),
    Column("CS_NR", "措施内容", "text", 200),
    Column("CS_YJ", "依据", "text", 300),
    Column("CS_ZT", "目前状态", "text", 40),
    Column("CS_XDRQ", "下达日期", "text", 20),
    Column("CS_QX", "应办结日期", "text", 20),
    Column("CS_JG", "办理情况", "listed", 0, ALWAYS, ("办理结果",), list="measure_answers"),
    Column("CS_RQ", "执行或解除日期", "date", 0, CONDITIONAL, ("执行日期", "解除日期")),
    Column("CS_SM", "情况说明", "free", 2000, CONDITIONAL, ("说明", "执行结果")),
)
TO_FILL = frozenset({"CS_JG", "CS_RQ", "CS_SM"})
"""What the department fills in; the rest says what it is about and is not read again."""
DONE, EXPLAINED = ("execute", "confirm_lifted"), ("execute", "cannot")
LEAST_WORDS = 4


def has_its_day(_context: Context, answer: str | None, day: str | None) -> Finding | None:
    """What was carried out or lifted has its day."""
    return error("measure_needs_day") if answer in DONE and not day else None


def has_words(_context: Context, answer: str | None, words: str | None) -> Finding | None:
    """What was carried out, or cannot be, is explained."""
    short = len((words or "").strip()) < LEAST_WORDS
    return error("measure_needs_words") if answer in EXPLAINED and short else None


def not_ahead(context: Context, day: str | None) -> Finding | None:
    """Nothing was done in the future."""
    return error("measure_in_future") if day and day > context.as_of.isoformat() else None


ANSWERS = Kind(
    name="measure_answers",
    title=_("departments' answers about joint measures"),
    columns=COLUMNS,
    anchor="CS_BH",
    key=("CS_BH",),
    rules=(
        CrossRule("CS_RQ", ("CS_JG", "CS_RQ"), has_its_day),
        CrossRule("CS_SM", ("CS_JG", "CS_SM"), has_words),
        CrossRule("CS_RQ", ("CS_RQ",), not_ahead),
    ),
    store=AnswerStore,
)
register(ANSWERS)
