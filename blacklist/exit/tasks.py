"""Celery tasks of the way off a list: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from blacklist import telling
from core import request_id


@shared_task(name="blacklist.note_told")
def note_told() -> int:
    """Note which removals every platform has confirmed; returns how many."""
    request_id.begin()
    return telling.note_told()
