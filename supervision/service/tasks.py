"""Celery tasks of approvals and benefits: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from core import request_id
from supervision.service.benefits import follow_credit
from supervision.service.cases import accept_overdue, recompute_limits
from supervision.service.hurrying import warn


@shared_task(name="supervision.service.tasks.watch_limits")
def watch_limits() -> int:
    """Accept by force of law, count provisional limits anew, raise warnings; returns the new warnings."""
    request_id.begin()
    accept_overdue()
    recompute_limits()
    return warn()


@shared_task(name="supervision.service.tasks.follow_benefits")
def follow_benefits() -> int:
    """Suspend and resume benefits as the grades changed; returns how many changed."""
    request_id.begin()
    return sum(follow_credit())
