"""Workbooks of figures: text as text, numbers as numbers; a cell never runs as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import xlsxwriter

RISKY = ("=", "+", "-", "@", "\t", "\r", "|", "%")
_LONGEST_NAME = 31
Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, the header, the width of each column in characters, the rows."""

    title: str
    head: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[Cell]]


def write(sheets: Iterable[Sheet], target: BinaryIO) -> None:
    """Write a workbook into a file open for writing."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    head = book.add_format({"bold": True, "bg_color": "#E7EEF4", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    guarded = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    guarded.set_quote_prefix()
    for sheet in sheets:
        page = book.add_worksheet(sheet.title[:_LONGEST_NAME])
        for place, width in enumerate(sheet.widths):
            page.set_column(place, place, width)
        for place, title in enumerate(sheet.head):
            page.write_string(0, place, title, head)
        page.freeze_panes(1, 0)
        for line, cells in enumerate(sheet.rows, start=1):
            for place, value in enumerate(cells):
                _write(page, line, place, value, guarded if _risky(value) else text)
    book.close()


def _risky(value: Cell) -> bool:
    return isinstance(value, str) and value.startswith(RISKY)


def _write(page: Any, line: int, place: int, value: Cell, style: Any) -> None:
    if isinstance(value, int):
        page.write_number(line, place, value)
    elif value:
        page.write_string(line, place, value, style)
