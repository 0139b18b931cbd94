"""What a campaign counts of its ledgers: handed in, late, flagged; and a figure for the yearly report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Count, F, Q
from django.utils.translation import pgettext_lazy

from supervision.campaigns.progress import Counter, contribute
from supervision.campaigns.year import YearFigure, tell_year
from supervision.models import Campaign, Ledger
from supervision.models.ledgers import LedgerState as S


def _count(campaign: Campaign, wanted: Q) -> Iterable[tuple[int, int]]:
    rows = Ledger.objects.filter(wanted, round__campaign=campaign).exclude(state=S.DROPPED).order_by()
    return rows.values_list("subject_id").annotate(n=Count("pk"))


def _per_body(wanted: Callable[[date], Q]) -> Callable[[Campaign, date], Iterable[tuple[int, int]]]:
    return lambda campaign, on: _count(campaign, wanted(on))


def _handed_in_within(campaign: Campaign, first: date, last: date) -> Iterable[tuple[int, int]]:
    return _count(campaign, Q(first_handed_in_on__gte=first, first_handed_in_on__lte=last))


def _late(on: date) -> Q:
    """Past its day and not handed in by then, whether it came later or never."""
    in_time = Q(first_handed_in_on__isnull=False, first_handed_in_on__lte=F("due_on"))
    return Q(due_on__lt=on) & ~in_time


HANDED_IN = contribute(
    Counter(
        "ledgers_handed_in",
        pgettext_lazy("campaign", "ledgers handed in"),
        _per_body(lambda on: Q(first_handed_in_on__lte=on)),
        within=_handed_in_within,
        bodies=True,
        order=10,
    )
)
LATE = contribute(
    Counter(
        "ledgers_late",
        pgettext_lazy("campaign", "ledgers late"),
        _per_body(_late),
        bodies=True,
        bad=True,
        order=12,
    )
)
FLAGGED = contribute(
    Counter(
        "ledgers_flagged",
        pgettext_lazy("campaign", "ledgers flagged as empty or copied"),
        _per_body(lambda on: (Q(empty=True) | Q(copied=True)) & Q(first_handed_in_on__lte=on)),
        bodies=True,
        bad=True,
        order=14,
    )
)


def _in_year(prefix: str, first: date, last: date) -> int:
    rows = Ledger.objects.filter(division_code__startswith=prefix)
    return rows.filter(first_handed_in_on__gte=first, first_handed_in_on__lte=last).count()


YEAR = tell_year(
    YearFigure(
        "ledgers",
        pgettext_lazy("yearly report", "self-inspection ledgers handed in"),
        "supervision",
        _in_year,
        20,
    )
)
