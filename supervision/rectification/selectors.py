"""Reads over rectifications: figures for lists, campaigns and files, each in one statement."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from supervision.choices import UNDER_WAY, WITH_THE_BODY, RectificationState
from supervision.models import Rectification


def late(day: date) -> Q:
    """Return the filter of what the body has let pass its due day."""
    return Q(state__in=WITH_THE_BODY, due_on__lt=day)


def figures(rows: QuerySet[Rectification], day: date) -> dict[str, int]:
    """Count rectifications by where they stand, in one statement.

    Returns:
        "all", "with_body", "waiting" (for an officer), "crossed_off", "late", "false".
    """
    waiting = [state for state in UNDER_WAY if state not in WITH_THE_BODY]
    counted = rows.order_by().aggregate(
        all=Count("pk", filter=~Q(state=RectificationState.DROPPED)),
        with_body=Count("pk", filter=Q(state__in=WITH_THE_BODY)),
        waiting=Count("pk", filter=Q(state__in=waiting)),
        crossed_off=Count("pk", filter=Q(state=RectificationState.CROSSED_OFF)),
        late=Count("pk", filter=late(day)),
        false=Count("pk", filter=Q(found_false_on__isnull=False)),
    )
    return {name: int(value) for name, value in counted.items()}


def of_sources(keys: Iterable[str]) -> dict[str, Rectification]:
    """Return the rectifications that findings led to, by `source_key`; for the pages of the findings."""
    rows = Rectification.objects.filter(source_key__in=list(keys)).select_related("subject")
    return {row.source_key: row for row in rows}
