"""Warnings that penalties give rise to: repair is, or soon will be, possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from credit.warnings.sources import Found, Scope, source
from disclosure.choices import DecisionState
from disclosure.models import Penalty


@source("repair_soon")
def repair_soon(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find shown penalties whose repair becomes possible within `days`, or did at most `days_after` ago."""
    first = on - timedelta(days=int(value["days_after"]))
    last = on + timedelta(days=int(value["days"]))
    rows = Penalty.objects.filter(
        scope.of("subject"), state=DecisionState.PUBLISHED, earliest_repair_on__range=(first, last)
    )
    for row in rows.only("subject_id", "guid", "document_no", "earliest_repair_on").iterator(1000):
        day = row.earliest_repair_on
        if day is not None:
            words = {"document": row.document_no, "day": day.isoformat()}
            yield Found(row.subject_id, f"penalty:{row.guid}", day, words)
