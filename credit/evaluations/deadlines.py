"""The clocks of tasks that bad results open."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.deadlines import DeadlineKind, register
from credit.models.evaluations import FollowUpKind

PAGE = "admin:credit_evaluationfollowup_change"
KINDS = {
    FollowUpKind.INTERVIEW: register(
        DeadlineKind("evaluation_interview", _("Interview after a bad evaluation"), P.EVALUATION_KEEP, PAGE)
    ),
    FollowUpKind.RECTIFICATION: register(
        DeadlineKind(
            "evaluation_rectification", _("Rectification after a bad evaluation"), P.EVALUATION_KEEP, PAGE
        )
    ),
}
