"""Reading a worksheet of any length in flat memory.

The sheet's XML is streamed out of the archive, cut at row ends into chunks of some thousand rows, and each
chunk is handed to calamine as a small workbook of its own, in memory: its speed and its knowledge of
numbers, dates and styles, without holding the sheet. Shared strings stay with us: their numbers pass
through the chunk as marked text and are looked up afterwards. See docs/adr/0010.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from core.sheets.canonical import canonical_rows, canonical_strings, column_index
from core.sheets.errors import refuse
from core.sheets.frame import Frame
from core.sheets.package import Package, SheetRef, guard_prolog, plain_utf8
from core.sheets.plain_rows import PlainRows
from core.sheets.strings import SHARED, SharedStrings, read_strings

Cell = Any
Columns = Sequence[Sequence[Cell]]
CHUNK_ROWS = 2500
CHUNK_BYTES = 12 * 1024 * 1024
LONGEST_ROW = 48 * 1024 * 1024
WIDEST = 400
WIDEST_GAP = 20_000
LAST_ROW = 1_048_576
_LOOKUPS_KEPT = 200_000

# Non-characters: no text holds them, so they can mark what a cell was.
ERROR = "\ufdd1"
FORMULA = "\ufdd2"

_ROW_NUMBER = re.compile(rb'<row\b[^>]*?\sr="(\d+)"')
_ROW_END = b"</row>"
_ROW_OPEN = re.compile(rb"<row\b")
_CELL_REF = re.compile(rb'<c\b[^>]*?\sr="([A-Z]+)\d+"')
_FAR_CELL = re.compile(rb' r="[A-Z]{3}')
_ANY_CELL = re.compile(rb"<c\b[^>]*?(?:/>|>.*?</c>)", re.DOTALL)
_STRING_TYPE = re.compile(rb"""(<c\b[^>]*?\st=)["']s["']([^>]*>\s*<v[^>]*>)\s*""")
_ERROR_TYPE = re.compile(
    rb"""(<c\b[^>]*?\st=)["']e["']([^>]*>(?:\s*<f\b[^>]*?(?:/>|>[^<]*</f>))?\s*<v[^>]*>)"""
)
_BOOL_TYPE = re.compile(
    rb"""(<c\b[^>]*?\st=)["']b["']([^>]*>(?:\s*<f\b[^>]*?(?:/>|>[^<]*</f>))?\s*<v[^>]*>)([01])"""
)
_FORMULA_ONLY = re.compile(
    rb"""<c\b([^>]*?)(?:\st="[A-Za-z]+")?([^>]*?)>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"""
)
_HIDDEN = b' hidden="1"'


@dataclass(slots=True)
class Chunk:
    """Some rows of a sheet.

    Args:
        numbers: their row numbers as a spreadsheet program shows them, rising.
        columns: their cells, column by column from A on.
        share: how much of the sheet has been read, 0 to 1.
    """

    numbers: list[int]
    columns: Columns
    share: float

    @property
    def rows(self) -> Columns:
        """The cells row by row."""
        return list(zip(*self.columns, strict=True)) or [()] * len(self.numbers)


class _Lookup(dict[Cell, Cell]):
    """Marked numbers of shared strings → their text; everything else → itself."""

    def __init__(self, strings: SharedStrings) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, cell: Cell) -> Cell:
        value = self._strings.cell(cell) if cell.__class__ is str else cell
        self[cell] = value
        return value


class SheetReader:
    """Reads one sheet of a package, as often as asked.

    Args:
        package: the workbook.
        strings: its shared strings.
        sheet: which sheet.
    """

    def __init__(self, package: Package, strings: SharedStrings, sheet: SheetRef) -> None:
        self._package = package
        self.strings = strings
        self.sheet = sheet
        self.hidden_rows = False
        self._frame = Frame(package)
        self._plain = PlainRows(self._frame.ask)

    @property
    def size(self) -> int:
        """How long the sheet's XML is, in bytes, as the archive says."""
        return self._package.size(self.sheet.part)

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """Yield the rows that hold anything, in order.

        Raises:
            Unreadable: the sheet is broken.
        """
        lookup = _Lookup(self.strings)
        for chunk in self.raw_chunks(size):
            if len(lookup) > _LOOKUPS_KEPT:
                lookup.clear()
            find = lookup.__getitem__
            yield Chunk(chunk.numbers, [list(map(find, column)) for column in chunk.columns], chunk.share)

    def raw_chunks(self, size: int = CHUNK_ROWS) -> Iterator[Chunk]:
        """Yield the rows with shared strings still as marked numbers (see `SharedStrings.cell`)."""
        for numbers, pieces, share in self._cut(size):
            yield Chunk(numbers, self._read(numbers, pieces), share)

    def _cut(self, size: int) -> Iterator[tuple[list[int], list[bytes], float]]:
        """Cut the sheet into pieces that end where a row ends.

        Where the rows of a block follow each other without a gap, the block is one piece. Elsewhere every row
        is one, and rows without a value are left out.
        """
        total = max(self.size, 1)
        done = 0
        rest = b""
        batch = _Batch(size)
        for block in self._data():
            done += len(block)
            body = rest + block
            even = _even_rows(body, batch.last)
            if even is not None and len(even) <= size:
                end = body.rfind(_ROW_END)
                rest = body[end + len(_ROW_END) :]
                if batch.is_full(even):
                    yield *batch.taken(), min(done / total, 1.0)
                batch.add(even, body[body.find(b"<row") : end])
                continue
            found = body.split(_ROW_END)
            rest = found.pop()
            if len(rest) > LONGEST_ROW:
                rest = _shorten(rest)
            for number, piece in _single_rows(found, batch):
                if batch.is_full([number]):
                    yield *batch.taken(), min(done / total, 1.0)
                batch.add([number], piece)
        if batch.numbers:
            yield *batch.taken(), 1.0

    def _data(self) -> Iterator[bytes]:
        """Yield the sheet's XML from its first row to its last, in the shape that can be cut."""
        blocks = self._package.blocks(self.sheet.part)
        head = b""
        for block in blocks:
            head += block
            if b"<row" in head or b"</sheetData" in head or b"sheetData/>" in head or len(head) > LONGEST_ROW:
                break
        guard_prolog(head)
        if not head:
            return
        if not _regular(head):
            yield from _body(canonical_rows(self._package.blocks(self.sheet.part)))
            return
        yield from _body(iter([head]))
        for block in blocks:
            yield block

    def _read(self, numbers: list[int], pieces: list[bytes]) -> Columns:
        """Cut the plain rows apart and let calamine parse the others."""
        body = _ROW_END.join(pieces)
        if _HIDDEN in body:
            self.hidden_rows = True
        if not self._plain.pays:
            return _columns(self._parse(numbers, body + _ROW_END))
        columns, left = self._plain.cut(len(numbers), body)
        if not left:
            return columns
        single = body.split(_ROW_END)
        rest = b"".join(single[place] + _ROW_END for place in left)
        parsed = iter(self._parse([numbers[place] for place in left], rest))
        plain = iter(zip(*columns, strict=True))
        strange = set(left)
        return _columns([next(parsed if place in strange else plain) for place in range(len(numbers))])

    def _parse(self, numbers: list[int], body: bytes) -> list[list[Cell]]:
        if _FAR_CELL.search(body):
            body = _ANY_CELL.sub(_drop_far, body)
        body = _mark(body)
        out, top, left = self._frame.read(body)
        width = left + (len(out[0]) if out else 0)
        blank: list[Cell] = [""] * width
        margin: list[Cell] = [""] * left
        rows = []
        for number in numbers:
            place = number - 1 - top
            if 0 <= place < len(out):
                rows.append(margin + out[place] if left else out[place])
            else:
                rows.append(blank)
        return rows


def open_sheets(package: Package) -> tuple[list[SheetReader], SharedStrings]:
    """Read a package's shared strings and return a reader for each sheet that is not hidden."""
    strings = _strings(package)
    shown = [sheet for sheet in package.sheets if not sheet.hidden] or list(package.sheets)
    return [SheetReader(package, strings, sheet) for sheet in shown], strings


def _strings(package: Package) -> SharedStrings:
    part = package.strings_part
    blocks = package.blocks(part)
    head = next(blocks, b"")
    guard_prolog(head)
    if not plain_utf8(head, b"sst") or b"<![CDATA[" in head or b"<!--" in head:
        return read_strings(canonical_strings(package.blocks(part)))
    return read_strings(package.blocks(part))


def _regular(head: bytes) -> bool:
    """Tell whether the fast way fits: UTF-8, no prefixes, references on rows and cells, no comments."""
    if not plain_utf8(head, b"worksheet") or b"<!--" in head or b"<![CDATA[" in head:
        return False
    if _ROW_OPEN.search(head) is None:
        return b":row" not in head
    rows, cells = head.count(b"<row"), head.count(b"<c ") + head.count(b"<c>")
    if b"<c>" in head or (rows and not _ROW_NUMBER.search(head)):
        return False
    return cells == 0 or _CELL_REF.search(head) is not None


class _Batch:
    """Rows on their way into one chunk."""

    def __init__(self, size: int) -> None:
        self._size = size
        self.last = 0
        self.numbers: list[int] = []
        self._pieces: list[bytes] = []
        self._weight = 0

    def is_full(self, more: list[int]) -> bool:
        """Tell whether these rows must wait for the next chunk."""
        return bool(self.numbers) and (
            len(self.numbers) + len(more) > self._size
            or self._weight > CHUNK_BYTES
            or more[-1] - self.numbers[0] > WIDEST_GAP
        )

    def add(self, numbers: list[int], piece: bytes) -> None:
        self.numbers += numbers
        self.last = numbers[-1]
        self._pieces.append(piece)
        self._weight += len(piece)

    def taken(self) -> tuple[list[int], list[bytes]]:
        """Return the rows and start anew."""
        rows = self.numbers, self._pieces
        self.numbers, self._pieces, self._weight = [], [], 0
        return rows


def _single_rows(pieces: list[bytes], batch: _Batch) -> Iterator[tuple[int, bytes]]:
    """Yield each row that holds anything, with its number; refuse a sheet whose rows do not rise."""
    for piece in pieces:
        start = piece.rfind(b"<row")
        if start < 0:
            raise refuse("damaged_file")
        head = _ROW_NUMBER.match(piece, start)
        number = int(head.group(1)) if head else batch.last + 1
        if number <= batch.last or number > LAST_ROW:
            raise refuse("damaged_file")
        batch.last = number
        if any(piece.find(mark, start) >= 0 for mark in (b"<v", b"<is", b"<f")):
            yield number, piece[start:] if head else b'<row r="%d"' % number + piece[start + 4 :]


def _even_rows(body: bytes, last: int) -> list[int] | None:
    """Return the numbers of the whole rows in a block, None unless they follow each other without a gap."""
    end = body.rfind(_ROW_END)
    found = [int(number) for number in _ROW_NUMBER.findall(body, 0, end)] if end > 0 else []
    if not found or found[0] <= last or found[-1] > LAST_ROW:
        return None
    even = found == list(range(found[0], found[0] + len(found)))
    whole = body.count(_ROW_END) == len(found) == body.count(b"<row", 0, end)
    return found if even and whole else None


def _columns(rows: Sequence[Sequence[Cell]]) -> Columns:
    """Turn rows into columns; shorter rows end in blanks."""
    return list(zip_longest(*rows, fillvalue=""))


def _body(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Leave out what stands before the first row."""
    started = False
    for block in blocks:
        if started:
            yield block
        elif (place := block.find(b"<row")) >= 0:
            started = True
            yield block[place:]


def _shorten(rest: bytes) -> bytes:
    """Forget empty rows that never end with `</row>`; refuse a single row of that length."""
    start = rest.rfind(b"<row")
    if start <= 0 or len(rest) - start > LONGEST_ROW // 2:
        raise refuse("row_too_long")
    return rest[start:]


def _drop_far(match: re.Match[bytes]) -> bytes:
    """Drop a cell far to the right: it would widen every row of the chunk."""
    reference = _CELL_REF.match(match.group(0))
    if reference and column_index(reference.group(1).decode()) >= WIDEST:
        return b""
    return match.group(0)


def _mark(body: bytes) -> bytes:
    """Mark shared strings, errors and formulas without a result, so that they come back as text."""
    shared, error = SHARED.encode(), ERROR.encode()
    body = body.replace(b' t="s"><v>', b' t="str"><v>' + shared)
    if b't="s"' in body or b"t='s'" in body:
        body = _STRING_TYPE.sub(rb'\1"str"\2' + shared, body)
    if b't="e"' in body or b"t='e'" in body:
        body = _ERROR_TYPE.sub(rb'\1"str"\2' + error, body)
    if b't="b"' in body or b"t='b'" in body:
        body = _BOOL_TYPE.sub(_boolean, body)
    if b"<f" in body:
        body = _FORMULA_ONLY.sub(rb'<c\1\2 t="str"><v>' + FORMULA.encode() + rb"</v></c>", body)
    return body


def _boolean(match: re.Match[bytes]) -> bytes:
    return match.group(1) + b'"str"' + match.group(2) + (b"TRUE" if match.group(3) == b"1" else b"FALSE")
