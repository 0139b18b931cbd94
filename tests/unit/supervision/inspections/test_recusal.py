"""A body may ask that an inspector stays out; who does not inspect decides, the body hears it (art. 43)."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from accounts.models import Officer
from core.clock import today
from core.errors import Refusal
from core.models import Deadline
from core.workdays import add_working_days
from institutions.models import Institution
from supervision.draws import services as draws
from supervision.inspections import clocks, recusal, review, spot
from supervision.models import ConflictOfInterest, Draw, Inspection, InspectionStep, Replacement
from supervision.portal import inspections as portal
from tests import draw_factories, factories
from tests.unit.supervision.inspections import spot_rows

pytestmark = pytest.mark.django_db
ASKED = "二号检查人员曾与本单位有债务纠纷"


def running() -> tuple[Inspection, tuple[Officer, Officer]]:
    """An inspection under way in which the body has asked that somebody stays out."""
    crew = spot_rows.inspectors()
    row = spot_rows.complete(spot_rows.begun(crew), crew[1])
    spot.tell(row, place="放射科", accompanied_by="科室负责人", recusal=ASKED, base=1, by=crew[0])
    row.refresh_from_db()
    return row, crew


def clock() -> Deadline | None:
    return Deadline.objects.filter(kind=clocks.RECUSE.code, closed_at=None).first()


def test_a_request_waits_for_a_decision_within_its_days_and_the_inspection_goes_on() -> None:
    row, crew = running()
    assert row.recusal_state == "asked"
    found = clock()
    assert found is not None
    assert (found.due_on, "第四十三条" in found.basis) == (add_working_days(today(), 2).on, True)
    assert spot.hand_in(row, by=crew[0]).state == "handed_in"
    with pytest.raises(Refusal) as first:
        review.approve(row, by=factories.reviewer())
    assert first.match("回避|stays out")


def test_a_request_that_is_taken_back_needs_no_decision() -> None:
    row, crew = running()
    spot.tell(row, place="放射科", base=2, by=crew[0])
    row.refresh_from_db()
    assert (row.recusal_state, clock()) == ("", None)
    with pytest.raises(Refusal):
        recusal.refuse(row, reason="没有事实依据", by=factories.reviewer())


def test_who_inspects_or_holds_no_right_decides_nothing() -> None:
    row, crew = running()
    for wrong in (*crew, factories.clerk(), factories.stranger()):
        with pytest.raises(Refusal):
            recusal.refuse(row, reason="没有事实依据", by=wrong)
    with pytest.raises(Refusal) as wordless:
        recusal.refuse(row, reason=" ", by=factories.reviewer())
    assert wordless.value.field == "reason"


def test_a_refused_request_leaves_the_crew_and_is_read_by_the_body() -> None:
    row, _crew = running()
    factories.institution(row.subject)
    row = recusal.refuse(row, reason="经核实不存在债务关系", by=factories.reviewer())
    assert (row.recusal_state, row.crew.count(), clock()) == ("refused", 2, None)
    assert "经核实不存在债务关系" in InspectionStep.objects.get(kind="recusal").words
    told = portal.own(Institution.objects.get(subject=row.subject)).get()
    assert (told.pk, told.recusal_reason) == (row.pk, "经核实不存在债务关系")


def test_an_inspector_who_stays_out_leaves_and_the_lines_are_answered_again() -> None:
    row, crew = running()
    spot.hand_in(row, by=crew[0])
    with pytest.raises(Refusal) as nobody:
        recusal.grant(row, out=[], again=True, reason="确有债务关系", by=factories.reviewer())
    assert nobody.value.field == "out"
    row = recusal.grant(row, out=[crew[1].pk], again=True, reason="确有债务关系", by=factories.reviewer())
    assert (row.state, row.recusal_state) == ("running", "granted")
    assert [seat.officer for seat in row.crew.all()] == [crew[0]]
    assert not row.lines.exists()
    with pytest.raises(Refusal):
        spot.hand_in(row, by=crew[0])
    with pytest.raises(Refusal):
        spot.join(row, certificate="豫E-1", by=crew[1])


def test_what_was_found_so_far_may_stand() -> None:
    row, crew = running()
    row = recusal.grant(row, out=[crew[1].pk], again=False, reason="确有债务关系", by=factories.reviewer())
    assert row.lines.count() == len(spot_rows.items_of(row))


def test_a_drawn_inspector_is_followed_by_whoever_the_draw_puts_next() -> None:
    draw_factories.places(3)
    desk = draw_factories.desk()
    draw: Draw = draws.open_draw(draw_factories.approved(desk), by=desk.clerk)
    drawn = draw.objects_drawn.get(rank=1)
    row = Inspection.objects.get(source_key=drawn.source_key)
    first, second = (seat.officer for seat in row.crew.select_related("officer").order_by("pk"))
    for number, inspector in enumerate((first, second)):
        row = spot.join(row, certificate=f"豫E-{number}", by=inspector)
    spot.tell(row, place="前台", recusal=ASKED, base=0, by=first)
    recusal.grant(row, out=[second.pk], again=False, reason="确有债务关系", by=desk.reviewer)
    replaced = Replacement.objects.get()
    assert (replaced.state, replaced.ground, replaced.made_by) == ("approved", "recusal", "worker:recusal")
    crew = {seat.officer for seat in row.crew.select_related("officer")}
    assert len(crew) == 2
    assert first in crew
    assert second not in crew
    assert ConflictOfInterest.objects.get(inspector__officer=second).subject_id == row.subject_id


def test_the_database_holds_that_a_decision_has_its_day_and_reasons() -> None:
    row, _crew = running()
    with pytest.raises(IntegrityError), transaction.atomic():
        Inspection.objects.filter(pk=row.pk).update(recusal_state="granted")
