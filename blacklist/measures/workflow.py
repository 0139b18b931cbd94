"""The procedure of an order to a department as a table: received, carried out or not, ended, lifted."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from blacklist.measures.choices import STANDING, UNANSWERED
from blacklist.measures.choices import OrderState as S
from blacklist.models import MeasureOrder
from core.clock import today
from core.workflow import Transition, Workflow
from credit.parties import OWN

ORDERED = "blacklist.measure.ordered"
REMINDED = "blacklist.measure.reminded"
LEAST_WORDS = 4


def key_of(row: MeasureOrder) -> str:
    """Return the outbox key of an order."""
    return f"blacklist.measureorder:{row.guid}"


def payload(row: MeasureOrder, step: Transition) -> dict[str, Any]:
    """Tell of an order without naming its subject."""
    return message(row, step.target)


def message(row: MeasureOrder, state: str) -> dict[str, Any]:
    """Build what the outbox carries about an order."""
    return {
        "order": str(row.guid),
        "listing": row.listing_id,
        "measure": row.measure_code,
        "department": row.department_id,
        "state": state,
        "division_code": row.division_code,
    }


def _says_what_was_done(row: MeasureOrder) -> str | Promise | None:
    if row.executed_on is None:
        return _("Carried out on: say the day.")
    if not row.ordered_on <= row.executed_on <= today():
        return _("Carried out on: the day lies between the order and today.")
    if len(row.result.strip()) < LEAST_WORDS:
        return _("Result: say what was done and with which result, in at least four characters.")
    return None


def _says_why_not(row: MeasureOrder) -> str | Promise | None:
    if len(row.cannot_reason.strip()) < LEAST_WORDS:
        return _("Say in at least four characters why the measure cannot be carried out.")
    return None


def _lifted_after_the_end(row: MeasureOrder) -> str | Promise | None:
    if row.lifted_on is None or row.ended_on is None or not row.ended_on <= row.lifted_on <= today():
        return _("Lifted on: the day lies between the end of the measure and today.")
    return None


ORDER: Workflow[MeasureOrder] = Workflow(
    MeasureOrder,
    Transition("receive", frozenset({S.ORDERED}), S.RECEIVED, OWN, _("Confirm receipt")),
    Transition(
        "accept",
        frozenset(UNANSWERED),
        S.EXECUTING,
        OWN,
        _("We carry it out"),
        topic="blacklist.measure.answered",
    ),
    Transition(
        "execute",
        frozenset({*UNANSWERED, S.EXECUTING}),
        S.EXECUTED,
        OWN,
        _("Report as carried out"),
        guard=_says_what_was_done,
        topic="blacklist.measure.executed",
    ),
    Transition(
        "cannot",
        frozenset({*UNANSWERED, S.EXECUTING}),
        S.CANNOT,
        OWN,
        _("Say why it cannot be carried out"),
        guard=_says_why_not,
        topic="blacklist.measure.answered",
    ),
    Transition(
        "insist",
        frozenset({S.CANNOT}),
        S.ORDERED,
        P.MEASURE_HANDLE,
        _("Ask once more"),
        needs_reason=True,
        topic=ORDERED,
    ),
    Transition(
        "end",
        frozenset(STANDING),
        S.ENDED,
        P.MEASURE_HANDLE,
        pgettext_lazy("measure", "End the measure"),
        needs_reason=True,
        topic="blacklist.measure.ended",
    ),
    Transition(
        "confirm_lifted",
        frozenset({S.ENDED}),
        S.LIFTED,
        OWN,
        _("Confirm that it is lifted"),
        guard=_lifted_after_the_end,
        topic="blacklist.measure.lifted",
    ),
    title=_("Joint measure or incentive"),
    payload=payload,
    key=key_of,
    related=("listing", "department"),
)
