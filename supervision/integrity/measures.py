"""Consequences (失信惩戒措施): proposed by rule, imposed by a second officer, explained, ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.permissions import P
from core import audit, evidence
from core.actors import Actor, ByDecision, SystemActor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from core.workdays import add_working_days
from credit.parties import must_be_own
from credit.rules.cycles import add_months
from supervision.integrity import clocks, talks
from supervision.integrity.choices import RUNNING, EndedBy, MeasureKind, MeasureState
from supervision.integrity.scoring import band_name
from supervision.integrity.tables import bands, mitigated, term_of
from supervision.integrity.workflow import MEASURE
from supervision.models import Assessment, IntegrityBreach, IntegrityMeasure

SHARED = (
    "subject_id",
    "office_id",
    "division_code",
    "authority_name",
    "reason",
    "made_by",
    "made_by_label",
)


def about(measure: IntegrityMeasure) -> str:
    """Return the name under which the papers of a consequence are kept."""
    return f"supervision.integritymeasure:{measure.pk}"


def propose_for_result(row: Assessment) -> list[IntegrityMeasure]:
    """Propose what follows from a result (inside the caller's transaction); the review proposed it."""
    follow = next((band.follow for band in bands(row.round.bands) if band.code == row.band), ())
    with override("zh-hans"):  # grounds are the authority's words, whoever decides in which language
        grounds = _("%(round)s: %(total)s marks, %(band)s") % {
            "round": row.round.title,
            "total": row.total,
            "band": band_name(row.band),
        }
        if row.vetoed:
            grounds += _(" (the lowest band by a veto, whatever the marks)")
    return _propose(
        follow,
        IntegrityMeasure(
            subject_id=row.subject_id,
            office_id=row.office_id,
            division_code=row.division_code,
            authority_name=row.round.authority_name,
            assessment=row,
            reason=grounds,
            made_by=row.reviewed_by,
            made_by_label=row.reviewed_by_label,
        ),
    )


def propose_for_breach(row: IntegrityBreach, follow: Iterable[str]) -> list[IntegrityMeasure]:
    """Propose what follows from a confirmed breach (inside the caller's transaction)."""
    return _propose(
        follow,
        IntegrityMeasure(
            subject_id=row.subject_id,
            office_id=row.office_id,
            division_code=row.division_code,
            authority_name=row.authority_name,
            breach=row,
            reason="；".join(filter(None, (row.title, row.basis))),
            made_by=row.made_by,
            made_by_label=row.made_by_label,
        ),
    )


def _propose(follow: Iterable[str], like: IntegrityMeasure) -> list[IntegrityMeasure]:
    ground = {"assessment": like.assessment} if like.assessment else {"breach": like.breach}
    have = set(
        IntegrityMeasure.objects.filter(**ground)
        .exclude(state=MeasureState.DROPPED)
        .values_list("kind", flat=True)
    )
    names = (
        "subject_id",
        "office_id",
        "division_code",
        "authority_name",
        "reason",
        "made_by",
        "made_by_label",
    )
    shared = {name: getattr(like, name) for name in names}
    place, on = like.division_code, today()
    new = [
        IntegrityMeasure(kind=kind, months=term_of(kind, on=on, place=place), **ground, **shared)
        for kind in follow
        if kind not in have
    ]
    made = IntegrityMeasure.objects.bulk_create(new)
    by = SystemActor("integrity")
    audit.record_many(audit.event(one, "integritymeasure.propose", by=by) for one in made)
    held = list(
        IntegrityMeasure.objects.filter(pk__in=[one.pk for one in made]).select_related("subject", "office")
    )
    clocks.keep_measures(held)
    return held


@transaction.atomic
def propose(*, breach: IntegrityBreach, kind: str, by: Actor) -> IntegrityMeasure:
    """Propose one more consequence of a confirmed breach.

    Raises:
        Refusal: no right, no such kind, or proposed already.
    """
    if not by.may(P.INTEGRITY_REVIEW, breach.division_code):
        raise Refusal(_("You do not hold the right to propose consequences in this division."))
    if kind not in MeasureKind.values:
        raise Refusal(_("Consequence: choose one of the list."), field="kind")
    made = propose_for_breach(breach, [kind])
    if not made:
        raise Refusal(_("Consequence: this one is proposed or in force already."), field="kind")
    IntegrityMeasure.objects.filter(pk=made[0].pk).update(made_by=by.actor_id, made_by_label=by.label[:100])
    made[0].refresh_from_db()
    return made[0]


@transaction.atomic
def impose(
    row: IntegrityMeasure, *, document_no: str, by: Actor, months: int | None = None
) -> IntegrityMeasure:
    """Impose a consequence: it is in force from today, its term and the body's explanation run.

    Args:
        document_no: number of the document that imposes it.
        months: its term where it differs from the rule's.

    Raises:
        Refusal: no right, the proposer's own, no number, or the ground does not stand.
    """
    on, place = today(), row.division_code
    term = months if months is not None else row.months
    fields: dict[str, Any] = {
        "document_no": document_no.strip()[:80],
        "decided_by_label": by.label[:100],
        "starts_on": on,
        "months": term,
        "ends_on": add_months(on, term) - timedelta(days=1) if term else None,
    }
    if row.kind == MeasureKind.WARNING:
        fields["explain_by"] = add_working_days(on, clocks.days("explain", on=on, place=place)).on
    moved = MEASURE.apply(row, "impose", by=by, **fields)
    if moved.kind == MeasureKind.INTERVIEW:
        talks.propose(moved, by=by)
    return _moved(moved)


@transaction.atomic
def impose_all(
    ground: Assessment | IntegrityBreach, *, document_no: str, by: Actor
) -> list[IntegrityMeasure]:
    """Impose by one document, for the terms of the rules, everything that is proposed on one ground.

    Raises:
        Refusal: nothing is proposed there, or one of them cannot be imposed; then none is.
    """
    proposed = ground.measures.filter(state=MeasureState.PROPOSED).select_related("subject", "office")
    done = [impose(row, document_no=document_no, by=by) for row in proposed.order_by("pk")]
    if not done:
        raise Refusal(_("No consequence is proposed here that could be imposed."))
    return done


@transaction.atomic
def drop(row: IntegrityMeasure, *, reason: str, by: Actor) -> IntegrityMeasure:
    """Do not impose what was proposed."""
    return _moved(MEASURE.apply(row, "drop", by=by, reason=reason))


@transaction.atomic
def explain(row: IntegrityMeasure, *, text: str, by: Actor, files: Iterable[Any] = ()) -> IntegrityMeasure:
    """Take the body's written explanation of its reasons (梅市卫函〔2020〕26号 四(二)1)."""
    must_be_own(row.subject_id, by)
    moved = MEASURE.apply(
        row,
        "explain",
        by=by,
        explanation=redact(text.strip()),
        explained_on=today(),
        explained_by=by.actor_id,
    )
    offered = list(files)
    if offered:
        evidence.keep_all(
            offered,
            about=about(moved),
            division_code=moved.division_code,
            by=by,
            kind=_("explanation"),
            party=f"credit.subject:{moved.subject_id}",
        )
    return _moved(moved)


@transaction.atomic
def ask_again(row: IntegrityMeasure, *, reason: str, by: Actor) -> IntegrityMeasure:
    """Ask for another explanation; a new period runs."""
    on = today()
    due = add_working_days(on, clocks.days("explain", on=on, place=row.division_code)).on
    return _moved(MEASURE.apply(row, "ask_again", by=by, reason=reason, explain_by=due))


@transaction.atomic
def lift(row: IntegrityMeasure, *, reason: str, by: Actor, why: str = EndedBy.LIFTED) -> IntegrityMeasure:
    """End a consequence before its term."""
    return _moved(MEASURE.apply(row, "lift", by=by, reason=reason, ended_on=today(), ended_by=why))


def end_by_correction(breach: IntegrityBreach, *, by: Actor) -> list[IntegrityMeasure]:
    """End what the rules let a self-correction end (inside the caller's transaction)."""
    kinds = mitigated(breach.mitigation, on=today(), place=breach.division_code)
    return _end(breach, kinds, EndedBy.CORRECTED, _("the body corrected itself"), by)


def end_with_ground(breach: IntegrityBreach, *, reason: str, by: Actor) -> list[IntegrityMeasure]:
    """End or drop everything that rests on a withdrawn breach (inside the caller's transaction).

    Interviews that are not held yet are given up; a body that was given notice reads why.
    """
    ended = _end(breach, frozenset(MeasureKind.values), EndedBy.WITHDRAWN, reason, by)
    talks.give_up(ended, reason=reason, by=by)
    return ended


def _end(
    breach: IntegrityBreach, kinds: frozenset[str], why: str, reason: str, by: Actor
) -> list[IntegrityMeasure]:
    ended = []
    decided = ByDecision(by)
    for row in breach.measures.filter(kind__in=kinds).select_related("subject", "office").order_by("pk"):
        if row.state in RUNNING:
            ended.append(lift(row, reason=reason, by=decided, why=why))
        elif row.state == MeasureState.PROPOSED:
            ended.append(drop(row, reason=reason, by=decided))
    return ended


def lapse_due(*, by: Actor) -> int:
    """End every consequence whose term is over; returns how many. Can run twice."""
    over = IntegrityMeasure.objects.filter(state__in=RUNNING, ends_on__lt=today())
    done = MEASURE.apply_many(
        list(over.values_list("pk", flat=True)),
        "lapse",
        by=by,
        fields=lambda row: {"ended_on": row.ends_on, "ended_by": EndedBy.TERM},
        then=clocks.keep_measures,
    )
    return len(done.done)


def _moved(row: IntegrityMeasure) -> IntegrityMeasure:
    clocks.keep_measures([row])
    return row
