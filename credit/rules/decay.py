"""Decay: an old record counts for less, in steps by its age (domain proposal; every number is data).

The arithmetic is exact and the same in Python and in both databases: points are whole hundredths, a step is a
whole percentage, and the product is rounded **half up to the hundredth, for each record by itself**, before
any cap and before anything is added up. In hundredths: ``(points * percent + 50) / 100``, whole division.
The age is counted from the day of the conduct in whole months, as `credit.rules.cycles.add_months` adds them:
a record of 31 January is one month old on the last day of February. Decay lessens points only: a veto
holds, and of one act the item that is highest before decay counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from credit.rules.cycles import add_months
from credit.rules.standard import DecayData

WHOLE = 100
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Cut:
    """A decay step on a given day: records dated up to `until` count for `percent`."""

    until: date
    percent: int
    step: DecayData


def cuts(steps: Iterable[DecayData], as_of: date) -> list[Cut]:
    """Return the steps as days, the oldest first: the first one that holds a record's day applies to it."""
    oldest_first = sorted(steps, key=lambda step: -step.from_months)
    return [Cut(_last_day(step.from_months, as_of), step.percent, step) for step in oldest_first]


def percent_of(happened_on: date, days: Sequence[Cut]) -> int:
    """Return the percentage for which a record counts."""
    return next((cut.percent for cut in days if happened_on <= cut.until), WHOLE)


def weighted(points: Decimal, percent: int) -> Decimal:
    """Return the part of a record's points that counts, rounded half up to the hundredth."""
    if percent == WHOLE:
        return points
    return (points * percent / WHOLE).quantize(HUNDREDTH, ROUND_HALF_UP)


def _last_day(months: int, as_of: date) -> date:
    """Return the last day that is so many months old: its `add_months` is not after `as_of`."""
    day = add_months(as_of, -months)
    while add_months(day + timedelta(days=1), months) <= as_of:
        day += timedelta(days=1)
    return day
