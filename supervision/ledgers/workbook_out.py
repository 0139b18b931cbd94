"""A ledger as a workbook to fill in off line: drop-downs, protected cells, faults marked where there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from core.sheets.checkers import number_text
from supervision.ledgers.selectors import Line
from supervision.ledgers.sheet import FIELD_COLUMNS, KIND, NO, WORDS, YES, cells_of, stand_of
from supervision.models import Ledger

HEADER_ROW = 3
"""Rows above the data: title, hint, header."""
_FILLED = frozenset(FIELD_COLUMNS.values())
_WIDTHS = {
    "LN_NO": 6,
    "LN_GROUP": 14,
    "LN_TEXT": 38,
    "LN_HINT": 30,
    "LN_ANSWER": 13,
    "LN_FACTS": 36,
    "LN_MEASURES": 36,
    "LN_OWNER": 18,
    "LN_DUE": 13,
    "LN_PERMANENT": 10,
    "LN_STAND": 12,
}
_RED, _OPEN, _SHUT, _HEAD = "#F8CBAD", "#FFFFFF", "#EEF2F2", "#0F5560"
_LAST_DAY = date(2099, 12, 31)
Cells = Mapping[str, Any]
Marks = Mapping[int, Mapping[str, Sequence[str]]]


def write_ledger(
    ledger: Ledger,
    lines: Sequence[Line],
    *,
    cells: Mapping[int, Cells] | None = None,
    marks: Marks | None = None,
) -> bytes:
    """Return a ledger's workbook.

    Args:
        lines: its lines in order.
        cells: number of the line → cells as the body wrote them, where they differ from what is stored.
        marks: number of the line → column code → faults; such cells are coloured and carry a note.
    """
    target = BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    _Sheet(book, ledger).write(lines, cells or {}, marks or {})
    _hints(book)
    book.close()
    return target.getvalue()


class _Sheet:
    """The sheet with the lines."""

    def __init__(self, book: xlsxwriter.Workbook, ledger: Ledger) -> None:
        self._book, self._ledger = book, ledger
        self._sheet = book.add_worksheet(_("Ledger"))
        self._formats: dict[tuple[str, bool, bool], Any] = {}

    def write(self, lines: Sequence[Line], cells: Mapping[int, Cells], marks: Marks) -> None:
        """Write title, header, lines, drop-downs and protection."""
        self._head()
        for place, line in enumerate(lines):
            row = HEADER_ROW + place
            own = {**cells_of(line.entry), **cells.get(line.item.number, {})}
            self._line(row, line, own, marks.get(line.item.number, {}))
        self._choices(HEADER_ROW, HEADER_ROW + len(lines) - 1)
        self._sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})

    def _head(self) -> None:
        sheet, book = self._sheet, self._book
        last = len(KIND.columns) - 1
        title = book.add_format({"bold": True, "font_size": 15})
        hint = book.add_format({"font_color": "#51666C", "text_wrap": True, "valign": "top"})
        head = book.add_format(
            {"bold": True, "bg_color": _HEAD, "font_color": "#FFFFFF", "border": 1, "text_wrap": True}
        )
        sheet.write_string(0, 0, f"{self._ledger.subject.name}　{self._ledger.round.title}", title)
        told = _(
            "Fill in the white cells only; the grey ones are protected. To be handed in by %(day)s: "
            "upload the workbook on the portal's page of this ledger, then sign there."
        ) % {"day": self._ledger.due_on.isoformat()}
        sheet.merge_range(1, 0, 1, last, told, hint)
        sheet.set_row(0, 26)
        sheet.set_row(1, 32)
        for place, column in enumerate(KIND.columns):
            sheet.write_string(HEADER_ROW - 1, place, column.name, head)
            hidden = {"hidden": True} if column.code == "LN_STAND" else {}
            sheet.set_column(place, place, _WIDTHS[column.code], None, hidden)
        sheet.freeze_panes(HEADER_ROW, 3)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW - 1)

    def _line(self, row: int, line: Line, own: Cells, marks: Mapping[str, Sequence[str]]) -> None:
        fixed = {
            "LN_NO": line.item.number,
            "LN_GROUP": line.item.group,
            "LN_TEXT": line.item.text,
            "LN_HINT": line.item.measures,
            "LN_STAND": stand_of(self._ledger, line.entry),
        }
        for place, column in enumerate(KIND.columns):
            faults = marks.get(column.code, ())
            form = self._format(_RED if faults else "", column.code in _FILLED, column.code == "LN_DUE")
            self._cell(row, place, fixed.get(column.code, own.get(column.code)), form)
            if faults:
                self._sheet.write_comment(row, place, "\n".join(faults), {"x_scale": 2.2, "y_scale": 1.4})

    def _cell(self, row: int, place: int, value: Any, form: Any) -> None:
        if isinstance(value, datetime | date):
            day = value if isinstance(value, datetime) else datetime.combine(value, time())
            self._sheet.write_datetime(row, place, day, form)
        elif isinstance(value, int):
            self._sheet.write_number(row, place, value, form)
        elif value not in (None, ""):
            text = value if isinstance(value, str) else number_text(value)
            self._sheet.write_string(row, place, text[:32_000], form)
        else:
            self._sheet.write_blank(row, place, None, form)

    def _format(self, colour: str, filled: bool, day: bool) -> Any:
        key = (colour, filled, day)
        if key not in self._formats:
            self._formats[key] = self._book.add_format(
                {
                    "text_wrap": True,
                    "valign": "top",
                    "border": 1,
                    "border_color": "#C7D8D8",
                    "bg_color": colour or (_OPEN if filled else _SHUT),
                    "locked": not filled,
                    "num_format": "yyyy/mm/dd" if day else "@" if filled else "General",
                }
            )
        return self._formats[key]

    def _choices(self, first: int, last: int) -> None:
        places = {column.code: place for place, column in enumerate(KIND.columns)}
        stop = {"error_type": "stop", "error_title": _("Not possible here")}
        for code, words in (("LN_ANSWER", list(WORDS.values())), ("LN_PERMANENT", [YES, NO])):
            choice = {
                "validate": "list",
                "source": words,
                "error_message": _("Choose from the list."),
                **stop,
            }
            self._sheet.data_validation(first, places[code], last, places[code], choice)
        day = {
            "validate": "date",
            "criteria": "between",
            "minimum": self._ledger.round.opens_on,
            "maximum": _LAST_DAY,
            "error_message": _("Enter a date like 2026/11/22, not before the self-inspection opened."),
            **stop,
        }
        self._sheet.data_validation(first, places["LN_DUE"], last, places["LN_DUE"], day)


def _hints(book: xlsxwriter.Workbook) -> None:
    """Write the sheet that says how to fill the other one in."""
    sheet = book.add_worksheet(_("How to fill it in"))
    form = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100, form)
    told = (
        _("Every line: choose found, not found, or does not concern us."),
        _("Found: also fill in facts, measures, who is responsible, and a day or “permanent”."),
        _("Leave out patients' names and personal numbers: facts are read by officers."),
        _("Photographs and papers are added on the portal's page of this ledger."),
        _("After the upload every fault is marked in the workbook; mend it there and upload it again."),
        _("Do not change the grey cells, and do not add or delete lines."),
    )
    for row, words in enumerate(told):
        sheet.write_string(row, 0, f"{row + 1}. {words}", form)
    sheet.protect()
