"""Warnings that ledgers give rise to: overdue, found to be faked, or telling of something grave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from credit.warnings.sources import Found, Scope, source
from supervision.models import Ledger, LedgerEntry
from supervision.models.ledgers import WRITABLE, Answer
from supervision.models.ledgers import LedgerState as S


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


@source("ledger_grave")
def ledger_grave(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find bodies that reported a problem of those to be reported at once, within `days`."""
    rows = LedgerEntry.objects.filter(
        scope.of("ledger__subject"),
        answer=Answer.FOUND,
        item__serious=True,
        ledger__handed_in_on__gte=on - timedelta(days=int(value["days"])),
        ledger__handed_in_on__lte=on,
    )
    for row in rows.exclude(ledger__state=S.DROPPED).select_related("ledger__round", "item").order_by("pk"):
        ledger = row.ledger
        day = ledger.handed_in_on
        words = {
            "round": ledger.round.title,
            "number": str(row.item.number),
            "day": day.isoformat() if day else "",
        }
        yield Found(ledger.subject_id, f"ledger-line:{row.pk}", day, words)
