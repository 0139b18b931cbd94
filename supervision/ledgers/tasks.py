"""Celery tasks of ledgers: thin, each can run twice."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from core import request_id, ruletables, vault
from core.clock import today
from supervision.ledgers import flags
from supervision.ledgers.rules import TABLE
from supervision.ledgers.workbook_in import SHELF
from supervision.models import LedgerUpload


@shared_task(name="supervision.ledgers.mark_late")
def mark_late() -> int:
    """Flag ledgers whose day is over; returns how many are new."""
    request_id.begin()
    return flags.mark_late(on=today())


@shared_task(name="supervision.ledgers.forget_marked")
def forget_marked() -> int:
    """Delete marked workbooks whose days are over; returns how many went."""
    request_id.begin()
    days = int(ruletables.rule(TABLE, "marked_days", on=today()))
    names = vault.kept_before(SHELF, days=days)
    for name in names:
        vault.discard(name, SHELF)
    old = LedgerUpload.objects.filter(at__lt=timezone.now() - timedelta(days=days)).exclude(stored_as="")
    old.update(stored_as="")
    return len(names)
