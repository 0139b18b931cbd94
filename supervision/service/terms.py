"""Periods and small settings of approvals, ratings and benefits (rule table `supervision.service`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core import ruletables
from core.models import Rule
from core.ruletables import RuleBook
from core.workdays import WorkCalendar, current_calendar
from supervision.service.choices import Level

TABLE = "supervision.service"


def number(code: str, *, on: date, place: str) -> int:
    """Return a period or count of a place.

    Raises:
        Refusal: the rule table holds none.
    """
    return int(ruletables.rule(TABLE, code, on=on, place=place))


def flag(code: str, *, on: date, place: str) -> bool:
    """Return a yes or no of a place."""
    return bool(ruletables.rule(TABLE, code, on=on, place=place))


def basis(code: str, *, on: date, place: str) -> str:
    """Return document and article of a rule, or that it is a local default to be confirmed."""
    return basis_of(ruletables.book(TABLE).find(code, on=on, place=place))


def basis_of(row: Rule | None) -> str:
    """Write the basis of a rule in one line; what nobody has read in a source says so."""
    if row is None:
        return ""
    words = f"{row.document} {row.article}".strip()
    if row.certainty == Rule.Certainty.VERIFIED:
        return words
    return " · ".join(filter(None, (words, _("local default, to be confirmed"))))


@dataclass(frozen=True, slots=True)
class Lights:
    """How near a limit must be for each light, in working days that are left.

    Args:
        yellow: at most so many left: near the limit.
        red: at most so many left: at the limit.
        calendar: read once for many cases.
    """

    yellow: int
    red: int
    calendar: WorkCalendar

    def level(self, due_on: date, day: date) -> Level | None:
        """Return the light of a last day as seen on a day, None where it is far."""
        if due_on < day:
            return Level.OVER
        left = self.calendar.working_days_between(day, due_on)
        if left <= self.red:
            return Level.RED
        return Level.YELLOW if left <= self.yellow else None


def lights(*, on: date, place: str, book: RuleBook | None = None) -> Lights:
    """Read the lights of a place."""
    rules = book or ruletables.book(TABLE)
    value: dict[str, Any] = rules.value("warn_days", on=on, place=place)
    return Lights(int(value["yellow"]), int(value["red"]), current_calendar())
