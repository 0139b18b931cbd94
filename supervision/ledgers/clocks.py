"""The clocks of ledgers (rule table `supervision.ledgers`).

One of a round: the health department checks what came in. One of each ledger that was returned: the body
hands it in again, and the department asks for it where it does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines, ruletables
from core.clock import today
from core.deadlines import DeadlineKind
from core.models import Deadline
from core.workdays import add_working_days
from supervision.ledgers.rules import TABLE
from supervision.models import Ledger, LedgerRound
from supervision.models.ledgers import LedgerState as S

PAGE = "admin:supervision_ledgerround_change"
CHECK = deadlines.register(
    DeadlineKind("ledger_check", _("Check the ledgers of a self-inspection"), P.LEDGER_CHECK, PAGE)
)
MEND = deadlines.register(
    DeadlineKind(
        "ledger_mend",
        _("Have a returned ledger handed in again"),
        P.LEDGER_CHECK,
        "admin:supervision_ledger_change",
    )
)
DONE = (S.ACCEPTED, S.DROPPED)


def start(row: LedgerRound) -> None:
    """Start the clock of a round; it counts from the day by which ledgers must be handed in."""
    days, basis = _term("check", row.division_code, on=row.opens_on)
    clock = deadlines.build(CHECK, row, start=row.due_on, working_days=days, title=row.title, basis=basis)
    deadlines.open_many([clock])


def start_again(row: LedgerRound, *, on: date) -> None:
    """Have a round checked once more, of which a returned ledger came in after all had been accepted."""
    days, basis = _term("check", row.division_code, on=on)
    clock = deadlines.build(CHECK, row, start=on, working_days=days, title=row.title, basis=basis)
    deadlines.open_many([clock])


def wait_for(row: LedgerRound, due_on: date) -> None:
    """Have the check of a round wait for ledgers due by that day: nobody checks what is not owed yet."""
    asked = Deadline.objects.filter(
        kind=CHECK.code,
        object_type=LedgerRound._meta.label_lower,
        object_id=str(row.pk),
        closed_at__isnull=True,
    )
    if asked.filter(started_on__gte=due_on).exists():
        return
    days, basis = _term("check", row.division_code, on=today())
    clock = deadlines.build(CHECK, row, start=due_on, working_days=days, title=row.title, basis=basis)
    moved = asked.update(started_on=due_on, due_on=clock.due_on, provisional=clock.provisional)
    if not moved:
        deadlines.open_many([clock])


def due_when_joining(place: str, *, on: date) -> date:
    """Return the day until which a body that joins on that day has time at the least."""
    days, _basis = _term("join", place, on=on)
    return add_working_days(on, days).on


def basis_of_joining(row: LedgerRound, *, on: date) -> str:
    """Return where the days of bodies that join are written; "" for a local default."""
    return _term("join", row.division_code, on=on)[1]


def stop_where_done(round_id: int) -> None:
    """Stop the clock of a round of which every ledger is accepted or dropped."""
    if not Ledger.objects.filter(round_id=round_id).exclude(state__in=DONE).exists():
        deadlines.close(CHECK, LedgerRound, [round_id])


def start_mending(ledger: Ledger, *, on: date) -> None:
    """Start the clock of a ledger that was returned to its body."""
    days, basis = _term("mend", ledger.division_code, on=on)
    title = f"{ledger.subject.name}：{ledger.round.title}"
    clock = deadlines.build(MEND, ledger, start=on, working_days=days, title=title, basis=basis)
    deadlines.open_many([clock])


def stop_mending(ledger: Ledger) -> None:
    """Stop the clock of a ledger that came in again or is owed no more."""
    deadlines.close(MEND, Ledger, [ledger.pk])


def mend_by(pks: Iterable[int]) -> dict[int, date]:
    """Return by when returned ledgers must be in again; one that was not returned has no such day."""
    rows = Deadline.objects.filter(
        kind=MEND.code,
        object_type=Ledger._meta.label_lower,
        object_id__in=[str(pk) for pk in pks],
        closed_at__isnull=True,
    )
    return {int(pk): day for pk, day in rows.values_list("object_id", "due_on")}


def mended_when_returned(ledger: Ledger, *, on: date) -> tuple[date, str]:
    """Return by when a ledger returned on that day must be in again, and where that is written."""
    days, basis = _term("mend", ledger.division_code, on=on)
    return add_working_days(on, days).on, basis


def _term(code: str, place: str, *, on: date) -> tuple[int, str]:
    """Return the working days of a rule, and where they are written; "" for a local default."""
    book = ruletables.book(TABLE)
    rule = book.find(code, on=on, place=place)
    days = int(book.value(code, on=on, place=place))
    return days, f"{rule.document} {rule.article}".strip() if rule else ""
