"""The days of a subject's own that its cycles are found by."""

from __future__ import annotations

from datetime import date

from credit.models import Grade, Licence, Subject, Verification, VerifiedUntil
from credit.rules.counting_back import believed, place_rules
from credit.rules.terms import CycleBasis


def verification_ends(subject: Subject, *, on: date) -> date | None:
    """Return the end of a subject's verification where cycles may be counted back from it."""
    row = VerifiedUntil.objects.filter(subject=subject).first()
    return believed(place_rules(on), subject.division_code, row.day) if row else None


def day_behind(grade: Grade) -> date | None:
    """Return the day by which a grade's cycle was found, as the file has it today; None: calendar years."""
    own = {"subject": grade.subject_id}
    if grade.cycle_basis == CycleBasis.VERIFICATION:
        passed = Verification.objects.filter(**own, passed_on__lte=grade.as_of)
        return passed.order_by("-passed_on").values_list("passed_on", flat=True).first()
    if grade.cycle_basis == CycleBasis.LICENCE:
        issued = Licence.objects.filter(**own, issued_on__lte=grade.as_of)
        return issued.order_by("-issued_on").values_list("issued_on", flat=True).first()
    if grade.cycle_basis == CycleBasis.VALIDITY:
        return VerifiedUntil.objects.filter(**own).values_list("day", flat=True).first()
    return None
