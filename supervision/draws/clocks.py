"""The clocks of a draw (rule table `supervision.draws`), fed into the task boxes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines
from core.deadlines import DeadlineKind
from core.models import Deadline
from supervision.draws.choices import DrawState
from supervision.draws.rules import settings
from supervision.models import Draw, Replacement

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
_ASKS = {DrawState.DRAWN: (APPROVE, "approve"), DrawState.APPROVED: (OPEN, "open")}


def keep(row: Draw, *, on: date) -> None:
    """Set the running clocks to what the draw's state asks for."""
    deadlines.close_kinds(KINDS, Draw, [row.pk])
    if row.state == DrawState.COMMITTED:
        deadlines.open_many([_on_the_day(row, on)])
    elif found := _ASKS.get(DrawState(row.state)):
        kind, code = found
        rules = settings(on, row.division_code)
        clock = deadlines.build(
            kind,
            row,
            start=on,
            working_days=rules.number(code),
            title=str(row),
            basis=rules.basis(code),
        )
        deadlines.open_many([clock])


def _on_the_day(row: Draw, on: date) -> Deadline:
    """Build the task of the day that was announced; it is a day of the calendar, no count of working days."""
    clock = deadlines.build(HOLD, row, start=on, working_days=0, title=str(row))
    clock.working_days, clock.due_on, clock.provisional = None, row.draw_on, False
    return clock


def start_replacement(row: Replacement, *, on: date) -> None:
    """Start the clock of a replacement's decision."""
    rules = settings(on, row.draw.division_code)
    clock = deadlines.build(
        REPLACE,
        row,
        start=on,
        working_days=rules.number("replace"),
        title=str(row),
        basis=rules.basis("replace"),
    )
    deadlines.open_many([clock])


def stop_replacement(row: Replacement) -> None:
    """Stop the clock of a decided replacement."""
    deadlines.close(REPLACE, Replacement, [row.pk])
