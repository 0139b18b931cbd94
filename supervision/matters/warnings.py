"""Warnings that tracked matters give rise to: an answer is overdue; a refusal becomes a breach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from credit.warnings.sources import Found, Scope, source
from supervision.matters.choices import WITH_THE_BODY
from supervision.models import Matter


@source("matter_late")
def matter_late(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find bodies whose answer to a matter is due within `days`, or overdue; one warning a matter."""
    rows = Matter.objects.filter(
        scope.of("subject"),
        subject__isnull=False,
        state__in=WITH_THE_BODY,
        due_on__lte=on + timedelta(days=int(value["days"])),
    )
    for row in rows.order_by("due_on", "pk"):
        words = {"title": row.title, "number": row.number or "–", "day": row.due_on.isoformat()}
        yield Found(row.subject_id or 0, f"matter:{row.guid}:{row.reopened_times}", row.due_on, words)
