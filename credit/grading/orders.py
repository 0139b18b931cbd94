"""Population runs ordered by an officer: grade everybody, or try what the grades of another day would be."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from credit.grading.runs import request_run
from credit.models import GradeRun, Standard
from credit.models.grades import Cause, RunState
from credit.tasks import enqueue


@transaction.atomic
def order_run(standard: Standard, *, by: Actor) -> GradeRun:
    """Have everybody graded under a standard as of today; a run that waits already is returned as it is.

    Raises:
        Refusal: no right to it, or the standard is not in force.
    """
    _check_right(standard, by)
    return _order(standard, today(), by, is_trial=False)


@transaction.atomic
def order_runs(*, by: Actor) -> list[GradeRun]:
    """Have everybody graded under every standard in force, as of today.

    Raises:
        Refusal: no right to it, or no standard is in force.
    """
    standards = list(Standard.objects.in_force(today()).order_by("code", "place"))
    allowed = [standard for standard in standards if by.may(P.GRADE_RUN, standard.place)]
    if not allowed:
        raise Refusal(_("No scoring standard that you may compute grades under is in force today."))
    return [_order(standard, today(), by, is_trial=False) for standard in allowed]


@transaction.atomic
def order_trial(standard: Standard, *, as_of: date, by: Actor) -> GradeRun:
    """Have computed what everybody's grades of a day would be, also under a draft; none is written.

    Raises:
        Refusal: no right to it.
    """
    _check_right(standard, by)
    return _order(standard, as_of, by, is_trial=True)


@transaction.atomic
def go_on(run: GradeRun, *, by: Actor) -> GradeRun:
    """Put a failed run back in the queue; it goes on after the last subjects that it finished.

    Raises:
        Refusal: no right to it, or the run has not failed.
    """
    _check_right(run.standard, by)
    locked = GradeRun.objects.select_for_update().get(pk=run.pk)
    if locked.state != RunState.FAILED:
        raise Refusal(_("State: only a failed run can be gone on with; this one is not."))
    if not locked.trial and locked.as_of != today():
        raise Refusal(_("As of: the run is of %(day)s; order a new one for today.") % {"day": locked.as_of})
    locked.state, locked.failure, locked.attempts = RunState.QUEUED, "", 0
    locked.requested_at, locked.finished_at = timezone.now(), None
    locked.save(update_fields=["state", "failure", "attempts", "requested_at", "finished_at"])
    audit.record(locked, "graderun.go_on", by=by, changes={"state": (RunState.FAILED, RunState.QUEUED)})
    enqueue(locked.pk)
    return locked


def _order(standard: Standard, as_of: date, by: Actor, *, is_trial: bool) -> GradeRun:
    run = request_run(standard, as_of=as_of, cause=Cause.DEMAND, by=by, is_trial=is_trial)
    audit.record(run, "graderun.try" if is_trial else "graderun.order", by=by)
    enqueue(run.pk)
    return run


def _check_right(standard: Standard, by: Actor) -> None:
    if not by.may(P.GRADE_RUN, standard.place):
        raise Refusal(_("You hold no right to compute grades under this standard."))
