"""What the exchange hears: decisions published, withdrawn, ended. Handlers only write rows."""

from __future__ import annotations

from core.models import OutboxEvent
from core.outbox import subscribe
from exchange.services import enqueue

TOPICS = (
    "disclosure.penalty.published",
    "disclosure.penalty.withdrawn",
    "disclosure.penalty.ended",
    "disclosure.penalty.corrected",
    "disclosure.permit.published",
    "disclosure.permit.withdrawn",
    "disclosure.permit.ended",
    "disclosure.permit.corrected",
)


def queue_for_platforms(events: list[OutboxEvent]) -> None:
    """Queue a delivery for every platform that must hear of these decisions."""
    enqueue(events)


for topic in TOPICS:
    subscribe(topic)(queue_for_platforms)
