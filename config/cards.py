"""The figures at the top of the front page: what waits without a clock of its own, and only where it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from accounts.models import Officer
from accounts.permissions import P
from blacklist.measures.choices import WAITING
from blacklist.measures.partners import orders_for
from core.models import Intake
from credit.choices import Review
from credit.models import ConductRecord
from disclosure.choices import DecisionState
from disclosure.models import Penalty, Permit
from exchange.choices import State
from exchange.models import Delivery
from supervision.integrity import offices

COUNTED_TO = 999
"""Counting stops here: a reader needs no more digits, and the page stays quick."""


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: what it counts, how it is coloured, where the rows are."""

    label: str | Promise
    figure: str
    url: str
    colour: str = ""


def cards_for(reader: Officer) -> list[Card]:
    """Return the figures that are not nought."""
    return [card for card in _cards(reader) if card and card.figure != "0"]


def overdue_card(count: int) -> Card:
    """Return the figure of overdue tasks; it stands there even where it is nought."""
    return Card(gettext_lazy("Overdue"), str(count), "#tasks", "danger" if count else "")


def _counted(rows: QuerySet[Any]) -> int:
    return rows.order_by()[: COUNTED_TO + 1].count()


def _figure(count: int) -> str:
    return f"{COUNTED_TO}+" if count > COUNTED_TO else str(count)


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
        _self_score_card(reader),
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


def _self_score_card(reader: Officer) -> Card:
    """The yearly self-score of the officer's own office; its clock is the review's."""
    url = reverse("admin:supervision_assessment_changelist")
    pks = list(offices.to_score(reader).values_list("pk", flat=True)[: COUNTED_TO + 1])
    if len(pks) == 1:
        url = reverse("admin:supervision_assessment_self", args=pks)
    label = gettext_lazy("Integrity self-scores of your office")
    return Card(label, _figure(len(pks)), url, "warning" if pks else "")


def _intake_card(reader: Officer) -> Card | None:
    if not reader.may(P.INTAKE_RUN):
        return None
    count = _counted(Intake.objects.visible_to(reader, P.INTAKE_RUN).unfinished())
    return Card(gettext_lazy("Workbooks being read"), _figure(count), reverse("admin:core_intake_changelist"))
