"""Celery tasks of the kernel: thin, each can run twice."""

from __future__ import annotations

from celery import shared_task

from core import deadlines, evidence, intake_run, outbox, request_id


@shared_task(name="core.tasks.dispatch_outbox")
def dispatch_outbox() -> int:
    """Hand waiting outbox events to their subscribers; returns how many."""
    request_id.begin()
    return outbox.dispatch_all()


@shared_task(name="core.tasks.recompute_deadlines")
def recompute_deadlines() -> int:
    """Compute open working-day clocks again (a year's calendar arrives late in the year before)."""
    request_id.begin()
    return deadlines.recompute()


@shared_task(name="core.tasks.run_intake")
def run_intake(intake_id: int) -> bool:
    """Work off one uploaded workbook; returns whether this call did it."""
    request_id.begin()
    return intake_run.run(intake_id)


@shared_task(name="core.tasks.reap_jobs")
def reap_jobs() -> int:
    """Give jobs whose worker died to another one; returns how many."""
    request_id.begin()
    return intake_run.reap()


@shared_task(name="core.tasks.sweep_evidence")
def sweep_evidence() -> int:
    """Delete kept files that no row names; returns how many."""
    request_id.begin()
    return evidence.sweep()
