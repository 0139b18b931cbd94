"""The section "repair": applications of the body, and for each record from when it may apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.clock import today
from credit.choices import Polarity, RecordState
from credit.models import ConductRecord, Repair
from credit.repair.checklist import Checklist, checklists
from credit.repair.choices import OPEN_STATES, Outcome
from credit.repair.choices import RepairState as S
from institutions.models import Institution
from institutions.portal.sections import Fact, Group, Section, Tone, register

MOST = 200
TONES = {
    S.DRAFT: Tone.ACT,
    S.RETURNED: Tone.ACT,
    S.NOT_ACCEPTED: Tone.WATCH,
    S.REFUSED: Tone.WATCH,
    S.REVOKED: Tone.WATCH,
    S.APPROVED: Tone.GOOD,
    S.SYNCED: Tone.GOOD,
}


@dataclass(frozen=True, slots=True)
class Told:
    """An application as the body reads it."""

    repair: Repair
    words: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Repairable:
    """A record with its checklist."""

    record: ConductRecord
    found: Checklist


def told(row: Repair) -> Told:
    """Put an application into the words of the portal."""
    words = row.get_outcome_display() if row.state == S.CLOSED else row.get_state_display()
    if row.state == S.UNDER_CHECK:
        words = str(S.ACCEPTED.label)
    return Told(row, words, TONES.get(S(row.state), Tone.PLAIN))


def own(body: Institution) -> QuerySet[Repair]:
    """Return the body's applications, newest first."""
    rows = Repair.objects.filter(subject_id=body.subject_id).select_related("record", "subject")
    return rows.order_by("-pk")[:MOST]


def repairable(body: Institution) -> list[Repairable]:
    """Return the records of dishonesty in force for which no application is open, with their checklists."""
    rows = ConductRecord.objects.filter(
        subject_id=body.subject_id, state__in=(RecordState.NORMAL, RecordState.DISPUTED)
    ).exclude(item__polarity__in=(Polarity.GOOD, Polarity.BASIC))
    free = rows.exclude(repairs__state__in=OPEN_STATES).select_related("item", "subject")
    records = list(free.order_by("-happened_on", "-pk")[:MOST])
    lists = checklists(records, on=today()) if records else {}
    found = [Repairable(record, lists[record.pk]) for record in records]
    return [line for line in found if line.found.concerned]


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page."""
    cases = list(Repair.objects.filter(subject_id=body.subject_id).values_list("state", "outcome"))
    running = sum(state in OPEN_STATES for state, _outcome in cases)
    waiting = sum(state in (S.DRAFT, S.RETURNED) for state, _outcome in cases)
    facts = [
        Fact(_("Applications for repair under way"), running, tone=Tone.WATCH if running else Tone.PLAIN),
        Fact(_("Repairs granted"), sum(outcome == Outcome.GRANTED for _state, outcome in cases)),
    ]
    if waiting:
        facts.append(Fact(_("Applications that wait for you"), waiting, tone=Tone.ACT, waits=True))
    return facts


def context(body: Institution) -> dict[str, Any]:
    """Return applications and repairable records."""
    return {"repairs": [told(row) for row in own(body)], "repairable": repairable(body)}


REPAIRS = register(Section("repairs", _("Repair"), "portal/repairs.html", 60, summary, context, Group.OWN))
