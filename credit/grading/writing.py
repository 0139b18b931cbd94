"""Writes grades, their history and their events, under the lock of the standard. Nothing else writes them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import F, Field
from django.utils import timezone

from core.outbox import publish_many
from credit.grading import statement
from credit.grading.dialects import dialect_of
from credit.grading.standards import standard_data
from credit.models import Grade, GradeChange, Standard, Subject
from credit.models.grades import Cause

GRADE_CHANGED = "credit.grade.changed"
EVENTS_AT_ONCE = 1000


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
) -> Written:
    """Grade everybody, or some, under one standard, in a transaction that holds the standard's lock.

    Writes the grades that changed, the history of what they were, and an outbox row per changed grade or
    action. The first grades of a whole population are no change and are not announced.

    Args:
        act_id: marks the rows written; the run's id where there is a run.
        subject_ids: only these subjects; None for everybody.
    """
    data = standard_data(standard)
    dialect = dialect_of(connection.vendor)
    scope = statement.Scope(standard.pk, standard.applies_to, standard.place, as_of, subject_ids)
    mark = _prepared(Grade, "run_id", act_id)
    grades = _execute(statement.upsert(data, scope, dialect, mark))
    if not grades:
        return Written(0, 0)
    now = _prepared(GradeChange, "recorded_at", timezone.now())
    _execute(statement.history(data, scope, dialect, mark, cause=str(cause), now=now))
    return Written(grades, _announce(standard, act_id))


def count_population(standard: Standard) -> int:
    """Return how many subjects a standard grades."""
    kinds = statement.KINDS[standard.applies_to]
    return Subject.objects.filter(kind__in=kinds, division_code__startswith=standard.place).count()


def distribution(standard: Standard, *, as_of: date) -> dict[str, int]:
    """Return how many subjects would hold each grade or action on a day, without storing anything."""
    scope = statement.Scope(standard.pk, standard.applies_to, standard.place, as_of)
    counting = statement.distribution(standard_data(standard), scope, dialect_of(connection.vendor))
    with connection.cursor() as cursor:
        cursor.execute(counting.sql, counting.params)
        return dict(cursor.fetchall())


def _announce(standard: Standard, act_id: uuid.UUID) -> int:
    """Tell of every changed grade or action; returns how many."""
    changes = GradeChange.objects.filter(run_id=act_id).exclude(from_label=F("to_label")).order_by("id")
    messages = (_message(standard, change) for change in changes.iterator(EVENTS_AT_ONCE))
    told = 0
    while chunk := list(islice(messages, EVENTS_AT_ONCE)):
        told += publish_many(GRADE_CHANGED, chunk)
    return told


def _message(standard: Standard, change: GradeChange) -> tuple[str, dict[str, Any]]:
    return f"credit.subject:{change.subject_id}", {
        "subject": change.subject_id,
        "standard": standard.code,
        "version": standard.version,
        "from": change.from_label,
        "to": change.to_label,
        "points": str(change.to_points),
        "score": str(change.to_score),
        "as_of": change.as_of.isoformat(),
        "cause": change.cause,
    }


def _execute(prepared: statement.Statement) -> int:
    with connection.cursor() as cursor:
        cursor.execute(prepared.sql, prepared.params)
        return cursor.rowcount


def _prepared(model: type[Grade | GradeChange], name: str, value: Any) -> Any:
    """Return a value as the database takes it in a plain statement."""
    field = model._meta.get_field(name)
    return field.get_db_prep_value(value, connection) if isinstance(field, Field) else value
