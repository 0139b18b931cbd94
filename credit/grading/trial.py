"""Trial runs: what the grades of a day would be, beside those held now. Nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from core.clock import today
from credit.grading import statement
from credit.grading.dialects import dialect_of
from credit.grading.scope import Scope
from credit.grading.standards import standard_data
from credit.grading.writing import scope_of
from credit.models import Standard

Moves = Counter[tuple[str | None, str]]


@dataclass(frozen=True, slots=True)
class Move:
    """So many subjects would go from the grade they hold (None: none yet) to another."""

    held: str | None
    would_be: str
    subjects: int

    @property
    def stays(self) -> bool:
        """Tell whether it is the same grade."""
        return self.held == self.would_be


def moves(standard: Standard, as_of: date, *, after: int | None = None, upto: int | None = None) -> Moves:
    """Return how many subjects would go from which grade held to which other.

    The grades held are those of the standard itself, or, for one that never graded, of the version in force.

    Args:
        as_of: any day, also one to come: computed from the records known now.
        after: only subjects with a higher id.
        upto: only subjects up to this id.
    """
    scope: Scope = scope_of(standard, as_of, after=after, upto=upto)
    asked = statement.trial(
        standard_data(standard), scope, dialect_of(connection.vendor), against=_held_under(standard)
    )
    found: Moves = Counter()
    with connection.cursor() as cursor:
        cursor.execute(asked.sql, asked.params)
        for held, would_be, none_held, subjects in cursor.fetchall():
            found[None if none_held else held, would_be] += subjects
    return found


def kept(found: Moves) -> list[list[Any]]:
    """Return moves as a run keeps them."""
    return [[held, would_be, subjects] for (held, would_be), subjects in found.items()]


def read(outcome: Iterable[Sequence[Any]]) -> Moves:
    """Read moves as a run keeps them."""
    return Counter({(held, would_be): subjects for held, would_be, subjects in outcome})


def in_order(standard: Standard, outcome: Iterable[Sequence[Any]]) -> list[Move]:
    """Return the moves for reading: by the grade of the trial from the mildest, then by the grade held."""
    ranks = {band.label: rank for rank, band in enumerate(standard_data(standard).bands)}
    told = [Move(held, would_be, subjects) for (held, would_be), subjects in read(outcome).items()]
    return sorted(told, key=lambda move: (ranks.get(move.would_be, -1), ranks.get(move.held or "", -1)))


def _held_under(standard: Standard) -> int:
    in_force = Standard.objects.in_force(today()).filter(code=standard.code, place=standard.place)
    if standard.grades.exists():
        return standard.pk
    return in_force.values_list("pk", flat=True).first() or standard.pk
