"""A small workbook in memory around some rows, so that calamine can read them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from core.sheets.errors import refuse
from core.sheets.package import Package

_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
)
_BOOK_RELATIONS = _RELATIONS % (
    b'<Relationship Id="rId1" Type="' + _OFFICE + b'/worksheet" Target="worksheets/sheet1.xml"/>'
    b'<Relationship Id="rId2" Type="' + _OFFICE + b'/styles" Target="styles.xml"/>'
)
_TOP_RELATIONS = _RELATIONS % (
    b'<Relationship Id="rId1" Type="' + _OFFICE + b'/officeDocument" Target="xl/workbook.xml"/>'
)
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BOOK = (
    b'<workbook xmlns="' + _MAIN + b'" xmlns:r="' + _OFFICE + b'">%s'
    b'<sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET_PART = "xl/worksheets/sheet1.xml"
PLAIN_PARTS = (
    ("[Content_Types].xml", _TYPES),
    ("_rels/.rels", _TOP_RELATIONS),
    ("xl/workbook.xml", _BOOK % b""),
    ("xl/_rels/workbook.xml.rels", _BOOK_RELATIONS),
)
"""What surrounds the one sheet of a workbook without styles."""
_SHEET = b'<worksheet xmlns="' + _MAIN + b'"><sheetData>%s</sheetData></worksheet>'


class Frame:
    """What surrounds the rows of one workbook: its styles, and from which year it counts days.

    Args:
        package: the workbook.
    """

    def __init__(self, package: Package) -> None:
        self._parts = [
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _TOP_RELATIONS),
            ("xl/workbook.xml", _BOOK % (b'<workbookPr date1904="1"/>' if package.date1904 else b"")),
            ("xl/_rels/workbook.xml.rels", _BOOK_RELATIONS),
        ]
        if package.styles:
            self._parts.append(("xl/styles.xml", package.styles))

    def read(self, body: bytes) -> tuple[list[list[Any]], int, int]:
        """Return the cells of the area that holds anything, and the numbers of its first row and column.

        Raises:
            Unreadable: the rows are broken.
        """
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for name, data in self._parts:
                archive.writestr(name, data)
            archive.writestr(SHEET_PART, _SHEET % body)
        buffer.seek(0)
        try:
            sheet = CalamineWorkbook.from_filelike(buffer).get_sheet_by_index(0)
            if sheet.start is None:
                return [], 0, 0
            return sheet.to_python(), sheet.start[0], sheet.start[1]
        except (CalamineError, ValueError, OverflowError) as error:
            raise refuse("damaged_file") from error

    def ask(self, cells: Sequence[tuple[bytes, str]]) -> list[Any]:
        """Read cells that hold numbers, given by attributes and number."""
        rows = (
            b'<row r="%d"><c r="A%d"%b><v>%b</v></c></row>' % (line, line, attributes, number.encode())
            for line, (attributes, number) in enumerate(cells, 1)
        )
        return [cell for (cell,) in self.read(b"".join(rows))[0]]
