"""Trying a standard: who would move from which grade to which, computed by the grading statement itself.

One statement over everybody, on both databases; it only reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from django.db import connection

from credit.fields import points_of
from credit.grading import statement
from credit.grading.dialects import dialect_of
from credit.grading.standards import standard_data
from credit.grading.writing import scope_of
from credit.models import Grade, Standard, Subject
from credit.rules.terms import StandardState

MOST_MOVERS = 200


@dataclass(frozen=True, slots=True)
class Movement:
    """How many subjects would go from one label to another; `before` None: not graded so far."""

    before: str | None
    after: str
    count: int

    @property
    def moves(self) -> bool:
        """Whether the label changes."""
        return self.before is not None and self.before != self.after


@dataclass(frozen=True, slots=True)
class Mover:
    """One subject that would move, with the score or points before and after."""

    subject: Subject
    before: str
    before_score: Decimal
    before_points: Decimal
    after: str
    after_score: Decimal
    after_points: Decimal


@dataclass(frozen=True, slots=True)
class Preview:
    """What a standard would change.

    Args:
        against: the version that holds now; None where there is none.
        as_of: the day for which it was computed.
        movements: every pair of labels that occurs, unmoved ones too.
        movers: the first subjects that would move.
    """

    against: Standard | None
    as_of: date
    movements: Sequence[Movement]
    movers: Sequence[Mover]

    @property
    def total(self) -> int:
        """Number of subjects graded."""
        return sum(row.count for row in self.movements)

    @property
    def moving(self) -> int:
        """Number of subjects that would move."""
        return sum(row.count for row in self.movements if row.moves)

    def count(self, before: str | None, after: str) -> int:
        """Number of subjects that would go from one label to another."""
        return sum(row.count for row in self.movements if (row.before, row.after) == (before, after))


def preview(standard: Standard, *, as_of: date, prefixes: Sequence[str], most: int = MOST_MOVERS) -> Preview:
    """Compute what a standard would change for the subjects of some divisions.

    Args:
        standard: in any state.
        as_of: the day for which grades are computed.
        prefixes: division prefixes that the reader may see; ("",) for everywhere.
        most: how many movers to name.
    """
    against = predecessor(standard, on=as_of) or _itself(standard, on=as_of)
    against_id = against.pk if against else 0
    movements = [
        Movement(before, after, count)
        for before, after, count in _rows("movements", standard, as_of, prefixes, {"against": against_id})
    ]
    found = []
    if any(row.moves for row in movements):
        found = _rows("movers", standard, as_of, prefixes, {"against": against_id, "limit": most})
    subjects = Subject.objects.in_bulk([row[0] for row in found])
    movers = [
        Mover(
            subjects[pk],
            before,
            points_of(before_score),
            points_of(before_points),
            after,
            points_of(after_score),
            points_of(after_points),
        )
        for pk, before, before_score, before_points, after, after_score, after_points in found
    ]
    return Preview(against, as_of, sorted(movements, key=lambda row: -row.count), movers)


def _itself(standard: Standard, *, on: date) -> Standard | None:
    """Return the standard itself where it holds: what is held under it now is what it is compared with."""
    return standard if Standard.objects.in_force(on).filter(pk=standard.pk).exists() else None


def predecessor(standard: Standard, *, on: date) -> Standard | None:
    """Return the version of the same code and place that holds on a day, None where none does."""
    others = Standard.objects.in_force(on).filter(code=standard.code, place=standard.place)
    return others.exclude(pk=standard.pk).filter(state=StandardState.ADOPTED).first()


def _rows(
    name: str, standard: Standard, as_of: date, prefixes: Sequence[str], further: dict[str, Any]
) -> list[tuple[Any, ...]]:
    scope = scope_of(standard, as_of)
    computed = statement.grades(standard_data(standard), scope, dialect_of(connection.vendor))
    where = " OR ".join(f"s.division_code LIKE %(within{number})s" for number in range(len(prefixes)))
    sql = _sql(name).substitute(
        grades=computed.sql,
        subject=Subject._meta.db_table,
        grade=Grade._meta.db_table,
        where=f"({where})" if where else "1 = 0",
    )
    within = {f"within{number}": f"{prefix}%" for number, prefix in enumerate(prefixes)}
    with connection.cursor() as cursor:
        cursor.execute(sql, {**computed.params, **within, **further})
        return cursor.fetchall()


@cache
def _sql(name: str) -> Template:
    return Template((Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8"))
