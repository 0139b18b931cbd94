"""The exit rate by scheme and year (吉卫监督发〔2021〕2号), as chart and workbook."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO

import xlsxwriter
from django.utils.translation import gettext as _

from accounts.charts import GOOD, OPEN, OTHER, Chart, bar_options, stacked_bars
from blacklist.exit.selectors import YearOfScheme, exit_rates
from core.actors import Actor
from core.clock import today

YEARS = 5
_WIDTHS = (34, 8, 10, 8, 10, 12, 10, 10, 12, 12)


def of_recent_years(*, by: Actor) -> list[YearOfScheme]:
    """Return the figures of this year and the four before it, of the reader's divisions."""
    last = today().year
    return exit_rates(last - YEARS + 1, last, by=by)


def chart(rows: Sequence[YearOfScheme]) -> Chart:
    """Draw who stayed and who left, one bar a list and year."""
    series = [
        (_("left by repair"), GOOD, [row.repaired for row in rows]),
        (_("left otherwise"), OTHER, [row.left - row.repaired for row in rows]),
        (_("stayed"), OPEN, [row.on_list - row.left for row in rows]),
    ]
    return Chart(
        _("Who left the lists"),
        _("Of those on a list on at least one day of the year; persons listed with a body are not counted."),
        stacked_bars([f"{row.name} {row.year}" for row in rows], series),
        bar_options(stacked=True, lying=True),
        tuple((words, colour) for words, colour, _values in series),
        not rows,
    )


def write_workbook(target: BinaryIO, *, by: Actor) -> int:
    """Write the figures as a workbook; returns the number of rows. No cell runs as a formula."""
    rows = of_recent_years(by=by)
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(_("Exit rates"))
    for at, (title, width) in enumerate(zip(_headings(), _WIDTHS, strict=True)):
        sheet.write_string(0, at, title, bold)
        sheet.set_column(at, at, width)
    for line, row in enumerate(rows, start=1):
        sheet.write_string(line, 0, row.name)
        figures = (row.year, row.on_list, row.left, row.rate, row.expired, row.repaired, row.revoked)
        for at, figure in enumerate((*figures, row.court, row.lost), start=1):
            if figure is not None:
                sheet.write_number(line, at, float(figure))
    sheet.freeze_panes(1, 1)
    book.close()
    return len(rows)


def _headings() -> tuple[str, ...]:
    return (
        _("List"),
        _("Year"),
        _("On the list"),
        _("Left"),
        _("Exit rate in per cent"),
        _("End of the term"),
        _("Repair"),
        _("Revoked"),
        _("Court"),
        _("Lost by a breach"),
    )
