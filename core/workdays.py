"""Working days: the official calendar with its make-up Saturdays and Sundays.

The committed file holds the State Council's notices; rows of ``CalendarDay`` add to it and overrule it. A
year without a single row in either is not announced yet: it is counted by plain weekends and the result is
marked provisional, to be counted again once the notice is out.
"""

import csv
import threading
import time
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import connection
from django.db.models.signals import post_delete, post_save

from core.models import CalendarDay

DATA = Path(__file__).parent / "law" / "calendar_days.csv"
CACHE_SECONDS = 5.0
"""How long another process may still count with the calendar before a change."""
SATURDAY = 5
NOVEMBER = 11
ONE_DAY = timedelta(days=1)


class DueDate(NamedTuple):
    """The last day of a period; ``provisional`` where a year on the way is not announced yet."""

    on: date
    provisional: bool


class WorkCalendar(NamedTuple):
    """Days that depart from Monday to Friday, and the years whose notice is known; no database, no clock."""

    holidays: frozenset[date]
    workdays: frozenset[date]
    years_covered: frozenset[int]

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work on this day."""
        if day in self.workdays:
            return True
        return day.weekday() < SATURDAY and day not in self.holidays

    def add_working_days(self, start: date, n: int) -> DueDate:
        """Return the n-th working day after ``start``; the day after ``start`` may be the first.

        Raises:
            ValueError: ``n`` is negative.
        """
        if n < 0:
            raise ValueError("a period cannot have a negative number of working days")
        day = start
        while n:
            day += ONE_DAY
            n -= self.is_working_day(day)
        years = range(min(start + ONE_DAY, day).year, day.year + 1)
        return DueDate(day, not self.years_covered.issuperset(years))

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days lie after ``first`` up to and including ``last``.

        Negative where ``last`` is earlier: the working days by which it was missed.
        """
        if last < first:
            return -self.working_days_between(last, first)
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(map(self.is_working_day, days))

    def with_days(self, holidays: Iterable[date], workdays: Iterable[date]) -> "WorkCalendar":
        """Return the calendar with further days; they overrule it, and their years count as known."""
        more_holidays, more_workdays = frozenset(holidays), frozenset(workdays)
        return WorkCalendar(
            (self.holidays - more_workdays) | more_holidays,
            (self.workdays - more_holidays) | more_workdays,
            self.years_covered | {day.year for day in more_holidays | more_workdays},
        )


@cache
def committed_calendar() -> WorkCalendar:
    """Return the calendar of the data file alone."""
    days: dict[str, list[date]] = {CalendarDay.Kind.HOLIDAY: [], CalendarDay.Kind.WORKDAY: []}
    with DATA.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            days[row["kind"]].append(date.fromisoformat(row["date"]))
    empty = WorkCalendar(frozenset(), frozenset(), frozenset())
    return empty.with_days(days[CalendarDay.Kind.HOLIDAY], days[CalendarDay.Kind.WORKDAY])


class _Memory(threading.local):
    """What one thread remembers of the overrides, and until when it need not ask the database.

    ``unsettled``: this thread's open transaction changed them and may yet be rolled back, so nothing is kept.
    """

    calendar: WorkCalendar | None = None
    until: float = 0.0
    unsettled: bool = False


_memory = _Memory()


def current_calendar() -> WorkCalendar:
    """Return the calendar with the overrides, at most ``CACHE_SECONDS`` old; read once for a bulk."""
    if _memory.unsettled and not connection.in_atomic_block:
        _memory.unsettled, _memory.calendar = False, None
    if _memory.calendar is not None and time.monotonic() < _memory.until:
        return _memory.calendar
    calendar = _read_calendar()
    _memory.calendar = None if _memory.unsettled else calendar
    _memory.until = time.monotonic() + CACHE_SECONDS
    return calendar


def forget_calendar(**_: object) -> None:
    """Read the overrides anew at the next call; needed by hand only after bulk writes."""
    _memory.calendar = None
    _memory.unsettled = connection.in_atomic_block


def _read_calendar() -> WorkCalendar:
    days = list(CalendarDay.objects.values_list("kind", "day"))
    return committed_calendar().with_days(
        (day for kind, day in days if kind == CalendarDay.Kind.HOLIDAY),
        (day for kind, day in days if kind == CalendarDay.Kind.WORKDAY),
    )


def is_working_day(day: date) -> bool:
    """Tell whether offices work on this day by the current calendar."""
    return current_calendar().is_working_day(day)


def add_working_days(start: date, n: int) -> DueDate:
    """Return the n-th working day after ``start`` by the current calendar."""
    return current_calendar().add_working_days(start, n)


def working_days_between(first: date, last: date) -> int:
    """Return the working days after ``first`` up to ``last`` by the current calendar; negative when late."""
    return current_calendar().working_days_between(first, last)


def missing_year(today: date) -> int | None:
    """Return the year whose notice should be loaded by now: this one, or from November on the next one."""
    known = current_calendar().years_covered
    due = [today.year, today.year + 1] if today.month >= NOVEMBER else [today.year]
    return next((year for year in due if year not in known), None)


# A cache is dropped here and nothing else happens: no rule hangs on these signals.
post_save.connect(forget_calendar, sender=CalendarDay, dispatch_uid="core.workdays.saved")
post_delete.connect(forget_calendar, sender=CalendarDay, dispatch_uid="core.workdays.deleted")
