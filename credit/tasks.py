"""Grading outside the request: every night, on change, on demand, and again where a worker died."""

from __future__ import annotations

import logging
import uuid

from celery import shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from core.actors import SystemActor
from core.clock import today
from credit.commitments.performance import lapse_due
from credit.grading import due
from credit.grading.runs import carry_out, reap, request_run
from credit.models import Standard
from credit.models.grades import Cause

logger = logging.getLogger(__name__)


@shared_task
def grade_all() -> list[str]:
    """Ask for a run of every standard in force, one task each; returns the runs."""
    day = today()
    runs = [
        request_run(standard, as_of=day, cause=Cause.NIGHTLY, by=SystemActor("grade_all"))
        for standard in Standard.objects.in_force(day)
    ]
    for run in runs:
        enqueue(run.pk)
    return [str(run.pk) for run in runs]


@shared_task
def grade_standard(run_id: str) -> str:
    """Carry out one run; a second delivery of the same task changes nothing."""
    return carry_out(uuid.UUID(run_id)).state


@shared_task
def regrade_due() -> int:
    """Grade the subjects whose records changed a moment ago, each once; returns how many."""
    return due.regrade_due()


@shared_task
def reap_grade_runs() -> int:
    """Queue runs again whose worker died or whose task was lost; returns how many were handed out."""
    waiting = reap()
    for run_id in waiting:
        enqueue(run_id)
    return len(waiting)


@shared_task
def lapse_commitments() -> int:
    """End commitments that nobody checks and whose last day has passed; returns how many."""
    return lapse_due()


def enqueue(run_id: uuid.UUID) -> None:
    """Hand a run to a worker once the request is committed; where the broker is away the reaper does."""
    transaction.on_commit(lambda: _hand_over(run_id))


def _hand_over(run_id: uuid.UUID) -> None:
    try:
        grade_standard.delay(str(run_id))
    except (OperationalError, OSError):
        logger.warning("grade run %s waits for the reaper: the broker does not answer", run_id)
