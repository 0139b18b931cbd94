"""Celery tasks of campaigns: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from core import request_id
from core.clock import today
from supervision.campaigns import clocks, yearly


@shared_task(name="supervision.campaigns.ask_for_papers")
def ask_for_papers() -> int:
    """Ask for last month's bulletins and this year's reports where their time has come; returns how many."""
    request_id.begin()
    return clocks.open_bulletins(today()) + yearly.open_due(today())
