"""What a campaign counts of its rectifications: found, with the bodies, to be checked, crossed off, late."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from core.clock import today
from supervision.campaigns.progress import Counter, contribute
from supervision.choices import WITH_THE_BODY
from supervision.choices import RectificationState as S
from supervision.models import Campaign, CheckItem, Rectification

_COUNTED = ~Q(state=S.DROPPED)
_DONE = Q(state=S.CROSSED_OFF)
_WITH_BODY = Q(state__in=WITH_THE_BODY)
# Handed in, checked, or crossed off and doubted since: an officer has the next word.
_WAITING = _COUNTED & ~_DONE & ~_WITH_BODY


def _per_body(wanted: Callable[[], Q]) -> Callable[[Campaign], Iterable[tuple[int, int]]]:
    def count(campaign: Campaign) -> Iterable[tuple[int, int]]:
        rows = Rectification.objects.filter(wanted(), campaign=campaign).order_by()
        return rows.values_list("subject_id").annotate(n=Count("pk"))

    return count


def _per_problem(wanted: Callable[[], Q]) -> Callable[[Campaign], Iterable[tuple[int, int]]]:
    """A rectification names its problem by the words of the list."""

    def count(campaign: Campaign) -> Iterable[tuple[int, int]]:
        items = CheckItem.objects.filter(checklist=campaign.checklist_id)
        numbers = dict(items.values_list("text", "number"))
        rows = Rectification.objects.filter(wanted(), campaign=campaign).order_by()
        counted = rows.values_list("problem").annotate(n=Count("pk"))
        return [(numbers[words], n) for words, n in counted if words in numbers]

    return count


def _counter(
    code: str, title: str | Promise, wanted: Callable[[], Q], order: int, *, bad: bool = False
) -> Counter:
    return contribute(
        Counter(
            code,
            title,
            _per_body(wanted),
            _per_problem(wanted),
            of="" if code == "found" else "found",
            bad=bad,
            order=order,
        )
    )


FOUND = _counter("found", pgettext_lazy("campaign", "problems found"), lambda: _COUNTED, 20)
WITH_BODY = _counter("with_body", pgettext_lazy("campaign", "being rectified"), lambda: _WITH_BODY, 30)
WAITING = _counter("waiting", pgettext_lazy("campaign", "waiting for the check"), lambda: _WAITING, 31)
CROSSED_OFF = _counter("crossed_off", pgettext_lazy("campaign", "crossed off"), lambda: _DONE, 32)
OVERDUE = _counter(
    "overdue", pgettext_lazy("campaign", "overdue"), lambda: _WITH_BODY & Q(due_on__lt=today()), 33, bad=True
)
