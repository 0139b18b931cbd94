"""How many days are left, as an officer reads it: working days, or calendar days where the law says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.clock import today
from core.workdays import working_days_between

SOON = 3


@dataclass(frozen=True, slots=True)
class Left:
    """The time left until a day.

    Args:
        days: working days left; negative when the day has passed.
        words: the sentence.
        level: "danger" overdue, "warning" today or within three working days, "success" later.
    """

    days: int
    words: str
    level: str


def time_left(due_on: date, *, provisional: bool = False, calendar: bool = False) -> Left:
    """Tell how many days are left until a day.

    Args:
        due_on: the last day.
        provisional: counted with a year whose calendar is not announced yet.
        calendar: the period counts calendar days; else working days of the official calendar.
    """
    day = today()
    days = working_days_between(day, due_on)
    told = (due_on - day).days if calendar else days
    if due_on < day:
        return Left(min(days, 0), _late(-told, calendar), "danger")
    words = _("due today") if due_on == day else _ahead(told, calendar)
    if provisional:
        words = _("%(words)s (provisional)") % {"words": words}
    return Left(days, words, "warning" if days <= SOON else "success")


def _late(days: int, calendar: bool) -> str:
    if days <= 0:
        return _("overdue")
    if calendar:
        return ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": days}
    return ngettext("%(n)s working day overdue", "%(n)s working days overdue", days) % {"n": days}


def _ahead(days: int, calendar: bool) -> str:
    if calendar:
        return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return ngettext("%(n)s working day left", "%(n)s working days left", days) % {"n": days}


def moment(at: datetime | None) -> str:
    """Write a moment in local time, short enough for a column of a list."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""
