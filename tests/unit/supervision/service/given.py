"""What tests of service take as given: a standing grade."""

from __future__ import annotations

import uuid
from datetime import date

from credit.grading.standards import load_standards
from credit.models import Grade, Standard, Subject


def graded(subject: Subject, label: str) -> Grade:
    """Give a subject a standing grade under a standard in force."""
    load_standards()
    standard = Standard.objects.in_force(date(2026, 6, 1)).filter(applies_to="institution").first()
    assert standard is not None
    grade, _made = Grade.objects.update_or_create(
        subject=subject,
        standard=standard,
        defaults={
            "run_id": uuid.uuid4(),
            "as_of": date(2026, 1, 5),
            "cycle_start": date(2026, 1, 1),
            "cycle_end": date(2027, 1, 1),
            "cycle_basis": "calendar",
            "points": 0,
            "bonus": 0,
            "score": 100,
            "label": label,
            "veto": False,
            "lines": "[]",
        },
    )
    return grade
