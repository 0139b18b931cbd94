"""Inspections on the spot, as far as a test needs them."""

from __future__ import annotations

from typing import Any

from accounts.models import Officer
from accounts.roles import INSPECTOR
from credit.models import Subject
from supervision.inspections import review, spot
from supervision.inspections.choices import Answer, InspectionResult, Measure, Signature
from supervision.inspections.services import NewInspection, open_many
from supervision.models import CheckItem, Inspection, InspectionNotice
from tests import factories


def inspectors() -> tuple[Officer, Officer]:
    """Make two inspectors of the county."""
    return factories.officer(roles=(INSPECTOR.code,)), factories.officer(roles=(INSPECTOR.code,))


def begun(
    crew: tuple[Officer, Officer],
    *,
    speciality: str = "radiation",
    source: str = "tests.source:1",
    subject: Subject | None = None,
    **fields: Any,
) -> Inspection:
    """Open a task for two inspectors who are both on the spot (five lines to answer)."""
    asked: dict[str, Any] = {"reason": "draw", **fields}
    new = NewInspection(
        subject_id=(subject or factories.body()).pk,
        division_code=factories.COUNTY,
        speciality=speciality,
        checklist_id=None,
        source_key=source,
        inspectors=[officer.pk for officer in crew],
        **asked,
    )
    (row,) = open_many([new], by=factories.clerk())
    for number, officer in enumerate(crew):
        row = spot.join(row, certificate=f"豫E-{number}", by=officer)
    return row


def items_of(row: Inspection) -> list[CheckItem]:
    """Return the lines of its checklist."""
    return list(row.checklist.items.order_by("number"))


def answered(row: Inspection, by: Officer, *, problem: bool = True) -> None:
    """Answer every line; the first one is a problem to be corrected, where one is wanted."""
    for item in items_of(row):
        if problem and item.number == 1:
            finding = spot.Finding(
                item.pk,
                Answer.PROBLEM,
                base=0,
                facts="登记的设备与现场不符",
                measure=Measure.ORDER,
                due_on=row.due_on,
                recorded=True,
            )
        else:
            finding = spot.Finding(item.pk, Answer.OK, base=0)
        spot.answer(row, finding, by=by)


def complete(row: Inspection, by: Officer, *, problem: bool = True) -> Inspection:
    """Fill everything in that a hand-in asks for."""
    spot.tell(row, place="放射科", accompanied_by="科室负责人", base=0, by=by)
    answered(row, by, problem=problem)
    result = InspectionResult.ORDERED if problem else InspectionResult.CLEAN
    spot.close(row, result=result, summary="已出具监督意见书", base=0, by=by)
    spot.sign(row, signature=Signature.SIGNED, signed_by="科室负责人", upload=factories.png(), base=0, by=by)
    return row


def handed_in(crew: tuple[Officer, Officer], *, problem: bool = True, **fields: Any) -> Inspection:
    """Bring an inspection before the officer who approves."""
    return spot.hand_in(complete(begun(crew, **fields), crew[0], problem=problem), by=crew[0])


def published(subject: Subject | None = None) -> InspectionNotice:
    """Bring an inspection to the public."""
    row, reviewer = handed_in(inspectors(), subject=subject), factories.reviewer()
    return review.publish(review.approve(row, by=reviewer), by=reviewer)
