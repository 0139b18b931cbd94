"""The workbook of orders for departments: they fill in the last columns, and it is taken in again.

Its headers are those of the intake table `measure_answers`, so that nothing has to be copied over. Personal
numbers are masked; a cell never runs as a formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

import xlsxwriter
from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from blacklist.measures.choices import WAITING
from blacklist.measures.sheets import ANSWERS, TO_FILL
from blacklist.models import Department, MeasureOrder
from core import audit
from core.sheets.context import Context

PIECE = 500
WIDTHS = {"CS_BH": 12, "CS_XM": 34, "CS_DM": 24, "CS_WS": 24, "CS_NR": 40, "CS_YJ": 40, "CS_BM": 24}
USUAL = 16
RISKY = ("=", "+", "-", "@", "\t", "\r", "|", "%")
ROWS_TO_FILL = 5000


def waiting(orders: QuerySet[MeasureOrder], department: Department | None = None) -> QuerySet[MeasureOrder]:
    """Return the orders in which something is awaited, of one department or of all."""
    rows = orders.filter(state__in=WAITING)
    return rows.filter(department=department) if department else rows


def waiting_by_department(orders: QuerySet[MeasureOrder]) -> dict[int, int]:
    """Return how many orders await something, by the department's key."""
    counted = waiting(orders).order_by().values_list("department_id")
    return dict(counted.annotate(n=Count("pk")))


def write_workbook(orders: QuerySet[MeasureOrder], target: BinaryIO, *, day: date) -> int:
    """Write the workbook; returns the number of rows.

    Args:
        orders: those the reader may see, narrowed as wished.
        target: a file open for writing.
        day: the day of the rule tables that give the drop-down its words.
    """
    book = xlsxwriter.Workbook(
        target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(_("Measures")[:31])
    head = book.add_format({"bold": True, "bg_color": "#E7EEF4", "border": 1, "text_wrap": True})
    fill = book.add_format({"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    guarded = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    guarded.set_quote_prefix()
    for place, column in enumerate(ANSWERS.columns):
        sheet.set_column(place, place, WIDTHS.get(column.code, USUAL), text)
        sheet.write_string(0, place, column.name, fill if column.code in TO_FILL else head)
    sheet.freeze_panes(1, 2)
    words = Context(day).list("measure_answers")["shown"]
    answer = [column.code for column in ANSWERS.columns].index("CS_JG")
    sheet.data_validation(1, answer, ROWS_TO_FILL, answer, {"validate": "list", "source": words})
    line = 0
    for line, cells in enumerate(_rows(orders), start=1):
        for place, value in enumerate(cells):
            if value:
                sheet.write_string(line, place, value, guarded if value.startswith(RISKY) else text)
    book.close()
    return line


def note_export(department: Department | None, count: int, *, by: Any) -> None:
    """Keep in the audit trail that an officer took the workbook."""
    audit.record(by, "measures.export", by=by, reason=f"{department or '*'} {count}")


def _rows(orders: QuerySet[MeasureOrder]) -> Iterator[list[str]]:
    fetched = orders.select_related("listing__subject", "listing__scheme", "department__agency")
    for order in fetched.order_by("department_id", "pk").iterator(PIECE):
        subject = order.listing.subject
        values = {
            "CS_BH": order.number,
            "CS_BM": order.department.agency.name,
            "CS_XM": subject.name,
            "CS_DM": subject.number,
            "CS_MD": str(order.listing.scheme),
            "CS_WS": order.listing.decision_no,
            "CS_NR": order.title,
            "CS_YJ": order.basis,
            "CS_ZT": order.get_state_display(),
            "CS_XDRQ": order.ordered_on.isoformat(),
            "CS_QX": order.due_on.isoformat() if order.due_on else "",
        }
        yield [values.get(column.code, "") for column in ANSWERS.columns]
