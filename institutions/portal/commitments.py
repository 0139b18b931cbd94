"""The section "commitments": what waits for the body's signature, what it may sign, what it has signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.clock import today
from credit.commitments.selectors import of_subject, open_to, title_of
from credit.models import Commitment, CommitmentTemplate
from credit.models.commitments import CommitmentState as S
from institutions.models import Institution
from institutions.portal.file import running_date
from institutions.portal.sections import Fact, Group, Section, Tone, register

TONES = {
    S.DRAFT: Tone.ACT,
    S.SIGNED: Tone.GOOD,
    S.PUBLISHED: Tone.GOOD,
    S.DOUBTED: Tone.WATCH,
    S.PERFORMED: Tone.GOOD,
    S.BREACHED: Tone.ACT,
    S.ENDED: Tone.WATCH,
}
RUNNING = (S.SIGNED, S.PUBLISHED)
MOST = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A commitment as the body reads it.

    Args:
        due: the last day with the days left, None where there is none or it no longer runs.
        public: it stands on the public site.
    """

    commitment: Commitment
    title: str
    tone: Tone
    due: Fact | None
    public: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A form letter that the body may sign of its own accord."""

    template: CommitmentTemplate
    title: str


def told(row: Commitment) -> Told:
    """Put a commitment into the words of the portal."""
    due = running_date(_("To be kept by"), row.due_on) if row.due_on and row.state in RUNNING else None
    public = row.published_on is not None and row.hidden_on is None and row.state != S.ENDED
    return Told(row, title_of(row.template), TONES[S(row.state)], due, public)


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page."""
    rows = list(of_subject(body.subject)[:MOST])
    waiting = sum(row.state == S.DRAFT for row in rows)
    broken = sum(row.state == S.BREACHED for row in rows)
    running = [row for row in rows if row.state in RUNNING]
    facts = [
        Fact(
            _("Waiting for your signature"),
            waiting,
            tone=Tone.ACT if waiting else Tone.GOOD,
            waits=bool(waiting),
        ),
        Fact(_("Commitments running"), len(running)),
    ]
    due = min((row.due_on for row in running if row.due_on), default=None)
    if due:
        facts.append(running_date(_("Next one to be kept by"), due))
    if broken:
        facts.append(Fact(_("Broken commitments"), broken, tone=Tone.ACT))
    return facts


def _is_running(row: Commitment) -> bool:
    """Tell whether a promise of the body at large is in force; it needs no second signature."""
    return (
        row.state in (S.SIGNED, S.PUBLISHED) and not row.matter and (not row.due_on or row.due_on >= today())
    )


def context(body: Institution) -> dict[str, Any]:
    """Return the body's commitments and the letters open to it."""
    rows = [told(row) for row in of_subject(body.subject)[:MOST]]
    running = {row.commitment.template_id for row in rows if _is_running(row.commitment)}
    letters = [row for row in open_to(body.subject, on=today()) if row.pk not in running]
    offers = [Offer(row, title_of(row)) for row in letters]
    return {
        "waiting": [row for row in rows if row.commitment.state == S.DRAFT],
        "signed": [row for row in rows if row.commitment.state != S.DRAFT and row.commitment.signed_at],
        "offers": offers,
    }


COMMITMENTS = register(
    Section("commitments", _("Commitments"), "portal/commitments.html", 40, summary, context, Group.OWN)
)
