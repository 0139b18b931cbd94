"""What is done when a rectification that a bad evaluation asked for is crossed off: its task is done."""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.actors import SystemActor
from core.language import in_kept_words
from core.models import OutboxEvent
from core.outbox import subscribe
from supervision.rectification.tasks_of_evaluations import note_task_done
from supervision.rectification.workflow import CROSSED_OFF

ME = SystemActor("rectification")


@subscribe(CROSSED_OFF)
def close_tasks_of_evaluations(events: list[OutboxEvent]) -> None:
    """Note the tasks as done; again is no harm."""
    with in_kept_words():
        outcome = _("The rectification was crossed off.")
    for event in events:
        note_task_done(event.payload["source_key"], outcome=outcome, by=ME)
