"""The workbook of a problem list or checklist: the columns of the ledgers that notices attach (工作台账)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.clock import today
from core.errors import Refusal
from core.intake import limits
from core.masking import redact
from core.sheets.check import open_checking
from core.sheets.columns import ALWAYS, Column, CrossRule, Kind
from core.sheets.context import Context
from core.sheets.errors import Unreadable
from core.sheets.findings import BROKEN, ERROR_LEVEL, Finding, error
from core.sheets.sentences import add_sentences
from core.sheets.template import template_of
from supervision.campaigns.time_limits import read_time_limit
from supervision.campaigns.workbook import Sheet
from supervision.models import CheckItem

add_sentences(
    {
        "no_time_limit": gettext_lazy(
            "“%(field)s”: give a date, say that it is permanent, or write a time limit such as 8月底前."
        )
    }
)

MOST_LINES = 500
WIDTHS = (8, 18, 44, 44, 20, 16, 14, 10, 10, 30, 14, 16)


def _has_a_limit(
    context: Context, words: str | None, due: str | None, permanent: str | None
) -> Finding | None:
    """A problem is to be solved by a day, or is a permanent duty; a duty of a checklist needs neither."""
    if context.office.get("limits") != "1" or due or permanent == "t":
        return None
    year = int(context.office.get("year") or context.as_of.year)
    return None if words and read_time_limit(words, year=year) else error("no_time_limit")


KIND = Kind(
    name="problem_list",
    title=gettext_lazy("Problem list"),
    columns=(
        Column("number", "序号", "count", 0, ALWAYS, ("编号", "No.")),
        Column("group", "项目名称", "text", 60, aliases=("项目", "领域", "重点领域", "类别", "分组")),
        Column("text", "问题", "text", 500, ALWAYS, ("问题清单", "自查内容", "检查内容", "检查事项", "内容")),
        Column("measures", "措施", "text", 1000, aliases=("具体措施", "整改措施", "要求")),
        Column("office", "责任部门", "text", 200, aliases=("责任处室", "责任科室", "责任单位")),
        Column("due_text", "原文时限", "text", 60, aliases=("完成时限", "时限")),
        Column("due_on", "完成日期", "date", aliases=("截止日期",)),
        Column("permanent", "长期坚持", "yesno", aliases=("长期",)),
        Column("serious", "立即报告", "yesno", aliases=("严重违法", "重大问题")),
        Column("document", "依据", "text", 200, aliases=("法律依据", "文件")),
        Column("article", "条款", "text", 80),
        Column("item_code", "目录项目编号", "text", 40, aliases=("项目编号",)),
    ),
    anchor="text",
    key=("number",),
    rules=(CrossRule("due_on", ("due_text", "due_on", "permanent"), _has_a_limit, needs=()),),
)
"""No table of the intake: its rows become the list of one campaign, or the lines of one checklist."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a workbook: row as a spreadsheet program numbers it, column, sentence."""

    row: int
    column: str
    words: str


class FaultyListError(Refusal):
    """A workbook with faults: nothing of it is taken in."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(
            _("Workbook: %(n)s cells are faulty; nothing was taken in. Correct them and upload it again.")
            % {"n": len(faults)},
            field="upload",
        )
        self.faults = faults


def as_sheet(items: Iterable[CheckItem]) -> Sheet:
    """Return the lines of a list under the headers that an upload has."""
    return Sheet(
        str(KIND.title),
        [column.name for column in KIND.columns],
        WIDTHS,
        [[_cell(getattr(item, column.code)) for column in KIND.columns] for item in items],
    )


def _cell(value: Any) -> str | int | None:
    """Write a value the way the columns read it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, int) else str(value or "")


def blank() -> bytes:
    """Return the blank workbook to fill in."""
    return template_of(KIND)


def read_lines(upload: BinaryIO, *, year: int, with_limits: bool) -> list[CheckItem]:
    """Read a workbook into unsaved lines; all or nothing.

    Args:
        upload: the workbook, with a `name`.
        year: the year of time limits that name none.
        with_limits: whether each line needs a day or is permanent.

    Raises:
        FaultyListError: faults, each with its cell.
        Refusal: no such workbook, empty, or too many lines.
    """
    name = PurePath(getattr(upload, "name", "") or "list.xlsx").name
    office = {"limits": "1" if with_limits else "", "year": str(year)}
    upload.seek(0)
    try:
        with open_checking(KIND, upload, name, Context(today(), office=office), limits()) as checking:
            faults: list[Fault] = []
            rows: list[dict[str, Any]] = []
            for chunk in checking.chunks():
                faults += [
                    Fault(
                        found.row,
                        KIND.column(found.code).name,
                        found.finding.reason(KIND.column(found.code).name),
                    )
                    for found in chunk.findings
                    if found.finding.level == ERROR_LEVEL
                ]
                rows += _rows(chunk.numbers, chunk.columns)
    except Unreadable as broken:
        raise Refusal(broken.findings[0].reason, field="upload") from broken
    if faults:
        raise FaultyListError(faults)
    if not rows:
        raise Refusal(_("Workbook: it holds no line below its header."), field="upload")
    if len(rows) > MOST_LINES:
        raise Refusal(
            _("Workbook: more than %(most)s lines; one list cannot be answered with so many.")
            % {"most": MOST_LINES},
            field="upload",
        )
    return [_line(row, year) for row in rows]


def _rows(numbers: list[int], columns: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for place in range(len(numbers)):
        cells = {code: values[place] for code, values in columns.items()}
        yield {code: value for code, value in cells.items() if value is not None and value is not BROKEN}


def _line(row: dict[str, Any], year: int) -> CheckItem:
    due = date.fromisoformat(row["due_on"]) if row.get("due_on") else None
    permanent = row.get("permanent") == "t"
    told = read_time_limit(row.get("due_text", ""), year=year)
    if told is not None:
        due, permanent = due or told.due_on, permanent or (told.permanent and "permanent" not in row)
    words = {
        name: redact(row.get(name, ""))
        for name in ("group", "text", "measures", "office", "due_text", "document", "article", "item_code")
    }
    return CheckItem(
        number=int(row["number"]),
        due_on=due,
        permanent=permanent,
        serious=row.get("serious") == "t",
        **words,
    )
