"""The procedures of sector visits and of the tasks that bad results open."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.workflow import Transition, Workflow
from credit.models import EvaluationFollowUp, SectorVisit
from credit.models.evaluations import FollowUpState as F
from credit.models.evaluations import VisitState as V


def _has_outcome(row: EvaluationFollowUp) -> str | Promise | None:
    return None if row.outcome.strip() else _("“Outcome” is empty: say what was agreed or mended.")


VISIT: Workflow[SectorVisit] = Workflow(
    SectorVisit,
    Transition(
        "sign_first",
        frozenset({V.DRAFT}),
        V.HALF_SIGNED,
        P.EVALUATION_KEEP,
        _("Sign as first inspector"),
    ),
    Transition(
        "sign_second",
        frozenset({V.HALF_SIGNED}),
        V.SIGNED,
        P.EVALUATION_KEEP,
        _("Sign as second inspector"),
        four_eyes=True,
        topic="credit.sector_visit.signed",
    ),
    Transition(
        "reopen",
        frozenset({V.HALF_SIGNED}),
        V.DRAFT,
        P.EVALUATION_KEEP,
        _("Open it again"),
        needs_reason=True,
    ),
    Transition(
        "drop",
        frozenset({V.DRAFT, V.HALF_SIGNED}),
        V.DROPPED,
        P.EVALUATION_KEEP,
        _("Drop the sheet"),
        needs_reason=True,
    ),
    title=_("Sector visit"),
    maker_fields=("first_inspector",),
    related=("subject",),
)
FOLLOW_UP: Workflow[EvaluationFollowUp] = Workflow(
    EvaluationFollowUp,
    Transition("do", frozenset({F.OPEN}), F.DONE, P.EVALUATION_KEEP, _("Note as done"), guard=_has_outcome),
    Transition(
        "drop", frozenset({F.OPEN}), F.DROPPED, P.EVALUATION_KEEP, _("Drop the task"), needs_reason=True
    ),
    title=_("Task of an evaluation"),
    related=("evaluation",),
)
