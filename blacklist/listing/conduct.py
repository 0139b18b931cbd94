"""Which bad conduct speaks against a red listing, as the scheme says (`breach_rules`, data and not code)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from blacklist.choices import AfterBreach
from blacklist.models import ListScheme
from credit.choices import Polarity, RecordState
from credit.models import ConductRecord


def after_breach(scheme: ListScheme, record: ConductRecord) -> AfterBreach | None:
    """Return what a record does to a red listing under a scheme, None for nothing."""
    rules = scheme.breach_rules or {}
    severity = record.item.severity if record.item is not None else ""
    said = rules.get("items", {}).get(record.item_code) or rules.get("severities", {}).get(severity)
    return AfterBreach(said) if said else None


def bad_records(subject_ids: Iterable[int], day: date) -> dict[int, list[ConductRecord]]:
    """Return the bad records of subjects that count on a day: final, not disputed, not ended."""
    rows = ConductRecord.objects.filter(
        subject_id__in=set(subject_ids), state=RecordState.NORMAL, final_on__lte=day
    ).select_related("item")
    found: dict[int, list[ConductRecord]] = {}
    for row in rows:
        if row.polarity == Polarity.BAD:
            found.setdefault(row.subject_id, []).append(row)
    return found


def speaks_against(scheme: ListScheme, subject_id: int, day: date) -> ConductRecord | None:
    """Return a record in force that would end a red listing at once; such a subject comes on none."""
    records = bad_records({subject_id}, day).get(subject_id, [])
    return next((row for row in records if after_breach(scheme, row) == AfterBreach.AT_ONCE), None)
