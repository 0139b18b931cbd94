"""Yearly plans: submitted and decided by two officers, and begun from the plan of the year before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.roles import CLERK, REVIEWER
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline
from supervision.choices import Speciality
from supervision.draws import copying, planning
from supervision.draws.choices import PlanState
from supervision.draws.planning import NewLine
from supervision.models import InspectionItem, Plan
from tests import draw_factories as rows
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def clerk():
    return factories.clerk()


@pytest.fixture
def reviewer():
    return factories.reviewer()


def drafted(clerk, *lines: NewLine, year: int = 0) -> Plan:
    """Begin a plan with lines."""
    year = year or today().year
    plan = planning.start_plan(
        year=year,
        title=planning.title_of_year(factories.COUNTY, year),
        authority_name=factories.AUTHORITY,
        division_code=factories.COUNTY,
        by=clerk,
    )
    for line in lines:
        planning.add_line(plan, line, by=clerk)
    return plan


def tasks(plan: Plan) -> list[tuple[str, str]]:
    """Return the running tasks of a plan: kind and whose right it takes."""
    running = Deadline.objects.filter(object_type="supervision.plan", object_id=str(plan.pk))
    return list(running.filter(closed_at__isnull=True).values_list("kind", "permission"))


def test_a_plan_is_submitted_before_another_officer_approves_it(clerk, reviewer):
    plan = drafted(clerk, rows.public_places())
    with pytest.raises(Refusal, match="being prepared"):
        planning.approve(plan, by=reviewer)
    planning.submit(plan, by=clerk)
    assert tasks(plan) == [("plan_approve", "inspection.approve")]
    planning.approve(plan, by=reviewer, document_no="内卫监督〔2026〕1号")
    assert (plan.state, tasks(plan)) == (PlanState.APPROVED, [])


def test_an_empty_plan_is_not_submitted(clerk):
    with pytest.raises(Refusal, match="no line yet"):
        planning.submit(drafted(clerk), by=clerk)


def test_nobody_decides_a_plan_that_they_submitted(clerk):
    both = factories.officer(roles=(CLERK.code, REVIEWER.code))
    plan = planning.submit(drafted(clerk, rows.public_places()), by=both)
    with pytest.raises(Refusal, match="second officer"):
        planning.approve(plan, by=both)
    with pytest.raises(Refusal, match="second officer"):
        planning.send_back(plan, reason="比例偏低", by=both)


def test_a_returned_plan_is_a_task_of_its_drafter_until_it_is_submitted_again(clerk, reviewer):
    plan = planning.submit(drafted(clerk, rows.public_places()), by=clerk)
    with pytest.raises(Refusal, match="needs a reason"):
        planning.send_back(plan, reason=" ", by=reviewer)
    planning.send_back(plan, reason="公共场所比例偏低，请核对", by=reviewer)
    assert (plan.state, plan.return_reason) == (PlanState.DRAFT, "公共场所比例偏低，请核对")
    assert tasks(plan) == [("plan_amend", "inspection.plan")]
    planning.change_line(plan.lines.get(), rows.public_places(ratio=3000), by=clerk)
    planning.submit(plan, by=clerk)
    assert (plan.return_reason, tasks(plan)) == ("", [("plan_approve", "inspection.approve")])


def test_a_submitted_plan_stands_still_until_it_is_taken_back(clerk):
    plan = planning.submit(drafted(clerk, rows.public_places()), by=clerk)
    line = plan.lines.get()
    for change in (
        lambda: planning.add_line(plan, rows.public_places(), by=clerk),
        lambda: planning.change_line(line, rows.public_places(), by=clerk),
        lambda: planning.remove_line(line, by=clerk),
    ):
        with pytest.raises(Refusal, match="take it back first"):
            change()
    planning.take_back(plan, by=clerk)
    assert tasks(plan) == []
    planning.remove_line(line, by=clerk)
    assert not plan.lines.exists()


def test_a_line_that_is_changed_keeps_its_number_and_says_what_changed(clerk):
    plan = drafted(clerk, rows.public_places(), rows.public_places(days=10))
    planning.change_line(plan.lines.get(number=1), rows.public_places(ratio=3000, experts=1), by=clerk)
    line = plan.lines.get(number=1)
    assert (line.ratio, line.experts) == (3000, 1)
    told = AuditEvent.objects.get(action="plan.change_line")
    assert (told.before["ratio"], told.after["ratio"]) == (2000, 3000)
    assert "rounds" not in told.after
    planning.change_line(line, rows.public_places(ratio=3000, experts=1), by=clerk)
    assert AuditEvent.objects.filter(action="plan.change_line").count() == 1


def test_a_place_has_one_plan_a_year_also_while_it_waits(clerk):
    planning.submit(drafted(clerk, rows.public_places()), by=clerk)
    with pytest.raises(Refusal, match="already"):
        drafted(clerk)


def test_the_database_keeps_a_plan_from_being_submitted_by_nobody(clerk):
    plan = drafted(clerk)
    with pytest.raises(IntegrityError, match="submitted"), transaction.atomic():
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.SUBMITTED)


def test_the_lines_of_last_year_come_over_and_what_no_longer_holds_is_said(clerk, reviewer):
    year = today().year
    rows.places(3)
    rows.item("YL-T1", Speciality.MEDICAL, title="依法执业检查")
    ended = rows.item("GG-T2", title="已取消的事项", effective_to=date(year, 12, 31))
    kept = rows.public_places(ratio=1500, rounds=2, experts=1, department="教育局")
    items = [*kept.items, ended]
    medical = InspectionItem.objects.filter(code="YL-T1")
    earlier = rows.planned(
        clerk,
        reviewer,
        NewLine(Speciality.PUBLIC_PLACE, items, ["公共场所", "游泳场馆"], ratio=1500, rounds=2, experts=1),
        NewLine(Speciality.MEDICAL, list(medical), ["综合医院"], ratio=1000),
    )
    Plan.objects.filter(pk=earlier.pk).update(title=f"{year}年度双随机抽查计划")
    plan = drafted(clerk, year=year + 1)
    assert plan.title == f"{year + 1}年度双随机抽查计划"
    found = copying.take_over(plan, earlier, by=clerk)
    line = plan.lines.get()
    assert (line.number, line.ratio, line.rounds, line.experts) == (1, 1500, 2, 1)
    assert [item.code for item in line.items.all()] == ["GG-T1"]
    assert line.categories == ["公共场所"]
    assert len(found.left) == 2
    assert "GG-T2" in plan.taken_over
    assert "综合医院" in plan.taken_over
    with pytest.raises(Refusal, match="nothing of it"):
        copying.take_over(plan, earlier, by=clerk)


def test_an_item_that_was_issued_anew_stands_in_for_its_earlier_text(clerk, reviewer):
    year = today().year
    rows.places(1)
    earlier = rows.planned(clerk, reviewer, rows.public_places())
    old = InspectionItem.objects.get(code="GG-T1")
    InspectionItem.objects.filter(pk=old.pk).update(effective_to=date(year, 12, 31))
    new = rows.item(effective_from=date(year + 1, 1, 1), document="新办法")
    plan = drafted(clerk, year=year + 1)
    copying.take_over(plan, earlier, by=clerk)
    assert list(plan.lines.get().items.all()) == [new]
    assert plan.taken_over.count("\n") == 0


def test_lines_of_another_place_or_of_a_draft_do_not_come_over(clerk):
    plan, other = drafted(clerk), drafted(clerk, rows.public_places(), year=today().year - 1)
    with pytest.raises(Refusal, match="same place"):
        copying.take_over(plan, other, by=clerk)
