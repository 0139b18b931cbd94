"""The workbook of the national comprehensive public credit evaluation (全国公共信用综合评价)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.sheets.columns import ALWAYS, Column, CrossRule, Kind, register
from core.sheets.context import Context
from core.sheets.findings import Finding, error
from core.sheets.sentences import add_sentences
from credit.evaluations.intake import EvaluationStore
from credit.evaluations.services import FIRST_YEAR

add_sentences(
    {
        "unknown_body": _(
            "The body of “%(field)s” has no credit file; take in the workbook of institution archives first."
        ),
        "year_of_evaluation": _(
            "“%(field)s” must be a year from %(first)s to that of the evaluation's date."
        ),
        "older_evaluation": _(
            "A result of %(day)s is on file for that year; the older one of “%(field)s” cannot replace it."
        ),
        "name_of_another": _(
            "The name differs from that in the credit file, “%(name)s”; check that the code is right."
        ),
        "evaluated_in_future": _("“%(field)s” lies in the future; enter the day of the evaluation."),
    }
)

COLUMNS = (
    Column("PJ_SHXYM", "统一社会信用代码", "uscc", 0, ALWAYS, ("信用代码", "统一信用代码")),
    Column("PJ_MC", "机构名称", "name", 200, ALWAYS, ("机构全称", "单位名称", "市场主体名称", "企业名称")),
    Column("PJ_ND", "评价年度", "count", 0, ALWAYS, ("年度",)),
    Column("PJ_JG", "评价结果", "listed", 0, ALWAYS, ("评价等级", "综合评价结果"), list="evaluation_results"),
    Column("PJ_RQ", "评价日期", "date", 0, ALWAYS),
    Column("PJ_DW", "评价机构", "text", 200, ALWAYS, ("评价单位", "评价部门")),
)


def year_after_evaluation(_context: Context, year: str | None, day: str | None) -> Finding | None:
    """The year that was evaluated is not after the year of the evaluation."""
    if year is None:
        return None
    last = int(day[:4]) if day else 9999
    return None if FIRST_YEAR <= int(year) <= last else error("year_of_evaluation", first=FIRST_YEAR)


def evaluated_in_future(context: Context, day: str | None) -> Finding | None:
    """A result is not established in the future."""
    late = day is not None and day > context.as_of.isoformat()
    return error("evaluated_in_future") if late else None


EVALUATIONS = Kind(
    name="evaluation_results",
    title=_("results of the public credit evaluation"),
    columns=COLUMNS,
    anchor="PJ_SHXYM",
    key=("PJ_SHXYM", "PJ_ND"),
    place="",
    rules=(
        CrossRule("PJ_ND", ("PJ_ND", "PJ_RQ"), year_after_evaluation),
        CrossRule("PJ_RQ", ("PJ_RQ",), evaluated_in_future),
    ),
    store=EvaluationStore,
)
register(EVALUATIONS)
