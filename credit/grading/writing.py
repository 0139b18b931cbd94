"""Writes grades, their history and their events, under the lock of the standard. Nothing else writes them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Field
from django.utils import timezone

from core.outbox_bulk import publish_selected
from credit.grading import statement
from credit.grading.dialects import dialect_of
from credit.grading.places import Beside, beside
from credit.grading.scope import Scope
from credit.grading.standards import standard_data
from credit.models import Grade, GradeChange, Standard
from credit.models.grades import Cause
from credit.rules.counting_back import place_rules
from credit.rules.standard import StandardData
from credit.rules.terms import CycleKind

GRADE_CHANGED = "credit.grade.changed"


@dataclass(frozen=True, slots=True)
class Written:
    """What one act wrote: grades new or different, and among them those with another grade or action."""

    grades: int
    relabelled: int


def grade(
    standard: Standard,
    *,
    as_of: date,
    act_id: uuid.UUID,
    cause: Cause,
    subject_ids: Sequence[int] | None = None,
    after: int | None = None,
    upto: int | None = None,
) -> Written:
    """Grade everybody, or some, under one standard, in a transaction that holds the standard's lock.

    Writes the grades that changed, the history of what they were, and an outbox row per changed grade or
    action: four statements, however many subjects. The first grades of a whole population are no change and
    are not announced.

    Args:
        act_id: marks the rows written; the run's id where there is a run.
        subject_ids: only these subjects; None for everybody.
        after: of everybody, only those with a higher id.
        upto: of everybody, only those up to this id.
    """
    data = standard_data(standard)
    dialect = dialect_of(connection.vendor)
    others = beside(standard, as_of)
    scope = _scope(standard, as_of, others, subject_ids=subject_ids, after=after, upto=upto)
    _give_way(others.wider, scope, cause)
    mark = _prepared(Grade, "run_id", act_id)
    grades = _execute(statement.upsert(data, scope, dialect, mark))
    if not grades:
        return Written(0, 0)
    now = _prepared(GradeChange, "recorded_at", timezone.now())
    changes = _execute(statement.history(data, scope, dialect, mark, cause=str(cause), now=now))
    return Written(grades, _announce(data, scope, mark) if changes else 0)


def scope_of(
    standard: Standard,
    as_of: date,
    *,
    subject_ids: Sequence[int] | None = None,
    after: int | None = None,
    upto: int | None = None,
) -> Scope:
    """Return whom a statement of a standard grades; the arguments are those of `grade`."""
    others = beside(standard, as_of)
    return _scope(standard, as_of, others, subject_ids=subject_ids, after=after, upto=upto)


def _scope(standard: Standard, as_of: date, others: Beside, **whom: Any) -> Scope:
    return Scope(
        standard.pk,
        standard.applies_to,
        standard.place,
        as_of,
        **whom,
        but_not=others.nearer,
        back=place_rules(as_of) if standard.cycle_kind == CycleKind.FROM_VERIFICATION else (),
    )


def distribution(standard: Standard, *, as_of: date) -> dict[str, int]:
    """Return how many subjects would hold each grade or action on a day, without storing anything."""
    counting = statement.distribution(
        standard_data(standard), scope_of(standard, as_of), dialect_of(connection.vendor)
    )
    with connection.cursor() as cursor:
        cursor.execute(counting.sql, counting.params)
        return dict(cursor.fetchall())


def _give_way(wider: Sequence[int], scope: Scope, cause: Cause) -> None:
    """Take away the grades under wider places' versions of those whom this one grades from now on."""
    if not wider or not Grade.objects.filter(standard__in=wider).exists():
        return
    mark = _prepared(GradeChange, "run_id", uuid.uuid4())
    now = _prepared(GradeChange, "recorded_at", timezone.now())
    dialect = dialect_of(connection.vendor)
    for taken in statement.replaced(scope, dialect, wider, mark, cause=str(cause), now=now):
        _execute(taken)


def _announce(data: StandardData, scope: Scope, mark: Any) -> int:
    """Tell of every changed grade or action; returns how many."""
    told = statement.messages(data, scope, dialect_of(connection.vendor), mark)
    return publish_selected(GRADE_CHANGED, told.sql, told.params)


def _execute(prepared: statement.Statement) -> int:
    with connection.cursor() as cursor:
        cursor.execute(prepared.sql, prepared.params)
        return cursor.rowcount


def _prepared(model: type[Grade | GradeChange], name: str, value: Any) -> Any:
    """Return a value as the database takes it in a plain statement."""
    field = model._meta.get_field(name)
    return field.get_db_prep_value(value, connection) if isinstance(field, Field) else value
