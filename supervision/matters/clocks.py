"""The clocks of tracked matters, by kind and place (rule table `supervision.matter_clock`).

Petition periods are calendar days (信访工作条例 arts. 22, 34-36); what a judgment, promise or contract itself
names goes before every table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines, ruletables
from core.deadlines import DeadlineKind
from core.models import Deadline, Rule
from core.workdays import add_working_days
from credit.rules.cycles import add_months
from supervision.matters.choices import WITH_THE_BODY
from supervision.matters.choices import MatterState as S
from supervision.models import Matter

TABLE = "supervision.matter_clock"
PAGE = "admin:supervision_matter_change"
TELL = deadlines.register(
    DeadlineKind("matter_tell", _("Tell the sender of the receipt"), P.MATTER_KEEP, PAGE)
)
ASSIGN = deadlines.register(DeadlineKind("matter_assign", _("Assign the matter"), P.MATTER_KEEP, PAGE))
ANSWER = deadlines.register(
    DeadlineKind("matter_answer", _("The body answers the matter"), P.MATTER_KEEP, PAGE)
)
CHECK = deadlines.register(
    DeadlineKind("matter_check", _("Check the answer to the matter"), P.MATTER_KEEP, PAGE)
)
KINDS = (TELL, ASSIGN, ANSWER, CHECK)


@dataclass(frozen=True, slots=True)
class Period:
    """A number of calendar days, working days or months.

    Args:
        n: how many.
        unit: "days", "working_days" or "months".
    """

    n: int
    unit: str

    def after(self, start: date) -> date:
        """Return its last day, counted from the day after `start`."""
        if self.unit == "months":
            return add_months(start, self.n)
        if self.unit == "working_days":
            return add_working_days(start, self.n).on
        return start + timedelta(days=self.n)


@dataclass(frozen=True, slots=True)
class Clock:
    """The periods of a kind of matter in a place; None where the rules name none.

    Args:
        tell: until the sender is told of the receipt.
        assign_days: working days until it is assigned.
        answer: until it is answered; None: the document itself must name the day.
        from_assignment: whether that counts from the assignment and not from the receipt.
        extension: by which the answer may be put off once.
        again: for the next answer after it was opened again.
        check_days: working days to check an answer.
        basis: document and article.
        certain: whether it was read in the source, or is a local default.
    """

    tell: Period | None
    assign_days: int
    answer: Period | None
    from_assignment: bool
    extension: Period | None
    again: Period | None
    check_days: int
    basis: str
    certain: bool


def clock_of(kind: str, *, on: date, place: str) -> Clock:
    """Read the periods of a kind of matter in force in a place.

    Raises:
        Refusal: the rule table holds none.
    """
    book = ruletables.book(TABLE)
    value = book.value(kind, on=on, place=place)
    row = book.find(kind, on=on, place=place)
    return Clock(
        tell=_period(value["tell"]),
        assign_days=int(value["assign_days"]),
        answer=_period(value["answer"]),
        from_assignment=bool(value.get("from_assignment")),
        extension=_period(value["extension"]),
        again=_period(value["again"]),
        check_days=int(value["check_days"]),
        basis=f"{row.document} {row.article}".strip() if row else "",
        certain=row is not None and row.certainty == Rule.Certainty.VERIFIED,
    )


def _period(value: dict[str, Any] | None) -> Period | None:
    return Period(int(value["n"]), str(value["unit"])) if value else None


def keep(matter: Matter) -> None:
    """Set the running clocks to what the matter's state asks for."""
    deadlines.close_kinds(KINDS, Matter, [matter.pk])
    clock = clock_of(matter.kind, on=matter.received_on, place=matter.division_code)
    deadlines.open_many(_wanted(matter, clock))


def _wanted(matter: Matter, clock: Clock) -> Iterator[Deadline]:
    if clock.tell and matter.is_open and matter.told_on is None:
        yield _on_day(TELL, matter, clock.tell.after(matter.received_on), clock.basis)
    if matter.state == S.RECEIVED:
        yield deadlines.build(
            ASSIGN, matter, start=matter.received_on, working_days=clock.assign_days, title=title_of(matter)
        )
    if matter.state in WITH_THE_BODY:
        yield _on_day(ANSWER, matter, matter.due_on, "" if matter.due_fixed else clock.basis)
    if matter.state == S.ANSWERED and matter.answered_on:
        yield deadlines.build(
            CHECK, matter, start=matter.answered_on, working_days=clock.check_days, title=title_of(matter)
        )


def title_of(matter: Matter) -> str:
    """Return how a task names a matter: never by who sent it."""
    return f"{matter.get_kind_display()}：{matter.title}"


def _on_day(kind: DeadlineKind, matter: Matter, day: date, basis: str) -> Deadline:
    return Deadline(
        kind=kind.code,
        object_type=Matter._meta.label_lower,
        object_id=str(matter.pk),
        title=title_of(matter)[:255],
        permission=kind.permission,
        division_code=matter.division_code,
        started_on=matter.reopened_on or matter.received_on,
        working_days=None,
        due_on=day,
        basis=basis[:200],
    )
