"""The clocks of objections, by place (rule table `credit.objection_clock`), fed into the task boxes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines, ruletables
from core.deadlines import DeadlineKind
from core.models import Rule
from core.workdays import DueDate, add_working_days
from credit.models import Objection
from credit.objection.choices import ObjectionState as S

TABLE, CODE = "credit.objection_clock", "clock"
PAGE = "admin:credit_objection_change"
HANDLE = deadlines.register(DeadlineKind("objection", _("Answer the objection"), P.OBJECTION_HANDLE, PAGE))
DECIDE = deadlines.register(
    DeadlineKind("objection_decide", _("Decide the objection"), P.OBJECTION_DECIDE, PAGE)
)
TRANSFER = deadlines.register(
    DeadlineKind("objection_transfer", _("Pass the objection to the provider"), P.OBJECTION_HANDLE, PAGE)
)
PROVIDER = deadlines.register(
    DeadlineKind("objection_provider", _("The provider answers the objection"), P.OBJECTION_HANDLE, PAGE)
)
KINDS = (HANDLE, DECIDE, TRANSFER, PROVIDER)


@dataclass(frozen=True, slots=True)
class Clock:
    """The periods of a place, in working days; None where the local act names none.

    Args:
        own: for what the authority can check itself.
        with_provider: in all, where the provider has to check.
        transfer: until the provider is asked.
        provider: for the provider's answer.
        mark: until the record is marked as disputed.
        extension: by which the period may be extended once.
        pause: whether tests and expert review are not counted.
        basis: document and article.
        certain: whether it was read in the source, or is a local default.
    """

    own: int
    with_provider: int
    transfer: int | None
    provider: int | None
    mark: int | None
    extension: int
    pause: bool
    basis: str
    certain: bool


def clock_of(*, on: date, place: str) -> Clock:
    """Read the periods in force in a place.

    Raises:
        Refusal: the rule table holds none.
    """
    book = ruletables.book(TABLE)
    value = book.value(CODE, on=on, place=place)
    row = book.find(CODE, on=on, place=place)
    document = f"{row.document} {row.article}".strip() if row else ""
    return Clock(
        own=int(value["own_days"]),
        with_provider=int(value["with_provider_days"]),
        transfer=value["transfer_days"],
        provider=value["provider_days"],
        mark=value["mark_days"],
        extension=int(value["extension_days"]),
        pause=bool(value["pause_for_experts"]),
        basis=document,
        certain=row is not None and row.certainty == Rule.Certainty.VERIFIED,
    )


def total_days(objection: Objection, clock: Clock) -> int:
    """Return within how many working days of its receipt the objection must be answered."""
    days = clock.with_provider if objection.passed_on else clock.own
    return days + objection.extended_by_days + objection.paused_days


def due(objection: Objection) -> DueDate:
    """Return the day by which the party must have its answer."""
    clock = clock_of(on=objection.received_on, place=objection.division_code)
    return add_working_days(objection.received_on, total_days(objection, clock))


def keep(objection: Objection) -> None:
    """Set the running clocks to what the objection's state asks for."""
    for kind in KINDS:
        deadlines.close(kind, Objection, [objection.pk])
    clock = clock_of(on=objection.received_on, place=objection.division_code)
    wanted: list[tuple[DeadlineKind, date, int]] = []
    total = total_days(objection, clock)
    match objection.state:
        case S.RECEIVED | S.ANSWERED | S.DECIDED:
            wanted.append((HANDLE, objection.received_on, total))
        case S.WITH_PROVIDER:
            wanted.append((HANDLE, objection.received_on, total))
            if clock.provider and objection.passed_on:
                wanted.append((PROVIDER, objection.passed_on, clock.provider))
        case S.PROPOSED:
            wanted.append((DECIDE, objection.received_on, total))
    if objection.state == S.RECEIVED and clock.transfer and not objection.passed_on:
        wanted.append((TRANSFER, objection.received_on, clock.transfer))
    deadlines.open_many(
        deadlines.build(
            kind, objection, start=start, working_days=days, title=str(objection), basis=clock.basis
        )
        for kind, start, days in wanted
    )
