"""Tasks of inspection: opened once for each source, by who may, for who may."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.permissions import P
from core import deadlines
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent
from supervision.draws.choices import Tie
from supervision.inspections import clocks
from supervision.inspections.services import NewInspection, name_inspectors, open_many
from supervision.models import ConflictOfInterest, Inspection, Inspector
from tests import factories
from tests.unit.supervision.inspections import spot_rows

pytestmark = pytest.mark.django_db


def new(source: str = "tests.source:1", **fields: Any) -> NewInspection:
    """Describe a task about a body of the county."""
    subject = fields.pop("subject", None) or factories.body()
    asked = {
        "subject_id": subject.pk,
        "division_code": factories.COUNTY,
        "speciality": "medical",
        "checklist_id": None,
        "reason": "draw",
        "source_key": source,
    }
    return NewInspection(**{**asked, **fields})


def test_the_same_source_opens_one_inspection() -> None:
    clerk = factories.clerk()
    first = open_many([new(), new(), new("tests.source:2")], by=clerk)
    again = open_many([new()], by=clerk)
    assert len(first) == 2
    assert again == first[:1]
    assert Inspection.objects.count() == 2
    assert AuditEvent.objects.filter(action="inspection.open").count() == 2
    assert OutboxEvent.objects.filter(topic="supervision.inspection.opened").count() == 2


def test_a_task_takes_the_checklist_in_force_and_a_clock() -> None:
    (row,) = open_many([new()], by=factories.clerk())
    assert row.checklist.code == "inspection_medical"
    clock = Deadline.objects.get(kind=clocks.DO.code, object_id=str(row.pk))
    assert clock.due_on == row.due_on
    assert clock.permission == P.INSPECTION_DO
    assert deadlines.kinds[clocks.PUBLISH.code].permission == P.INSPECTION_APPROVE


def test_without_a_checklist_nothing_is_inspected() -> None:
    with pytest.raises(Refusal, match="astrology"):
        open_many([new(), new("tests.source:2", speciality="astrology")], by=factories.clerk())
    assert not Inspection.objects.exists()


def test_who_may_not_inspect_is_no_inspector() -> None:
    clerk, reader = factories.clerk(), factories.officer(roles=("reader",))
    with pytest.raises(Refusal) as refused:
        open_many([new(inspectors=(clerk.pk, reader.pk))], by=clerk)
    assert refused.value.field == "inspectors"
    assert not Inspection.objects.exists()


def test_a_stranger_opens_nothing_here() -> None:
    with pytest.raises(Refusal):
        open_many([new()], by=factories.stranger())


def test_a_person_is_not_inspected() -> None:
    with pytest.raises(Refusal) as refused:
        open_many([new(subject=factories.person())], by=factories.clerk())
    assert refused.value.field == "subject"


def test_who_has_declared_a_tie_to_the_body_stays_out() -> None:
    clerk, (one, other) = factories.clerk(), spot_rows.inspectors()
    body = factories.body()
    kept = Inspector.objects.create(
        officer=one,
        code="T-1",
        certificate_no="豫E-1",
        office=factories.agency(),
        division_code=factories.COUNTY,
    )
    ConflictOfInterest.objects.create(inspector=kept, subject=body, tie=Tie.RELATIVE, declared_on=today())
    with pytest.raises(Refusal) as refused:
        open_many([new(subject=body, inspectors=(one.pk, other.pk))], by=clerk)
    assert refused.value.field == "inspectors"
    (row,) = open_many([new(subject=body, inspectors=(other.pk,))], by=clerk)
    with pytest.raises(Refusal):
        name_inspectors(row, officers=[one, other], by=clerk)
    assert row.crew.count() == 1
