"""What the night does for standards and their consequences; each task may run twice."""

from __future__ import annotations

from celery import shared_task

from credit.consequence_following import end_obsolete, open_missing
from credit.standards.adoption import retire_ended


@shared_task
def retire_ended_standards() -> int:
    """Retire the adopted standards whose last day has passed; returns how many."""
    return retire_ended()


@shared_task
def follow_standing_grades() -> tuple[int, int]:
    """Open the tasks that standing grades ask for, and end those they no longer ask for."""
    return open_missing(), end_obsolete()
