"""Figures of visitors' ratings, for officers and, where there are enough of them, for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from core import divisions, ruletables
from supervision.models import ApprovalItem, Rating
from supervision.service import terms
from supervision.service.choices import POOR, RatingState, Satisfaction


@dataclass(frozen=True, slots=True)
class Line:
    """The ratings of one window or item.

    Args:
        counts: by step, from very satisfied down.
        rate: per cent that are not poor, rounded down; None where there are too few to be told.
        waiting: poor ones that are not closed.
    """

    name: str
    place: str
    total: int
    counts: tuple[int, ...]
    poor: int
    rate: int | None
    waiting: int


STEPS = tuple(sorted(Satisfaction.values, reverse=True))


def _counted(rows: QuerySet[Rating]) -> dict[str, Any]:
    by_step = {f"step_{step}": Count("pk", filter=Q(level=step)) for step in STEPS}
    waiting = Count("pk", filter=Q(state__in=(RatingState.OPEN, RatingState.ANSWERED)))
    return {"total": Count("pk"), "waiting": waiting, **by_step}


def _line(name: str, row: dict[str, Any], least: int = 1) -> Line:
    counts = tuple(int(row[f"step_{step}"]) for step in STEPS)
    poor = sum(row[f"step_{step}"] for step in POOR)
    rate = (row["total"] - poor) * 100 // row["total"] if row["total"] >= max(1, least) else None
    place = row.get("division_code", "")
    return Line(name, place, row["total"], counts, poor, rate, row["waiting"])


def of_windows(rows: QuerySet[Rating], *, since: date) -> list[Line]:
    """Return the figures per window since a day, those with most poor ratings first; one statement."""
    found = (
        rows.filter(rated_on__gte=since)
        .order_by()
        .values("window_id", "division_code", name=F("window__name"), hall=F("window__hall"))
        .annotate(**_counted(rows))
    )
    lines = [_line(f"{row['hall']} {row['name']}", dict(row)) for row in found]
    return sorted(lines, key=lambda line: (-line.poor, -line.total, line.name))


def of_items(rows: QuerySet[Rating], *, since: date) -> list[Line]:
    """Return the figures per approval item since a day, those with most poor ratings first."""
    found = rows.filter(rated_on__gte=since).order_by().values("item_id").annotate(**_counted(rows))
    names = {item.pk: item.name_shown for item in ApprovalItem.objects.all()}
    lines = [_line(names.get(row["item_id"], _("no item named")), dict(row)) for row in found]
    return sorted(lines, key=lambda line: (-line.poor, -line.total, line.name))


def reasons(rows: QuerySet[Rating], *, since: date) -> list[tuple[str, int]]:
    """Return what poor ratings ticked, most often first."""
    counts: dict[str, int] = {}
    for row in rows.filter(rated_on__gte=since, level__in=POOR).only("reasons"):
        for words in row.reasons_shown:
            counts[words] = counts.get(words, 0) + 1
    return sorted(counts.items(), key=lambda pair: -pair[1])


def published(*, on: date) -> list[Line]:
    """Return the figures of windows of the last twelve months, as everybody may read them.

    Where there are too few ratings no rate is told: it would tell who gave them.
    """
    since = date(on.year - 1, on.month, 1)
    book = ruletables.book(terms.TABLE)
    lines = of_windows(Rating.objects.filter(window__in_use=True), since=since)
    shown = []
    for line in sorted(lines, key=lambda line: (line.place, line.name)):
        least = int(book.value("fewest_ratings", on=on, place=line.place))
        rate = line.rate if line.total >= least else None
        shown.append(Line(line.name, line.place, line.total, line.counts, line.poor, rate, line.waiting))
    return shown


def by_place(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """Group lines by the name of their division."""
    places: dict[str, list[Line]] = {}
    for line in lines:
        places.setdefault(divisions.full_name(line.place) or line.place, []).append(line)
    return list(places.items())
