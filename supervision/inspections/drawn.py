"""Inspections that a draw orders: opened with its approval, changed with an approved replacement."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.models import Officer
from core.actors import Actor
from core.errors import Refusal
from core.language import in_kept_words
from supervision.draws.followers import DrawnTask, register
from supervision.inspections.choices import InspectionState
from supervision.inspections.services import NewInspection, drop, name_inspectors, open_many
from supervision.models import Draw, DrawnObject, Inspection

FOUND = (InspectionState.HANDED_IN, InspectionState.APPROVED, InspectionState.PUBLISHED)
"""States in which the body was inspected: nobody comes in its place any more."""


@register
def follow(tasks: Sequence[DrawnTask], by: Actor) -> None:
    """Open what was drawn; after a replacement drop the task that falls away, or change its inspectors."""
    replaced = {task.replaces: task for task in tasks if task.replaces}
    for row in Inspection.objects.filter(source_key__in=list(replaced)):
        task = replaced[row.source_key]
        if task.source_key == row.source_key:
            _change_crew(row, task, by)
        elif row.state in FOUND:
            raise Refusal(
                _(
                    "Drawn body: its inspection is “%(state)s” already, so what was found stands and no "
                    "other body comes instead; refuse the request."
                )
                % {"state": row.get_state_display()}
            )
        elif row.state in (InspectionState.PLANNED, InspectionState.RUNNING):
            with in_kept_words():
                reason = _("another body was drawn in its place")
            drop(row, reason=reason, by=by)
    open_many([_new(task) for task in tasks], by=by)


def still_open(draw: Draw) -> QuerySet[DrawnObject]:
    """Return the bodies of a draw at which nothing was handed in yet: they may still be replaced."""
    rows = draw.objects_drawn.filter(replaced=False)
    keys = {row.source_key: row.pk for row in rows}
    over = Inspection.objects.filter(source_key__in=list(keys), state__in=FOUND)
    return rows.exclude(pk__in=[keys[key] for key in over.values_list("source_key", flat=True)])


def _change_crew(row: Inspection, task: DrawnTask, by: Actor) -> None:
    officers = Officer.objects.in_bulk(task.inspectors)
    wanted = [officers[pk] for pk in task.inspectors if pk in officers]
    if set(officers) == set(row.crew.values_list("officer_id", flat=True)):
        return  # an expert was replaced: the inspectors stay as they are
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
