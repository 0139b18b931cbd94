"""Warnings that inspections give rise to: problems again and again, or an inspection refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Max

from core.clock import CHINA
from credit.rules.cycles import add_months
from credit.warnings.sources import Found, Scope, source
from supervision.inspections.choices import InspectionResult, InspectionState
from supervision.models import Inspection

COUNTED = (InspectionState.APPROVED, InspectionState.PUBLISHED)
PROBLEMS = (InspectionResult.ORDERED, InspectionResult.PENDING, InspectionResult.REFUSED)


@source("inspection_problems")
def problems(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find bodies with problems in at least `times` approved inspections of the last `months` months."""
    since, times = add_months(on, -int(value["months"])), int(value["times"])
    rows = (
        Inspection.objects.filter(
            scope.of("subject"),
            state__in=COUNTED,
            result__in=PROBLEMS,
            approved_on__range=(since, on),
        )
        .values("subject_id")
        .annotate(found=Count("pk"), last=Max("ended_at"), newest=Max("pk"))
        .filter(found__gte=times)
    )
    for row in rows:
        day = row["last"].astimezone(CHINA).date()
        words = {"times": str(row["found"]), "months": str(value["months"]), "day": day.isoformat()}
        yield Found(row["subject_id"], f"inspection:{row['newest']}", day, words)
