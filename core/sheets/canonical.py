"""The slow, general way into a sheet: any legal XML, turned into the one shape that the fast reader cuts.

Needed for name-space prefixes (`<x:row>`), other encodings, rows and cells without a reference, comments
and CDATA. A real parser reads the part; out come `<row r="n"><c r="A1" …><v>…</v></c></row>` in UTF-8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat
from xml.sax.saxutils import escape

from core.sheets.errors import Unreadable, refuse

_KEPT = ("s", "t")


def column_letters(index: int) -> str:
    """Turn a column number (0 = A) into its letters."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Turn column letters into a number (A = 0)."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


class _Rows:
    """Collects rows from parser events."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._row = 0
        self._column = -1
        self._text: list[str] | None = None
        self._phonetic = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = -1
            hidden = ' hidden="1"' if attributes.get("hidden") in ("1", "true") else ""
            self.out.append(f'<row r="{self._row}"{hidden}>')
        elif name == "c":
            self._cell(attributes)
        elif name in ("v", "t", "f"):
            self.out.append(f"<{name}>")
            self._text = []
        elif name in ("is", "sheetData"):
            self.out.append(f"<{name}>")
        elif name == "rPh":
            self._phonetic += 1

    def _cell(self, attributes: dict[str, str]) -> None:
        letters = attributes.get("r", "").rstrip("0123456789").upper()
        self._column = column_index(letters) if letters.isalpha() else self._column + 1
        kept = "".join(f' {name}="{escape(attributes[name])}"' for name in _KEPT if name in attributes)
        self.out.append(f'<c r="{column_letters(self._column)}{self._row}"{kept}>')

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("v", "t", "f") and self._text is not None:
            text = "" if self._phonetic else escape("".join(self._text))
            self.out.append(f"{text}</{name}>")
            self._text = None
        elif name in ("c", "row", "is", "sheetData"):
            self.out.append(f"</{name}>")
        elif name == "rPh":
            self._phonetic -= 1

    def characters(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)


def canonical_rows(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield a sheet part again, in the shape that the fast reader expects.

    Raises:
        Unreadable: the part is not well formed or declares a document type.
    """
    rows = _Rows()
    parser = _parser(rows.start, rows.end, rows.characters)
    yield b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    for block in blocks:
        _feed(parser, block)
        if rows.out:
            yield "".join(rows.out).encode()
            rows.out.clear()


class _Items:
    """Collects shared strings from parser events."""

    def __init__(self) -> None:
        self.out: list[bytes] = []
        self._text: list[str] = []
        self._inside = False
        self._phonetic = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        self._phonetic += name == "rPh"
        self._inside = name == "t" and not self._phonetic
        if name == "si":
            self._text = []

    def end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self._phonetic -= name == "rPh"
        self._inside = False
        if name == "si":
            self.out.append(f"<si><t>{escape(''.join(self._text))}</t></si>".encode())

    def characters(self, data: str) -> None:
        if self._inside:
            self._text.append(data)


def canonical_strings(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the shared-strings part again as plain `<si><t>…</t></si>` items in UTF-8."""
    collected = _Items()
    parser = _parser(collected.start, collected.end, collected.characters)
    for block in blocks:
        _feed(parser, block)
        if collected.out:
            yield b"".join(collected.out)
            collected.out.clear()


def _parser(
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _no_doctype
    return parser


def _no_doctype(*_args: object) -> None:
    raise refuse("unsafe_content")


def _feed(parser: expat.XMLParserType, block: bytes) -> None:
    try:
        parser.Parse(block, False)
    except Unreadable:
        raise
    except (expat.ExpatError, ValueError) as error:
        raise refuse("damaged_file") from error
