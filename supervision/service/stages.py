"""The flow chart of a case: each stage with the day by which it should be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.workdays import add_working_days
from supervision.models import ApprovalCase
from supervision.service.choices import CaseState


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage.

    Args:
        by: the day by which it should be done, None before acceptance.
        standing: "done", "now", "late" (its day has passed and the case is not decided) or "".
    """

    title: str
    office: str
    days: int
    by: date | None
    standing: str


def stages_of(case: ApprovalCase, *, on: date) -> list[Stage]:
    """Return the stages of a case with their days; shares of a shorter or longer limit are in proportion."""
    steps = list(case.item.steps.all())
    planned = sum(step.days for step in steps) or 1
    total = case.promised_days + case.extended_by_days
    finished = case.state in (CaseState.DECIDED, CaseState.DELIVERED)
    stages, reached, current = [], 0, False
    for step in steps:
        reached += step.days
        by = _day(case, -(-reached * total // planned))
        standing = ""
        if finished:
            standing = "done"
        elif by is not None and by < on:
            standing = "late" if step is steps[-1] else "done"
        elif by is not None and not current:
            standing, current = "now", True
        stages.append(Stage(step.title, step.office, step.days, by, standing))
    return stages


def _day(case: ApprovalCase, days: int) -> date | None:
    if case.accepted_on is None:
        return None
    return add_working_days(case.accepted_on, days + case.paused_days).on
