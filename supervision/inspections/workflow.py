"""The procedure of an inspection: done by two, approved by a third, then published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from core.workflow import Transition, Workflow
from supervision.inspections.choices import InspectionState as S
from supervision.models import Inspection

OPENED = "supervision.inspection.opened"
APPROVED = "supervision.inspection.approved"
PUBLISHED = "supervision.inspection.published"
WITHDRAWN = "supervision.inspection.withdrawn"


def payload(row: Inspection, step: Transition) -> dict[str, Any]:
    """Tell where an inspection stands, without its words."""
    return {
        "inspection": str(row.guid),
        "subject": row.subject_id,
        "state": step.target,
        "reason": row.reason,
        "source": row.source_key,
        "result": row.result,
        "division_code": row.division_code,
    }


def key(row: Inspection) -> str:
    """Return the outbox key of an inspection."""
    return f"supervision.inspection:{row.guid}"


INSPECTION: Workflow[Inspection] = Workflow(
    Inspection,
    Transition("start", frozenset({S.PLANNED}), S.RUNNING, P.INSPECTION_DO, _("Begin the inspection")),
    Transition(
        "hand_in",
        frozenset({S.RUNNING}),
        S.HANDED_IN,
        P.INSPECTION_DO,
        pgettext_lazy("inspection", "Hand in"),
    ),
    Transition(
        "return",
        frozenset({S.HANDED_IN}),
        S.RUNNING,
        P.INSPECTION_APPROVE,
        pgettext_lazy("inspection", "Return to the inspectors"),
        needs_reason=True,
    ),
    Transition(
        "approve",
        frozenset({S.HANDED_IN}),
        S.APPROVED,
        P.INSPECTION_APPROVE,
        pgettext_lazy("inspection", "Approve the result"),
        four_eyes=True,
        topic=APPROVED,
    ),
    Transition(
        "publish",
        frozenset({S.APPROVED}),
        S.PUBLISHED,
        P.INSPECTION_APPROVE,
        pgettext_lazy("inspection", "Publish the result"),
    ),
    Transition(
        "withdraw",
        frozenset({S.APPROVED, S.PUBLISHED}),
        S.WITHDRAWN,
        P.INSPECTION_APPROVE,
        pgettext_lazy("inspection", "Withdraw the result"),
        four_eyes=True,
        needs_reason=True,
    ),
    Transition(
        "drop",
        frozenset({S.PLANNED, S.RUNNING}),
        S.DROPPED,
        P.INSPECTION_APPROVE,
        pgettext_lazy("inspection", "Drop the task"),
        needs_reason=True,
    ),
    title=_("Inspection"),
    # Who opened the task may approve its result: it is the inspectors' work that a third officer looks at.
    maker_fields=("handed_in_by",),
    payload=payload,
    key=key,
    related=("subject", "checklist"),
)
