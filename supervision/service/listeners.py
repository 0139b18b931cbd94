"""A broken commitment reaches the permit that was given on it."""

from __future__ import annotations

from core.models import OutboxEvent
from core.outbox import subscribe
from credit.commitments.workflow import CHECKED, ENDED, WITHDRAWN
from credit.models.commitments import CommitmentState
from supervision.service.weighing import note_broken, note_mended


@subscribe(CHECKED)
def commitment_checked(events: list[OutboxEvent]) -> None:
    """Open the question of revoking where a commitment was confirmed broken."""
    note_broken(
        [
            int(event.payload["commitment"])
            for event in events
            if event.payload["state"] == CommitmentState.BREACHED
        ]
    )


@subscribe(WITHDRAWN)
@subscribe(ENDED)
def breach_taken_back(events: list[OutboxEvent]) -> None:
    """Close the question where the breach was taken back."""
    note_mended([int(event.payload["commitment"]) for event in events])
