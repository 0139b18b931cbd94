"""Late, empty and copied ledgers, told by the product; an officer looks at what is flagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from core.ruletables import RuleBook
from supervision.ledgers.rules import bare_words, looks_empty
from supervision.ledgers.selectors import Line
from supervision.models import Ledger, LedgerEntry
from supervision.models.ledgers import WRITABLE, Answer, CopiedFrom


@dataclass(frozen=True, slots=True)
class Flags:
    """What a ledger looks like when it is handed in.

    Args:
        copied_from: `CopiedFrom`, "" where its words are its own.
        copied_share: how many of the compared words stood elsewhere, in percent.
        copied_of: the ledger in which they stood.
    """

    empty: bool
    copied_from: str = ""
    copied_share: int = 0
    copied_of: int | None = None

    def fields(self) -> dict[str, Any]:
        """Return the fields of the ledger that say so."""
        return {
            "empty": self.empty,
            "copied": bool(self.copied_from),
            "copied_from": self.copied_from,
            "copied_share": self.copied_share,
            "copied_of_id": self.copied_of,
        }


def flags_of(ledger: Ledger, lines: Sequence[Line], *, book: RuleBook, on: date) -> Flags:
    """Tell whether a complete ledger looks empty or copied (two statements at the most).

    Args:
        book: the rule table `TABLE`.
    """
    empty_rule = book.value("empty", on=on, place=ledger.division_code)
    empty = looks_empty([line.entry.answer for line in lines], empty_rule)
    found = [line for line in lines if line.entry.answer == Answer.FOUND and line.entry.words]
    rule = book.value("copied", on=on, place=ledger.division_code)
    if len(found) < int(rule["lines"]):
        return Flags(empty)
    least = int(rule["share"])
    for source, count, other in _sources(ledger, found):
        share = min(100, count * 100 // len(found))
        if share >= least:
            return Flags(empty, source, share, other)
    return Flags(empty)


def _sources(ledger: Ledger, found: Sequence[Line]) -> list[tuple[str, int, int | None]]:
    """Return how many of the words stood in another body's ledger, an earlier own one, the list itself."""
    words = {line.entry.words for line in found}
    same = LedgerEntry.objects.filter(words__in=words, ledger__first_handed_in_on__isnull=False)
    others = same.filter(ledger__round_id=ledger.round_id).exclude(ledger_id=ledger.pk)
    before = same.filter(ledger__subject_id=ledger.subject_id).exclude(ledger__round_id=ledger.round_id)
    listed = sum(bare_words(line.entry.facts) == bare_words(line.item.text) for line in found)
    return [
        (CopiedFrom.BODY, *_most_alike(others)),
        (CopiedFrom.BEFORE, *_most_alike(before)),
        (CopiedFrom.LIST, listed, None),
    ]


def _most_alike(rows: QuerySet[LedgerEntry]) -> tuple[int, int | None]:
    counted = rows.values("ledger_id").annotate(same=Count("words", distinct=True))
    best = counted.order_by("-same", "ledger_id").first()
    return (best["same"], best["ledger_id"]) if best else (0, None)


def mark_late(*, on: date) -> int:
    """Flag the ledgers whose day is over and that were not handed in; returns how many are new.

    One that was handed in on time and returned since is not late: the body has time to mend it.
    """
    overdue = Ledger.objects.filter(
        state__in=WRITABLE, late=False, due_on__lt=on, first_handed_in_on__isnull=True
    )
    return overdue.update(late=True)
