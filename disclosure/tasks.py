"""Celery tasks of disclosure: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from core import request_id
from disclosure.models import Penalty, Permit
from disclosure.services import clocks, publishing


@shared_task(name="disclosure.tasks.publish_due")
def publish_due() -> int:
    """Publish what was reviewed; returns how many entries went public."""
    request_id.begin()
    return publishing.publish_due().published


@shared_task(name="disclosure.tasks.end_display")
def end_display() -> int:
    """End the display of entries whose period is over; returns how many."""
    request_id.begin()
    return publishing.end_display()


@shared_task(name="disclosure.tasks.reassess")
def reassess() -> int:
    """Apply the rules of the day to what is shown; returns how many displays ended or moved."""
    request_id.begin()
    return publishing.reassess()


@shared_task(name="disclosure.tasks.recompute_due")
def recompute_due() -> int:
    """Compute provisional due dates again (the calendar of a year arrives late in the year before)."""
    return clocks.recompute_due(Penalty) + clocks.recompute_due(Permit)
