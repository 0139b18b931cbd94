"""Warnings follow the file: whose records or grade changed is looked at again at once."""

from __future__ import annotations

from core.models import OutboxEvent
from core.outbox import subscribe
from credit.grading.writing import GRADE_CHANGED
from credit.services import RECORD_CHANGED
from credit.warnings.services import look_for_risks

MOST_AT_ONCE = 1000
"""Of a larger change (a whole population graded anew) the nightly evaluation takes care."""


@subscribe(RECORD_CHANGED)
@subscribe(GRADE_CHANGED)
def look_again(events: list[OutboxEvent]) -> None:
    """Evaluate the rules for the subjects that changed."""
    subjects = {int(event.payload["subject"]) for event in events}
    if len(subjects) <= MOST_AT_ONCE:
        look_for_risks(subject_ids=subjects)
