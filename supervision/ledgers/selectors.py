"""Reads of ledgers that span rows: how a body stands with its self-inspections, lines with their answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core import ruletables
from supervision.ledgers import clocks
from supervision.ledgers.rules import TABLE
from supervision.models import CheckItem, Ledger, LedgerEntry
from supervision.models.ledgers import LedgerState as S

GOOD, LATE, FAKED = "good", "late", "faked"
_PIECE = 5000


def standing(subject_ids: Iterable[int], day: date) -> dict[int, str]:
    """Tell how bodies stand with their self-inspections: "good", "late", "faked", or "" for nothing told.

    One found to be faked within the period of the rule table counts as faked whatever came later. Otherwise
    the newest ledger whose day has come decides: accepted in time and without a flag is good, late is late.

    Args:
        subject_ids: the bodies asked about; each is in the answer.
        day: the day asked about.
    """
    asked = list(dict.fromkeys(subject_ids))
    since = day - timedelta(days=int(ruletables.rule(TABLE, "standing_days", on=day)))
    found = dict.fromkeys(asked, "")
    for start in range(0, len(asked), _PIECE):
        rows = Ledger.objects.filter(subject_id__in=asked[start : start + _PIECE], due_on__gte=since)
        told = rows.exclude(state=S.DROPPED).order_by("due_on", "pk")
        rows_told: list[Any] = list(
            told.values_list(
                "pk", "subject_id", "state", "late", "empty", "copied", "faked_on", "due_on", named=True
            )
        )
        mend_by = clocks.mend_by(row.pk for row in rows_told if row.state == S.RETURNED)
        for row in rows_told:
            if found[row.subject_id] != FAKED:
                owed = row.due_on if row.state == S.OPEN else mend_by.get(row.pk)
                found[row.subject_id] = _told(row, since, day, owed) or found[row.subject_id]
    return found


def _told(row: Any, since: date, day: date, owed: date | None) -> str:
    """Return what one ledger tells of its body, "" where it tells nothing yet.

    Args:
        owed: by when the body must hand it in, or in again; None where it need not.
    """
    if row.faked_on is not None and since <= row.faked_on <= day:
        return FAKED
    if row.late or (owed is not None and owed < day):
        return LATE
    clean = row.state == S.ACCEPTED and not row.empty and not row.copied
    return GOOD if clean else ""


@dataclass(slots=True)
class Line:
    """One line of the list with the body's answer.

    Args:
        item: the problem or duty.
        entry: what the body says; an unsaved row of version 0 where it has said nothing.
    """

    item: CheckItem
    entry: LedgerEntry


def lines_of(ledger: Ledger, *, only: Collection[int] | None = None) -> list[Line]:
    """Return the lines of a ledger in the order of the list (two queries).

    Args:
        only: ids of the items wanted; None for all.
    """
    items = CheckItem.objects.filter(checklist_id=ledger.round.checklist_id)
    entries = LedgerEntry.objects.filter(ledger=ledger)
    if only is not None:
        items, entries = items.filter(pk__in=only), entries.filter(item_id__in=only)
    said = {entry.item_id: entry for entry in entries}
    lines = []
    for item in items.order_by("number"):
        entry = said.get(item.pk) or LedgerEntry(ledger=ledger, version=0)
        entry.item = item
        lines.append(Line(item, entry))
    return lines


def with_counts(rows: QuerySet[Ledger]) -> QuerySet[Any]:
    """Add `total`, lines of the list, and `answered`, those of them that have an answer."""
    items = CheckItem.objects.filter(checklist_id=OuterRef("round__checklist_id"))
    said = LedgerEntry.objects.filter(ledger_id=OuterRef("pk")).exclude(answer="")
    return rows.annotate(
        total=_count(items, "checklist_id"),
        answered=_count(said, "ledger_id"),
    )


def _count(rows: QuerySet[Any], by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
