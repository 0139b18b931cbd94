"""The procedures of plans, draws and replacements as tables."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from core.workflow import Transition, Workflow
from supervision.draws.choices import BLAMED, DrawState, PlanState, PoolState, ReplacementState
from supervision.models import Draw, Expert, Inspector, Plan, Replacement


def _has_lines(row: Plan) -> str | Promise | None:
    return (
        None if row.lines.exists() else _("The plan has no line yet: add what is inspected, and how often.")
    )


PLAN: Workflow[Plan] = Workflow(
    Plan,
    Transition(
        "submit",
        frozenset({PlanState.DRAFT}),
        PlanState.SUBMITTED,
        P.INSPECTION_PLAN,
        pgettext_lazy("plan", "Submit for approval"),
        guard=_has_lines,
    ),
    Transition(
        "take_back",
        frozenset({PlanState.SUBMITTED}),
        PlanState.DRAFT,
        P.INSPECTION_PLAN,
        pgettext_lazy("plan", "Take back to change it"),
    ),
    Transition(
        "return",
        frozenset({PlanState.SUBMITTED}),
        PlanState.DRAFT,
        P.INSPECTION_APPROVE,
        pgettext_lazy("plan", "Return for changes"),
        four_eyes=True,
        needs_reason=True,
    ),
    Transition(
        "approve",
        frozenset({PlanState.SUBMITTED}),
        PlanState.APPROVED,
        P.INSPECTION_APPROVE,
        pgettext_lazy("plan", "Approve and publish"),
        guard=_has_lines,
        four_eyes=True,
        topic="supervision.plan.approved",
    ),
    Transition(
        "close",
        frozenset({PlanState.APPROVED}),
        PlanState.CLOSED,
        P.INSPECTION_APPROVE,
        pgettext_lazy("plan", "Close the plan"),
        needs_reason=True,
    ),
    Transition(
        "drop",
        frozenset({PlanState.DRAFT}),
        PlanState.DROPPED,
        P.INSPECTION_PLAN,
        pgettext_lazy("plan", "Drop the draft"),
    ),
    title=_("Plan of random inspection"),
    maker_fields=("made_by", "changed_by", "submitted_by"),
)


def _told(row: Draw, step: Transition) -> dict[str, Any]:
    """Tell where a draw stands; the seed is never in a message."""
    return {
        "draw": row.pk,
        "number": row.number,
        "state": step.target,
        "commitment": row.commitment,
        "division_code": row.division_code,
    }


DRAW: Workflow[Draw] = Workflow(
    Draw,
    Transition(
        "commit",
        frozenset({DrawState.DRAFT}),
        DrawState.COMMITTED,
        P.INSPECTION_PLAN,
        _("Freeze the population and commit the seed"),
        topic="supervision.draw.committed",
    ),
    Transition(
        "hold",
        frozenset({DrawState.COMMITTED}),
        DrawState.DRAWN,
        P.INSPECTION_PLAN,
        pgettext_lazy("draw", "Hold the draw"),
    ),
    Transition(
        "approve",
        frozenset({DrawState.DRAWN}),
        DrawState.APPROVED,
        P.INSPECTION_APPROVE,
        _("Approve the draw"),
        four_eyes=True,
        topic="supervision.draw.approved",
    ),
    Transition(
        "open",
        frozenset({DrawState.APPROVED}),
        DrawState.OPENED,
        P.INSPECTION_PLAN,
        _("Open the seed and the result"),
        topic="supervision.draw.opened",
    ),
    Transition(
        "void",
        frozenset({DrawState.COMMITTED, DrawState.DRAWN}),
        DrawState.VOID,
        P.INSPECTION_APPROVE,
        _("Declare the draw void"),
        four_eyes=True,
        needs_reason=True,
        topic="supervision.draw.void",
    ),
    Transition(
        "drop",
        frozenset({DrawState.DRAFT}),
        DrawState.DROPPED,
        P.INSPECTION_PLAN,
        pgettext_lazy("draw", "Drop the draft"),
    ),
    title=_("Random draw"),
    maker_fields=("made_by", "drawn_by"),
    payload=_told,
    key=lambda row: f"supervision.draw:{row.pk}",
)


REPLACEMENT: Workflow[Replacement] = Workflow(
    Replacement,
    Transition(
        "approve",
        frozenset({ReplacementState.ASKED}),
        ReplacementState.APPROVED,
        P.INSPECTION_APPROVE,
        pgettext_lazy("replacement", "Approve"),
        four_eyes=True,
        topic="supervision.replacement.approved",
    ),
    Transition(
        "refuse",
        frozenset({ReplacementState.ASKED}),
        ReplacementState.REFUSED,
        P.INSPECTION_APPROVE,
        pgettext_lazy("replacement", "Refuse"),
        four_eyes=True,
        needs_reason=True,
    ),
    title=_("Replacement in a draw"),
    related=("draw", "drawn_object__subject"),
)


def _blame_in_words(row: Expert) -> str | Promise | None:
    if row.exit_ground in BLAMED and not row.exit_words:
        return _("Reasons: say what happened and how it was established.")
    return None


INSPECTOR: Workflow[Inspector] = Workflow(
    Inspector,
    Transition(
        "leave",
        frozenset({PoolState.ACTIVE}),
        PoolState.LEFT,
        P.INSPECTION_PLAN,
        pgettext_lazy("pool", "Take out of the library"),
        needs_reason=True,
    ),
    title=_("Inspector in the library"),
)
EXPERT: Workflow[Expert] = Workflow(
    Expert,
    Transition(
        "exit",
        frozenset({PoolState.ACTIVE}),
        PoolState.LEFT,
        P.INSPECTION_PLAN,
        pgettext_lazy("pool", "Let leave the pool"),
        guard=_blame_in_words,
    ),
    title=_("Expert in the pool"),
)
