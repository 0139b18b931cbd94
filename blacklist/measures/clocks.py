"""The periods of ordered measures by place (rule table `blacklist.measure_clock`), and their tasks.

A department is awaited per order; the task boxes of our own officers get one line a listing, with the first
day that runs out, so that a launch of ten measures does not bury the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from blacklist.measures.choices import UNANSWERED
from blacklist.measures.choices import OrderState as S
from blacklist.models import Listing, MeasureOrder
from core import deadlines, ruletables
from core.deadlines import DeadlineKind
from core.models import Deadline
from core.ruletables import RuleBook
from core.workdays import add_working_days

TABLE = "blacklist.measure_clock"
PAGE = "admin:blacklist_measureorder_of_listing"
ANSWER = deadlines.register(
    DeadlineKind("measure_answer", _("Departments answer joint measures"), P.MEASURE_HANDLE, PAGE)
)
EXECUTE = deadlines.register(
    DeadlineKind("measure_execute", _("Departments carry joint measures out"), P.MEASURE_HANDLE, PAGE)
)
LIFT = deadlines.register(
    DeadlineKind("measure_lift", _("Departments confirm that measures are lifted"), P.MEASURE_HANDLE, PAGE)
)
ESCALATED = deadlines.register(
    DeadlineKind("measure_escalated", _("A department does not answer: step in"), P.LISTING_DECIDE, PAGE)
)
KINDS = (ANSWER, EXECUTE, LIFT, ESCALATED)
KIND_OF = {**dict.fromkeys(UNANSWERED, ANSWER), S.EXECUTING: EXECUTE, S.ENDED: LIFT}
CODE_OF = {ANSWER.code: "answer", EXECUTE.code: "execute", LIFT.code: "lift"}


@dataclass(frozen=True, slots=True)
class Clocks:
    """The periods in force on a day; the rule table is read once."""

    book: RuleBook
    on: date

    def days(self, code: str, place: str) -> int:
        """Return the working days of `answer`, `execute`, `lift` or `remind` in a place.

        Raises:
            Refusal: the rule table holds none.
        """
        return int(self.book.value(code, on=self.on, place=place)["days"])

    def escalates_after(self, place: str) -> int:
        """Return after how many reminders without an answer the deciding officer steps in."""
        return int(self.book.value("remind", on=self.on, place=place)["escalate_after"])

    def basis(self, code: str, place: str) -> str:
        """Return document and article, "" for a local default."""
        row = self.book.find(code, on=self.on, place=place)
        return f"{row.document} {row.article}".strip() if row else ""


def clocks(on: date) -> Clocks:
    """Read the periods for an act over any number of orders."""
    return Clocks(ruletables.book(TABLE), on)


@dataclass(frozen=True, slots=True)
class Period:
    """What is awaited until when.

    Args:
        start: the day from which it counts.
        days: working days.
        due_on: its last day by the calendar of today.
    """

    start: date
    days: int
    due_on: date

    def fields(self) -> dict[str, Any]:
        """Return it as fields of an order; a new period starts without reminders."""
        return {
            "period_from": self.start,
            "period_days": self.days,
            "due_on": self.due_on,
            "reminded_on": None,
            "escalated_on": None,
            "unheeded": 0,
        }


def period(code: str, place: str, start: date, known: Clocks | None = None) -> Period:
    """Return the period of `answer`, `execute` or `lift` that starts on a day."""
    days = (known or clocks(start)).days(code, place)
    return Period(start, days, add_working_days(start, days).on)


def keep(listing_ids: Iterable[int]) -> None:
    """Set the tasks about listings to what their orders await."""
    wanted = sorted(set(listing_ids))
    for kind in KINDS:
        deadlines.close(kind, Listing, wanted)
    first: dict[tuple[int, str], MeasureOrder] = {}
    waiting = MeasureOrder.objects.filter(listing_id__in=wanted, due_on__isnull=False)
    rows = waiting.select_related("listing__subject", "listing__scheme").order_by("due_on", "pk")
    for order in rows:
        first.setdefault((order.listing_id, KIND_OF[S(order.state)].code), order)
        if order.escalated_on is not None:
            first.setdefault((order.listing_id, ESCALATED.code), order)
    book = ruletables.book(TABLE)
    deadlines.open_many(
        _line(code, order, Clocks(book, order.period_from)) for (_listing, code), order in first.items()
    )


def _line(code: str, order: MeasureOrder, known: Clocks) -> Deadline:
    kind = deadlines.kinds[code]
    return deadlines.build(
        kind,
        order.listing,
        start=order.period_from,
        working_days=order.period_days,
        title=f"{order.listing.subject.in_tasks}：{order.listing.scheme}",
        basis=known.basis(CODE_OF.get(code, "remind"), order.division_code),
    )
