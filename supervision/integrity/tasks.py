"""Celery tasks of government integrity: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from core import request_id
from core.actors import SystemActor
from supervision.integrity import measures


@shared_task(name="supervision.integrity.lapse")
def lapse() -> int:
    """End the consequences whose term is over; returns how many."""
    request_id.begin()
    return measures.lapse_due(by=SystemActor("integrity"))
