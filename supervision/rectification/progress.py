"""What a campaign counts of its rectifications, as they stood at the end of a day and within a time.

A rectification's state of today stands in its row. That of an earlier day is read from its dated steps, and
its due day from the extensions that were granted later: a bulletin of last month says what was so then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from core.clock import today
from supervision.campaigns.progress import NOT_LISTED, Counter, contribute
from supervision.choices import WITH_THE_BODY, ExtensionState
from supervision.choices import RectificationState as S
from supervision.models import Campaign, Rectification, RectificationExtension, RectificationStep
from supervision.rectification.workflow import RECTIFICATION

STATES_AFTER = {name: step.target for name, step in RECTIFICATION.transitions.items()}
# Handed in, checked, or crossed off and doubted since: an officer has the next word.
WAITING_STATES = (S.HANDED_IN, S.CHECKED, S.DOUBTED)
HANDED_BACK = ("return", "return_checked")
Pairs = Iterable[tuple[int, int]]


def standing(campaign: Campaign, on: date) -> QuerySet[Rectification]:
    """Return what had been opened by the end of a day, with `stood` and `was_due_on` as they were then."""
    rows = Rectification.objects.filter(campaign=campaign, opened_on__lte=on).exclude(state=S.DROPPED)
    if on >= today():
        return rows.order_by().alias(stood=F("state"), was_due_on=F("due_on"))
    steps = RectificationStep.objects.filter(rectification=OuterRef("pk"), on__lte=on, step__in=STATES_AFTER)
    moved = RectificationExtension.objects.filter(
        rectification=OuterRef("pk"), state=ExtensionState.APPROVED, decided_on__gt=on
    )
    last = Subquery(steps.order_by("-pk").values("step")[:1])
    states = [When(last_step=step, then=Value(state)) for step, state in STATES_AFTER.items()]
    return rows.order_by().alias(
        last_step=last,
        stood=Case(*states, default=Value(S.OPEN)),
        was_due_on=Coalesce(Subquery(moved.order_by("pk").values("due_before")[:1]), F("due_on")),
    )


def _per_body(wanted: Callable[[date], Q | Exists]) -> Callable[[Campaign, date], Pairs]:
    def count(campaign: Campaign, on: date) -> Pairs:
        rows = standing(campaign, on).filter(wanted(on))
        return rows.values_list("subject_id").annotate(n=Count("pk"))

    return count


def _per_problem(wanted: Callable[[date], Q | Exists]) -> Callable[[Campaign, date], Pairs]:
    """By the line of the list, however an inspector worded the problem."""

    def count(campaign: Campaign, on: date) -> Pairs:
        listed = When(item__checklist=campaign.checklist_id, then=F("item__number"))
        number = Case(listed, default=Value(NOT_LISTED), output_field=IntegerField())
        rows = standing(campaign, on).filter(wanted(on)).annotate(number=number)
        return rows.values_list("number").annotate(n=Count("pk"))

    return count


def _day(field: str) -> Callable[[Campaign, date, date], Pairs]:
    """Count rows whose own day lies within."""

    def count(campaign: Campaign, first: date, last: date) -> Pairs:
        inside = {f"{field}__gte": first, f"{field}__lte": last}
        rows = Rectification.objects.filter(campaign=campaign, **inside).exclude(state=S.DROPPED).order_by()
        return rows.values_list("subject_id").annotate(n=Count("pk"))

    return count


def _stepped(*steps: str) -> Callable[[Campaign, date, date], Pairs]:
    """Count rows that took one of the steps within, each once."""

    def count(campaign: Campaign, first: date, last: date) -> Pairs:
        rows = RectificationStep.objects.filter(
            rectification__campaign=campaign, step__in=steps, on__gte=first, on__lte=last
        ).exclude(rectification__state=S.DROPPED)
        of = rows.order_by().values_list("rectification__subject_id")
        return of.annotate(n=Count("rectification", distinct=True))

    return count


def _stood(*states: S) -> Callable[[date], Q | Exists]:
    return lambda _on: Q(stood__in=states)


def _counter(
    code: str,
    title: str | Promise,
    wanted: Callable[[date], Q | Exists],
    within: Callable[[Campaign, date, date], Pairs] | None,
    order: int,
    *,
    bad: bool = False,
    problems: bool = True,
) -> Counter:
    return contribute(
        Counter(
            code,
            title,
            _per_body(wanted),
            _per_problem(wanted) if problems else None,
            within,
            of="found" if problems and code != "found" else "",
            bad=bad,
            order=order,
        )
    )


FOUND = _counter("found", pgettext_lazy("campaign", "problems found"), lambda _on: Q(), _day("opened_on"), 20)
WITH_BODY = _counter(
    "with_body", pgettext_lazy("campaign", "being rectified"), _stood(*WITH_THE_BODY), None, 30
)
HANDED_IN = _counter(
    "handed_in",
    pgettext_lazy("campaign", "handed in as put right"),
    lambda on: Exists(
        RectificationStep.objects.filter(rectification=OuterRef("pk"), step="hand_in", on__lte=on)
    ),
    _stepped("hand_in"),
    29,
    problems=False,
)
WAITING = _counter(
    "waiting", pgettext_lazy("campaign", "waiting for the check"), _stood(*WAITING_STATES), None, 31
)
CROSSED_OFF = _counter(
    "crossed_off",
    pgettext_lazy("campaign", "crossed off"),
    _stood(S.CROSSED_OFF),
    _stepped("cross_off"),
    32,
)
OVERDUE = _counter(
    "overdue",
    pgettext_lazy("campaign", "overdue"),
    lambda on: Q(stood__in=WITH_THE_BODY, was_due_on__lt=on),
    None,
    33,
    bad=True,
)
RETURNED = _counter(
    "returned",
    pgettext_lazy("campaign", "returned to the bodies"),
    _stood(S.RETURNED),
    _stepped(*HANDED_BACK),
    55,
    bad=True,
    problems=False,
)
FALSE = _counter(
    "false",
    pgettext_lazy("campaign", "close-outs found false"),
    lambda on: Q(found_false_on__lte=on),
    _day("found_false_on"),
    60,
    bad=True,
    problems=False,
)
