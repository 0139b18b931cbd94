"""The life of a risk warning: opened by a rule, dismissed with a reason, lapsed when its ground is gone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.deadlines import DeadlineKind, register
from core.workflow import Transition, Workflow
from credit.models import RiskWarning
from credit.warnings.choices import WarningState as S

HANDLE = register(
    DeadlineKind(
        "risk_warning", _("Handle the risk warning"), P.WARNING_HANDLE, "admin:credit_riskwarning_change"
    )
)

WARNING: Workflow[RiskWarning] = Workflow(
    RiskWarning,
    Transition(
        "dismiss",
        frozenset({S.OPEN}),
        S.DISMISSED,
        P.WARNING_HANDLE,
        _("Dismiss the warning"),
        needs_reason=True,
        topic="credit.warning.closed",
    ),
    # The two steps of the worker that evaluates the rules.
    Transition(
        "lapse",
        frozenset({S.OPEN}),
        S.LAPSED,
        P.WARNING_HANDLE,
        _("Let the warning lapse"),
        topic="credit.warning.closed",
    ),
    Transition(
        "reopen",
        frozenset({S.LAPSED}),
        S.OPEN,
        P.WARNING_HANDLE,
        _("Open the warning again"),
        topic="credit.warning.opened",
    ),
    title=_("Risk warning"),
    payload=lambda row, step: {"subject": row.subject_id, "rule": row.rule, "state": step.target},
    key=lambda row: f"credit.subject:{row.subject_id}",
    related=("subject",),
)
