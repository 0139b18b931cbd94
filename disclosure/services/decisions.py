"""Entering and correcting decisions by hand, and their review by a second officer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.errors import Refusal
from core.workflow import BulkResult
from disclosure.choices import DecisionState
from disclosure.models import Penalty, Permit
from disclosure.services import clocks
from disclosure.services.conduct import note_verifications, record_penalties
from disclosure.workflow import workflow_of

OPEN_STATES = (DecisionState.DRAFT, DecisionState.IN_REVIEW)


def enter_decision(decision: Penalty | Permit, *, by: Actor, changed: Iterable[str] = ()) -> Penalty | Permit:
    """Store a decision that was entered or corrected in a form, and set its clock.

    Args:
        decision: the row with its form values; `subject` and `division_code` are set.
        by: the officer; becomes maker or last changer, and so may not review it.
        changed: names of the fields that the form changed.

    Raises:
        Refusal: the decision was already reviewed, or the officer lacks the right.
    """
    if not by.may(P.DECISION_ENTER, decision.division_code):
        raise Refusal(_("You do not hold the right to enter decisions of this division."))
    new = decision.pk is None
    with transaction.atomic():
        before: dict[str, Any] = {}
        if new:
            decision.made_by, decision.made_by_label = by.actor_id, by.label[:100]
        else:
            old = type(decision)._base_manager.select_for_update().get(pk=decision.pk)
            if old.state not in OPEN_STATES:
                raise Refusal(
                    _("This decision was already reviewed; annul it, or use the correction procedure.")
                )
            decision.state = old.state  # a form that was opened earlier must not turn the procedure back
            before = {name: getattr(old, name) for name in changed}
            decision.changed_by = by.actor_id
        due = clocks.publication_due(decision.decided_on, place=decision.division_code)
        decision.due_on, decision.due_provisional = due.on, due.provisional
        decision.save()
        changes = {name: (before.get(name), getattr(decision, name)) for name in changed}
        verb = "enter" if new else "change"
        audit.record(decision, f"{decision._meta.model_name}.{verb}", by=by, changes=changes)
        if not new and "decided_on" in before:
            clocks.stop([decision])
        clocks.start([decision])
    return decision


def submit(decision: Penalty | Permit, *, by: Actor) -> Penalty | Permit:
    """Hand a draft in for review."""
    moved: Penalty | Permit = workflow_of(decision).apply(decision, "submit", by=by)
    return moved


def send_back(decision: Penalty | Permit, *, by: Actor, reason: str) -> Penalty | Permit:
    """Send a decision back to the clerk with the reason."""
    moved: Penalty | Permit = workflow_of(decision).apply(decision, "send_back", by=by, reason=reason)
    return moved


def approve_many(model: type[Penalty] | type[Permit], pks: Iterable[int], *, by: Actor) -> BulkResult[Any]:
    """Approve decisions as the second officer; a penalty becomes a conduct record in the same transaction.

    Returns:
        The rows approved and the rows refused, each with its sentence (one's own work, wrong state …).
    """
    at = timezone.now()

    def reviewed(_row: Penalty | Permit) -> dict[str, Any]:
        return {"reviewed_by": by.actor_id, "reviewed_by_label": by.label[:100], "reviewed_at": at}

    def then(rows: list[Any]) -> None:
        if model is Penalty:
            record_penalties(rows, by=by)
        else:
            note_verifications(rows)

    return workflow_of(model()).apply_many(pks, "approve", by=by, fields=reviewed, then=then)


def approve(decision: Penalty | Permit, *, by: Actor) -> None:
    """Approve one decision.

    Raises:
        Refusal: it is not possible, in one sentence.
    """
    result = approve_many(type(decision), [decision.pk], by=by)
    if result.refused:
        raise Refusal(result.refused[0][1])
    decision.refresh_from_db()
