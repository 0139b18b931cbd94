"""What the exchange hears of decisions, commitments, listings and supervision. Handlers write rows."""

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
COMMITMENTS = (
    "credit.commitment.published",
    "credit.commitment.checked",
    "credit.commitment.withdrawn",
    "credit.commitment.ended",
)
LISTS = ("blacklist.listing.listed", "blacklist.listing.ended")
SUPERVISION = (
    "supervision.interview.shared",
    "supervision.inspection.shared",
    "supervision.integrity_breach.shared",
)


def queue_for_platforms(events: list[OutboxEvent]) -> None:
    """Queue a delivery for every platform that must hear of these decisions."""
    enqueue(events)


def queue_shared(events: list[OutboxEvent]) -> None:
    """Queue commitments, listings and supervision; what is not shared stays here."""
    enqueue([event for event in events if event.payload.get("shared")])


for topic in TOPICS:
    subscribe(topic)(queue_for_platforms)
for topic in (*COMMITMENTS, *LISTS, *SUPERVISION):
    subscribe(topic)(queue_shared)
