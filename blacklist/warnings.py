"""Warnings that listings give rise to: leaving by repair is, or soon will be, possible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from blacklist.choices import ListingState, ListKind
from blacklist.exit.selectors import cases_of
from blacklist.models import Listing
from credit.warnings.sources import Found, Scope, source


@source("list_exit")
def list_exit(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find listings whose repair becomes possible within `days`, or did at most `days_after` ago."""
    first = on - timedelta(days=int(value["days_after"]))
    last = on + timedelta(days=int(value["days"]))
    listed = Listing.objects.filter(scope.of("subject"), state=ListingState.LISTED, parent__isnull=True)
    rows = list(listed.exclude(kind=ListKind.RED).select_related("scheme"))
    cases = cases_of(rows, on)
    for row in rows:
        case = cases[row.pk]
        if case.repair is None or not first <= case.repair_from <= last:
            continue
        words = {
            "list": row.scheme.name,
            "document": row.decision_no,
            "day": case.repair_from.isoformat(),
        }
        english = {"list": row.scheme.name_en or row.scheme.name}
        yield Found(row.subject_id, f"listing:{row.guid}", case.repair_from, words, english)
