"""Scoring cycles: from the verification day (粤卫〔2011〕1号), from the licence date, or calendar years."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from credit.rules.standard import CycleRule
from credit.rules.terms import CycleBasis, CycleKind


@dataclass(frozen=True, slots=True)
class Cycle:
    """A running cycle; both ends are counted in."""

    start: date
    end: date
    basis: CycleBasis

    @property
    def resets_on(self) -> date:
        """First day of the next cycle."""
        return self.end + timedelta(days=1)


FOUND_BY = {
    CycleKind.FROM_VERIFICATION: (CycleBasis.VERIFICATION, CycleBasis.FALLBACK),
    CycleKind.FROM_LICENCE: (CycleBasis.LICENCE, CycleBasis.NO_LICENCE),
    CycleKind.CALENDAR_YEARS: (CycleBasis.CALENDAR, CycleBasis.CALENDAR),
}
"""How a cycle was found: by a day of the subject's own, and without one."""


def running_cycle(rule: CycleRule, as_of: date, days: Iterable[date] = ()) -> Cycle:
    """Return the cycle that runs on a day.

    From verification or licence: the last such day on or before the day, plus whole cycles elapsed since, so
    that a late verification does not leave a subject without a cycle. Where none is known, calendar years,
    and the basis says so.

    Args:
        days: the subject's own days of the rule's kind: verifications passed, or licences issued.
    """
    own, without = FOUND_BY[rule.kind]
    first = None if rule.kind == CycleKind.CALENDAR_YEARS else max(filter(as_of.__ge__, days), default=None)
    if first is None:
        return calendar_cycle(rule, as_of, without)
    elapsed = whole_cycles(first, as_of, rule.months)
    start = add_months(first, elapsed * rule.months)
    end = add_months(first, (elapsed + 1) * rule.months) - timedelta(days=1)
    return Cycle(start, end, own)


def calendar_cycle(rule: CycleRule, as_of: date, basis: CycleBasis) -> Cycle:
    """Return the cycle of whole calendar years that holds a day."""
    year = as_of.year - (as_of.year - rule.anchor) % rule.years
    return Cycle(date(year, 1, 1), date(year + rule.years - 1, 12, 31), basis)


def whole_cycles(first: date, as_of: date, months: int) -> int:
    """Return how many whole cycles ended between two days (`first` not after `as_of`)."""
    between = (as_of.year - first.year) * 12 + as_of.month - first.month
    elapsed = between // months
    return elapsed if add_months(first, elapsed * months) <= as_of else elapsed - 1


def add_months(day: date, months: int) -> date:
    """Add months; a day that the month lacks becomes its last (31 January + 1 month = 28 or 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
