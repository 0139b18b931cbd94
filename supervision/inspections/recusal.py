"""The body asks that an inspector stays out (回避): noted on the spot, decided by the head, told to the body.

行政处罚法 art. 43: the authority reviews the request, its head decides; until then the inspection goes on.
Who decides holds the right to approve results and does not inspect.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor, ByDecision, SystemActor
from core.errors import Refusal
from core.language import in_kept_words
from core.masking import redact
from supervision.draws import libraries, replacing
from supervision.draws.choices import ReplacementGround, Tie
from supervision.inspections import clocks
from supervision.inspections.choices import InspectionState, RecusalState, StepKind
from supervision.inspections.selectors import drawn_body, seat_of
from supervision.inspections.services import locked
from supervision.inspections.steps import NOW, Mark, remember
from supervision.inspections.workflow import INSPECTION
from supervision.models import (
    ConflictOfInterest,
    DrawnStaff,
    Inspection,
    InspectionLine,
    InspectionOfficer,
    Inspector,
)

UNDECIDED = (InspectionState.RUNNING, InspectionState.HANDED_IN)
LEAST_WORDS = 4
ASKED_BY_BODY = SystemActor("recusal")
"""Stands in a replacement for the body: officers did not ask for it."""


def heard(row: Inspection, before: str, *, mark: Mark) -> None:
    """Note a request that was just entered, changed or taken back (inside the act's transaction).

    Args:
        row: saved with the words as they are now.
        before: the words before.
    """
    if row.recusal == before:
        return
    if row.recusal and row.recusal_state != RecusalState.ASKED:
        _set(row, RecusalState.ASKED)
        clocks.start_recusal(row, on=clocks.day_of(mark.moment))
    elif not row.recusal and row.recusal_state == RecusalState.ASKED:
        _set(row, "")
        clocks.stop(row, clocks.RECUSE)


def _set(row: Inspection, state: str) -> None:
    row.recusal_state, row.recusal_decided_on = state, None
    row.recusal_decided_by_label, row.recusal_reason = "", ""
    row.save(update_fields=_FIELDS)


_FIELDS = ["recusal_state", "recusal_decided_on", "recusal_decided_by_label", "recusal_reason"]


@transaction.atomic
def refuse(inspection: Inspection, *, reason: str, by: Actor, mark: Mark = NOW) -> Inspection:
    """Decide that nobody has to stay out; the body reads the reasons.

    Raises:
        Refusal: nothing is asked, no right, one's own inspection, or no reasons.
    """
    row = _open(inspection, reason, by)
    return _decided(row, RecusalState.REFUSED, reason, "", by, mark)


@transaction.atomic
def grant(
    inspection: Inspection,
    *,
    out: Collection[int],
    again: bool,
    reason: str,
    by: Actor,
    mark: Mark = NOW,
) -> Inspection:
    """Decide that inspectors stay out: they leave the inspection, and never come to this body again.

    A drawn inspector is followed by whoever the rule of the draw puts next; others are named by hand. What
    was handed in goes back to the inspectors: two of them must answer for it.

    Args:
        out: ids of the officers who stay out.
        again: whether the lines they answered are answered again; otherwise their answers stand.
        reason: why; the body reads it.

    Raises:
        Refusal: nothing is asked, no right, one's own inspection, no reasons, or nobody named.
    """
    row = _open(inspection, reason, by)
    seats = list(row.crew.filter(officer_id__in=out).select_related("officer"))
    if not seats:
        raise Refusal(_("Who stays out: choose at least one of the inspectors."), field="out")
    names = "、".join(str(seat.officer) for seat in seats)
    row.crew.filter(pk__in=[seat.pk for seat in seats]).delete()
    redone = _clear_answers(row, seats) if again else []
    row = _decided(row, RecusalState.GRANTED, reason, _outcome(names, redone), by, mark)
    for seat in seats:
        _bar(seat, row, by)
        _replace(seat, row, by)
    if row.state == InspectionState.HANDED_IN:
        row = _back(row, by, mark)
    return row


def _open(inspection: Inspection, reason: str, by: Actor) -> Inspection:
    row = locked(inspection)
    if not by.may(P.INSPECTION_APPROVE, row.division_code):
        raise Refusal(_("You do not hold the right to decide who stays out of inspections here."))
    if seat_of(row, by) is not None:
        raise Refusal(_("Who inspects does not decide who stays out; leave it to another officer."))
    if row.recusal_state != RecusalState.ASKED or row.state not in UNDECIDED:
        raise Refusal(_("No request for recusal waits for a decision."))
    if len(reason.strip()) < LEAST_WORDS:
        raise Refusal(_("Reasons: write at least four characters; the body reads them."), field="reason")
    return row


def _decided(
    row: Inspection, state: RecusalState, reason: str, outcome: str, by: Actor, mark: Mark
) -> Inspection:
    row.recusal_state, row.recusal_decided_on = state, clocks.day_of(mark.arrived)
    row.recusal_decided_by_label, row.recusal_reason = by.label[:100], redact(reason.strip())[:255]
    row.save(update_fields=_FIELDS)
    audit.record(
        row,
        f"inspection.recusal_{state}",
        by=by,
        reason=reason,
        changes={"recusal_state": (RecusalState.ASKED, state)},
    )
    clocks.stop(row, clocks.RECUSE)
    with in_kept_words():
        decided = str(state.label)
    words = " · ".join(filter(None, (decided, outcome, row.recusal_reason)))
    remember(row, StepKind.RECUSAL, by=by, words=words, mark=mark)
    return row


def _outcome(names: str, redone: list[int]) -> str:
    with in_kept_words():
        told = _("stays out: %(names)s") % {"names": names}
        if redone:
            lines = "、".join(map(str, redone))
            told += _("; to be answered again: %(lines)s") % {"lines": lines}
    return told


def _clear_answers(row: Inspection, seats: Collection[InspectionOfficer]) -> list[int]:
    """Take back what they answered; the record of steps keeps every word."""
    own = [f"officer:{seat.officer_id}" for seat in seats]
    lines = InspectionLine.objects.filter(inspection=row, answered_by__in=own)
    numbers = list(lines.order_by("item__number").values_list("item__number", flat=True))
    lines.delete()
    return numbers


def _bar(seat: InspectionOfficer, row: Inspection, by: Actor) -> None:
    """Keep the tie in the library, so that no draw and nobody sends them to this body again."""
    person = Inspector.objects.filter(officer_id=seat.officer_id).first()
    if person is None:
        return
    known = ConflictOfInterest.objects.filter(inspector=person, subject_id=row.subject_id, ended_on=None)
    if not known.exists():
        libraries.declare_conflict(person, subject=row.subject, tie=Tie.OTHER, by=ByDecision(by))


def _replace(seat: InspectionOfficer, row: Inspection, by: Actor) -> None:
    """Let the rule of the draw say who comes instead; where it knows nobody, somebody is named by hand."""
    body = drawn_body(row)
    if body is None:
        return
    drawn = DrawnStaff.objects.filter(
        drawn_object_id=body, inspector__officer_id=seat.officer_id, replaced=False
    ).select_related("drawn_object__draw")
    for who in drawn:
        with in_kept_words():
            words = _("request for recusal granted")
        try:
            with transaction.atomic():
                asked = replacing.ask_staff(
                    who, ground=ReplacementGround.RECUSAL, words=words, by=ASKED_BY_BODY
                )
                replacing.approve(asked, by=ByDecision(by))
        except Refusal:
            return


def _back(row: Inspection, by: Actor, mark: Mark) -> Inspection:
    with in_kept_words():
        reason = _("An inspector stays out: look through it with the new crew and hand in again.")
    moved = INSPECTION.apply(row, "return", by=by, reason=reason, returned_reason=reason)
    clocks.start_doing([moved], on=clocks.day_of(mark.arrived))
    return moved
