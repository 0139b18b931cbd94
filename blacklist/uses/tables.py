"""A version of the four lists to take away, as workbook or comma-separated; no cell runs as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import xlsxwriter
from django.utils.translation import gettext as _

from blacklist.models import FourList
from blacklist.uses.columns import FIELDS, columns_of

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_WIDTHS = {"code": 16, "group": 22, "name": 44, "applies_to": 16, "detail": 40, "department": 24, "basis": 44}


def lines(version: FourList) -> Iterator[list[str]]:
    """Yield headings and rows."""
    yield [*(str(label) for _field, label in columns_of(version.kind)), _("Certainty")]
    for row in version.rows.all():
        certain = _("read in the source") if row.confirmed else _("local default, to be confirmed")
        yield [*(str(getattr(row, field)) for field in FIELDS), certain]


def as_csv(version: FourList) -> bytes:
    """Write a version as UTF-8 with the mark by which Excel knows it; no cell runs as a formula."""
    target = io.StringIO()
    writer = csv.writer(target)
    for line in lines(version):
        writer.writerow([f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell for cell in line])
    return b"\xef\xbb\xbf" + target.getvalue().encode()


def as_workbook(version: FourList) -> bytes:
    """Write a version as a workbook: title and document above the table, every cell as text."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(target, options)
    sheet = book.add_worksheet(str(version.get_kind_display())[:31])
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, str(version), bold)
    sheet.write_string(1, 0, _head(version))
    for place, field in enumerate((*FIELDS, "certainty")):
        sheet.set_column(place, place, _WIDTHS.get(field, 18))
    for number, line in enumerate(lines(version), start=3):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, cell, bold if number == 3 else wrap)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(3)
    book.close()
    return target.getvalue()


def _head(version: FourList) -> str:
    day = version.adopted_on.isoformat() if version.adopted_on else ""
    return " ".join(filter(None, (version.authority_name, version.document_no, day)))
