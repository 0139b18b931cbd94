"""The shared strings of a workbook, held compactly and spilled to disk when there are many."""

from __future__ import annotations

import re
import tempfile
from collections import OrderedDict
from collections.abc import Iterable
from html import unescape
from typing import BinaryIO

# A non-character: no text holds it, so it can mark the number of a shared string.
SHARED = "\ufdd0"
_BLOCK_BITS = 12
_BLOCK = 1 << _BLOCK_BITS
_IN_MEMORY = 24 * 1024 * 1024
_CACHED_BLOCKS = 64
_JOINT = b"</t></si><si><t>"
_PHONETIC = re.compile(rb"<phoneticPr\b[^>]*/>|<phoneticPr\b.*?</phoneticPr>|<rPh\b.*?</rPh>", re.DOTALL)
_SPACE = re.compile(rb"<t [^>]*>")
_TEXT = re.compile(rb"<t(?: [^>]*)?>(.*?)</t>", re.DOTALL)
_ITEM = re.compile(rb"<si\s*/>|<si\b[^>]*>(.*?)</si>", re.DOTALL)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SharedStrings:
    """Text by number. Blocks of 4,096 texts, NUL between them, in memory or in a temporary file."""

    def __init__(self) -> None:
        self._file: BinaryIO | None = None
        self._kept: list[bytes] = []
        self._kept_bytes = 0
        self._places: list[tuple[int, int]] = []
        self._end = 0
        self._tail: list[bytes] = []
        self._cache: OrderedDict[int, list[str]] = OrderedDict()

    def add(self, texts: list[bytes]) -> None:
        """Append texts (UTF-8, still escaped) in their order."""
        tail = self._tail
        tail += texts
        start = 0
        while len(tail) - start >= _BLOCK:
            self._store(b"\0".join(tail[start : start + _BLOCK]))
            start += _BLOCK
        del tail[:start]

    def close_writing(self) -> None:
        """Put away the last, shorter block."""
        if self._tail:
            self._store(b"\0".join(self._tail))
            self._tail = []

    def _store(self, block: bytes) -> None:
        if self._file is None and self._kept_bytes + len(block) > _IN_MEMORY:
            self._file = tempfile.TemporaryFile(prefix="intake-strings-")  # noqa: SIM115 - closed by close()
            for kept in self._kept:
                self._write(kept)
            self._kept = []
        if self._file is None:
            self._kept.append(block)
            self._kept_bytes += len(block)
        else:
            self._write(block)

    def _write(self, block: bytes) -> None:
        if self._file is None:
            raise ValueError("the strings are kept in memory")
        self._file.write(block)
        self._places.append((self._end, len(block)))
        self._end += len(block)

    def cell(self, cell: str) -> str:
        """Return the text of a cell that may be the marked number of a shared string."""
        if cell[:1] != SHARED:
            return cell
        try:
            number = int(cell[1:])
        except ValueError:
            return cell[1:]
        block = self._cache.get(number >> _BLOCK_BITS)
        if block is None:
            block = self._load(number >> _BLOCK_BITS)
        place = number & (_BLOCK - 1)
        return block[place] if place < len(block) else ""

    def _load(self, index: int) -> list[str]:
        if self._file is None:
            raw = self._kept[index] if 0 <= index < len(self._kept) else b""
        elif 0 <= index < len(self._places):
            start, length = self._places[index]
            self._file.seek(start)
            raw = self._file.read(length)
        else:
            raw = b""
        block = decode(raw)
        self._cache[index] = block
        if len(self._cache) > _CACHED_BLOCKS:
            self._cache.popitem(last=False)
        return block

    def close(self) -> None:
        """Let go of the temporary file."""
        if self._file is not None:
            self._file.close()


def decode(raw: bytes) -> list[str]:
    """Split a block into texts, undoing the escapes of XML and of the workbook format."""
    texts = raw.decode("utf-8", "replace").split("\0")
    if b"&" in raw:
        texts = [unescape(text) if "&" in text else text for text in texts]
    if b"_x" in raw:
        texts = [_ESCAPED.sub(_character, text) if "_x" in text else text for text in texts]
    return texts


def _character(match: re.Match[str]) -> str:
    return chr(int(match.group(1), 16))


def items(body: bytes) -> list[bytes]:
    """Return the texts of complete `<si>` items, still escaped.

    The usual shape `<si><t>…</t></si>` is cut apart in one go; anything else is looked at item by item.
    """
    if b"<t " in body:
        body = _SPACE.sub(b"<t>", body)
    if b"<phoneticPr" in body or b"<rPh" in body:
        body = _PHONETIC.sub(b"", body)
    texts = body.replace(_JOINT, b"\0").split(b"\0")
    first, last = texts[0], texts[-1]
    if first.startswith(b"<si><t>") and last.endswith(b"</t></si>"):
        texts[0] = first[7:]
        texts[-1] = texts[-1][: -len(b"</t></si>")]
        if not any(b"<" in text for text in texts):
            return texts
    return [b"".join(_TEXT.findall(item)) for item in _ITEM.findall(body)]


def read_strings(blocks: Iterable[bytes]) -> SharedStrings:
    """Read the part `sharedStrings.xml` (UTF-8, no name-space prefix) block by block."""
    strings = SharedStrings()
    rest = b""
    for block in blocks:
        rest += block.replace(b"\0", b" ") if b"\0" in block else block
        cut = max(rest.rfind(b"</si>") + 5, rest.rfind(b"<si/>") + 5)
        if cut < 5:
            continue
        start = rest.find(b"<si")
        strings.add(items(rest[start:cut].replace(b">\n<", b"><")))
        rest = rest[cut:]
    strings.close_writing()
    return strings
