"""The section "self-inspection" of the portal: ledgers to be filled in, and what became of earlier ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.clock import today
from institutions.models import Institution
from institutions.portal.file import running_date
from institutions.portal.sections import Fact, Group, Section, Tone, register
from supervision.ledgers import clocks
from supervision.ledgers.selectors import with_counts
from supervision.models import CampaignBody, Ledger
from supervision.models.ledgers import WRITABLE
from supervision.models.ledgers import LedgerState as S

MOST = 100
TONES = {S.OPEN: Tone.ACT, S.RETURNED: Tone.ACT, S.HANDED_IN: Tone.WATCH, S.ACCEPTED: Tone.GOOD}


@dataclass(frozen=True, slots=True)
class Told:
    """A ledger as the body reads it.

    Args:
        answered: lines that have an answer.
        total: lines of the list.
        due: the day by which it must be handed in, or in again, None once it is.
        overdue: that day is over.
    """

    ledger: Ledger
    tone: Tone
    answered: int
    total: int
    due: Fact | None
    overdue: bool

    @property
    def share(self) -> int:
        """How much is answered, in percent."""
        return self.answered * 100 // self.total if self.total else 0


def own(body: Institution) -> QuerySet[Ledger]:
    """Return the body's ledgers, newest first; of those taken back, the ones that say why."""
    rows = Ledger.objects.filter(subject_id=body.subject_id, round__opens_on__lte=today())
    rows = rows.exclude(state=S.DROPPED, return_reason="").select_related("round", "subject")
    return rows.order_by("-due_on", "-pk")


def joined_on(ledger: Ledger) -> date | None:
    """Return the day on which the body came into the running campaign, None where it was in it all along."""
    if ledger.round.campaign_id is None:
        return None
    rows = CampaignBody.objects.filter(campaign=ledger.round.campaign_id, subject=ledger.subject_id)
    return rows.values_list("joined_on", flat=True).first()


def told(row: Ledger, *, answered: int, total: int) -> Told:
    """Put a ledger into the words of the portal."""
    return _told(row, answered, total, owed_by([row]))


def _told(row: Ledger, answered: int, total: int, owed: Mapping[int, date]) -> Told:
    day = owed.get(row.pk)
    label = _("To be handed in again by") if row.first_handed_in_on else _("To be handed in by")
    due = running_date(label, day) if day else None
    overdue = day is not None and day < today()
    return Told(row, TONES.get(S(row.state), Tone.PLAIN), answered, total, due, overdue)


def owed_by(rows: Sequence[Ledger]) -> dict[int, date]:
    """Return by when the body must hand in the ledgers that it fills in: the first time, or once more."""
    mend_by = clocks.mend_by(row.pk for row in rows if row.state == S.RETURNED)
    waiting = [row for row in rows if row.writable and not row.at_the_desk]
    days = {row.pk: mend_by.get(row.pk) if row.state == S.RETURNED else row.due_on for row in waiting}
    return {pk: day for pk, day in days.items() if day is not None}


def _rows(body: Institution) -> list[Told]:
    rows = list(with_counts(own(body))[:MOST])
    owed = owed_by(rows)
    return [_told(row, row.answered, row.total, owed) for row in rows]


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page."""
    rows = list(own(body)[:MOST])
    waiting = [row for row in rows if row.state in WRITABLE and not row.at_the_desk]
    facts = [Fact(_("Ledgers to be filled in"), len(waiting), tone=Tone.ACT if waiting else Tone.GOOD)]
    running = owed_by(waiting).values()
    if running:
        facts.append(running_date(_("Next one to be handed in by"), min(running)))
    returned = sum(row.state == S.RETURNED for row in rows)
    if returned:
        facts.append(Fact(_("Returned by the health department"), returned, tone=Tone.ACT, waits=True))
    return facts


def context(body: Institution) -> dict[str, Any]:
    """Return the ledgers that wait for the body, and the others."""
    rows = _rows(body)
    return {
        "waiting": sorted(
            (row for row in rows if row.ledger.writable),
            key=lambda row: (row.due.value if row.due else row.ledger.due_on, row.ledger.pk),
        ),
        "past": [row for row in rows if not row.ledger.writable and row.ledger.state != S.DROPPED],
        "taken_back": [row.ledger for row in rows if row.ledger.state == S.DROPPED],
    }


LEDGERS = register(
    Section("ledgers", _("Self-inspection"), "portal/ledgers.html", 35, summary, context, Group.SUPERVISION)
)
