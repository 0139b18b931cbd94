"""The clocks of disclosure: publish within 7 working days, withdraw within 3."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core.deadlines import DeadlineKind, register

PUBLISH_PENALTY = register(
    DeadlineKind(
        "publish_penalty", _("Publish the penalty"), P.DECISION_REVIEW, "admin:disclosure_penalty_change"
    )
)
PUBLISH_PERMIT = register(
    DeadlineKind(
        "publish_permit", _("Publish the permit"), P.DECISION_REVIEW, "admin:disclosure_permit_change"
    )
)
