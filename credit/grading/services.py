"""What the rest of the house calls: grade some subjects after a change, or everybody."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from core.actors import Actor, SystemActor
from core.clock import today
from credit.choices import SubjectKind
from credit.grading.runs import carry_out, request_run
from credit.grading.writing import Written, grade
from credit.models import GradeRun, Standard, Subject
from credit.models.grades import Cause
from credit.rules.terms import AppliesTo


def regrade(subject_ids: Sequence[int], *, as_of: date | None = None, cause: Cause = Cause.CHANGE) -> Written:
    """Grade some subjects anew under every standard in force, by one statement per standard.

    Waits for a running population run of the same standard, so that it cannot overwrite what changed
    meanwhile.

    Args:
        subject_ids: whose records changed.
        as_of: the day for which the grades hold; today in China if not given.
    """
    day = as_of or today()
    kinds = set(Subject.objects.filter(pk__in=subject_ids).values_list("kind", flat=True))
    with transaction.atomic():
        written = [
            grade(standard, as_of=day, act_id=uuid.uuid4(), cause=cause, subject_ids=subject_ids)
            for standard in _lock_in_force(day, kinds)
        ]
    return Written(sum(part.grades for part in written), sum(part.relabelled for part in written))


def grade_everyone(*, as_of: date | None = None, by: Actor | None = None) -> list[GradeRun]:
    """Grade everybody under every standard in force, at once and in this process; returns the finished runs.

    Args:
        as_of: the day for which the grades hold; today in China if not given.
        by: who asked.
    """
    day = as_of or today()
    asking = by or SystemActor("grade_everyone")
    runs = [
        request_run(row, as_of=day, cause=Cause.DEMAND, by=asking) for row in Standard.objects.in_force(day)
    ]
    return [carry_out(run.pk) for run in runs]


def _lock_in_force(day: date, kinds: set[str]) -> Sequence[Standard]:
    """Lock the standards in force for these kinds of subject, always in the same order."""
    wanted = {
        AppliesTo.PRACTITIONER if kind == SubjectKind.PERSON else AppliesTo.INSTITUTION for kind in kinds
    }
    standards = Standard.objects.in_force(day).filter(applies_to__in=wanted).order_by("pk")
    return list(standards.select_for_update(no_key=True).prefetch_related("bands", "criteria", "decay_steps"))
