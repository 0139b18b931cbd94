"""The procedure of a decision as a table: entered, reviewed by another, published, ended, withdrawn."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.workflow import Transition, Workflow
from disclosure.choices import DecisionState as S
from disclosure.models import Penalty, Permit
from disclosure.national import table_of, wire_fields

# What a platform is told by each step (domain 12.3): add, withdraw with reason, publication ended.
OPERATIONS = {"publish": "I", "annul": "R", "end": "S", "repair": "S", "shield": "S"}


def payload(row: Penalty | Permit, step: Transition) -> dict[str, Any]:
    """Build the message that platforms receive at a step."""
    return message(row, OPERATIONS[step.name])


def key_of(row: Penalty | Permit) -> str:
    """Return the outbox key: all messages about one decision are heard in order."""
    return f"{row._meta.model_name}:{row.guid}"


def message(row: Penalty | Permit, operation: str) -> dict[str, Any]:
    """Build the message that platforms receive; personal numbers travel as sealed tokens."""
    return {
        "table": table_of(row),
        "operation": operation,
        "record_id": str(row.guid),
        "revision": row.revision,
        "natural_key": f"{row.authority_code}|{row.document_no}|{row.uscc or row.guid}",
        "reason": row.annulled_reason,
        "fields": wire_fields(row),
        "division_code": row.division_code,
        "name": row.document_no,
    }


def _may_be_read_by_another(row: Penalty | Permit) -> str | Promise | None:
    if isinstance(row, Permit) and row.is_unfinished:
        return _(
            "This draft came from a granted application: complete certificate, content and “valid to”, and "
            "save it first."
        )
    return None if row.due_on else _("The due date has not been computed; save the record once more.")


def _steps(name: str) -> tuple[Transition, ...]:
    topic = f"disclosure.{name}."
    return (
        Transition(
            "submit",
            frozenset({S.DRAFT}),
            S.IN_REVIEW,
            P.DECISION_ENTER,
            _("Hand in for review"),
            guard=_may_be_read_by_another,
        ),
        Transition(
            "send_back",
            frozenset({S.IN_REVIEW}),
            S.DRAFT,
            P.DECISION_REVIEW,
            _("Send back"),
            needs_reason=True,
        ),
        Transition(
            "approve", frozenset({S.IN_REVIEW}), S.APPROVED, P.DECISION_REVIEW, _("Approve"), four_eyes=True
        ),
        Transition(
            "publish",
            frozenset({S.APPROVED, S.WITHHELD}),
            S.PUBLISHED,
            P.DECISION_PUBLISH,
            _("Publish"),
            topic=f"{topic}published",
        ),
        Transition(
            "withhold", frozenset({S.APPROVED}), S.WITHHELD, P.DECISION_PUBLISH, _("Keep from the public")
        ),
        Transition(
            "end",
            frozenset({S.PUBLISHED}),
            S.ENDED,
            P.DECISION_PUBLISH,
            _("End publication"),
            topic=f"{topic}ended",
        ),
        Transition(
            "annul",
            frozenset({S.PUBLISHED, S.ENDED}),
            S.ANNULLED,
            P.DECISION_PUBLISH,
            _("Annul and withdraw"),
            needs_reason=True,
            topic=f"{topic}withdrawn",
        ),
        Transition(
            "annul_unpublished",
            frozenset({S.IN_REVIEW, S.APPROVED, S.WITHHELD}),
            S.ANNULLED,
            P.DECISION_PUBLISH,
            _("Annul"),
            needs_reason=True,
        ),
    )


# Taken together with a change of the conduct record only (`disclosure.effects`), whose procedure has decided.
REPAIRED = (
    Transition(
        "repair",
        frozenset({S.PUBLISHED}),
        S.ENDED,
        P.REPAIR_DECIDE,
        _("End publication after repair"),
        topic="disclosure.penalty.ended",
    ),
    Transition(
        "shield",
        frozenset({S.PUBLISHED}),
        S.WITHHELD,
        P.REPAIR_DECIDE,
        _("Keep from the public during reorganisation"),
        topic="disclosure.penalty.ended",
    ),
    Transition(
        "unrepair",
        frozenset({S.ENDED}),
        S.WITHHELD,
        P.REPAIR_DECIDE,
        _("Let the rules decide again after a revoked repair"),
    ),
)
PENALTY: Workflow[Penalty] = Workflow(
    Penalty,
    *_steps("penalty"),
    *REPAIRED,
    title=_("Penalty"),
    payload=payload,
    key=key_of,
    related=("subject",),
)
PERMIT: Workflow[Permit] = Workflow(
    Permit,
    *_steps("permit"),
    title=_("Permit"),
    payload=payload,
    key=key_of,
    related=("subject",),
)


def workflow_of(decision: Penalty | Permit) -> Workflow[Any]:
    """Return the workflow of a decision's kind."""
    return PENALTY if isinstance(decision, Penalty) else PERMIT
