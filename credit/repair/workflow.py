"""The procedures of repair as tables: applications, batches, court shields."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from core.workflow import Transition, Workflow
from credit.models import Repair, RepairBatch, Shield
from credit.parties import OWN
from credit.repair.choices import OPEN_STATES, BatchState, ShieldState
from credit.repair.choices import RepairState as S

WITH_THE_RECORD = "with_the_record"
"""The permission of the step that follows from the end of the record. No post holds it."""


def payload(row: Repair, step: Transition) -> dict[str, Any]:
    """Tell of a repair without its words."""
    return {
        "repair": row.pk,
        "subject": row.subject_id,
        "record": row.record_id,
        "state": step.target,
        "division_code": row.division_code,
    }


def _says_why(row: Repair) -> str | Promise | None:
    return None if row.decision_reason.strip() else _("Give the reasons; the party will read them.")


def _checked(row: Repair) -> str | Promise | None:
    return None if row.check_note.strip() else _("Write down what the check found.")


def _may_be_revoked(row: Repair) -> str | Promise | None:
    if row.revocation_reason.strip() and row.revocation_by:
        return None
    return _("Another officer must first propose the revocation, with the reason.")


def _filed(row: RepairBatch) -> str | Promise | None:
    if not (row.filing_no.strip() and row.filed_with.strip() and row.filed_on):
        return _("Enter the upper office, the number and the day of the filing.")
    return None


def _has_eligible(row: RepairBatch) -> str | Promise | None:
    return None if row.eligible else _("No record of this batch is eligible; change the rule.")


REPAIR: Workflow[Repair] = Workflow(
    Repair,
    Transition(
        "submit",
        frozenset({S.DRAFT, S.RETURNED}),
        S.SUBMITTED,
        OWN,
        pgettext_lazy("repair", "Hand in"),
        topic="credit.repair.submitted",
    ),
    Transition(
        "return",
        frozenset({S.SUBMITTED}),
        S.RETURNED,
        P.REPAIR_HANDLE,
        _("Return for completion"),
        needs_reason=True,
        topic="credit.repair.returned",
    ),
    Transition(
        "accept", frozenset({S.SUBMITTED}), S.ACCEPTED, P.REPAIR_HANDLE, pgettext_lazy("repair", "Accept")
    ),
    Transition(
        "not_accept",
        frozenset({S.SUBMITTED}),
        S.NOT_ACCEPTED,
        P.REPAIR_HANDLE,
        _("Do not accept"),
        guard=_says_why,
        needs_reason=True,
        topic="credit.repair.not_accepted",
    ),
    Transition(
        "check", frozenset({S.ACCEPTED}), S.UNDER_CHECK, P.REPAIR_HANDLE, _("Note the check"), guard=_checked
    ),
    Transition(
        "send_back",
        frozenset({S.UNDER_CHECK}),
        S.ACCEPTED,
        P.REPAIR_DECIDE,
        _("Send back to be checked again"),
        needs_reason=True,
    ),
    Transition(
        "approve",
        frozenset({S.UNDER_CHECK}),
        S.APPROVED,
        P.REPAIR_DECIDE,
        _("Approve the repair"),
        four_eyes=True,
        topic="credit.repair.approved",
    ),
    Transition(
        "refuse",
        frozenset({S.UNDER_CHECK}),
        S.REFUSED,
        P.REPAIR_DECIDE,
        _("Refuse the repair"),
        guard=_says_why,
        four_eyes=True,
        needs_reason=True,
        topic="credit.repair.refused",
    ),
    Transition(
        "grant_in_batch",
        frozenset({S.DRAFT}),
        S.APPROVED,
        P.REPAIR_DECIDE,
        _("Repair as part of an approved batch"),
        topic="credit.repair.approved",
    ),
    Transition(
        "lapse",
        frozenset(OPEN_STATES),
        S.NOT_ACCEPTED,
        WITH_THE_RECORD,
        _("Let lapse"),
        guard=_says_why,
        needs_reason=True,
        topic="credit.repair.not_accepted",
    ),
    Transition("sync", frozenset({S.APPROVED}), S.SYNCED, P.REPAIR_HANDLE, _("Platforms have confirmed")),
    Transition(
        "revoke",
        frozenset({S.APPROVED, S.SYNCED, S.CLOSED}),
        S.REVOKED,
        P.REPAIR_DECIDE,
        _("Revoke the repair"),
        guard=_may_be_revoked,
        four_eyes=True,
        needs_reason=True,
        topic="credit.repair.revoked",
    ),
    Transition(
        "close",
        frozenset({S.SYNCED, S.REFUSED, S.NOT_ACCEPTED, S.REVOKED}),
        S.CLOSED,
        P.REPAIR_HANDLE,
        _("The party was told: close"),
    ),
    Transition("take_back", frozenset(OPEN_STATES), S.TAKEN_BACK, OWN, _("Take the application back")),
    title=_("Repair"),
    maker_fields=("made_by", "changed_by", "checked_by", "revocation_by"),
    payload=payload,
    key=lambda row: f"credit.repair:{row.pk}",
    related=("subject", "record"),
)

B = BatchState
BATCH: Workflow[RepairBatch] = Workflow(
    RepairBatch,
    Transition(
        "examine", frozenset({B.DRAFT, B.EXAMINED}), B.EXAMINED, P.REPAIR_HANDLE, _("Examine the records")
    ),
    Transition(
        "approve",
        frozenset({B.EXAMINED}),
        B.APPROVED,
        P.REPAIR_DECIDE,
        _("Approve the batch"),
        guard=_has_eligible,
        four_eyes=True,
    ),
    Transition("file", frozenset({B.APPROVED}), B.FILED, P.REPAIR_HANDLE, _("Note the filing"), guard=_filed),
    Transition("start", frozenset({B.FILED}), B.RUNNING, P.REPAIR_HANDLE, _("Carry out")),
    Transition("finish", frozenset({B.RUNNING}), B.DONE, P.REPAIR_HANDLE, _("All records worked off")),
    Transition(
        "drop",
        frozenset({B.DRAFT, B.EXAMINED, B.APPROVED, B.FILED}),
        B.DROPPED,
        P.REPAIR_HANDLE,
        _("Give up"),
        needs_reason=True,
    ),
    title=_("Batch repair"),
    maker_fields=("made_by", "changed_by", "examined_by"),
    key=lambda row: f"credit.repairbatch:{row.pk}",
)

H = ShieldState
SHIELD: Workflow[Shield] = Workflow(
    Shield,
    Transition(
        "start",
        frozenset({H.ENTERED}),
        H.IN_FORCE,
        P.REPAIR_DECIDE,
        _("Shield the records"),
        four_eyes=True,
        topic="credit.shield.started",
    ),
    Transition(
        "complete",
        frozenset({H.IN_FORCE}),
        H.COMPLETED,
        P.REPAIR_DECIDE,
        _("Plan completed: repair the records"),
        four_eyes=True,
        topic="credit.shield.completed",
    ),
    Transition(
        "lift",
        frozenset({H.IN_FORCE}),
        H.LIFTED,
        P.REPAIR_DECIDE,
        _("Lift the shield"),
        needs_reason=True,
        topic="credit.shield.lifted",
    ),
    Transition("drop", frozenset({H.ENTERED}), H.DROPPED, P.REPAIR_HANDLE, _("Give up"), needs_reason=True),
    title=_("Court shield"),
    payload=lambda row, step: {"shield": row.pk, "subject": row.subject_id, "state": step.target},
    key=lambda row: f"credit.shield:{row.pk}",
    related=("subject",),
)
