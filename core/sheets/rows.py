"""Which rows are data, and what must hold between the cells of a row and between rows."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from core.sheets.checkers import plain_text
from core.sheets.columns import CrossRule, Kind
from core.sheets.context import Context
from core.sheets.findings import BROKEN, Finding, RowFinding, error
from core.sheets.header import Header, header_key
from core.sheets.strings import SharedStrings

_SUMMARY = re.compile(
    r"(?:合计|总计|小计|共计|累计|汇总|注|备注|说明|填表人|填表日期|制表人|制表|填报人|填报单位|填报日期|审核人|经办人|联系人|联系电话|单位盖章|以下空白)"
    r"(?:[:：(（].*|\d.*)?"
)
_FEW = 6
_SHORT = 3
_NEAR = 40
_REMEMBERED = 50_000


class RowSieve:
    """Tells data from blank rows, totals, notes and repeated headers.

    Args:
        header: the header of the sheet.
        strings: the shared strings of the workbook.
    """

    def __init__(self, header: Header, strings: SharedStrings) -> None:
        self._strings = strings
        self._anchor = header.places[header.kind.anchor][0] if header.kind.anchor in header.places else 0
        above = header.cells[self._anchor] if self._anchor < len(header.cells) else ""
        self._suspicious = {"", str(above).strip()}
        self._header = [header_key(cell) if isinstance(cell, str) else "" for cell in header.cells]
        self._codes = {header_key(column.code) for column in header.kind.columns}
        self._top = header.row
        self.summaries: list[int] = []
        self.repeats: list[int] = []

    def data(
        self, numbers: Sequence[int], columns: Sequence[Sequence[Any]]
    ) -> tuple[Sequence[int], Sequence[Sequence[Any]]]:
        """Keep the rows below the header that are data; rows come and go column by column."""
        anchor, text_of = self._anchor, self._strings.cell
        cells = columns[anchor] if anchor < len(columns) else [""] * len(numbers)
        doubtful = [
            place
            for place, cell in enumerate(cells)
            if cell.__class__ is not str or len(cell) < _SHORT or text_of(cell).strip() in self._suspicious
        ]
        doubtful += [place for place in range(min(len(numbers), _NEAR)) if numbers[place] <= self._top + 1]
        dropped = {
            place
            for place in set(doubtful)
            if numbers[place] <= self._top
            or not self._is_data(numbers[place], [self._text(column[place]) for column in columns])
        }
        if not dropped:
            return numbers, columns
        kept = [place for place in range(len(numbers)) if place not in dropped]
        return [numbers[place] for place in kept], [[column[place] for place in kept] for column in columns]

    def _text(self, cell: Any) -> Any:
        return self._strings.cell(cell) if cell.__class__ is str else cell

    def _is_data(self, number: int, row: Sequence[Any]) -> bool:
        filled = [(place, text) for place, cell in enumerate(row) if (text := plain_text(cell))]
        if not filled:
            return False
        keys = [header_key(text) for _place, text in filled]
        if len(filled) > 1 and self._repeats(filled, keys):
            self.repeats.append(number)
            return False
        anchored = any(place == self._anchor for place, _text in filled)
        first = "".join(filled[0][1].split())
        if not anchored and len(filled) <= _FEW and _SUMMARY.fullmatch(first):
            self.summaries.append(number)
            return False
        return True

    def _repeats(self, filled: list[tuple[int, str]], keys: list[str]) -> bool:
        """A row that says again what the header says, or says it in column codes."""
        same = sum(
            place < len(self._header) and key == self._header[place]
            for (place, _t), key in zip(filled, keys, strict=True)
        )
        coded = sum(key in self._codes for key in keys)
        return max(same, coded) * 2 > len(filled)


class SeenKeys:
    """Row keys seen so far in a file: some 16 bytes each, whatever their length.

    Keys are kept as 64-bit digests in 65,536 small arrays, so that a million rows stay below 40 MB.
    """

    def __init__(self) -> None:
        self._digests: list[array[int] | None] = [None] * 65_536
        self._rows: list[array[int] | None] = [None] * 65_536

    def earlier(self, digest: int, row: int) -> int:
        """Return the row that had this key first, or 0 and remember this row."""
        place = digest & 0xFFFF
        digests, rows = self._digests[place], self._rows[place]
        if digests is None or rows is None:
            self._digests[place], self._rows[place] = array("q", (digest,)), array("l", (row,))
            return 0
        if digest in digests:
            return rows[digests.index(digest)]
        digests.append(digest)
        rows.append(row)
        return 0


class Duplicates:
    """Finds rows of a file that repeat an earlier row's key.

    Args:
        kind: the table.
        header: its header in this file.
    """

    def __init__(self, kind: Kind, header: Header) -> None:
        self._codes = [
            code if code in header.places else kind.key_fallback.get(code, "") for code in kind.key
        ]
        self._fields = "、".join(header.text(code) for code in self._codes if code)
        self._cell = kind.anchor
        self._seen = SeenKeys()
        self._usable = all(code in header.places for code in self._codes)

    def check(self, numbers: Sequence[int], columns: Mapping[str, Sequence[Any]]) -> list[RowFinding]:
        """Return a finding for each row of the chunk that repeats an earlier one."""
        if not self._usable:
            return []
        parts = [columns[code] for code in self._codes]
        found = []
        earlier = self._seen.earlier
        gaps = {
            place
            for part in parts
            if None in part or BROKEN in part
            for place, cell in enumerate(part)
            if not cell
        }
        for place, digest in enumerate(map(hash, zip(*parts, strict=True))):
            number = numbers[place]
            if place not in gaps and (before := earlier(digest, number)):
                params = {"same_as": before, "fields": self._fields}
                found.append(RowFinding(number, self._cell, error("duplicate_in_file", **params)))
        return found


class RuleCheck(dict[tuple[Any, ...], "Finding | None"]):
    """One cross-cell rule in one file: values → finding; what it said is remembered.

    Args:
        rule: the rule.
        context: the surroundings.
    """

    def __init__(self, rule: CrossRule, context: Context) -> None:
        super().__init__()
        self.rule = rule
        self._law = rule.rule
        self._context = context
        self._noticed = False

    def __missing__(self, values: tuple[Any, ...]) -> Finding | None:
        finding = None if BROKEN in values else self._law(self._context, *values)
        if finding is not None:
            self._noticed = True
        if len(self) >= _REMEMBERED:
            self.clear()
        self[values] = finding
        return finding

    def check(self, numbers: Sequence[int], columns: Mapping[str, Sequence[Any]]) -> list[RowFinding]:
        """Apply the rule to the rows of a chunk."""
        blank: list[Any] = [None] * len(numbers)
        parts = [columns.get(code, blank) for code in self.rule.reads]
        found = list(map(self.__getitem__, zip(*parts, strict=True)))
        if not self._noticed:
            return []
        cell = self.rule.cell
        return [
            RowFinding(numbers[place], cell, finding)
            for place, finding in enumerate(found)
            if finding is not None
        ]
