"""The procedure of a consequence that an office carries out: done, waived with a reason, or lapsed."""

from __future__ import annotations

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines
from core.actors import Actor
from core.clock import today
from core.deadlines import DeadlineKind
from core.workflow import Transition, Workflow
from credit.models.consequences import ConsequenceTask, TaskState

CONSEQUENCE = deadlines.register(
    DeadlineKind(
        "credit_consequence",
        _("Consequence of a grade"),
        P.WARNING_HANDLE,
        "admin:credit_consequencetask_change",
    )
)


def _says_what_came_of_it(task: ConsequenceTask) -> str | Promise | None:
    return None if task.outcome.strip() else _("Outcome: say what was done and with which result.")


CONSEQUENCE_TASK: Workflow[ConsequenceTask] = Workflow(
    ConsequenceTask,
    Transition(
        "finish",
        frozenset({TaskState.OPEN}),
        TaskState.DONE,
        P.WARNING_HANDLE,
        _("Note as done"),
        guard=_says_what_came_of_it,
        topic="credit.consequence.done",
    ),
    Transition(
        "waive",
        frozenset({TaskState.OPEN}),
        TaskState.WAIVED,
        P.GRADE_RUN,
        _("Waive"),
        needs_reason=True,
    ),
    Transition(
        "lapse",
        frozenset({TaskState.OPEN}),
        TaskState.LAPSED,
        P.GRADE_RUN,
        _("Let lapse"),
        needs_reason=True,
    ),
    title=_("Consequence of a grade"),
    payload=lambda row, step: {"subject": row.subject_id, "code": row.code, "state": step.target},
    key=lambda row: f"credit.subject:{row.subject_id}",
    related=("subject",),
)


def finish(task: ConsequenceTask, *, outcome: str, by: Actor) -> ConsequenceTask:
    """Note a consequence as carried out, with what came of it; its clock stops."""
    return _close(task, "finish", by=by, outcome=outcome)


def waive(task: ConsequenceTask, *, reason: str, by: Actor) -> ConsequenceTask:
    """Do without a consequence, for a reason in words; its clock stops."""
    return _close(task, "waive", by=by, reason=reason, outcome=reason)


def lapse(task: ConsequenceTask, *, reason: str, by: Actor) -> ConsequenceTask:
    """End a consequence whose ground is gone, such as points taken back; its clock stops."""
    return _close(task, "lapse", by=by, reason=reason, outcome=reason)


def _close(task: ConsequenceTask, name: str, *, by: Actor, outcome: str, reason: str = "") -> ConsequenceTask:
    with transaction.atomic():
        row = CONSEQUENCE_TASK.apply(
            task, name, by=by, reason=reason, outcome=outcome.strip(), closed_on=today()
        )
        deadlines.close(CONSEQUENCE, ConsequenceTask, [row.pk])
    return row
