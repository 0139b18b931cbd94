"""Sources over the credit file itself: points near a threshold, repeated records, a fallen grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Count, F, Max

from credit.models import Band, ConductRecord, Grade, GradeChange, Standard
from credit.rules.phrases import plain
from credit.rules.terms import Scale
from credit.warnings.sources import Found, Scope, source


@source("points_near")
def points_near(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find subjects at most `within` points short of the next threshold of a scheme."""
    within = Decimal(value["within"])
    for scheme in Standard.objects.in_force(on).filter(scale=Scale.ACTIONS).prefetch_related("bands"):
        bands = sorted(scheme.bands.all(), key=lambda band: band.minimum)
        for below, band in pairwise([None, *bands]):
            if band is not None:
                yield from _near(scheme, below, band, within, scope)


def _near(scheme: Standard, below: Band | None, band: Band, within: Decimal, scope: Scope) -> Iterator[Found]:
    lowest = max(band.minimum - within, below.minimum if below else Decimal(0))
    grades = Grade.objects.filter(
        scope.of("subject"), standard=scheme, points__gte=lowest, points__lt=band.minimum, points__gt=0
    )
    for grade in grades.iterator(1000):
        words = {
            "points": plain(grade.points),
            "missing": plain(band.minimum - grade.points),
            "minimum": plain(band.minimum),
            "action": band.label,
            "end": grade.cycle_end.isoformat(),
        }
        period = f"{scheme.code}:{grade.cycle_start.isoformat()}:{plain(band.minimum)}"
        yield Found(grade.subject_id, period, grade.as_of, words, {"action": band.label_en or band.label})


@source("repeated_records")
def repeated_records(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find subjects with `count` standing records of some items within `days`."""
    since = on - timedelta(days=int(value["days"]))
    standing = ConductRecord.objects.filter(
        scope.of("subject"),
        item_code__in=value["items"],
        happened_on__gt=since,
        happened_on__lte=on,
        withdrawn_on=None,
        annulled_on=None,
        superseded_on=None,
        repaired_on=None,
    )
    counted = standing.order_by().values("subject_id").annotate(times=Count("pk"), last=Max("happened_on"))
    for row in counted.filter(times__gte=int(value["count"])):
        words = {"count": str(row["times"]), "days": str(value["days"]), "day": row["last"].isoformat()}
        yield Found(row["subject_id"], row["last"].isoformat(), row["last"], words)


@source("band_falling")
def band_falling(value: Mapping[str, Any], scope: Scope, on: date) -> Iterable[Found]:
    """Find subjects whose grade fell within `days` and has not recovered."""
    since = on - timedelta(days=int(value["days"]))
    for standard in Standard.objects.in_force(on).filter(scale=Scale.GRADES).prefetch_related("bands"):
        bands = {band.label: band for band in standard.bands.all()}
        changes = GradeChange.objects.filter(
            standard_id=standard.pk, as_of__gt=since, as_of__lte=on, from_label__in=bands, to_label__in=bands
        ).exclude(from_label=F("to_label"))
        if scope.subject_ids is not None:  # the history has no foreign key that the scope could follow
            changes = changes.filter(subject_id__in=list(scope.subject_ids))
        fallen = {
            change.subject_id: change
            for change in changes.order_by("pk").iterator(1000)
            if bands[change.to_label].minimum < bands[change.from_label].minimum
        }
        held = Grade.objects.filter(scope.of("subject"), standard=standard, subject_id__in=list(fallen))
        for subject_id, label in held.values_list("subject_id", "label"):
            change = fallen[subject_id]
            if label == change.to_label:
                yield _fall(standard, change, bands)


def _fall(standard: Standard, change: GradeChange, bands: Mapping[str, Band]) -> Found:
    before, after = bands[change.from_label], bands[change.to_label]
    words = {
        "standard": standard.title,
        "before": before.label,
        "after": after.label,
        "day": change.as_of.isoformat(),
        "score": plain(change.to_score),
    }
    english = {
        "standard": standard.title_en or standard.title,
        "before": before.label_en or before.label,
        "after": after.label_en or after.label,
    }
    return Found(change.subject_id, f"{standard.code}:{change.pk}", change.as_of, words, english)
