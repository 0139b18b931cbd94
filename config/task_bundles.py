"""Many clocks that are worked off together as one line: those of a campaign, those due in one month.

A campaign lets 2,000 clocks run out on one day. Each runs on by itself; a list of tasks shows how many there
are, and leads to the list in which they stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet

from core import deadlines
from core.deadlines import Bundle
from core.divisions import full_name
from core.models import Deadline

BUNDLED_FROM = 4
"""So many tasks of one bundle are one line."""


@dataclass(frozen=True, slots=True)
class Line:
    """Tasks of one kind, bundle and division.

    Args:
        place: name of the division where the reader has several, otherwise "".
        due_on: day of the most urgent one.
    """

    kind: str
    title: str
    place: str
    many: int
    due_on: date
    provisional: bool
    basis: str
    url: str


def bundled(rows: QuerySet[Deadline], most: int) -> tuple[list[Line], QuerySet[Deadline]]:
    """Take the bundles out of running clocks.

    Args:
        rows: running clocks, in no particular order.
        most: most bundles that are told, the most urgent first.

    Returns:
        The bundles, and the clocks that stand alone.
    """
    counted = (
        rows.exclude(bundle="")
        .order_by()
        .values("kind", "bundle", "division_code")
        .annotate(
            many=Count("pk"),
            due=Min("due_on"),
            law=Max("basis"),
            unsure=Count("pk", filter=Q(provisional=True)),
        )
        .filter(many__gte=BUNDLED_FROM)
        .order_by("due", "bundle")
    )
    found = list(counted[:most])
    alone = rows.exclude(bundle__in=[row["bundle"] for row in found])
    named = _named(found)
    several = len({row["division_code"] for row in found}) > 1
    return [_line(row, named, several) for row in found], alone


def _named(found: Sequence[Mapping[str, Any]]) -> dict[str, Bundle]:
    named: dict[str, Bundle] = {}
    for code in {row["kind"] for row in found}:
        kind = deadlines.kinds.get(code)
        if kind is not None and kind.bundles is not None:
            named.update(kind.bundles([row["bundle"] for row in found if row["kind"] == code]))
    return named


def _line(row: Mapping[str, Any], named: Mapping[str, Bundle], several: bool) -> Line:
    bundle = named.get(row["bundle"], Bundle("", ""))
    place = full_name(row["division_code"]) if several else ""
    return Line(
        row["kind"],
        bundle.title,
        place,
        row["many"],
        row["due"],
        row["unsure"] > 0,
        row["law"],
        bundle.url,
    )
