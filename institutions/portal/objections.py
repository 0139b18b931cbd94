"""The section "objections": what the body objected to, and what it may object to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from credit.choices import RecordState
from credit.models import ConductRecord, Objection
from credit.objection import clocks
from credit.objection.choices import OPEN_STATES, Finding
from credit.objection.choices import ObjectionState as S
from credit.objection.showing import Correction, corrections
from credit.objection.targets import about_record
from institutions.models import Institution
from institutions.portal.sections import Fact, Group, Section, Tone, register

MOST = 200
FINDING_TONES = {Finding.UPHELD: Tone.GOOD, Finding.PARTLY: Tone.GOOD, Finding.REJECTED: Tone.WATCH}


@dataclass(frozen=True, slots=True)
class Told:
    """An objection as the body reads it.

    Args:
        words: where it stands, or how it ended.
        due: the day by which it must be answered, None once it is.
        decided: whether finding and reasons may be read.
        corrections: what was corrected by the decision.
    """

    objection: Objection
    words: str
    tone: Tone
    due: date | None
    decided: bool
    corrections: Sequence[Correction]


@dataclass(frozen=True, slots=True)
class Possible:
    """A record that may be objected to."""

    record: ConductRecord
    about: str


def told(row: Objection) -> Told:
    """Put an objection into the words of the portal; a proposal is not told before the decision."""
    decided = row.state in (S.DECIDED, S.TOLD)
    tone = FINDING_TONES.get(Finding(row.finding), Tone.PLAIN) if decided else Tone.WATCH
    shown = S.RECEIVED if row.state in (S.ANSWERED, S.PROPOSED) else S(row.state)
    words = row.get_finding_display() if decided else str(shown.label)
    due = clocks.due(row).on if row.is_open else None
    return Told(row, words, tone, due, decided, corrections(row) if decided else ())


def own(body: Institution) -> QuerySet[Objection]:
    """Return the body's objections, newest first."""
    return Objection.objects.filter(subject_id=body.subject_id).order_by("-pk")[:MOST]


def possible(body: Institution) -> list[Possible]:
    """Return the records in force to which no objection is open, one a decision."""
    rows = ConductRecord.objects.filter(subject_id=body.subject_id, state=RecordState.NORMAL)
    open_ones = Objection.objects.filter(subject_id=body.subject_id, state__in=OPEN_STATES)
    taken = set(open_ones.values_list("about", flat=True))
    found: dict[str, Possible] = {}
    for record in rows.order_by("-happened_on", "-pk")[:MOST]:
        about = about_record(record)
        if about not in taken:
            found.setdefault(about, Possible(record, about))
    return list(found.values())


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page."""
    states = list(Objection.objects.filter(subject_id=body.subject_id).values_list("state", flat=True))
    running = sum(state in OPEN_STATES for state in states)
    decided = sum(state in (S.DECIDED, S.TOLD) for state in states)
    return [
        Fact(_("Objections under way"), running, tone=Tone.WATCH if running else Tone.PLAIN),
        Fact(_("Objections decided"), decided),
    ]


def context(body: Institution) -> dict[str, Any]:
    """Return the body's objections, and what it may object to."""
    return {"objections": [told(row) for row in own(body)], "possible": possible(body)}


OBJECTIONS = register(
    Section("objections", _("Objections"), "portal/objections.html", 50, summary, context, Group.OWN)
)
