"""Writing batches of reports outside the request; each task can run twice."""

from __future__ import annotations

from celery import shared_task

from core import request_id
from credit.report import batches


@shared_task(name=batches.TASK)
def write_batch(pk: int) -> bool:
    """Write one batch; returns whether this call finished it."""
    request_id.begin()
    return batches.carry_out(pk)


@shared_task(name="credit.report.tasks.reap_batches")
def reap_batches() -> int:
    """Hand out batches whose worker died; returns how many."""
    request_id.begin()
    return batches.reap()


@shared_task(name="credit.report.tasks.expire_batches")
def expire_batches() -> int:
    """Delete files whose days are over; returns how many."""
    request_id.begin()
    return batches.expire()
