"""Answering workbooks of names outside the request; each task can run twice."""

from __future__ import annotations

from celery import shared_task

from blacklist.checks import entries, workbooks
from core import request_id


@shared_task(name=workbooks.TASK)
def answer_workbook(pk: int) -> bool:
    """Answer one workbook; returns whether this call finished it."""
    request_id.begin()
    return workbooks.carry_out(pk)


@shared_task(name="blacklist.checks.tasks.reap_workbooks")
def reap_workbooks() -> int:
    """Hand out workbooks whose worker died; returns how many."""
    request_id.begin()
    return workbooks.reap()


@shared_task(name="blacklist.checks.tasks.rebuild_entries")
def rebuild_entries() -> int:
    """Mend the names that checks look through where they differ from the lists; returns how many parties."""
    request_id.begin()
    return entries.rebuild()
