"""Looking for risks outside the request: every night for everybody, and on change for some."""

from __future__ import annotations

from celery import shared_task

from core import request_id
from credit.warnings.services import look_for_risks


@shared_task(name="credit.warnings.tasks.look_for_everybody")
def look_for_everybody() -> int:
    """Evaluate every rule for everybody; returns how many warnings were opened. May run twice."""
    request_id.begin()
    return look_for_risks().opened
