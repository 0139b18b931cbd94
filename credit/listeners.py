"""What the credit file does when its own records change."""

from __future__ import annotations

from core.models import OutboxEvent
from core.outbox import subscribe
from credit.grading.due import note_changed
from credit.services import RECORD_CHANGED


@subscribe(RECORD_CHANGED)
def regrade_subjects(events: list[OutboxEvent]) -> None:
    """Have the subjects graded anew whose records changed, all of them together."""
    note_changed({int(event.payload["subject"]) for event in events})
