"""What a campaign counts of its ledgers: handed in, late, flagged; and a figure for the yearly report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from core.clock import today
from supervision.campaigns.progress import Counter, contribute
from supervision.campaigns.year import YearFigure, tell_year
from supervision.models import Campaign, Ledger
from supervision.models.ledgers import WRITABLE
from supervision.models.ledgers import LedgerState as S


def _per_body(wanted: Callable[[], Q]) -> Callable[[Campaign], Iterable[tuple[int, int]]]:
    def count(campaign: Campaign) -> Iterable[tuple[int, int]]:
        rows = Ledger.objects.filter(wanted(), round__campaign=campaign).exclude(state=S.DROPPED).order_by()
        return rows.values_list("subject_id").annotate(n=Count("pk"))

    return count


def _late() -> Q:
    open_too_long = Q(state__in=WRITABLE, first_handed_in_on__isnull=True, due_on__lt=today())
    return Q(late=True) | open_too_long


HANDED_IN = contribute(
    Counter(
        "ledgers_handed_in",
        pgettext_lazy("campaign", "ledgers handed in"),
        _per_body(lambda: Q(first_handed_in_on__isnull=False)),
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
        _per_body(lambda: Q(empty=True) | Q(copied=True)),
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
