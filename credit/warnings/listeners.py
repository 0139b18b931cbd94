"""Warnings follow the file: whose records changed is looked at again, once the points are counted anew."""

from __future__ import annotations

from core.models import OutboxEvent
from core.outbox import subscribe
from credit.grading.due import GRADED
from credit.warnings.services import look_for_risks

MOST_AT_ONCE = 1000
"""Of a larger change (a whole workbook taken in) the nightly evaluation takes care."""


@subscribe(GRADED)
def look_again(events: list[OutboxEvent]) -> None:
    """Evaluate the rules for the subjects that changed."""
    subjects = {int(subject) for event in events for subject in event.payload["subjects"]}
    if len(subjects) <= MOST_AT_ONCE:
        look_for_risks(subject_ids=subjects)
