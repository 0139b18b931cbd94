"""Which version of a standard grades a subject where several places have one: that of the nearest place.

A county that adopts its own version of the country's standard stands in for it there: nobody is graded twice
under one code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from credit.models import Standard
from credit.rules.terms import StandardState


@dataclass(frozen=True, slots=True)
class Beside:
    """What of the same code is in force beside a standard on a day.

    Args:
        nearer: places within its own that have a version of their own.
        wider: rows of the versions of wider places, which it stands in for.
    """

    nearer: tuple[str, ...]
    wider: tuple[int, ...]


def beside(standard: Standard, as_of: date) -> Beside:
    """Return the versions of other places that hold beside a standard, by one query."""
    family = Standard.objects.in_force(as_of).filter(code=standard.code, applies_to=standard.applies_to)
    others = sorted(family.exclude(place=standard.place).values_list("place", "pk"))
    return Beside(
        nearer=tuple(place for place, _pk in others if place.startswith(standard.place)),
        wider=tuple(pk for place, pk in others if standard.place.startswith(place)),
    )


def nearest(standards: Iterable[Standard]) -> list[Standard]:
    """Keep, of the adopted versions of one code that all hold in a place, that of the nearest place."""
    rows = list(standards)
    longest: dict[str, int] = {}
    for row in rows:
        if row.state == StandardState.ADOPTED:
            longest[row.code] = max(len(row.place), longest.get(row.code, 0))
    return [row for row in rows if row.state != StandardState.ADOPTED or len(row.place) == longest[row.code]]
