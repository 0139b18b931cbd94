"""Lists saved as plain text (.csv), as registers and other systems hand them out: read as a workbook of text.

Spreadsheet programs in Chinese save them in GB18030, other systems in UTF-8; both are told by their bytes.
Every cell stays text, so that no long code loses its digits on the way.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from xml.sax.saxutils import escape

from core.sheets.canonical import column_letters
from core.sheets.errors import refuse
from core.sheets.frame import PLAIN_PARTS, SHEET_PART

SUFFIX = ".csv"
ENCODINGS = ("utf-8-sig", "gb18030")
_MARKS = ",\t;"
_NO_TEXT = (b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"<")
_NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLOCK = 1 << 20
_HEADER = 1 << 16
_IN_MEMORY = 64 * _BLOCK
_START = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def is_list(stream: BinaryIO, file_name: str) -> bool:
    """Tell whether an upload is plain text under the name that such lists bear."""
    head = stream.read(4096)
    stream.seek(0)
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    named = Path(file_name).suffix.lower() == SUFFIX
    return bool(named and text and b"\x00" not in head and not text.startswith(_NO_TEXT))


def workbook_of(stream: BinaryIO) -> BinaryIO:
    """Write the cells of a list into a workbook that is gone when it is closed.

    Raises:
        Unreadable: the bytes are no text, or a quotation is never closed.
    """
    target = SpooledTemporaryFile(_IN_MEMORY, prefix="intake-list-")  # noqa: SIM115 - handed over open
    try:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, data in PLAIN_PARTS:
                archive.writestr(name, data)
            with archive.open(SHEET_PART, "w", force_zip64=True) as sheet:
                sheet.write(_START)
                for number, cells in enumerate(_rows(stream), 1):
                    sheet.write(_row(number, cells))
                sheet.write(b"</sheetData></worksheet>")
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return cast("BinaryIO", target)


def _rows(stream: BinaryIO) -> Iterator[list[str]]:
    text = io.TextIOWrapper(stream, encoding=_encoding(stream), newline="")
    try:
        first = text.read(_HEADER).partition("\n")[0]
        text.seek(0)
        yield from csv.reader(text, delimiter=max(_MARKS, key=first.count), strict=True)
    except csv.Error as error:
        raise refuse("damaged_file") from error
    finally:
        text.detach()  # the upload stays open: it belongs to the caller


def _encoding(stream: BinaryIO) -> str:
    for name in ENCODINGS:
        if _decodes(stream, name):
            return name
    raise refuse("extension_mismatch", "mismatch_other")


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while block := stream.read(_BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return True


def _row(number: int, cells: list[str]) -> bytes:
    written = "".join(
        f'<c r="{column_letters(place)}{number}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escape(_NOT_IN_XML.sub('', cell))}</t></is></c>"
        for place, cell in enumerate(cells)
        if cell
    )
    return f'<row r="{number}">{written}</row>'.encode()
