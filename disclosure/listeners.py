"""What lower apps tell: a granted application drafts its permit."""

from __future__ import annotations

from core.models import OutboxEvent
from core.outbox import subscribe
from disclosure.services.drafting import draft_permit
from supervision.models import ApprovalCase
from supervision.service.choices import Outcome
from supervision.service.workflow import DECIDED


@subscribe(DECIDED)
def application_decided(events: list[OutboxEvent]) -> None:
    """Draft the permits of what was granted."""
    granted = [event.payload["case"] for event in events if event.payload["outcome"] == Outcome.GRANTED]
    for case in ApprovalCase.objects.filter(pk__in=granted).select_related("item", "subject").order_by("pk"):
        draft_permit(case)
