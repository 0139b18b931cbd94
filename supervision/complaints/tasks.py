"""Celery tasks of complaints: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from core import request_id
from supervision.complaints import looks


@shared_task(name="supervision.complaints.lapse_looks")
def lapse_looks() -> int:
    """Let requests of keepers lapse whose time is over, and delete what was handed on; returns how many."""
    request_id.begin()
    return looks.lapse_old()
