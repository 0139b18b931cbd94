"""Warnings that rectifications give rise to: late ones, and close-outs that were found false."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from credit.warnings.sources import Found, Scope, source
from supervision.choices import WITH_THE_BODY
from supervision.models import Rectification

LONGEST = 40


@source("rectification_late")
def rectification_late(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find bodies with at least `least` rectifications late by at least `days`; one warning a body."""
    latest = on - timedelta(days=int(value["days"]))
    rows = Rectification.objects.filter(
        scope.of("subject"), state__in=WITH_THE_BODY, due_on__lte=latest
    ).order_by("subject_id", "due_on", "pk")
    for subject_id, group in groupby(rows.iterator(), key=lambda row: row.subject_id):
        late = list(group)
        if len(late) < int(value["least"]) or late[0].due_on is None:
            continue
        words = {
            "count": str(len(late)),
            "day": late[0].due_on.isoformat(),
            "problem": late[0].problem[:LONGEST],
        }
        yield Found(subject_id, f"rectification:{late[0].guid}", late[0].due_on, words)


@source("close_out_false")
def close_out_false(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find bodies of which a close-out was found false within `days`."""
    first = on - timedelta(days=int(value["days"]))
    rows = Rectification.objects.filter(scope.of("subject"), found_false_on__range=(first, on))
    for row in rows.order_by("pk"):
        if row.found_false_on:
            words = {"day": row.found_false_on.isoformat(), "problem": row.problem[:LONGEST]}
            period = f"false-close-out:{row.guid}:{row.found_false_on.isoformat()}"
            yield Found(row.subject_id, period, row.found_false_on, words)
