"""What the yearly report counts: each part of supervision registers its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from supervision.campaigns.content import said_of

# The groups in the order of the report, with their headings.
GROUPS: dict[str, str | Promise] = {
    "credit": pgettext_lazy("yearly report", "Credit records and their effects"),
    "supervision": pgettext_lazy("yearly report", "Campaigns, self-inspection, inspection and rectification"),
    "integrity": pgettext_lazy("yearly report", "Integrity of departments and subordinate bodies"),
    "service": pgettext_lazy("yearly report", "Service to the public"),
}
Count = Callable[[str, date, date], int]


@dataclass(frozen=True, slots=True)
class YearFigure:
    """One figure of the yearly report.

    Args:
        code: stable code; a second one of the same code replaces the first.
        title: what is counted.
        group: one of `GROUPS`.
        count: given division prefix, first and last day, returns the number.
        order: place within its group.
    """

    code: str
    title: str | Promise
    group: str
    count: Count
    order: int = 50


_figures: dict[str, YearFigure] = {}


def tell_year(figure: YearFigure) -> YearFigure:
    """Make a figure known to the yearly report.

    Raises:
        KeyError: there is no such group.
    """
    GROUPS[figure.group]
    _figures[figure.code] = figure
    return figure


def count_year(prefix: str, first: date, last: date) -> list[dict[str, Any]]:
    """Return the groups with their figures, beside those of the same days a year before."""
    found = []
    for group, title in GROUPS.items():
        rows = sorted(
            (row for row in _figures.values() if row.group == group), key=lambda row: (row.order, row.code)
        )
        if rows:
            lines = [_line(row, prefix, first, last) for row in rows]
            found.append({"code": group, "title": said_of(title), "figures": lines})
    return found


def _line(row: YearFigure, prefix: str, first: date, last: date) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": said_of(row.title),
        "count": row.count(prefix, first, last),
        "before": row.count(prefix, _year_before(first), _year_before(last)),
    }


def _year_before(day: date) -> date:
    """29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=day.day - 1)
