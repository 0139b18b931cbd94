"""The clocks of plans and draws (rule table `supervision.draws`), fed into the task boxes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines
from core.deadlines import DeadlineKind
from core.models import Deadline
from supervision.draws.choices import DrawState, PlanState
from supervision.draws.rules import settings
from supervision.models import Draw, Plan, Replacement

PAGE = "admin:supervision_draw_change"
HOLD = deadlines.register(DeadlineKind("draw_hold", _("Hold the random draw"), P.INSPECTION_PLAN, PAGE))
APPROVE = deadlines.register(
    DeadlineKind("draw_approve", _("Approve the random draw"), P.INSPECTION_APPROVE, PAGE)
)
OPEN = deadlines.register(
    DeadlineKind("draw_open", _("Open the seed and the result of the draw"), P.INSPECTION_PLAN, PAGE)
)
REPLACE = deadlines.register(
    DeadlineKind(
        "draw_replace",
        _("Decide a replacement in a draw"),
        P.INSPECTION_APPROVE,
        "admin:supervision_replacement_change",
    )
)
KINDS = (HOLD, APPROVE, OPEN)
PLAN_PAGE = "admin:supervision_plan_change"
PLAN_APPROVE = deadlines.register(
    DeadlineKind("plan_approve", _("Approve the plan of random inspection"), P.INSPECTION_APPROVE, PLAN_PAGE)
)
PLAN_AMEND = deadlines.register(
    DeadlineKind(
        "plan_amend", _("Change the returned plan and submit it again"), P.INSPECTION_PLAN, PLAN_PAGE
    )
)
PLAN_KINDS = (PLAN_APPROVE, PLAN_AMEND)
_ASKS = {DrawState.DRAWN: (APPROVE, "approve"), DrawState.APPROVED: (OPEN, "open")}


def keep_plan(row: Plan, *, on: date) -> None:
    """Set the running clock to what the plan's state asks for, and of whom."""
    deadlines.close_kinds(PLAN_KINDS, Plan, [row.pk])
    if row.state == PlanState.SUBMITTED:
        deadlines.open_many([_clock(PLAN_APPROVE, row, "plan_approve", row.division_code, on)])
    elif row.state == PlanState.DRAFT and row.return_reason:
        deadlines.open_many([_clock(PLAN_AMEND, row, "plan_amend", row.division_code, on)])


def keep(row: Draw, *, on: date) -> None:
    """Set the running clocks to what the draw's state asks for."""
    deadlines.close_kinds(KINDS, Draw, [row.pk])
    if row.state == DrawState.COMMITTED:
        deadlines.open_many([_on_the_day(row, on)])
    elif found := _ASKS.get(DrawState(row.state)):
        kind, code = found
        deadlines.open_many([_clock(kind, row, code, row.division_code, on)])


def _clock(kind: DeadlineKind, row: Plan | Draw | Replacement, code: str, place: str, on: date) -> Deadline:
    """Build the clock of a rule of the table."""
    rules = settings(on, place)
    return deadlines.build(
        kind,
        row,
        start=on,
        working_days=rules.number(code),
        title=str(row),
        basis=rules.basis(code),
    )


def _on_the_day(row: Draw, on: date) -> Deadline:
    """Build the task of the day that was announced; it is a day of the calendar, no count of working days."""
    clock = deadlines.build(HOLD, row, start=on, working_days=0, title=str(row))
    clock.working_days, clock.due_on, clock.provisional = None, row.draw_on, False
    return clock


def start_replacement(row: Replacement, *, on: date) -> None:
    """Start the clock of a replacement's decision."""
    deadlines.open_many([_clock(REPLACE, row, "replace", row.draw.division_code, on)])


def stop_replacement(row: Replacement) -> None:
    """Stop the clock of a decided replacement."""
    deadlines.close(REPLACE, Replacement, [row.pk])
