"""The procedures of a conduct record as tables: its entry by hand, and what becomes of it afterwards."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.workflow import Transition, Workflow
from credit.choices import Change, Review
from credit.choices import RecordState as S
from credit.models import ConductRecord

RECORD_CHANGED = "credit.record.changed"
DISPUTED = _(
    "An objection to “%(record)s” is open: decide it there, with “replace the record by a corrected one” "
    "where the party is right."
)
"""Why a disputed record is corrected by the decision on the objection only: else the mark would go, and the
objection stay open."""


def key(record: ConductRecord) -> str:
    """Return the outbox key: all that happens to one subject is heard in order."""
    return f"credit.subject:{record.subject_id}"


def payload(record: ConductRecord, _step: Transition) -> dict[str, Any]:
    """Say whose file changed; the grades follow."""
    return {"subject": record.subject_id}


def _corrects_a_live_record(record: ConductRecord) -> str | None:
    old = record.supersedes
    if old is not None and old.state == S.DISPUTED:
        return str(DISPUTED % {"record": old})
    if old is None or old.state in STANDING.transitions[Change.SUPERSEDED].sources:
        return None
    sentence = _("The record that this one corrects is “%(state)s” meanwhile; discard the correction.")
    return str(sentence % {"state": old.get_state_display()})


ENTRY: Workflow[ConductRecord] = Workflow(
    ConductRecord,
    Transition(
        "confirm",
        frozenset({Review.WAITING}),
        Review.CONFIRMED,
        P.RECORD_REVIEW,
        _("Confirm the record"),
        four_eyes=True,
        guard=_corrects_a_live_record,
        topic=RECORD_CHANGED,
    ),
    Transition(
        "return",
        frozenset({Review.WAITING}),
        Review.RETURNED,
        P.RECORD_REVIEW,
        _("Send the record back"),
        needs_reason=True,
    ),
    Transition(
        "hand_in", frozenset({Review.RETURNED}), Review.WAITING, P.RECORD_ENTER, _("Hand the record in again")
    ),
    Transition(
        "discard",
        frozenset({Review.WAITING, Review.RETURNED}),
        Review.DISCARDED,
        P.RECORD_ENTER,
        _("Discard the entry"),
        needs_reason=True,
    ),
    title=_("Entry of a conduct record"),
    state_field="review",
    payload=payload,
    key=key,
    related=("subject", "supersedes"),
)


def _change(kind: Change, sources: set[S], target: S, name: str = "") -> Transition:
    return Transition(
        name or kind.value,
        frozenset(sources),
        target,
        P.RECORD_REVIEW,
        kind.label,
        needs_reason=target in (S.SUPERSEDED, S.WITHDRAWN, S.ANNULLED),
    )


IN_DISPUTE = "_in_dispute"
# Taken by `credit.services.change_records` only: the procedure that decided it has asked for the right.
STANDING: Workflow[ConductRecord] = Workflow(
    ConductRecord,
    _change(Change.DISPUTED, {S.NORMAL}, S.DISPUTED),
    _change(Change.SETTLED, {S.DISPUTED}, S.NORMAL),
    _change(Change.SUPERSEDED, {S.NORMAL, S.DISPUTED, S.REPAIRED}, S.SUPERSEDED),
    _change(Change.WITHDRAWN, {S.NORMAL, S.DISPUTED, S.REPAIRED}, S.WITHDRAWN),
    _change(Change.ANNULLED, set(S) - {S.ANNULLED}, S.ANNULLED),
    _change(Change.REPAIRED, {S.NORMAL, S.DISPUTED}, S.REPAIRED),
    _change(Change.UNREPAIRED, {S.REPAIRED}, S.NORMAL),
    _change(Change.SHIELDED, {S.NORMAL}, S.NORMAL),
    _change(Change.SHIELDED, {S.DISPUTED}, S.DISPUTED, Change.SHIELDED.value + IN_DISPUTE),
    _change(Change.UNSHIELDED, {S.NORMAL}, S.NORMAL),
    _change(Change.UNSHIELDED, {S.DISPUTED}, S.DISPUTED, Change.UNSHIELDED.value + IN_DISPUTE),
    title=_("Conduct record"),
    related=("subject",),
)
