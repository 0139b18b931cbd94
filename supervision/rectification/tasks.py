"""Celery tasks of rectifications: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from core import request_id
from supervision.rectification import late


@shared_task(name="supervision.rectification.look_for_late")
def look_for_late() -> int:
    """Find late rectifications and pass up what lies untouched; returns how many were passed up."""
    request_id.begin()
    return late.look()[1]
