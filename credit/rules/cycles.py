"""Scoring cycles: from the verification day (粤卫〔2011〕1号), from the licence date, or calendar years.

Where no day of passed verification is known, the end of its validity tells the cycle: a cycle ends on that
day, and on the same day whole cycles earlier and later (docs/adr/0035).
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from credit.rules.standard import CycleRule
from credit.rules.terms import CycleBasis, CycleKind


@dataclass(frozen=True, slots=True)
class Cycle:
    """A running cycle; both ends are counted in. `day` is the subject's own day that it was found by."""

    start: date
    end: date
    basis: CycleBasis
    day: date | None = None

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


def running_cycle(
    rule: CycleRule, as_of: date, days: Iterable[date] = (), valid_to: date | None = None
) -> Cycle:
    """Return the cycle that runs on a day.

    From verification or licence: the last such day on or before the day, plus whole cycles elapsed since, so
    that a late verification does not leave a subject without a cycle. Where none is known: counted back
    (or on) in whole cycles from the end of verification's validity; else calendar years. The basis says so.

    Args:
        days: the subject's own days of the rule's kind: verifications passed, or licences issued.
        valid_to: last day on which its verification holds, where cycles may be counted back from it.
    """
    own, without = FOUND_BY[rule.kind]
    first = None if rule.kind == CycleKind.CALENDAR_YEARS else max(filter(as_of.__ge__, days), default=None)
    if first is not None:
        return _from_day(rule, as_of, first, own, first)
    if rule.kind == CycleKind.FROM_VERIFICATION and valid_to is not None:
        return _from_day(rule, as_of, valid_to + timedelta(days=1), CycleBasis.VALIDITY, valid_to)
    return calendar_cycle(rule, as_of, without)


def _from_day(rule: CycleRule, as_of: date, first: date, basis: CycleBasis, day: date) -> Cycle:
    """Return the cycle that holds a day, where one starts on `first`, before it or after it."""
    elapsed = whole_cycles(first, as_of, rule.months)
    start = add_months(first, elapsed * rule.months)
    end = add_months(first, (elapsed + 1) * rule.months) - timedelta(days=1)
    return Cycle(start, end, basis, day)


def calendar_cycle(rule: CycleRule, as_of: date, basis: CycleBasis) -> Cycle:
    """Return the cycle of whole calendar years that holds a day."""
    year = as_of.year - (as_of.year - rule.anchor) % rule.years
    return Cycle(date(year, 1, 1), date(year + rule.years - 1, 12, 31), basis)


def whole_cycles(first: date, as_of: date, months: int) -> int:
    """Return how many whole cycles ended between two days; below zero where the first lies ahead."""
    between = (as_of.year - first.year) * 12 + as_of.month - first.month
    elapsed = between // months
    return elapsed if add_months(first, elapsed * months) <= as_of else elapsed - 1


def add_months(day: date, months: int) -> date:
    """Add months; a day that the month lacks becomes its last (31 January + 1 month = 28 or 29 February)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
