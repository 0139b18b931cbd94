"""Findings that a body had denied in its self-inspection: the officer who approves decides what it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from core import ruletables
from credit.rules.cycles import add_months
from supervision.inspections import clocks
from supervision.inspections.following import problems_of
from supervision.models import Inspection, InspectionLine, LedgerEntry
from supervision.models.ledgers import Answer, LedgerState


@dataclass(frozen=True, slots=True)
class Denied:
    """A finding that the body had answered with "not found".

    Args:
        ledger: what the self-inspection was called.
        on: the day on which it was handed in.
    """

    line: InspectionLine
    ledger: str
    on: date


def denied(row: Inspection) -> list[Denied]:
    """Return the findings that the body denied in the months of the rule table before the inspection.

    A line answers a finding where both fall under the same item of the catalogue, or are the same words. The
    problem may have come up since: this is a hint, the officer who approves decides.
    """
    lines = problems_of(row)
    if not lines or row.ended_at is None:
        return []
    day = clocks.day_of(row.ended_at)
    months = int(ruletables.rule(clocks.TABLE, "denied_months", on=day, place=row.division_code))
    codes = {line.item.item_code for line in lines} - {""}
    alike = Q(item__item_code__in=codes) | Q(item__text__in=[line.item.text for line in lines])
    rows = LedgerEntry.objects.filter(
        alike,
        answer=Answer.CLEAR,
        ledger__subject_id=row.subject_id,
        ledger__state__in=(LedgerState.HANDED_IN, LedgerState.ACCEPTED),
        ledger__handed_in_on__range=(add_months(day, -months), day),
    )
    entries = list(rows.select_related("item", "ledger__round").order_by("-ledger__handed_in_on", "pk"))
    found = []
    for line in lines:
        entry = next((one for one in entries if _same(one, line)), None)
        if entry is not None and entry.ledger.handed_in_on is not None:
            found.append(Denied(line, entry.ledger.round.title, entry.ledger.handed_in_on))
    return found


def _same(entry: LedgerEntry, line: InspectionLine) -> bool:
    code = line.item.item_code
    return entry.item.text == line.item.text or (bool(code) and entry.item.item_code == code)
