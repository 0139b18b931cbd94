"""Tasks of an earlier cycle lapse when that cycle's points fall back below the threshold.

Within the running cycle `credit.consequence_following` does this from the changed grade. A penalty of a past
cycle that falls changes no standing grade, but the talk or the training that followed from it has lost its
ground all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import gettext as _

from core.actors import SystemActor
from core.clock import today
from core.models import OutboxEvent
from core.outbox import subscribe
from credit import consequence_tasks
from credit.grading.standards import standard_data
from credit.models import ConsequenceTask, Standard
from credit.models.consequences import TaskState
from credit.points.ledger import File, file_of, points_in_cycle
from credit.rules.cycles import running_cycle
from credit.rules.terms import CycleKind, Scale
from credit.services import RECORD_CHANGED

BY = SystemActor("demerit points")


@subscribe(RECORD_CHANGED)
def look_back(events: list[OutboxEvent]) -> None:
    """Look at the subjects whose records changed and who have open tasks of a past cycle."""
    let_lapse({int(event.payload["subject"]) for event in events})


def let_lapse(subject_ids: Iterable[int]) -> int:
    """Let tasks of past cycles lapse whose threshold is no longer reached; returns how many."""
    tasks = ConsequenceTask.objects.filter(
        subject_id__in=set(subject_ids),
        state=TaskState.OPEN,
        standard__scale=Scale.ACTIONS,
        cycle_start__isnull=False,
    ).select_related("standard", "subject")
    files: dict[int, File] = {}
    lapsed = 0
    for task in tasks:
        file = files.get(task.subject_id) or file_of(task.subject, on=today())
        files[task.subject_id] = file
        if _has_fallen(task, file):
            reason = _("The points of the cycle from %(day)s fell back below the threshold.") % {
                "day": task.cycle_start
            }
            consequence_tasks.lapse(task, reason=reason, by=BY)
            lapsed += 1
    return lapsed


def _has_fallen(task: ConsequenceTask, file: File) -> bool:
    standard: Standard = task.standard
    data = standard_data(standard)
    day = today()
    own_days = file.licensed_on if data.cycle.kind == CycleKind.FROM_LICENCE else file.verified_on
    running = running_cycle(data.cycle, day, own_days, file.valid_to)
    if task.cycle_start is None or task.cycle_start >= running.start:
        return False
    own = running_cycle(data.cycle, task.cycle_start, own_days, file.valid_to)
    later = [start for start in own_days if task.cycle_start < start <= own.end]
    end = min([own.end, *(start - timedelta(days=1) for start in later)])
    result = points_in_cycle(standard, file, cycle_end=end, on=day)
    return data.rank(result.label) < data.rank(task.label)
