"""The section "government integrity": matters to answer, the yearly assessment, breaches, consequences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clock_words import Left, time_left
from core.clock import today
from credit.models import Subject
from institutions.models import Institution
from institutions.portal.file import running_date
from institutions.portal.sections import Fact, Group, Section, Tone, register
from supervision.integrity import scoring
from supervision.integrity.choices import RUNNING, STANDING, WRITABLE, BreachState, MeasureState, RoundState
from supervision.integrity.choices import AssessmentState as A
from supervision.integrity.rounds import taken_in_by_rule
from supervision.matters.choices import WITH_THE_BODY, MatterState
from supervision.models import Assessment, IntegrityBreach, IntegrityMeasure, Matter

MOST = 100
ASSIGNED = (*WITH_THE_BODY, MatterState.ANSWERED, MatterState.ACCEPTED)
TOLD = (*RUNNING, MeasureState.ENDED)


@dataclass(frozen=True, slots=True)
class ToldMatter:
    """A matter as the body reads it: who sent a petition is not told."""

    matter: Matter
    tone: Tone
    left: Left | None


@dataclass(frozen=True, slots=True)
class ToldAssessment:
    """An assessment as the body reads it.

    Args:
        words: where it stands; the result is told once the round is published inside.
        left: time left for the self-score, None once it is handed in.
    """

    assessment: Assessment
    words: str
    tone: Tone
    left: Left | None
    published: bool


def own_matters(body: Institution) -> QuerySet[Matter]:
    """Return the matters that the body has or had to answer, what is due first; offices have none here."""
    rows = Matter.objects.filter(subject_id=body.subject_id, office=None, state__in=ASSIGNED)
    waits = Case(When(state__in=WITH_THE_BODY, then=F("due_on")))
    return rows.order_by(waits.asc(nulls_last=True), "-pk")


def own_assessments(body: Institution) -> QuerySet[Assessment]:
    """Return the assessments of the body in rounds that were opened."""
    rows = Assessment.objects.filter(subject_id=body.subject_id, office=None)
    rows = rows.filter(round__state__in=(RoundState.OPEN, RoundState.PUBLISHED))
    return rows.select_related("round", "subject", "office").order_by("-round__year", "-pk")


def own_breaches(body: Institution) -> QuerySet[IntegrityBreach]:
    """Return the breaches that stand in the body's file."""
    rows = IntegrityBreach.objects.filter(subject_id=body.subject_id, office=None, state__in=STANDING)
    return rows.select_related("subject").order_by("-pk")


def own_measures(body: Institution) -> QuerySet[IntegrityMeasure]:
    """Return the consequences that were imposed on the body; what is only proposed is not told."""
    rows = IntegrityMeasure.objects.filter(subject_id=body.subject_id, office=None, state__in=TOLD)
    return rows.select_related("subject", "office").order_by("-pk")


def concerns(body: Institution) -> bool:
    """Tell whether the section can hold anything for a body: never for a private clinic without a matter."""
    if taken_in_by_rule(body):
        return True
    sources: tuple[QuerySet[Any], ...] = (
        own_matters(body),
        own_assessments(body),
        own_breaches(body),
        own_measures(body),
    )
    anything = Q()
    for rows in sources:
        anything |= Q(Exists(rows.order_by().filter(subject_id=OuterRef("pk"))))
    return Subject.objects.filter(anything, pk=body.subject_id).exists()


def told_matter(row: Matter) -> ToldMatter:
    """Put a matter into the words of the portal."""
    waits = row.state in WITH_THE_BODY
    late = waits and row.due_on < today()
    tone = Tone.ACT if late or row.state == MatterState.REFUSED else Tone.WATCH if waits else Tone.GOOD
    return ToldMatter(row, tone, time_left(row.due_on, calendar=True) if waits else None)


def told_assessment(row: Assessment) -> ToldAssessment:
    """Put an assessment into the words of the portal."""
    published = row.round.state == RoundState.PUBLISHED
    if published:
        lowest = row.round.bands[-1]["code"] if row.round.bands else ""
        tone = Tone.ACT if row.band == lowest else Tone.GOOD
        return ToldAssessment(row, scoring.band_name(row.band), tone, None, published)
    if row.state in WRITABLE:
        left = time_left(row.round.self_due_on, calendar=True)
        return ToldAssessment(row, row.get_state_display(), Tone.ACT, left, published)
    words = str(A.HANDED_IN.label) if row.handed_in_on else str(_("being reviewed"))
    return ToldAssessment(row, words, Tone.WATCH, None, published)


def breach_tone(row: IntegrityBreach) -> Tone:
    """Return how a breach is shown."""
    return {BreachState.CONFIRMED: Tone.ACT, BreachState.CORRECTION: Tone.WATCH}.get(
        BreachState(row.state), Tone.GOOD
    )


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page: what runs out first."""
    waiting = own_matters(body).filter(state__in=WITH_THE_BODY).order_by("due_on")
    facts = [running_date(_("Matter to be answered by"), row.due_on) for row in waiting[:1]]
    scoring_now = own_assessments(body).filter(state__in=WRITABLE, round__state=RoundState.OPEN)
    facts += [
        running_date(_("Integrity self-score due by"), row.round.self_due_on) for row in scoring_now[:1]
    ]
    standing = own_breaches(body).exclude(state=BreachState.CORRECTED).count()
    if standing:
        facts.append(Fact(_("Breaches to be corrected"), standing, tone=Tone.ACT, waits=True))
    running = own_measures(body).filter(state__in=RUNNING).count()
    if running:
        facts.append(Fact(_("Consequences in force"), running, tone=Tone.WATCH))
    return facts or [
        Fact(pgettext_lazy("portal", "Government integrity"), _("nothing to do"), tone=Tone.GOOD)
    ]


def context(body: Institution) -> dict[str, Any]:
    """Return everything about the body's integrity, what waits first."""
    matters = [told_matter(row) for row in own_matters(body)[:MOST]]
    return {
        "waiting": [told for told in matters if told.left is not None],
        "answered": [told for told in matters if told.left is None],
        "assessments": [told_assessment(row) for row in own_assessments(body)[:MOST]],
        "breaches": [(row, breach_tone(row)) for row in own_breaches(body)[:MOST]],
        "measures": own_measures(body)[:MOST],
    }


INTEGRITY = register(
    Section(
        "integrity",
        pgettext_lazy("portal", "Government integrity"),
        "portal/integrity.html",
        78,
        summary,
        context,
        Group.SUPERVISION,
        concerns,
    )
)
