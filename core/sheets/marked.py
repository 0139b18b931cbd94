"""The faulty rows handed back: the clerk's own header and cells, faults coloured and commented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, NamedTuple

import xlsxwriter
from django.utils.translation import gettext as _

from core.sheets.check import Checking
from core.sheets.checkers import number_text
from core.sheets.findings import ERROR_LEVEL
from core.sheets.reader import ERROR, FORMULA

_EXACT = 10**11
_RISKY = ("=", "+", "-", "@", "\t", "\r", "|", "%")
_RED, _YELLOW = "#F8CBAD", "#FFF2CC"
_LONGEST = 32_000
_WIDTH = 18


class Mark(NamedTuple):
    """A finding on a cell: column code, level, sentence."""

    code: str
    level: str
    reason: str


class _Sheet:
    """Writes cells as text, never as formulas."""

    def __init__(self, target: BinaryIO, title: str) -> None:
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.book = xlsxwriter.Workbook(target, {**options, "in_memory": False})
        self.sheet = self.book.add_worksheet(title[:31])
        self._formats: dict[tuple[str, bool], Any] = {}

    def style(self, colour: str, guarded: bool) -> Any:
        """Return the text format with a colour; guarded cells stay text even when they are edited."""
        key = (colour, guarded)
        if key not in self._formats:
            made = self.book.add_format({"num_format": "@", "text_wrap": False})
            if colour:
                made.set_bg_color(colour)
            if guarded:
                made.set_quote_prefix()
            self._formats[key] = made
        return self._formats[key]

    def cell(self, row: int, column: int, value: Any, colour: str = "") -> None:
        """Write one cell."""
        if isinstance(value, float | int) and abs(value) < _EXACT:
            self.sheet.write_number(row, column, value, self.style(colour, False) if colour else None)
            return
        text = shown(value)
        if text:
            self.sheet.write_string(row, column, text[:_LONGEST], self.style(colour, text.startswith(_RISKY)))
        elif colour:
            self.sheet.write_blank(row, column, None, self.style(colour, False))


def shown(value: Any) -> str:
    """Return a raw cell as the text that is handed back."""
    if isinstance(value, str):
        return value[1:] if value[:1] == ERROR else "" if value[:1] == FORMULA else value
    return "" if value is None else number_text(value)


def write_marked(checking: Checking, marks: Mapping[int, Sequence[Mark]], target: BinaryIO) -> None:
    """Write the rows that have marks.

    Args:
        checking: the upload, opened anew.
        marks: row number → findings on the row.
        target: where the workbook is written.
    """
    paper = _Sheet(target, str(checking.kind.title))
    header = checking.header
    for column, text in enumerate(header.cells):
        paper.cell(0, column, text)
    paper.sheet.freeze_panes(1, 0)
    paper.sheet.set_column(0, max(len(header.cells) - 1, 0), _WIDTH)
    line = 0
    for chunk in checking.reader.chunks():
        for number, row in zip(chunk.numbers, chunk.rows, strict=True):
            if number in marks:
                line += 1
                _row(paper, line, row, _by_place(marks[number], header.places), number)
    paper.book.close()


def _by_place(marks: Sequence[Mark], places: Mapping[str, Sequence[int]]) -> dict[int, list[Mark]]:
    """Put each finding on its cell; one about an absent column goes on the first cell."""
    found: dict[int, list[Mark]] = {}
    for mark in marks:
        found.setdefault(places.get(mark.code, (0,))[0], []).append(mark)
    return found


def _row(
    paper: _Sheet, line: int, row: Sequence[Any], marks: Mapping[int, Sequence[Mark]], number: int
) -> None:
    for column in range(max(len(row), max(marks, default=0) + 1)):
        value = row[column] if column < len(row) else None
        found = marks.get(column, ())
        wrong = any(mark.level == ERROR_LEVEL for mark in found)
        paper.cell(line, column, value, _RED if wrong else _YELLOW if found else "")
        if found:
            told = "\n".join(mark.reason for mark in found)
            place = _("Row %(row)s of your workbook:") % {"row": number}
            paper.sheet.write_comment(line, column, f"{place}\n{told}", {"x_scale": 2.5, "y_scale": 1.5})
