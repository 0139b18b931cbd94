"""Warnings that ledgers give rise to: not handed in although the day is over, or found to be faked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from credit.warnings.sources import Found, Scope, source
from supervision.models import Ledger
from supervision.models.ledgers import WRITABLE


@source("ledger_late")
def ledger_late(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find bodies whose ledger is overdue by at least `days`."""
    overdue = Ledger.objects.filter(
        scope.of("subject"),
        state__in=WRITABLE,
        first_handed_in_on__isnull=True,
        due_on__lte=on - timedelta(days=int(value["days"])),
    )
    for row in overdue.select_related("round").order_by("pk"):
        words = {"round": row.round.title, "day": row.due_on.isoformat()}
        yield Found(row.subject_id, f"ledger:{row.guid}", row.due_on, words)


@source("ledger_faked")
def ledger_faked(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find bodies whose ledger was found to be faked within `days`."""
    rows = Ledger.objects.filter(
        scope.of("subject"), faked_on__gte=on - timedelta(days=int(value["days"])), faked_on__lte=on
    )
    for row in rows.select_related("round").order_by("pk"):
        words = {"round": row.round.title, "day": row.faked_on.isoformat() if row.faked_on else ""}
        yield Found(row.subject_id, f"ledger-faked:{row.guid}", row.faked_on, words)
