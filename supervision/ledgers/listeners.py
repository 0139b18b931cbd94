"""What ledgers hear: a campaign that starts opens a ledger for every body in its scope."""

from __future__ import annotations

from core.actors import SystemActor
from core.models import OutboxEvent
from core.outbox import subscribe
from supervision.ledgers.opening import open_campaign
from supervision.models import Campaign
from supervision.models.campaigns import CampaignState, PhaseKind

WORKER = SystemActor("supervision.ledgers")


@subscribe("supervision.campaign.started")
def campaign_started(events: list[OutboxEvent]) -> None:
    """Open the ledgers of campaigns that began and have a phase of self-inspection; again is no harm."""
    wanted = {event.payload["campaign"] for event in events}
    running = Campaign.objects.filter(
        pk__in=wanted, state=CampaignState.RUNNING, phases__kind=PhaseKind.SELF_INSPECTION
    )
    for campaign in running.distinct().order_by("pk"):
        open_campaign(campaign, by=WORKER)
