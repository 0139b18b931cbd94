"""The clock of a round: the health department checks what came in (rule table `supervision.ledgers`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines, ruletables
from core.deadlines import DeadlineKind
from supervision.ledgers.rules import TABLE
from supervision.models import Ledger, LedgerRound
from supervision.models.ledgers import LedgerState as S

PAGE = "admin:supervision_ledgerround_change"
CHECK = deadlines.register(
    DeadlineKind("ledger_check", _("Check the ledgers of a self-inspection"), P.LEDGER_CHECK, PAGE)
)
DONE = (S.ACCEPTED, S.DROPPED)


def start(row: LedgerRound) -> None:
    """Start the clock of a round; it counts from the day by which ledgers must be handed in."""
    book = ruletables.book(TABLE)
    rule = book.find("check", on=row.opens_on, place=row.division_code)
    days = int(book.value("check", on=row.opens_on, place=row.division_code))
    basis = f"{rule.document} {rule.article}".strip() if rule else ""
    clock = deadlines.build(CHECK, row, start=row.due_on, working_days=days, title=row.title, basis=basis)
    deadlines.open_many([clock])


def stop_where_done(round_id: int) -> None:
    """Stop the clock of a round of which every ledger is accepted or dropped."""
    if not Ledger.objects.filter(round_id=round_id).exclude(state__in=DONE).exists():
        deadlines.close(CHECK, LedgerRound, [round_id])
