"""Days of a campaign that is copied to another time."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS_A_YEAR = 12


def shifted(day: date, *, old_start: date, new_start: date) -> date:
    """Return where a day of an earlier campaign lies in its copy.

    When both begin on the same day of a month the distance is counted in months, and the end of a month stays
    the end of a month (“by the end of August”); otherwise in days.
    """
    if old_start.day != new_start.day:
        return day + (new_start - old_start)
    months = (new_start.year - old_start.year) * MONTHS_A_YEAR + new_start.month - old_start.month
    moved = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(moved, MONTHS_A_YEAR)
    longest = monthrange(year, month + 1)[1]
    last_of_month = (day + timedelta(days=1)).day == 1
    return date(year, month + 1, longest if last_of_month else min(day.day, longest))


def same_months(*, old_start: date, new_start: date) -> bool:
    """Tell whether words such as “by the end of August” still name the right month in the copy."""
    return (old_start.month, old_start.day) == (new_start.month, new_start.day)
