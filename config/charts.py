"""Figures behind the two charts of the front page: one indexed query each, kept for a minute per process."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.charts import BAD, GOOD, OPEN, Chart, bar_options, stacked_bars
from accounts.models import Officer
from accounts.permissions import P
from core.clock import CHINA, today
from core.scope import division_filter
from credit.models import Band, Grade, Standard
from credit.rules.terms import Scale
from disclosure.choices import DecisionState
from disclosure.models import Penalty, Permit

WEEKS = 8
KEPT_SECONDS = 60.0
MOST_KEPT = 200
GRADE_COLOURS = ("#2a9d8f", "#8ab17d", "#e9c46a", "#f4a261", "#e76f51", "#9aa4b2")
RUNNING = (DecisionState.IN_REVIEW, DecisionState.DRAFT, DecisionState.APPROVED)
DONE = (DecisionState.PUBLISHED, DecisionState.ENDED)


_kept: dict[tuple[str, ...], tuple[float, Any]] = {}


def charts_for(reader: Officer) -> list[Chart]:
    """Return the charts that the officer's rights allow."""
    found = []
    if prefixes := reader.prefixes(P.DECISION_VIEW):
        found.append(_timeliness_chart(_remembered("weeks", prefixes, lambda: due_by_week(prefixes))))
    if prefixes := reader.prefixes(P.GRADE_VIEW):
        found.append(_grades_chart(_remembered("grades", prefixes, lambda: grades_by_band(prefixes))))
    return found


def due_by_week(prefixes: tuple[str, ...]) -> list[tuple[date, int, int, int]]:
    """Count decisions by the week in which they had to be published.

    Returns:
        For each of the last eight weeks: Monday, published on time, published late, not published yet.
    """
    day = today()
    monday = day - timedelta(days=day.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    weeks = {first + timedelta(weeks=n): [0, 0, 0] for n in range(WEEKS)}
    for model in (Penalty, Permit):
        for due_on, on_time, late, waiting in _due_rows(model, prefixes, first, monday + timedelta(days=6)):
            counts = weeks[due_on - timedelta(days=due_on.weekday())]
            counts[0] += on_time
            counts[1] += late
            counts[2] += waiting
    return [(start, *counts) for start, counts in weeks.items()]  # type: ignore[misc]  # three counts each


def _due_rows(
    model: Any, prefixes: tuple[str, ...], first: date, last: date
) -> Iterable[tuple[date, int, int, int]]:
    rows = model.objects.filter(
        division_filter("division_code", prefixes), state__in=(*DONE, *RUNNING), due_on__range=(first, last)
    )
    days = rows.annotate(seen_on=TruncDate("published_at", tzinfo=CHINA)).values("due_on").order_by("due_on")
    return days.annotate(
        on_time=Count("pk", filter=Q(state__in=DONE, seen_on__lte=F("due_on"))),
        late=Count("pk", filter=Q(state__in=DONE, seen_on__gt=F("due_on"))),
        waiting=Count("pk", filter=Q(state__in=RUNNING)),
    ).values_list("due_on", "on_time", "late", "waiting")


def grades_by_band(prefixes: tuple[str, ...]) -> tuple[str, list[tuple[str, int]]]:
    """Count the standing grades of the bodies' standard in force, best grade first.

    Returns:
        The standard's title, and pairs of grade and number of subjects.
    """
    standard = (
        Standard.objects.in_force(today()).filter(scale=Scale.GRADES).order_by("-effective_from").first()
    )
    if standard is None:
        return "", []
    rows = Grade.objects.filter(division_filter("subject__division_code", prefixes), standard=standard)
    counts = dict(rows.order_by().values_list("label").annotate(Count("pk")))
    bands = list(Band.objects.filter(standard=standard).order_by("-minimum"))
    labels = [(band.label, _band_words(band)) for band in bands]
    others = [(label, label) for label in counts if label and label not in {band.label for band in bands}]
    return standard.title_shown, [(words, counts.get(label, 0)) for label, words in [*labels, *others]]


def _band_words(band: Band) -> str:
    chinese = (get_language() or "").startswith("zh")
    return band.label if chinese or not band.label_en else band.label_en


def _timeliness_chart(weeks: list[tuple[date, int, int, int]]) -> Chart:
    series = [
        (_("published on time"), GOOD, [row[1] for row in weeks]),
        (_("published late"), BAD, [row[2] for row in weeks]),
        (_("not published yet"), OPEN, [row[3] for row in weeks]),
    ]
    return Chart(
        _("Publication within seven working days"),
        _("Permits and penalties by the week in which they had to be published."),
        stacked_bars([f"{row[0]:%m-%d}" for row in weeks], series),
        bar_options(stacked=True),
        tuple((words, colour) for words, colour, _values in series),
        not any(row[1] or row[2] or row[3] for row in weeks),
    )


def _grades_chart(found: tuple[str, list[tuple[str, int]]]) -> Chart:
    title, bands = found
    colours = [GRADE_COLOURS[min(at, len(GRADE_COLOURS) - 1)] for at in range(len(bands))]
    values = [count for _label, count in bands]
    data = {
        "labels": [label for label, _count in bands],
        "datasets": [
            {"label": _("subjects"), "data": values, "backgroundColor": colours, "maxBarThickness": 46}
        ],
    }
    legend = tuple(
        (f"{label} {count}", colour) for (label, count), colour in zip(bands, colours, strict=True)
    )
    empty = not any(values)
    return Chart(_("Credit grades"), title, json.dumps(data), bar_options(stacked=False), legend, empty)


def _remembered(name: str, prefixes: tuple[str, ...], make: Callable[[], Any]) -> Any:
    """Return what was counted less than a minute ago for the same divisions and language, or count."""
    key = (name, today().isoformat(), get_language() or "", *prefixes)
    known = _kept.get(key)
    if known and time.monotonic() - known[0] < KEPT_SECONDS:
        return known[1]
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    value = make()
    _kept[key] = (time.monotonic(), value)
    return value


def forget() -> None:
    """Count anew at the next call (tests)."""
    _kept.clear()
