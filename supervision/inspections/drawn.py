"""Inspections that a draw orders: opened with its approval, changed with an approved replacement."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import Officer
from core.actors import Actor
from core.language import in_kept_words
from supervision.draws.followers import DrawnTask, register
from supervision.inspections.choices import InspectionState
from supervision.inspections.services import NewInspection, drop, name_inspectors, open_many
from supervision.models import Inspection


@register
def follow(tasks: Sequence[DrawnTask], by: Actor) -> None:
    """Open what was drawn; after a replacement drop the task that falls away, or change its inspectors."""
    replaced = {task.replaces: task for task in tasks if task.replaces}
    for row in Inspection.objects.filter(source_key__in=list(replaced)):
        task = replaced[row.source_key]
        if task.source_key == row.source_key:
            _change_crew(row, task, by)
        elif row.state in (InspectionState.PLANNED, InspectionState.RUNNING):
            with in_kept_words():
                reason = _("another body was drawn in its place")
            drop(row, reason=reason, by=by)
    open_many([_new(task) for task in tasks], by=by)


def _change_crew(row: Inspection, task: DrawnTask, by: Actor) -> None:
    officers = Officer.objects.in_bulk(task.inspectors)
    wanted = [officers[pk] for pk in task.inspectors if pk in officers]
    with in_kept_words():
        reason = _("replacement approved in the draw")
    name_inspectors(row, officers=wanted, reason=reason, by=by)


def _new(task: DrawnTask) -> NewInspection:
    return NewInspection(
        subject_id=task.subject_id,
        division_code=task.division_code,
        speciality=task.speciality,
        checklist_id=None,
        reason=task.reason,
        source_key=task.source_key,
        due_on=task.due_on,
        inspectors=task.inspectors,
    )
