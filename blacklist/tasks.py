"""Celery tasks of the lists: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from blacklist.listing import breach, ends, windows
from core import request_id
from core.actors import SystemActor


@shared_task(name="blacklist.tasks.expire")
def expire() -> int:
    """End the listings whose term is over; returns how many."""
    request_id.begin()
    return ends.expire(by=SystemActor("expire listings"))


@shared_task(name="blacklist.tasks.look_for_breaches")
def look_for_breaches() -> int:
    """Look for breaches of red-listed subjects that became final meanwhile; returns how many were found."""
    request_id.begin()
    return breach.look_at_everybody()


@shared_task(name="blacklist.tasks.recompute_windows")
def recompute_windows() -> int:
    """Count provisional windows again (the calendar of a year arrives late in the year before)."""
    request_id.begin()
    return windows.recompute()
