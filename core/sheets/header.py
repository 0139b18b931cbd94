"""Finding the header by its text: any order, any generation, with marks, codes or titles around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from core.sheets.canonical import column_letters
from core.sheets.checkers import half_width
from core.sheets.columns import ALWAYS, Column, Kind, Layout
from core.sheets.errors import FileFinding, Unreadable

ROWS_LOOKED_AT = 10
_LEAST_MATCHES = 2
_NOT_A_WORD = re.compile(r"[\W_]+")
_NEED_MARK = re.compile(r"[(\[【〔]?\s*(?:必填项?|选填项?|条件必填|必录项?|非必填)\s*[)\]】〕]?")
_CODE = re.compile(r"[A-Z]{2,}(?:_[A-Z0-9]+)+")
_IGNORED = frozenset({"序号", "编号", "行号", "NO", "顺序号"})


@dataclass(slots=True)
class Header:
    """A header that was found.

    Args:
        row: its row number.
        kind: the table it belongs to.
        layout: which generation.
        places: column code → places in the sheet (0 = A); several when several headers feed it.
        texts: column code → header text in the file.
        unknown: texts of columns that belong to nothing.
        doubled: column code → places, where one header text stands twice.
        cells: the whole row as read.
    """

    row: int
    kind: Kind
    layout: Layout
    places: dict[str, list[int]]
    texts: dict[str, str]
    unknown: list[str]
    doubled: dict[str, list[int]]
    cells: list[Any] = field(default_factory=list)

    @property
    def matches(self) -> int:
        """How many cells of the row this table explains."""
        return sum(len(places) for places in self.places.values())

    def missing(self) -> list[Column]:
        """Return the columns that must be there and are not."""
        return [
            column
            for column in self.kind.columns
            if column.code in self.layout.asked
            and column.code not in self.places
            and (column.need == ALWAYS or column.need_for)
        ]

    def text(self, code: str) -> str:
        """Return the header as it stands in the file."""
        return self.texts.get(code) or self.kind.column(code).name


def header_key(text: str) -> str:
    """Return a header in the form in which headers are compared: letters and digits only, half-width."""
    return _NOT_A_WORD.sub("", _NEED_MARK.sub("", half_width(text).upper()))


@lru_cache(maxsize=2000)
def _declared_key(text: str) -> str:
    """`header_key` of a text that the house declares itself: never of what stands in a file."""
    return header_key(text)


def _lookup(layout: Layout) -> dict[str, str | None]:
    return {_declared_key(text): code for text, code in layout.headers.items()}


def find_header(kind: Kind, rows: Iterable[tuple[int, Sequence[Any]]], others: Mapping[str, Kind]) -> Header:
    """Find the header of a table among the first rows of a sheet.

    Args:
        kind: the table that the clerk chose.
        rows: row number and cells of the first rows.
        others: all known tables, to recognise a wrong template.

    Raises:
        Unreadable: no header, another table's header, doubled or absent columns.
    """
    first = list(rows)[:ROWS_LOOKED_AT]
    own = _best(kind, first)
    rival = max(
        (found for other in others.values() if other.name != kind.name and (found := _best(other, first))),
        key=_fit,
        default=None,
    )
    if own is None or (rival is not None and own.missing() and _fit(rival) > _fit(own)):
        if rival is not None and len(rival.missing()) <= len(rival.kind.columns) // 2:
            raise Unreadable(_wrong(kind, rival.kind))
        if own is None:
            says = "header_not_found" if first else "empty_workbook"
            raise Unreadable(FileFinding("empty_workbook", says, {"table": kind.name}))
    _refuse_faults(own)
    return own


def _fit(header: Header) -> tuple[int, int]:
    return header.matches, -len(header.missing())


def _wrong(kind: Kind, found: Kind) -> FileFinding:
    return FileFinding("wrong_template", "wrong_template", {"found": found.name, "table": kind.name})


def _refuse_faults(header: Header) -> None:
    findings = [
        FileFinding(
            "duplicate_column",
            "duplicate_column",
            {"field": header.kind.column(code).name, "columns": ", ".join(map(column_letters, places))},
            code,
            header.kind.column(code).name,
        )
        for code, places in header.doubled.items()
    ]
    findings += [
        FileFinding(
            "missing_mandatory_column",
            "missing_mandatory_column",
            {"field": column.name},
            column.code,
            column.name,
        )
        for column in header.missing()
    ]
    if header.kind.refuses is not None:
        findings += [found for text in header.unknown if (found := header.kind.refuses(text))]
    if findings:
        raise Unreadable(*findings)


def _best(kind: Kind, rows: Sequence[tuple[int, Sequence[Any]]]) -> Header | None:
    """Return the row that matches the table best, in the generation that it matches best."""
    found = [
        header
        for layout in kind.layouts
        for lookup in (_lookup(layout),)
        for number, cells in rows
        if (header := _match(kind, layout, lookup, number, cells)).matches >= _LEAST_MATCHES
    ]
    return max(found, key=lambda header: (header.matches, -len(header.missing()), -header.row), default=None)


def _match(
    kind: Kind, layout: Layout, lookup: Mapping[str, str | None], number: int, cells: Sequence[Any]
) -> Header:
    header = Header(number, kind, layout, {}, {}, [], {}, list(cells))
    seen: dict[str, tuple[str, list[int]]] = {}
    for place, cell in enumerate(cells):
        text = cell.strip() if isinstance(cell, str) else ""
        if not text:
            continue
        key = _known(text, lookup)
        if key is None:
            if header_key(text) and header_key(text) not in _IGNORED:
                header.unknown.append(text[:60])
            continue
        code = lookup[key]
        if code is None:
            continue
        if code in header.places and not _feeds_together(layout, key, seen[code][0], lookup):
            header.doubled.setdefault(code, list(header.places[code])).append(place)
            continue
        seen[code] = (key, [place])
        header.places.setdefault(code, []).append(place)
        header.texts.setdefault(code, text)
    return header


def _feeds_together(layout: Layout, key: str, earlier: str, lookup: Mapping[str, str | None]) -> bool:
    """Two different headers of an old layout may feed one column (处罚类别1, 处罚类别2)."""
    return bool(layout.notice) and key != earlier


def _known(text: str, lookup: Mapping[str, str | None]) -> str | None:
    """Return the key under which a header text is known: as a whole, or by one of its parts."""
    whole = header_key(text)
    if whole in lookup:
        return whole
    for code in _CODE.findall(half_width(text).upper()):
        if header_key(code) in lookup:
            return header_key(code)
    for part in re.split(r"[\r\n(（]", text):
        if len(key := header_key(part)) > 1 and key in lookup:
            return key
    return None
