"""The common ground of cell checkers: one object per column and file, which remembers what it has judged."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from core.sheets.columns import ALWAYS, Column
from core.sheets.context import Context
from core.sheets.findings import Found, error
from core.sheets.reader import ERROR, FORMULA
from core.sheets.strings import SharedStrings

_MARKS = frozenset((ERROR, FORMULA))
REMEMBERED = 20_000
_EXACT = 10**15
_ERRORS = frozenset(
    {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"}
)
BLANKS = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"


class Checker(dict[Any, Any]):
    """Raw cell → clean value, or `Found` when there is something to say.

    A dictionary, because most cells of a column repeat and a look-up costs next to nothing; what is not known
    yet is judged once. `strings` are those of the workbook: a shared string is looked up when first met,
    by its marked number. `noticed` turns true with the first finding: a clean column is never searched.

    Args:
        column: the column.
        context: the surroundings.
        asked: whether an empty cell of a mandatory column counts.
    """

    def __init__(self, column: Column, context: Context, asked: bool = True) -> None:
        super().__init__()
        self.column = column
        self.context = context
        self.noticed = False
        self.strings = SharedStrings()
        self._mandatory = asked and column.need == ALWAYS

    def __missing__(self, raw: Any) -> Any:
        return self.remember(raw, self._judge(raw))

    def remember(self, raw: Any, result: Any) -> Any:
        """Keep what was judged about a cell; returns it."""
        if result.__class__ is Found:
            self.noticed = True
        if len(self) >= REMEMBERED:
            self.clear()
        self[raw] = result
        return result

    def _judge(self, raw: Any) -> Any:
        if raw.__class__ is not str:
            return self.empty() if raw is None else self.read(raw)
        text = self.strings.cell(raw)
        if not text or text[0] in _MARKS or text[0] in BLANKS:
            if not text.strip(BLANKS):
                return self.empty()
            if text[0] in _MARKS:
                return Found(None, _mark(text))
        return self.read(text)

    def empty(self) -> Any:
        """Judge an empty cell."""
        return Found(None, error("missing_value")) if self._mandatory else None

    def read(self, raw: Any) -> Any:
        """Judge a filled cell: return its clean value or `Found`."""
        raise NotImplementedError

    def column_of(self, cells: Sequence[Any]) -> list[Any]:
        """Judge a whole column."""
        return list(map(self.__getitem__, cells))


def _mark(raw: str) -> Any:
    if raw[0] == FORMULA:
        return error("formula_cell")
    word = raw[1:] if raw[1:] in _ERRORS else "#?"
    return error("cell_error", error=word)


def plain_text(raw: Any, *, lines: bool = False) -> str:
    """Return a cell as text without blanks around it and without characters nobody can see.

    Args:
        raw: text, number or date as read.
        lines: whether line breaks inside are kept.
    """
    if raw.__class__ is str:
        if raw.isprintable():
            return raw.strip(BLANKS)
        return _visible(raw, lines)
    return number_text(raw)


def _visible(text: str, lines: bool) -> str:
    kept = []
    for character in text.replace("\r\n", "\n").replace("\r", "\n"):
        if character in ("\n", "\t"):
            kept.append(character if lines else " " if character == "\t" else "")
        elif unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            kept.append(character)
    return "".join(kept).strip(BLANKS)


def number_text(raw: Any) -> str:
    """Write a number or date that stands in a text column as the clerk sees it."""
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < _EXACT else repr(raw)
    if isinstance(raw, datetime):
        return raw.strftime("%Y/%m/%d") if raw.time() == time() else raw.isoformat(" ")
    if isinstance(raw, date):
        return f"{raw.year:04d}/{raw.month:02d}/{raw.day:02d}"
    if isinstance(raw, time | timedelta):
        return str(raw)
    return str(raw)


def half_width(text: str) -> str:
    """Return text in its compatibility form (full-width letters and digits become half-width)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


_types: dict[str, Callable[..., Checker]] = {}


def checker_type(name: str) -> Callable[[type[Checker]], type[Checker]]:
    """Register a checker class for a column type."""

    def register(cls: type[Checker]) -> type[Checker]:
        _types[name] = cls
        return cls

    return register


def checker_for(column: Column, context: Context, asked: bool = True) -> Checker:
    """Make the checker of a column for one file."""
    return _types[column.type](column, context, asked)
