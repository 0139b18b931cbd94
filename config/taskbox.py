"""The front page of the supervisors' door: what has to be done by when, how much of it, and two charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import officer
from accounts.clock_words import Left, time_left
from accounts.models import Officer, Post
from accounts.permissions import P
from blacklist.measures.choices import WAITING
from blacklist.measures.partners import orders_for
from config import charts
from core import deadlines
from core.clock import today
from core.models import Deadline, Intake
from core.scope import division_filter
from credit.choices import Review
from credit.models import ConductRecord
from disclosure.choices import DecisionState
from disclosure.models import Penalty, Permit
from exchange.choices import State
from exchange.models import Delivery

MOST_TASKS = 15
COUNTED_TO = 999
"""Counting stops here: a reader needs no more digits, and the page stays quick."""


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task box."""

    title: str
    kind: str | Promise
    basis: str
    due: str
    left: Left
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it counts, how it is coloured, where the rows are."""

    label: str | Promise
    figure: str
    url: str
    colour: str = ""


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the task box to the front page's context (unfold's DASHBOARD_CALLBACK)."""
    reader = officer(request)
    open_tasks = tasks_of(reader)
    overdue = _counted(open_tasks.filter(due_on__lt=today()))
    box = {
        "title": _("Task box"),
        "reader": reader,
        "has_post": bool(reader.is_superuser or Post.objects.filter(officer=reader).held_on().exists()),
        "tasks": [_task(row) for row in open_tasks.order_by("due_on", "pk")[:MOST_TASKS]],
        "most_tasks": MOST_TASKS,
        "cards": [card for card in (_overdue_card(overdue), *_cards(reader)) if card],
        "charts": charts.charts_for(reader),
    }
    return {**context, **box}


def tasks_of(reader: Officer) -> QuerySet[Deadline]:
    """Return the running clocks whose task the officer may do."""
    mine = Q(pk__in=[])
    for permission in {kind.permission for kind in deadlines.kinds.values()}:
        if prefixes := reader.prefixes(permission):
            mine |= Q(permission=permission) & division_filter("division_code", prefixes)
    return Deadline.objects.filter(mine, closed_at__isnull=True)


def _task(row: Deadline) -> Task:
    kind = deadlines.kinds.get(row.kind)
    return Task(
        title=row.title,
        kind=kind.label if kind else row.kind,
        basis=row.basis,
        due=row.due_on.isoformat(),
        left=time_left(row.due_on, provisional=row.provisional),
        url=_page(kind.url_name, row.object_id) if kind else "",
    )


def _page(url_name: str, object_id: str) -> str:
    try:
        return reverse(url_name, args=[object_id])
    except NoReverseMatch:
        return ""


def _counted(rows: QuerySet[Any]) -> int:
    return rows.order_by()[: COUNTED_TO + 1].count()


def _figure(count: int) -> str:
    return f"{COUNTED_TO}+" if count > COUNTED_TO else str(count)


def _overdue_card(count: int) -> Card:
    return Card(gettext_lazy("Overdue"), _figure(count), "#tasks", "danger" if count else "")


def _cards(reader: Officer) -> list[Card | None]:
    return [
        _decision_card(
            reader, Penalty, gettext_lazy("Penalties waiting for review"), DecisionState.IN_REVIEW
        ),
        _decision_card(reader, Permit, gettext_lazy("Permits waiting for review"), DecisionState.IN_REVIEW),
        _decision_card(
            reader, Penalty, gettext_lazy("Penalties waiting for publication"), DecisionState.APPROVED
        ),
        _record_card(reader),
        _returned_card(reader),
        _draft_card(reader),
        _delivery_card(reader),
        _measure_card(reader),
        _intake_card(reader),
    ]


def _decision_card(reader: Officer, model: Any, label: Any, state: DecisionState) -> Card | None:
    if not reader.may(P.DECISION_VIEW):
        return None
    count = _counted(model.objects.visible_to(reader, P.DECISION_VIEW).filter(state=state))
    url = reverse(f"admin:disclosure_{model._meta.model_name}_changelist")
    return Card(label, _figure(count), f"{url}?state__exact={state}", "warning" if count else "")


def _record_card(reader: Officer) -> Card | None:
    if not reader.may(P.RECORD_REVIEW):
        return None
    rows = ConductRecord.entries.visible_to(reader, P.RECORD_REVIEW)
    count = _counted(rows.filter(review=Review.WAITING))
    url = reverse("admin:credit_conductrecord_changelist")
    label = gettext_lazy("Records waiting for confirmation")
    return Card(label, _figure(count), f"{url}?review__exact={Review.WAITING}", "warning" if count else "")


def _returned_card(reader: Officer) -> Card | None:
    """Entries that a reviewer sent back wait for a clerk; they have no clock of their own."""
    if not reader.may(P.RECORD_ENTER):
        return None
    rows = ConductRecord.entries.visible_to(reader, P.RECORD_ENTER)
    count = _counted(rows.filter(review=Review.RETURNED))
    url = reverse("admin:credit_conductrecord_changelist")
    label = gettext_lazy("Records sent back to be mended")
    return Card(label, _figure(count), f"{url}?review__exact={Review.RETURNED}", "warning" if count else "")


def _draft_card(reader: Officer) -> Card | None:
    if not reader.may(P.DECISION_ENTER):
        return None
    rows: Any = Penalty.objects
    count = _counted(rows.visible_to(reader, P.DECISION_ENTER).filter(state=DecisionState.DRAFT))
    url = reverse("admin:disclosure_penalty_changelist")
    return Card(
        gettext_lazy("Penalties not handed in"), _figure(count), f"{url}?state__exact={DecisionState.DRAFT}"
    )


def _delivery_card(reader: Officer) -> Card | None:
    if not reader.may(P.DELIVERY_VIEW):
        return None
    rows = Delivery.objects.visible_to(reader, P.DELIVERY_VIEW)
    count = _counted(rows.filter(state__in=(State.STUCK, State.REJECTED)))
    url = reverse("admin:exchange_delivery_changelist")
    label = gettext_lazy("Deliveries stuck or rejected")
    return Card(
        label, _figure(count), f"{url}?state__in={State.STUCK},{State.REJECTED}", "danger" if count else ""
    )


def _measure_card(reader: Officer) -> Card | None:
    if not reader.may(P.MEASURE_ANSWER) or reader.is_superuser:
        return None
    count = _counted(orders_for(reader).filter(state__in=WAITING))
    url = reverse("admin:blacklist_partnerorder_changelist")
    return Card(gettext_lazy("Measures that await us"), _figure(count), url, "warning" if count else "")


def _intake_card(reader: Officer) -> Card | None:
    if not reader.may(P.INTAKE_RUN):
        return None
    count = _counted(Intake.objects.visible_to(reader, P.INTAKE_RUN).unfinished())
    return Card(gettext_lazy("Workbooks being read"), _figure(count), reverse("admin:core_intake_changelist"))
