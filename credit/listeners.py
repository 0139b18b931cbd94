"""What the credit file does when its own records change."""

from __future__ import annotations

from core.models import OutboxEvent
from core.outbox import subscribe
from credit.grading.services import regrade
from credit.services import RECORD_CHANGED


@subscribe(RECORD_CHANGED)
def regrade_subjects(events: list[OutboxEvent]) -> None:
    """Grade the subjects anew whose records changed: one statement for all of them and each standard."""
    regrade(sorted({int(event.payload["subject"]) for event in events}))
