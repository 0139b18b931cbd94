"""Celery tasks of joint measures: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from blacklist.measures.reminding import follow_up
from core import request_id


@shared_task(name="blacklist.measures.remind_late")
def remind_late() -> int:
    """Remind the departments that are late; returns how many reminders were sent."""
    request_id.begin()
    return follow_up()
