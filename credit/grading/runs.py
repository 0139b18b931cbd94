"""Population runs: asked for, carried out by one transaction, taken back when their worker died.

A run at work holds its standard's row lock. That is its sign of life: a killed worker's transaction is rolled
back by the database, the lock is free, and the reaper puts the run back in the queue. Nothing is half done.
"""

from __future__ import annotations

import logging
import uuid
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from credit.grading.writing import count_population, grade
from credit.models import GradeRun, Standard
from credit.models.grades import Cause, RunState

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)  # from taking a run to holding the standard's lock
MOST_ATTEMPTS = 5


def request_run(standard: Standard, *, as_of: date, cause: Cause, by: Actor) -> GradeRun:
    """Ask for everybody's grade under a standard; an open request for the same day is returned as it is.

    Raises:
        Refusal: the day is still to come.
    """
    if as_of > today():
        raise Refusal(
            _("Grades cannot be computed for a day to come (%(day)s).") % {"day": as_of.isoformat()}
        )
    open_states = (RunState.QUEUED, RunState.RUNNING)
    existing = GradeRun.objects.filter(standard=standard, as_of=as_of, state__in=open_states).first()
    return existing or GradeRun.objects.create(
        standard=standard, as_of=as_of, cause=cause, requested_by=by.actor_id
    )


def carry_out(run_id: uuid.UUID) -> GradeRun:
    """Carry out a queued run; one that is finished, at work elsewhere, or behind another stays as it is."""
    run = _take(run_id)
    if run is None:
        return GradeRun.objects.get(pk=run_id)
    try:
        return _grade(run)
    except Exception as error:
        fail = GradeRun.objects.filter(pk=run_id, state=RunState.RUNNING, attempts=run.attempts)
        fail.update(state=RunState.FAILED, failure=type(error).__name__, finished_at=timezone.now())
        raise


def reap() -> list[uuid.UUID]:
    """Put runs whose worker died back in the queue; returns all queued runs that wait for a worker."""
    lapsed = GradeRun.objects.filter(state=RunState.RUNNING, lease_until__lt=timezone.now())
    for run in lapsed:
        _take_back(run)
    waiting = GradeRun.objects.filter(state=RunState.QUEUED, requested_at__lt=timezone.now() - LEASE)
    return list(waiting.values_list("pk", flat=True))


def _take(run_id: uuid.UUID) -> GradeRun | None:
    """Mark a queued run as running, if no other run of its standard is."""
    try:
        with transaction.atomic():
            run = GradeRun.objects.select_for_update().get(pk=run_id)
            if run.state != RunState.QUEUED:
                return None
            run.state = RunState.RUNNING
            run.attempts += 1
            run.started_at = timezone.now()
            run.lease_until = run.started_at + LEASE
            run.save(update_fields=["state", "attempts", "started_at", "lease_until"])
            return run
    except IntegrityError:  # one_running_grade_run_per_standard
        logger.info("grade run %s waits for another run of its standard", run_id)
        return None


@transaction.atomic
def _grade(taken: GradeRun) -> GradeRun:
    standard = Standard.objects.select_for_update(no_key=True).get(pk=taken.standard_id)
    run = GradeRun.objects.select_for_update().get(pk=taken.pk)
    if run.state != RunState.RUNNING or run.attempts != taken.attempts:
        return run  # taken back meanwhile; another worker has it
    run.graded = count_population(standard)
    written = grade(standard, as_of=run.as_of, act_id=run.pk, cause=Cause(run.cause))
    run.written, run.relabelled = written.grades, written.relabelled
    run.state, run.finished_at, run.failure = RunState.DONE, timezone.now(), ""
    run.save(update_fields=["graded", "written", "relabelled", "state", "finished_at", "failure"])
    return run


@transaction.atomic
def _take_back(lapsed: GradeRun) -> None:
    """Queue a run again whose standard nobody holds; after too many attempts it has failed."""
    standards = Standard.objects.select_for_update(no_key=True, skip_locked=True)
    if not standards.filter(pk=lapsed.standard_id).exists():
        return
    run = GradeRun.objects.select_for_update().get(pk=lapsed.pk)
    if run.state != RunState.RUNNING or run.attempts != lapsed.attempts:
        return
    tired = run.attempts >= MOST_ATTEMPTS
    run.state = RunState.FAILED if tired else RunState.QUEUED
    run.failure = "worker died" if tired else ""
    run.save(update_fields=["state", "failure"])
    logger.warning("grade run %s lost its worker (attempt %s)", run.pk, run.attempts)
