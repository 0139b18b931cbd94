"""Celery tasks about officers and machines: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from accounts.api.once import forget
from core import request_id


@shared_task(name="accounts.tasks.forget_answers")
def forget_answers() -> int:
    """Delete answers to machines that are older than the rule says; returns how many."""
    request_id.begin()
    return forget()
