"""Grades as they stood on a day, read from the standing grades and their history; nothing is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from credit.models import Grade, GradeChange, Standard


@dataclass(frozen=True, slots=True)
class Stood:
    """A grade as it stood.

    Args:
        since: the day for which it was established.
        points, score: as they were then.
    """

    subject_id: int
    standard_id: int
    label: str
    points: Decimal
    score: Decimal
    veto: bool
    since: date
    cycle_start: date | None


def grades_on(subject_ids: Sequence[int], day: date, standards: Sequence[Standard]) -> list[Stood]:
    """Return the grades of some subjects as they stood on a day, by subject and standard.

    A subject that had no grade by then has none in the list. Takes two queries, whatever the number.

    Args:
        standards: under which; usually those in force on the day.
    """
    wanted = [standard.pk for standard in standards]
    grades = Grade.objects.filter(subject_id__in=subject_ids, standard_id__in=wanted)
    changed_later = _first_changes_after(day, subject_ids, wanted)
    found = []
    for grade in grades.order_by("subject_id", "standard__code"):
        if grade.as_of <= day:
            found.append(_standing(grade))
        elif change := changed_later.get((grade.subject_id, grade.standard_id)):
            found += _before(change, day)
    return found


def _first_changes_after(
    day: date, subject_ids: Sequence[int], standard_ids: Sequence[int]
) -> dict[tuple[int, int], GradeChange]:
    changes = GradeChange.objects.filter(
        subject_id__in=subject_ids, standard_id__in=standard_ids, as_of__gt=day
    ).order_by("-id")
    return {(change.subject_id, change.standard_id): change for change in changes}


def _standing(grade: Grade) -> Stood:
    return Stood(
        grade.subject_id,
        grade.standard_id,
        grade.label,
        grade.points,
        grade.score,
        grade.veto,
        grade.as_of,
        grade.cycle_start,
    )


def _before(change: GradeChange, day: date) -> list[Stood]:
    """Return what a change superseded, where that stood on the day; nothing where it was the first grade."""
    if change.from_as_of is None or change.from_as_of > day:
        return []
    nothing = Decimal(0)  # the history keeps points and score with every grade that it superseded
    return [
        Stood(
            change.subject_id,
            change.standard_id,
            change.from_label,
            change.from_points or nothing,
            change.from_score or nothing,
            bool(change.from_veto),
            change.from_as_of,
            change.from_cycle_start,
        )
    ]
