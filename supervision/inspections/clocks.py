"""The clocks of inspections (rule table `supervision.inspection`), fed into the task boxes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines, ruletables
from core.clock import CHINA
from core.deadlines import DeadlineKind
from core.language import in_kept_words
from core.models import Deadline, Rule
from core.workdays import DueDate, add_working_days
from supervision.models import Inspection

TABLE = "supervision.inspection"
PAGE = "admin:supervision_inspection_change"
DO = deadlines.register(DeadlineKind("inspection_do", _("Carry out the inspection"), P.INSPECTION_DO, PAGE))
PUBLISH = deadlines.register(
    DeadlineKind(
        "inspection_publish", _("Approve and publish the result of an inspection"), P.INSPECTION_APPROVE, PAGE
    )
)
RECUSE = deadlines.register(
    DeadlineKind("inspection_recusal", _("Decide the request for recusal"), P.INSPECTION_APPROVE, PAGE)
)
KINDS = (DO, PUBLISH, RECUSE)


def start_doing(rows: Iterable[Inspection], *, on: date) -> None:
    """Start the clock of tasks; their day was set with them.

    Args:
        rows: saved inspections with their `subject` at hand.
        on: the day on which the task was given.
    """
    deadlines.open_many(
        Deadline(
            kind=DO.code,
            object_type=Inspection._meta.label_lower,
            object_id=str(row.pk),
            title=title_of(row),
            permission=DO.permission,
            division_code=row.division_code,
            started_on=on,
            due_on=row.due_on,
        )
        for row in rows
    )


def publication_due(row: Inspection, ended_on: date) -> DueDate:
    """Return the day by which the result must be public."""
    days = int(ruletables.rule(TABLE, "publish_days", on=ended_on, place=row.division_code))
    return add_working_days(ended_on, days)


def start_publishing(row: Inspection, *, ended_on: date) -> None:
    """Start the clock of publication; it runs from the day on which the inspection ended."""
    _start(PUBLISH, row, "publish_days", ended_on)


def start_recusal(row: Inspection, *, on: date) -> None:
    """Start the clock of the decision on a request for recusal."""
    _start(RECUSE, row, "recusal_days", on)


def _start(kind: DeadlineKind, row: Inspection, code: str, on: date) -> None:
    found = ruletables.book(TABLE).find(code, on=on, place=row.division_code)
    basis = f"{found.document} {found.article}".strip() if found else ""
    if found is not None and found.certainty == Rule.Certainty.DEFAULT:
        with in_kept_words():
            basis = f"{basis}（{found.get_certainty_display()}）"
    days = int(ruletables.rule(TABLE, code, on=on, place=row.division_code))
    clock = deadlines.build(kind, row, start=on, working_days=days, title=title_of(row), basis=basis)
    deadlines.open_many([clock])


def stop(row: Inspection, *kinds: DeadlineKind) -> None:
    """Stop clocks of an inspection."""
    deadlines.close_kinds(kinds, Inspection, [row.pk])


def day_of(at: datetime) -> date:
    """Return the Chinese calendar day of a moment."""
    return at.astimezone(CHINA).date()


def title_of(row: Inspection) -> str:
    """Return what a task box calls an inspection."""
    return f"{row.subject.in_tasks}：{row.checklist.title}"
