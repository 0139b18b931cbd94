"""What government integrity hears of interviews: one that is followed up ends the consequence behind it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.actors import SystemActor
from core.models import OutboxEvent
from core.outbox import subscribe
from supervision.integrity import measures, talks
from supervision.integrity.choices import RUNNING, EndedBy
from supervision.models import IntegrityMeasure


@subscribe("supervision.interview.closed")
def end_with_its_interview(events: list[OutboxEvent]) -> None:
    """End the consequences whose interviews are closed; can run twice."""
    keys = {str(event.payload.get("source_key", "")) for event in events}
    pks = [pk for pk in map(talks.measure_of, keys) if pk is not None]
    rows = IntegrityMeasure.objects.filter(pk__in=pks, state__in=RUNNING)
    for row in rows.select_related("subject", "office").order_by("pk"):
        reason = _("interview held and followed up")
        measures.lift(row, reason=reason, by=SystemActor("integrity"), why=EndedBy.HELD)
