"""Population runs: asked for, carried out slice by slice, gone on with when their worker died.

A run grades the subjects of its standard in the order of their ids, so many at a time. A slice is one
transaction under the standard's row lock: its grades, their history, their events and the run's own progress
stand or fall together. What is finished stays; a killed run goes on after the last finished slice.

Runs of one standard never mix. One is at work at a time (a constraint of the database), and one that has
begun is finished before another begins. A worker shows that it lives by the lock during a slice and by the
lease from slice to slice; the reaper puts runs back in the queue that have neither.
"""

from __future__ import annotations

import logging
import uuid
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from credit.grading import trial
from credit.grading.places import beside
from credit.grading.scope import KINDS
from credit.grading.writing import grade
from credit.models import GradeRun, Standard, Subject
from credit.models.grades import Cause, RunState

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)  # from one sign of life to the next, where no lock is held
MOST_ATTEMPTS = 5
SLICE = 250_000  # subjects in one transaction: each slice reads all records through once
OPEN = (RunState.QUEUED, RunState.RUNNING)


def request_run(
    standard: Standard, *, as_of: date, cause: Cause, by: Actor, is_trial: bool = False
) -> GradeRun:
    """Ask for everybody's grade under a standard; an open request for the same day is returned as it is.

    Args:
        is_trial: only tell what the grades would be, also of a day to come or under a draft.

    Raises:
        Refusal: the day is still to come, or the standard does not grade on it.
    """
    if not is_trial:
        _check_day(standard, as_of)
    existing = GradeRun.objects.filter(standard=standard, as_of=as_of, trial=is_trial, state__in=OPEN).first()
    return existing or GradeRun.objects.create(
        standard=standard,
        as_of=as_of,
        cause=cause,
        trial=is_trial,
        requested_by=by.actor_id,
        requested_by_label=by.label[:100],
    )


def carry_out(run_id: uuid.UUID) -> GradeRun:
    """Carry out a queued run; one that is finished, at work elsewhere, or behind another stays as it is."""
    attempt = _take(run_id)
    try:
        while attempt and _slice(run_id, attempt):
            pass
    except Exception as error:
        fail = GradeRun.objects.filter(pk=run_id, state=RunState.RUNNING, attempts=attempt)
        fail.update(state=RunState.FAILED, failure=type(error).__name__, finished_at=timezone.now())
        raise
    return GradeRun.objects.get(pk=run_id)


def reap() -> list[uuid.UUID]:
    """Put runs whose worker died back in the queue; returns all queued runs that wait for a worker."""
    lapsed = GradeRun.objects.filter(state=RunState.RUNNING, lease_until__lt=timezone.now())
    for run in lapsed:
        _take_back(run)
    waiting = GradeRun.objects.filter(state=RunState.QUEUED, requested_at__lt=timezone.now() - LEASE)
    return list(waiting.order_by("requested_at").values_list("pk", flat=True))


def population(standard: Standard, as_of: date) -> QuerySet[Subject]:
    """Return whom a standard grades on a day: not those to whom a nearer place's version applies."""
    rows = Subject.objects.filter(
        kind__in=KINDS[standard.applies_to], division_code__startswith=standard.place
    )
    for place in beside(standard, as_of).nearer:
        rows = rows.exclude(division_code__startswith=place)
    return rows


def _check_day(standard: Standard, as_of: date) -> None:
    if as_of > today():
        raise Refusal(
            _("Grades cannot be computed for a day to come (%(day)s).") % {"day": as_of.isoformat()}
        )
    if not Standard.objects.in_force(as_of).filter(pk=standard.pk).exists():
        raise Refusal(
            _("The standard %(standard)s is not in force on %(day)s; only a trial run can use it.")
            % {"standard": standard, "day": as_of.isoformat()}
        )


def _take(run_id: uuid.UUID) -> int:
    """Mark a queued run as running, if no other of its standard is; returns which attempt it is, else 0."""
    try:
        with transaction.atomic():
            run = GradeRun.objects.select_for_update().get(pk=run_id)
            if run.state != RunState.QUEUED or _begun_before(run):
                return 0
            run.state = RunState.RUNNING
            run.attempts += 1
            run.started_at = run.started_at or timezone.now()
            run.lease_until = timezone.now() + LEASE
            run.save(update_fields=["state", "attempts", "started_at", "lease_until"])
            return run.attempts
    except IntegrityError:  # one_running_grade_run_per_standard
        logger.info("grade run %s waits for another run of its standard", run_id)
        return 0


def _begun_before(run: GradeRun) -> bool:
    """Tell whether another run of the standard has begun and waits to be gone on with."""
    others = GradeRun.objects.filter(standard=run.standard_id, state__in=OPEN, trial=False)
    return not run.trial and others.filter(reached__isnull=False).exclude(pk=run.pk).exists()


@transaction.atomic
def _slice(run_id: uuid.UUID, attempt: int) -> bool:
    """Grade the next subjects of a run; tells whether more are left."""
    standard_id = GradeRun.objects.values_list("standard_id", flat=True).get(pk=run_id)
    is_trial = GradeRun.objects.values_list("trial", flat=True).get(pk=run_id)
    standards = Standard.objects.all() if is_trial else Standard.objects.select_for_update(no_key=True)
    standard = standards.get(pk=standard_id)
    run = GradeRun.objects.select_for_update().get(pk=run_id)
    if run.state != RunState.RUNNING or run.attempts != attempt:
        return False  # taken back meanwhile; another worker has it
    subjects = population(standard, run.as_of)
    if run.reached is None:
        run.population, run.graded = subjects.count(), 0
    if run.reached is not None:
        subjects = subjects.filter(pk__gt=run.reached)
    border = list(subjects.order_by("pk").values_list("pk", flat=True)[SLICE - 1 : SLICE + 1])
    upto = border[0] if len(border) > 1 else None  # None: nobody is left after this slice
    if run.trial:
        _try(run, standard, upto)
    else:
        _write(run, standard, upto)
    if upto is None:
        run.graded = run.population = run.graded + (subjects.count() if run.reached else run.population)
        run.state, run.finished_at, run.failure = RunState.DONE, timezone.now(), ""
    else:
        run.graded += SLICE
        run.reached, run.lease_until = upto, timezone.now() + LEASE
    run.save()
    return upto is not None


def _write(run: GradeRun, standard: Standard, upto: int | None) -> None:
    written = grade(
        standard, as_of=run.as_of, act_id=run.pk, cause=Cause(run.cause), after=run.reached, upto=upto
    )
    run.written += written.grades
    run.relabelled += written.relabelled


def _try(run: GradeRun, standard: Standard, upto: int | None) -> None:
    found = trial.read(run.outcome) + trial.moves(standard, run.as_of, after=run.reached, upto=upto)
    run.outcome = trial.kept(found)
    run.relabelled = sum(subjects for (held, would_be), subjects in found.items() if held != would_be)


@transaction.atomic
def _take_back(lapsed: GradeRun) -> None:
    """Queue a run again whose standard nobody holds; after too many attempts it has failed."""
    standards = Standard.objects.select_for_update(no_key=True, skip_locked=True)
    if not standards.filter(pk=lapsed.standard_id).exists():
        return
    run = GradeRun.objects.select_for_update().get(pk=lapsed.pk)
    if (
        run.state != RunState.RUNNING
        or run.attempts != lapsed.attempts
        or run.lease_until != lapsed.lease_until
    ):
        return
    tired = run.attempts >= MOST_ATTEMPTS
    run.state = RunState.FAILED if tired else RunState.QUEUED
    run.failure = "worker died" if tired else ""
    run.save(update_fields=["state", "failure"])
    logger.warning("grade run %s lost its worker (attempt %s)", run.pk, run.attempts)
