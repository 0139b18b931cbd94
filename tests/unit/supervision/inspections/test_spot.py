"""On the spot: nothing is lost, nothing is doubled, and nothing is handed in half done."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from core import evidence
from core.errors import Refusal
from supervision.inspections import papers, spot
from supervision.inspections.choices import InspectionResult, Measure, Signature, StepKind
from supervision.inspections.selectors import missing, whole
from supervision.inspections.steps import Mark
from supervision.models import Inspection, InspectionLine, InspectionStep
from tests import factories
from tests.unit.supervision.inspections import spot_rows

pytestmark = pytest.mark.django_db


def problem(row: Inspection, *, base: int = 0, facts: str = "防护门破损", **fields: object) -> spot.Finding:
    """Describe a problem on the first line."""
    item = spot_rows.items_of(row)[0]
    return spot.Finding(item.pk, "problem", base, facts=facts, **fields)  # type: ignore[arg-type]


def test_an_answer_that_comes_twice_is_kept_once() -> None:
    crew = spot_rows.inspectors()
    row, mark = spot_rows.begun(crew), Mark(uuid4(), timezone.now() - timedelta(hours=3))
    first = spot.answer(row, problem(row), by=crew[0], mark=mark)
    again = spot.answer(row, problem(row), by=crew[0], mark=mark)
    assert (first.outcome, again.outcome) == (spot.KEPT, spot.KNOWN)
    assert again.version == first.version == 1
    step = InspectionStep.objects.get(kind=StepKind.ANSWERED)
    assert step.done_at == mark.done_at
    assert InspectionLine.objects.get().answered_at == mark.done_at


def test_a_telephone_whose_clock_runs_ahead_is_not_believed() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.begun(crew)
    spot.answer(row, problem(row), by=crew[0], mark=Mark(uuid4(), timezone.now() + timedelta(days=2)))
    assert InspectionLine.objects.get().answered_at <= timezone.now()


def test_what_two_telephones_write_at_once_is_both_in_the_record() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.begun(crew)
    spot.answer(row, problem(row, facts="第一部手机"), by=crew[0])
    second = spot.answer(row, problem(row, facts="第二部手机"), by=crew[1])
    assert second.outcome == spot.CONFLICT
    assert second.standing["facts"] == "第一部手机"
    assert InspectionLine.objects.get().facts == "第一部手机"
    assert "第二部手机" in InspectionStep.objects.get(kind=StepKind.CONFLICT).words
    mine = spot.answer(row, problem(row, base=second.version, facts="第二部手机"), by=crew[1])
    assert mine.outcome == spot.KEPT


def test_two_telephones_may_fill_in_different_parts_of_the_head() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.begun(crew)
    assert spot.tell(row, place="放射科", base=0, by=crew[0]).outcome == spot.KEPT
    assert spot.close(row, result="clean", base=0, by=crew[1]).outcome == spot.KEPT


def test_an_answer_that_comes_after_the_hand_in_stays_in_the_record() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.handed_in(crew)
    late = spot.answer(row, problem(row, base=1, facts="迟到的一句"), by=crew[1])
    assert late.outcome == spot.LATE
    assert "迟到的一句" in InspectionStep.objects.get(kind=StepKind.CONFLICT).words


def test_the_same_photograph_is_kept_once() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.begun(crew)
    item = spot_rows.items_of(row)[0]
    for _time in range(2):
        spot.add_photo(row, factories.png(), item=item, by=crew[0], mark=Mark(uuid4()))
    assert evidence.of(papers.about(row, item.number)).count() == 1
    assert InspectionStep.objects.filter(kind=StepKind.PHOTO).count() == 1


@pytest.mark.usefixtures("in_english")
def test_nobody_writes_before_the_certificate_was_shown() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.begun(crew)
    third = factories.officer(roles=("inspector",))
    with pytest.raises(Refusal, match="not one of the inspectors"):
        spot.answer(row, problem(row), by=third)
    row.crew.filter(officer=crew[1]).update(joined_at=None)
    with pytest.raises(Refusal, match="certificate"):
        spot.answer(row, problem(row), by=crew[1])
    assert not InspectionLine.objects.exists()


@pytest.mark.usefixtures("in_english")
def test_what_is_missing_is_named_line_by_line() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.begun(crew)
    row.crew.filter(officer=crew[1]).update(joined_at=None)
    spot.answer(row, problem(row, facts="", measure=Measure.ORDER), by=crew[0])
    spot.close(row, result=InspectionResult.CLEAN, base=0, by=crew[0])
    row.refresh_from_db()
    words = [one.words for one in missing(whole(row))]
    wanted = [
        "rights",
        "Place",
        "Line 1: describe",
        "Line 1: give the day",
        "Line 2: not answered",
        "lines with a problem",
        "let the body sign",
        "2 must have shown",
    ]
    for part in wanted:
        assert any(part in sentence for sentence in words), part
    with pytest.raises(Refusal) as refused:
        spot.hand_in(row, by=crew[0])
    assert str(refused.value) == words[0]


def test_a_closed_door_needs_words_and_a_photograph_but_no_signature() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.begun(crew)
    spot.tell(row, place="登记地址", base=0, by=crew[0])
    spot.close(row, result=InspectionResult.NOT_FOUND, summary="门锁，电话无人接听", base=0, by=crew[0])
    row.refresh_from_db()
    assert [one.part for one in missing(whole(row))] == ["closing"]
    spot.add_photo(row, factories.png(), by=crew[0])
    assert spot.hand_in(row, by=crew[0]).state == "handed_in"


def test_a_refused_signature_needs_its_reason() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.complete(spot_rows.begun(crew), crew[0])
    spot.sign(row, signature=Signature.REFUSED, base=1, by=crew[0])
    row.refresh_from_db()
    assert [one.part for one in missing(whole(row))] == ["signature"]
    spot.sign(row, signature=Signature.REFUSED, unsigned_reason="负责人离场", base=2, by=crew[0])
    assert spot.hand_in(row, by=crew[1]).state == "handed_in"
