"""Warnings that the archives give rise to: a licence or a verification that is running out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from credit.choices import SubjectState
from credit.warnings.sources import Found, Scope, source
from institutions.models import Institution


@source("licence_ending")
def licence_ending(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find bodies whose licence ends within `days`, or has ended and was not renewed."""
    return _ending("licence_valid_to", value, scope, on)


@source("verification_ending")
def verification_ending(value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    """Find bodies whose verification ends within `days`, or has ended and was not renewed."""
    return _ending("verification_valid_to", value, scope, on)


def _ending(column: str, value: Mapping[str, Any], scope: Scope, on: date) -> Iterator[Found]:
    last = on + timedelta(days=int(value["days"]))
    rows = Institution.objects.filter(
        scope.of("subject"), subject__state=SubjectState.ACTIVE, **{f"{column}__lte": last}
    )
    for subject_id, day in rows.values_list("subject_id", column).iterator(1000):
        yield Found(subject_id, day.isoformat(), day, {"day": day.isoformat()})
