"""Starting and stopping the publication clock of decisions, in bulk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from core import deadlines
from core.ruletables import book
from core.workdays import DueDate, add_working_days, current_calendar
from disclosure.choices import DecisionState
from disclosure.deadlines import PUBLISH_PENALTY, PUBLISH_PERMIT
from disclosure.models import Penalty, Permit
from disclosure.rules.policy import setting

BASIS = "发改办财金〔2018〕424号"
PERIOD = "publish_within_working_days"
NOT_YET_PUBLIC = (DecisionState.DRAFT, DecisionState.IN_REVIEW, DecisionState.APPROVED)


def publication_due(decided_on: date, *, place: str = "") -> DueDate:
    """Return the last day for publication: the decision's day plus the working days of the rule table."""
    return add_working_days(decided_on, publication_days(on=decided_on, place=place))


def publication_days(*, on: date, place: str = "") -> int:
    """Return within how many working days a decision must be published (发改办财金〔2018〕424号)."""
    return int(str(setting(PERIOD, on=on, place=place)))


def kind_of(decision: Penalty | Permit) -> deadlines.DeadlineKind:
    """Return the clock of a decision's kind."""
    return PUBLISH_PENALTY if isinstance(decision, Penalty) else PUBLISH_PERMIT


def start(decisions: Sequence[Penalty | Permit]) -> None:
    """Start the clocks of decisions just entered (their `due_on` is set already)."""
    days: dict[tuple[date, str], int] = {}
    rows = []
    for decision in decisions:
        where = (decision.decided_on, decision.division_code)
        if where not in days:
            days[where] = publication_days(on=where[0], place=where[1])
        rows.append(
            deadlines.build(
                kind_of(decision),
                decision,
                start=decision.decided_on,
                working_days=days[where],
                # The task names the document, not the person.
                title=f"{decision.document_no} {decision.authority_name}",
                basis=BASIS,
            )
        )
    deadlines.open_many(rows)


def stop(decisions: Sequence[Penalty | Permit]) -> None:
    """Stop the clocks of decisions that were published, withheld or annulled."""
    by_kind: dict[deadlines.DeadlineKind, list[Penalty | Permit]] = {}
    for decision in decisions:
        by_kind.setdefault(kind_of(decision), []).append(decision)
    for kind, rows in by_kind.items():
        deadlines.close(kind, type(rows[0]), [row.pk for row in rows])


def recompute_due(model: type[Penalty] | type[Permit]) -> int:
    """Compute the due dates of decisions not yet public again after the calendar changed.

    Returns:
        How many moved, or are no longer provisional.
    """
    calendar, settings = current_calendar(), book("disclosure.setting")
    waiting = model._base_manager.filter(state__in=NOT_YET_PUBLIC)
    moved: list[Any] = []
    for decision in waiting.iterator(2000):
        days = settings.value(PERIOD, on=decision.decided_on, place=decision.division_code)
        due = calendar.add_working_days(decision.decided_on, int(days))
        if (due.on, due.provisional) != (decision.due_on, decision.due_provisional):
            decision.due_on, decision.due_provisional = due.on, due.provisional
            moved.append(decision)
    model._base_manager.bulk_update(moved, ["due_on", "due_provisional"], batch_size=1000)
    return len(moved)
