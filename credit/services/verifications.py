"""Verifications (校验) that bodies passed: their scoring cycles start anew."""

from __future__ import annotations

from collections.abc import Iterable

from core.clock import today
from credit.models import Verification
from credit.services.records import announce


def note_verifications(passed: Iterable[Verification]) -> int:
    """Keep the days on which bodies passed verification (校验); their scoring cycles start anew.

    Must run inside the caller's transaction. A day that is known already stays as it is.

    Returns:
        How many days are new.
    """
    offered = {(row.subject_id, row.passed_on): row for row in passed}
    subjects = {subject for subject, _day in offered}
    known = set(Verification.objects.filter(subject__in=subjects).values_list("subject_id", "passed_on"))
    fresh = [row for key, row in offered.items() if key not in known]
    Verification.objects.bulk_create(fresh, batch_size=500, ignore_conflicts=True)
    announce(row.subject_id for row in fresh if row.passed_on <= today())
    return len(fresh)
