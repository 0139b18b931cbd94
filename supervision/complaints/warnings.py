"""Warnings that complaints give rise to: many within a short time. The body is not told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max

from credit.warnings.sources import Found, Scope, source
from supervision.complaints.choices import ComplaintState
from supervision.models import Complaint


@source("complaints_open")
def complaints_open(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find bodies about which `count` complaints came within `days`; those joined with another count once."""
    rows = Complaint.objects.filter(
        scope.of("subject"),
        subject__isnull=False,
        joined_to__isnull=True,
        received_on__gt=on - timedelta(days=int(value["days"])),
        received_on__lte=on,
    ).exclude(state__in=(ComplaintState.TAKEN_BACK, ComplaintState.DECLINED))
    counted = rows.order_by().values("subject_id").annotate(times=Count("pk"), last=Max("received_on"))
    for row in counted.filter(times__gte=int(value["count"])):
        words = {"count": str(row["times"]), "days": str(value["days"]), "day": row["last"].isoformat()}
        # One warning a month, however many more come.
        yield Found(row["subject_id"], f"{row['last']:%Y-%m}", row["last"], words)
