"""Recurring work of the exchange."""

from __future__ import annotations

from celery import shared_task

from exchange import push
from exchange.models import Platform
from exchange.reconciliation import reconcile


@shared_task(name="exchange.tasks.push_due")
def push_due() -> str:
    """Send what is due to every platform; safe beside other workers doing the same."""
    return str(push.push_due())


@shared_task(name="exchange.tasks.reconcile_all")
def reconcile_all() -> int:
    """Compare all active platforms with what we know they hold; returns how many days differ."""
    return sum(
        not row.equal for platform in Platform.objects.filter(active=True) for row in reconcile(platform).rows
    )
