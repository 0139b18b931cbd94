"""What stands above a decision's form: where it is, how long is left, who did what, what the public sees."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clock_words import Left, time_left
from disclosure.admin.filters import RUNNING
from disclosure.choices import DecisionState, PublicState
from disclosure.models import Penalty, Permit, PublicEntry
from supervision.models import ApprovalCase

STATE_COLOURS = {
    DecisionState.DRAFT: "info",
    DecisionState.IN_REVIEW: "warning",
    DecisionState.APPROVED: "primary",
    DecisionState.PUBLISHED: "success",
    DecisionState.WITHHELD: "",
    DecisionState.ENDED: "",
    DecisionState.ANNULLED: "danger",
}
STEPS = (
    (DecisionState.DRAFT, gettext_lazy("Entered")),
    (DecisionState.IN_REVIEW, gettext_lazy("Review")),
    (DecisionState.APPROVED, gettext_lazy("Waiting for publication")),
    (DecisionState.PUBLISHED, gettext_lazy("Published")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """One stop on the way to publication."""

    label: str
    state: str  # "done", "now", "ahead"


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything the panel shows.

    Args:
        origin: number and page of the application that drafted the permit, None for any other decision.
        unfinished: whether that draft waits to be completed.
    """

    state_label: str
    colour: str
    steps: tuple[Step, ...]
    left: Left | None
    facts: tuple[tuple[str, str], ...]
    public_url: str
    origin: tuple[str, str] | None
    unfinished: bool


def left_of(decision: Penalty | Permit) -> Left | None:
    """Return the time left for publication while it still has to happen."""
    if decision.due_on is None or decision.state not in RUNNING:
        return None
    return time_left(decision.due_on, provisional=decision.due_provisional)


def panel_of(decision: Penalty | Permit) -> Panel:
    """Put a decision's standing into words."""
    return Panel(
        state_label=decision.get_state_display(),
        colour=STATE_COLOURS[DecisionState(decision.state)],
        steps=_steps(decision),
        left=left_of(decision),
        facts=tuple((label, str(value)) for label, value in _facts(decision) if value),
        public_url=_public_url(decision),
        origin=_origin(decision),
        unfinished=isinstance(decision, Permit) and decision.is_unfinished,
    )


def _origin(decision: Penalty | Permit) -> tuple[str, str] | None:
    if not isinstance(decision, Permit) or decision.approval_guid is None:
        return None
    case = ApprovalCase.objects.filter(guid=decision.approval_guid).first()
    return (case.number, reverse("admin:supervision_approvalcase_change", args=[case.pk])) if case else None


def _steps(decision: Penalty | Permit) -> tuple[Step, ...]:
    order = [state for state, _label in STEPS]
    if decision.state not in order:
        return ()
    here = order.index(DecisionState(decision.state))
    published = decision.state == DecisionState.PUBLISHED
    return tuple(
        Step(str(label), "done" if at < here or published else "now" if at == here else "ahead")
        for at, (_state, label) in enumerate(STEPS)
    )


def _facts(decision: Penalty | Permit) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        (_("Entered by"), _who(decision.made_by_label, decision.made_at)),
        (_("Reviewed by"), _who(decision.reviewed_by_label, decision.reviewed_at)),
        (_("To be published by"), decision.due_on),
        (_("Published on"), _day(decision.published_at)),
        (_("Shown until"), decision.shown_until or (_("without end") if decision.published_at else "")),
        (_("Why not published"), decision.get_withheld_reason_display()),
        (_("Annulled on"), decision.annulled_on),
        (_("Why annulled"), decision.annulled_reason),
    ]
    if isinstance(decision, Penalty):
        facts += [
            (_("Publicity regime"), decision.regime),
            (_("Publicity class"), decision.publicity_class),
            (_("Repair possible from"), decision.earliest_repair_on),
        ]
    return facts


def _who(label: str, at: Any) -> str:
    return f"{label} · {_day(at)}" if label else ""


def _day(at: Any) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d}" if at else ""


def _public_url(decision: Penalty | Permit) -> str:
    if decision.state != DecisionState.PUBLISHED:
        return ""
    entry = PublicEntry.objects.filter(record_guid=decision.guid, state=PublicState.SHOWN).first()
    return entry.get_absolute_url() if entry else ""
