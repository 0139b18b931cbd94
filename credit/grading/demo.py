"""The demonstration's trial run: what everybody's grades would be under the standard that is being tried."""

from __future__ import annotations

from core.actors import Actor
from credit.grading.runs import carry_out, request_run
from credit.models import Standard
from credit.models.grades import Cause
from credit.rules.terms import StandardState


def try_next_year(*, by: Actor) -> None:
    """Try each standard that is being tried as of its first day; no grade is written.

    Args:
        by: the officer who orders the trial.
    """
    for standard in Standard.objects.filter(state=StandardState.TRIED):
        day = standard.effective_from
        carry_out(request_run(standard, as_of=day, cause=Cause.DEMAND, by=by, is_trial=True).pk)
