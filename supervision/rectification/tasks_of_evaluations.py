"""Tasks that bad evaluations opened (`credit.EvaluationFollowUp`): what was begun for them, and their end.

津滨卫执法〔2020〕120号 三(二)5: a body evaluated as poor is talked to and made to mend.
"""

from __future__ import annotations

from core.actors import Actor
from core.clock import today
from credit.evaluations.services import note_done
from credit.models import EvaluationFollowUp
from credit.models.evaluations import FollowUpState

KEY = "credit.evaluationfollowup:"


def key_of(task: EvaluationFollowUp) -> str:
    """Return the source key of what is begun for a task."""
    return f"{KEY}{task.pk}"


def note_task_done(source_key: str, *, outcome: str, by: Actor) -> bool:
    """Note the task behind a source key as done; what is no task, or done already, stays as it is."""
    number = source_key.removeprefix(KEY)
    if number == source_key or not number.isdecimal():
        return False
    task = EvaluationFollowUp.objects.filter(pk=int(number), state=FollowUpState.OPEN).first()
    if task is None:
        return False
    note_done(task, by=by, outcome=outcome, done_on=today())
    return True
