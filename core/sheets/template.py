"""Blank workbooks to fill in: header with stars, drop-downs, text cells, a word on each column."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from core.clock import today
from core.sheets.cells_lists import Listed
from core.sheets.checkers import checker_for
from core.sheets.columns import ALWAYS, CONDITIONAL, Column, Kind, kind_named
from core.sheets.context import Context

_ROWS = 20_000
_LONGEST_LIST = 250
_WIDTH = 20


def template(name: str) -> bytes:
    """Return the blank workbook of a table.

    Args:
        name: the table's name.

    Raises:
        KeyError: there is no such table.
    """
    return template_of(kind_named(name))


def template_of(kind: Kind) -> bytes:
    """Return the blank workbook of a table that the intake does not know."""
    context = Context(today())
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet(str(kind.title)[:31])
    must = book.add_format(
        {"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    may = book.add_format(
        {"bold": True, "bg_color": "#E7EEF4", "border": 1, "text_wrap": True, "valign": "vcenter"}
    )
    text = book.add_format({"num_format": "@"})
    plain = book.add_format({"num_format": "General"})
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 42)
    for place, column in enumerate(kind.columns):
        star = "*" if column.need == ALWAYS or column.need_for else ""
        sheet.write_string(0, place, f"{column.name}{star}", must if star else may)
        sheet.set_column(place, place, _WIDTH, plain if column.type in ("amount", "count") else text)
        sheet.write_comment(0, place, _hint(column), {"x_scale": 2, "y_scale": 1.2})
        choices = _choices(column, context)
        if choices and len(",".join(choices)) <= _LONGEST_LIST:
            options: dict[str, Any] = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(1, place, _ROWS, place, options)
    book.close()
    return target.getvalue()


def _choices(column: Column, context: Context) -> list[str]:
    checker = checker_for(column, context)
    return list(checker.shown()) if isinstance(checker, Listed) else []


def _hint(column: Column) -> str:
    """Say in a line or two what the column takes."""
    need = {
        ALWAYS: _("Must be filled in."),
        CONDITIONAL: _("Must be filled in when the rest of the row asks for it."),
    }.get(column.need, _("May be left empty."))
    form = {
        "date": _("A date like 2026/11/22."),
        "decision_date": _("A date like 2026/11/22, not after today."),
        "amount": _("A number in 10,000 yuan, up to six decimals."),
        "count": _("A whole number."),
        "uscc": _("The unified social credit code, 18 characters."),
        "authority": _("The unified social credit code, 18 characters."),
        "org": _("The organisation code, 9 characters."),
        "id": _("The number as text; never as a number."),
        "kinds": _("Several kinds are separated by “；”."),
        "words": _("Several words are separated by “；”."),
        "free": _("No personal numbers and no patients' names: the text may be published."),
        "docno": _("The year stands in 〔〕."),
        "division": _("Six digits of GB/T 2260."),
    }.get(column.type, "")
    limit = _("At most %(limit)s characters.") % {"limit": column.length} if column.length else ""
    return "\n".join(part for part in (need, form, limit, column.code) if part)
