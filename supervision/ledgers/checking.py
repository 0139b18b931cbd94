"""What an officer who checks a ledger is shown beside it: equal words elsewhere, rectifications opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accounts.permissions import P
from core.actors import Actor
from core.scope import division_filter
from supervision.ledgers.selectors import Line
from supervision.models import CheckItem, Ledger, LedgerEntry, Rectification
from supervision.models.ledgers import Answer

MOST = 60


@dataclass(frozen=True, slots=True)
class Equal:
    """One line whose words also stand elsewhere.

    Args:
        item: the line of this ledger.
        entry: the line of the other ledger.
        own: it is an earlier ledger of the same body.
    """

    item: CheckItem
    entry: LedgerEntry
    own: bool


def equal_words(ledger: Ledger, lines: Sequence[Line], reader: Actor) -> list[Equal]:
    """Return the lines whose facts stand word for word in another ledger that the officer may read.

    Both sides are told, whichever was handed in first: who copied from whom is for the officer to find.
    """
    mine: dict[str, Line] = {
        line.entry.words: line
        for line in lines
        if line.entry.pk and line.entry.words and line.entry.answer == Answer.FOUND
    }
    if not mine or ledger.first_handed_in_on is None:
        return []
    same = LedgerEntry.objects.filter(words__in=list(mine), ledger__first_handed_in_on__isnull=False)
    seen = same.filter(division_filter("ledger__division_code", reader.prefixes(P.FILE_VIEW)))
    others = seen.exclude(ledger_id=ledger.pk).select_related("ledger__subject", "ledger__round")
    found = [
        Equal(mine[entry.words].item, entry, entry.ledger.subject_id == ledger.subject_id)
        for entry in others.order_by("ledger_id", "item_id")[: MOST * 2]
        if entry.ledger.subject_id == ledger.subject_id or entry.ledger.round_id == ledger.round_id
    ]
    return sorted(found, key=lambda row: (row.item.number, row.entry.ledger_id))[:MOST]


def rectifications_of(lines: Sequence[Line]) -> dict[str, Rectification]:
    """Return the rectifications that the lines of a ledger opened, by the key of the line."""
    keys = [line.entry.about for line in lines if line.entry.pk]
    return {row.source_key: row for row in Rectification.objects.filter(source_key__in=keys)}
