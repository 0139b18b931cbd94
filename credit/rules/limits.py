"""How large points and counts may be: against slips of the pen, set by place (`credit.record_limits`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core import ruletables
from core.clock import today


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken as a slip of the pen.

    Args:
        points: most default points of an item.
        count: most persons or departments of one record.
        earliest: first day that a fact of the file may have.
    """

    points: Decimal
    count: int
    earliest: date


def limits(place: str) -> Limits:
    """Read the limits of a place."""
    value = ruletables.rule("credit.record_limits", "record", on=today(), place=place)
    return Limits(
        points=Decimal(value["most_points"]),
        count=int(value["most_count"]),
        earliest=date.fromisoformat(value["earliest"]),
    )
