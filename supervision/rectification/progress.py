"""What a campaign counts of its rectifications besides their states: returned, and found false."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Count, Q
from django.utils.translation import pgettext_lazy

from supervision.campaigns.progress import Counter, contribute
from supervision.choices import RectificationState as S
from supervision.models import Campaign, Rectification


def _per_body(wanted: Q) -> Callable[[Campaign], Iterable[tuple[int, int]]]:
    def count(campaign: Campaign) -> Iterable[tuple[int, int]]:
        rows = Rectification.objects.filter(wanted, campaign=campaign).exclude(state=S.DROPPED).order_by()
        return rows.values_list("subject_id").annotate(n=Count("pk"))

    return count


RETURNED = contribute(
    Counter(
        "returned",
        pgettext_lazy("campaign", "returned to the bodies"),
        _per_body(Q(state=S.RETURNED)),
        bad=True,
        order=55,
    )
)
FALSE = contribute(
    Counter(
        "false",
        pgettext_lazy("campaign", "close-outs found false"),
        _per_body(Q(found_false_on__isnull=False)),
        bad=True,
        order=60,
    )
)
