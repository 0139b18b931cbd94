"""Figures of rounds: how many bodies stand where, and which problems they find most."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from supervision.models import CheckItem, Ledger, LedgerEntry, LedgerRound
from supervision.models.ledgers import Answer
from supervision.models.ledgers import LedgerState as S


@dataclass(frozen=True, slots=True)
class Told:
    """How a round stands in three figures."""

    total: int = 0
    handed_in: int = 0
    flagged: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a round.

    Args:
        query: the filter of the list of ledgers that shows them.
        tone: "danger", "warning" or "".
    """

    label: str | Promise
    count: int
    query: str
    tone: str = ""


_FIGURES: tuple[tuple[str, str | Promise, Q, str, str], ...] = (
    ("all", pgettext_lazy("ledgers", "bodies"), Q(), "", ""),
    (
        "open",
        pgettext_lazy("ledgers", "being filled in"),
        Q(state=S.OPEN),
        f"&state__exact={S.OPEN}",
        "",
    ),
    (
        "waiting",
        pgettext_lazy("ledgers", "to be checked"),
        Q(state=S.HANDED_IN),
        f"&state__exact={S.HANDED_IN}",
        "warning",
    ),
    (
        "returned",
        pgettext_lazy("ledgers", "returned"),
        Q(state=S.RETURNED),
        f"&state__exact={S.RETURNED}",
        "",
    ),
    (
        "accepted",
        pgettext_lazy("ledgers", "accepted"),
        Q(state=S.ACCEPTED),
        f"&state__exact={S.ACCEPTED}",
        "",
    ),
    ("late", pgettext_lazy("ledgers", "late"), Q(late=True), "&late__exact=1", "danger"),
    ("empty", pgettext_lazy("ledgers", "empty"), Q(empty=True), "&empty__exact=1", "warning"),
    ("copied", pgettext_lazy("ledgers", "copied"), Q(copied=True), "&copied__exact=1", "danger"),
)


def figures_of(row: LedgerRound) -> list[Figure]:
    """Return the figures of a round, counted in one statement."""
    counts = {code: Count("pk", filter=wanted) for code, _label, wanted, _query, _tone in _FIGURES}
    told = row.ledgers.exclude(state=S.DROPPED).order_by().aggregate(**counts)
    return [
        Figure(label, told[code], query, tone if told[code] else "")
        for code, label, _wanted, query, tone in _FIGURES
    ]


def figures_of_many(pks: Collection[int]) -> dict[int, Told]:
    """Return three figures of each round, counted in one statement."""
    rows = Ledger.objects.filter(round_id__in=pks).exclude(state=S.DROPPED).order_by()
    counted = rows.values("round_id").annotate(
        total=Count("pk"),
        handed_in=Count("pk", filter=Q(first_handed_in_on__isnull=False)),
        flagged=Count("pk", filter=Q(late=True) | Q(empty=True) | Q(copied=True)),
    )
    found = {row["round_id"]: Told(row["total"], row["handed_in"], row["flagged"]) for row in counted}
    return {pk: found.get(pk, Told()) for pk in pks}


def most_found(row: LedgerRound, most: int) -> list[tuple[CheckItem, int]]:
    """Return the lines that most bodies found, of ledgers that were handed in, with how many they are."""
    told = LedgerEntry.objects.filter(
        ledger__round=row, answer=Answer.FOUND, ledger__first_handed_in_on__isnull=False
    ).exclude(ledger__state=S.DROPPED)
    counted = told.order_by().values_list("item_id").annotate(n=Count("pk")).order_by("-n", "item_id")[:most]
    items = CheckItem.objects.in_bulk([item for item, _n in counted])
    return [(items[item], n) for item, n in counted]
