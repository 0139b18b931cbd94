"""Celery tasks of repair: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task
from django.db import transaction

from core import request_id
from credit.repair import batches, syncing


@shared_task(name="credit.repair.work_off_batch")
def work_off_batch(batch_id: int) -> int:
    """Carry out a running batch; returns how many records this worker worked off."""
    request_id.begin()
    return batches.work_off(batch_id)


@shared_task(name="credit.repair.reap_batches")
def reap_batches() -> list[int]:
    """Hand running batches out again whose worker died or whose task was lost."""
    waiting = batches.unattended()
    for batch_id in waiting:
        enqueue(batch_id)
    return waiting


@shared_task(name="credit.repair.note_synced")
def note_synced() -> int:
    """Note which repairs the platforms have confirmed; returns how many."""
    request_id.begin()
    return syncing.note_synced()


def enqueue(batch_id: int) -> None:
    """Hand a batch to a worker once its start is committed."""
    transaction.on_commit(lambda: work_off_batch.delay(batch_id))
