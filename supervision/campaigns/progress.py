"""Progress of a campaign: figures that the parts of supervision contribute."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise

from supervision.models import Campaign

Pairs = Iterable[tuple[int, int]]
NOT_LISTED = 0
"""Number under which a problem is counted that stands in no line of the campaign's list."""


@dataclass(frozen=True, slots=True)
class Counter:
    """One figure of a campaign.

    Args:
        code: stable code; frozen bulletins keep it.
        title: the heading of its column.
        per_body: gives (subject id, count) as it stood at the end of a day for the bodies that have any,
            grouped in the database.
        per_problem: the same by number of the problem in the list, `NOT_LISTED` for what stands in none;
            None: not about single problems.
        within: gives (subject id, count) of what came to it from a first to a last day; None: not dated.
        of: code of the figure that this one is a share of, "" for none.
        bodies: it counts bodies, each once; otherwise problems or cases.
        bad: more of it is worse.
        order: place among the columns.
    """

    code: str
    title: str | Promise
    per_body: Callable[[Campaign, date], Pairs]
    per_problem: Callable[[Campaign, date], Pairs] | None = None
    within: Callable[[Campaign, date, date], Pairs] | None = None
    of: str = ""
    bodies: bool = False
    bad: bool = False
    order: int = 50


_counters: dict[str, Counter] = {}


def contribute(counter: Counter) -> Counter:
    """Make a figure known to the progress pages, bulletins and reports; one of the same code is replaced."""
    _counters[counter.code] = counter
    return counter


def counters() -> list[Counter]:
    """Return the known figures in the order of their columns."""
    return sorted(_counters.values(), key=lambda row: (row.order, row.code))
