"""Reads about integrity assessments: the standing of a round, and the lines of one assessment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Avg, Count, F, Q

from core import evidence
from core.models import EvidenceFile
from supervision.integrity import assessments, figures, scoring
from supervision.integrity.choices import AssessmentState
from supervision.integrity.tables import bands
from supervision.models import Assessment, AssessmentRound, Indicator, IndicatorScore


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a round has come."""

    all: int
    handed_in: int
    reviewed: int
    decided: int


@dataclass(frozen=True, slots=True)
class BandCount:
    """How many reached a band."""

    code: str
    name: str
    least: Decimal
    count: int


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of one assessment.

    Args:
        figure: what the system counts beside it, "" for nothing.
        files: its evidence.
    """

    indicator: Indicator
    score: IndicatorScore | None
    figure: str
    files: Sequence[EvidenceFile]


def progress(row: AssessmentRound) -> Progress:
    """Count the assessments of a round by how far they have come, in one statement."""
    state = AssessmentState
    told = row.assessments.aggregate(
        all=Count("pk"),
        handed_in=Count("pk", filter=Q(handed_in_on__isnull=False) & ~Q(state=state.RETURNED)),
        reviewed=Count("pk", filter=Q(state__in=(state.REVIEWED, state.DECIDED))),
        decided=Count("pk", filter=Q(state=state.DECIDED)),
    )
    return Progress(**told)


def band_counts(row: AssessmentRound) -> list[BandCount]:
    """Return how many decided assessments reached each band, the best band first."""
    decided = row.assessments.filter(state=AssessmentState.DECIDED).order_by()
    found = dict(decided.values_list("band").annotate(Count("pk")))
    return [
        BandCount(band.code, scoring.band_name(band.code), band.least, found.get(band.code, 0))
        for band in bands(row.bands)
    ]


def ranking(row: AssessmentRound) -> list[Assessment]:
    """Return the decided assessments, the best first; a veto stands last, equal totals by name."""
    rows = row.assessments.filter(state=AssessmentState.DECIDED).select_related("subject", "office")
    return list(rows.order_by("vetoed", "-total", "office__name", "subject__name"))


def averages(row: AssessmentRound) -> list[tuple[Indicator, Decimal | None, Decimal | None]]:
    """Return each indicator with the mean self-score and the mean score of the review."""
    found = row.indicators.annotate(
        own_mean=Avg("scores__own"),
        given_mean=Avg("scores__given", filter=Q(scores__assessment__state=AssessmentState.DECIDED)),
    )
    return [(one, one.own_mean, one.given_mean) for one in found.order_by("number")]


def lines(row: Assessment) -> list[Line]:
    """Return the indicators of an assessment with marks, figures and evidence, in a handful of statements."""
    indicators = list(row.round.indicators.order_by("number"))
    known = scores(row)
    counted = figures.figures(row, {one.figure for one in indicators if one.figure})
    names = {one.pk: assessments.about(row, one) for one in indicators}
    kept: Mapping[str, list[EvidenceFile]] = evidence.of_many(names.values())
    return [
        Line(one, known.get(one.pk), counted.get(one.figure, ""), kept.get(names[one.pk], []))
        for one in indicators
    ]


def scores(row: Assessment) -> dict[int, IndicatorScore]:
    """Return the marks of an assessment by the key of the indicator."""
    return {score.indicator_id: score for score in row.scores.all()}


def differences(row: AssessmentRound) -> int:
    """Return how many marks the reviews of a round changed."""
    changed = IndicatorScore.objects.filter(assessment__round=row, given__isnull=False, own__isnull=False)
    return changed.exclude(given=F("own")).count()
