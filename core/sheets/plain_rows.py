"""Rows of plain cells, cut apart without a parser: shared strings, numbers and days, which most cells are.

The rows of a sheet have a few shapes: which columns are filled, and with what. Without its digits the XML of
a row is its shape; each shape is read once, strictly, and the values of all rows are taken out in one go.
What a number of some style means is asked from calamine, once for each. Rows of any other kind are left to
it as a whole. Parsing was a third of an intake: see docs/adr/0032.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from core.sheets.canonical import column_index
from core.sheets.strings import SHARED

Column = Sequence[Any]
# Cells of numbers, each with its attributes → what calamine reads.
Ask = Callable[[Sequence[tuple[bytes, str]]], list[Any]]

_ROW_END = b"</row>"
_REFERENCE = b'<c r="'
# Shared strings and days get tags of their own first, so that a shape tells them from numbers.
_SHARED_CELL, _TEXT, _NUMBER, _DAY = b' t="s"><v>', b"><w>", b"><v>", b"><d>"
_NUMBER_KIND, _DAY_KIND = b"v", b"d"
_DIGITS = b"0123456789.+-"
_VALUE = re.compile(r"<[vwd]>([^<]*)</v>")
_CELL = re.compile(rb'<c r="([A-Z]{1,2})"(?: s="")?(?: t="[sn]")?(?:/>|></c>|><([vwd])>[:E]*</v></c>)')
_ATTRIBUTES = re.compile(rb'(?: s="\d+")?(?: t="n")?')
_ROW = re.compile(rb"\s*<row\b[^>]*>")
_MOST_SHAPES = 5_000
_MOST_DAYS = 50_000
_ROWS_TRIED = 5_000


class Shape(NamedTuple):
    """How the values of a row become its cells.

    Args:
        columns: the column of each value, from 0 and rising.
        kinds: what each value is: the letter of its tag.
    """

    columns: Sequence[int]
    kinds: Sequence[bytes]


class _Days(dict[str, Any]):
    """Style and number of a cell, as `told` writes them → the day or time that calamine reads."""

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._attributes: list[bytes] = []
        self._numeric: dict[bytes, bool] = {}

    def told(self, body: bytes) -> bytes:
        """Return the body with the cells of days told from those of numbers."""
        ends = set()
        for piece in body.split(_NUMBER)[:-1]:
            reference = piece.rfind(_REFERENCE) + len(_REFERENCE)
            ends.add(piece[piece.find(b'"', reference) + 1 :])
        for end in ends:
            if _ATTRIBUTES.fullmatch(end) and not self._is_number(end):
                body = body.replace(end + _NUMBER, b"%b%d:" % (_DAY, self._attributes.index(end)))
        return body

    def _is_number(self, end: bytes) -> bool:
        if end not in self._numeric:
            self._numeric[end] = self._ask([(end, "41234")])[0].__class__ is float
            self._attributes.append(end)
        return self._numeric[end]

    def read(self, values: Sequence[str]) -> list[Any]:
        """Return the days of a column.

        Raises:
            ValueError: calamine sees no value there.
        """
        if len(self) > _MOST_DAYS:
            self.clear()
        unknown = list(set(values).difference(self))
        if unknown:
            pairs = (value.split(":", 1) for value in unknown)
            cells = self._ask([(self._attributes[int(place)], number) for place, number in pairs])
            self.update(zip(unknown, cells, strict=True))
        return list(map(self.__getitem__, values))


class PlainRows:
    """Cuts the plain rows of one sheet.

    Args:
        ask: has calamine read cells, given by attributes and number.
    """

    def __init__(self, ask: Ask) -> None:
        self._days = _Days(ask)
        self._shapes: dict[bytes, Shape | None] = {}
        self._gain = _ROWS_TRIED

    @property
    def pays(self) -> bool:
        """Whether it is worth while to go on: not in a sheet that is never plain."""
        return self._gain > 0

    def cut(self, rows: int, body: bytes) -> tuple[list[Column], list[int]]:
        """Return the columns of the plain rows from A on, and the places of the rows that are not plain.

        Args:
            rows: how many there are.
            body: their XML, without the last end of a row.
        """
        if _TEXT in body or _DAY in body:  # no workbook has such tags
            return [], list(range(rows))
        body = self._days.told(body.replace(_SHARED_CELL, _TEXT))
        keys = body.translate(None, _DIGITS).split(_ROW_END)
        left = self._strange(keys) if len(keys) == rows else list(range(rows))
        self._gain += rows - 2 * len(left)
        if left:
            gone = set(left)
            kept = [place for place in range(rows) if place not in gone]
            pieces = body.split(_ROW_END)
            keys, body = [keys[place] for place in kept], b"".join(pieces[place] for place in kept)
        try:
            return self._columns(keys, body.decode()), left
        except ValueError:  # a number that is none, or text that is not UTF-8
            return [], list(range(rows))

    def _strange(self, keys: list[bytes]) -> list[int]:
        """Return the places of the rows that are not plain."""
        if len(self._shapes) > _MOST_SHAPES:
            self._shapes.clear()
        known = set(keys)
        self._shapes |= {key: _read(key) for key in known.difference(self._shapes)}
        strange = {key for key in known if self._shapes[key] is None}
        return [place for place, key in enumerate(keys) if key in strange] if strange else []

    def _columns(self, keys: list[bytes], text: str) -> list[Column]:
        values = _VALUE.findall(text)
        shapes = {key: shape for key in set(keys) if (shape := self._shapes[key])}
        width = max((shape.columns[-1] + 1 for shape in shapes.values()), default=0)
        if len(shapes) == 1:
            (shape,) = shapes.values()
            size = len(shape.columns)
            return self._cells(shape, [values[place::size] for place in range(size)], len(keys), width)
        groups: dict[bytes, tuple[list[int], list[list[str]]]] = {key: ([], []) for key in shapes}
        start = 0
        for place, key in enumerate(keys):
            end = start + len(shapes[key].columns)
            places, rows = groups[key]
            places.append(place)
            rows.append(values[start:end])
            start = end
        cells: list[Column] = [()] * len(keys)
        for key, (places, rows) in groups.items():
            columns = self._cells(shapes[key], list(zip(*rows, strict=True)), len(rows), width)
            for place, row in zip(places, zip(*columns, strict=True), strict=True):
                cells[place] = row
        return list(zip(*cells, strict=True))

    def _cells(self, shape: Shape, values: Sequence[Sequence[str]], rows: int, width: int) -> list[Column]:
        """Return the columns of rows of one shape, over so many columns."""
        found: list[Column] = [[""] * rows] * width
        for column, kind, texts in zip(shape.columns, shape.kinds, values, strict=True):
            if kind == _DAY_KIND:
                found[column] = self._days.read(texts)
            else:
                read = float if kind == _NUMBER_KIND else SHARED.__add__
                found[column] = list(map(read, texts))
        return found


def _read(key: bytes) -> Shape | None:
    """Read a shape; None when it holds anything that is not plain."""
    start = _ROW.match(key)
    if start is None:
        return None
    place, columns, kinds = start.end(), [], []
    while place < len(key):
        cell = _CELL.match(key, place)
        if cell is None:
            return None
        place = cell.end()
        if cell[2]:
            columns.append(column_index(cell[1].decode()))
            kinds.append(cell[2])
    rising = all(left < right for left, right in pairwise(columns))
    return Shape(columns, kinds) if columns and rising else None
