"""Applications: one notice, limits in working days, warnings near them, the commitment door."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Officer
from core import outbox
from core.errors import Refusal
from core.models import AuditEvent, Deadline
from credit.commitments import performance
from credit.commitments import services as commitments
from credit.commitments.rendering import digest_of
from credit.models import ListedPeriod
from credit.models.commitments import Performance
from credit.parties import Party
from supervision.models import ApprovalCase, ApprovalItem, ApprovalWarning, BenefitUse
from supervision.service import cases, clocks, hurrying, weighing
from supervision.service.choices import CaseState as S
from supervision.service.choices import Door, Level, Outcome
from supervision.service.loading import load_items
from supervision.service.receiving import NewCase, receive
from supervision.service.workflow import APPROVAL
from tests import factories
from tests.unit.supervision.service.given import graded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def reviewer() -> Officer:
    return factories.reviewer()


@pytest.fixture
def permit() -> ApprovalItem:
    return ApprovalItem.objects.get(code="public-place-permit")


def received(item: ApprovalItem, by: Officer, **fields: Any) -> ApprovalCase:
    values: dict[str, Any] = {"item": item, "division_code": factories.COUNTY, "subject": factories.body()}
    return receive(NewCase(**{**values, **fields}), by=by)


def proposed(case: ApprovalCase, by: Officer) -> ApprovalCase:
    return cases.propose(cases.accept(case, by=by), outcome=Outcome.GRANTED, reasoning="", by=by)


def running(case: ApprovalCase) -> dict[str, date]:
    rows = Deadline.objects.filter(object_id=str(case.pk), closed_at__isnull=True)
    return dict(rows.filter(object_type="supervision.approvalcase").values_list("kind", "due_on"))


def test_every_shipped_stage_plan_adds_up_to_the_promised_limit():
    items = list(ApprovalItem.objects.prefetch_related("steps"))
    assert len(items) >= 10
    assert [
        row.code for row in items if sum(step.days for step in row.steps.all()) != row.promised_days
    ] == []


def test_loading_the_items_twice_changes_nothing_and_local_changes_stay(permit: ApprovalItem):
    assert load_items() == 0
    ApprovalItem.objects.filter(pk=permit.pk).update(promised_days=4, origin="local")
    assert load_items() == 0
    assert ApprovalItem.objects.get(pk=permit.pk).promised_days == 4


def test_an_application_runs_from_receipt_to_delivery(clerk: Officer, reviewer: Officer, permit, settings):
    settings.CHENGYI_TODAY = date(2026, 9, 28)
    case = received(permit, clerk)
    assert running(case) == {clocks.ACCEPT.code: date(2026, 10, 10)}, "a make-up Saturday counts"
    case = cases.accept(case, by=clerk)
    assert (case.due_on, case.law_due_on) == (date(2026, 10, 10), date(2026, 10, 30))
    case = cases.propose(case, outcome=Outcome.GRANTED, reasoning="", by=clerk)
    assert set(running(case)) == {clocks.DECIDE.code}
    case = cases.decide(case, decision_no="内卫许〔2026〕1号", by=reviewer)
    assert set(running(case)) == {clocks.DELIVER.code}
    case = cases.deliver(case, by=clerk)
    assert case.state == S.DELIVERED
    assert running(case) == {}
    verbs = AuditEvent.objects.filter(object_type="supervision.approvalcase").values_list("action", flat=True)
    assert {"approvalcase.receive", "approvalcase.accept", "approvalcase.decide"} <= set(verbs)


def test_what_is_missing_is_said_once_and_all_at_once(clerk: Officer, permit):
    case = cases.tell_missing(received(permit, clerk), missing=["检测报告", " "], by=clerk)
    assert case.missing == ["检测报告"]
    case = cases.complete(case, by=clerk)
    assert case.state == S.RECEIVED
    with pytest.raises(Refusal, match="only one notice"):
        cases.tell_missing(case, missing=["平面图"], by=clerk)


def test_a_notice_names_at_least_one_paper(clerk: Officer, permit):
    with pytest.raises(Refusal, match="Name at least one paper"):
        cases.tell_missing(received(permit, clerk), missing=["  "], by=clerk)


def test_what_nobody_answers_in_five_days_is_accepted_from_the_day_of_receipt(clerk, permit, settings):
    settings.CHENGYI_TODAY = date(2026, 6, 1)
    case = received(permit, clerk)
    assert cases.accept_overdue(on=date(2026, 6, 8)) == 0, "the fifth day itself is in time"
    assert cases.accept_overdue(on=date(2026, 6, 9)) == 1
    case.refresh_from_db()
    assert (case.state, case.deemed, case.accepted_on) == (S.ACCEPTED, True, date(2026, 6, 1))
    assert case.due_on == date(2026, 6, 8)
    assert cases.accept_overdue(on=date(2026, 6, 9)) == 0


def test_days_of_expert_review_do_not_count(clerk: Officer, permit, settings):
    settings.CHENGYI_TODAY = date(2026, 6, 1)
    case = cases.pause(cases.accept(received(permit, clerk), by=clerk), reason="专家评审", by=clerk)
    assert running(case) == {}
    settings.CHENGYI_TODAY = date(2026, 6, 5)
    case = cases.resume(case, by=clerk)
    assert (case.paused_days, case.due_on) == (4, date(2026, 6, 12))
    assert running(case) == {clocks.HANDLE.code: date(2026, 6, 12)}


def test_a_limit_is_extended_once_by_at_most_ten_days_and_not_by_who_handles_it(
    clerk: Officer, reviewer: Officer, permit, settings
):
    settings.CHENGYI_TODAY = date(2026, 6, 1)
    case = cases.accept(received(permit, clerk), by=clerk)
    with pytest.raises(Refusal, match="do not hold the right"):
        cases.extend(case, days=5, reason="现场复核", by=clerk)
    with pytest.raises(Refusal, match="between 1 and 10"):
        cases.extend(case, days=11, reason="现场复核", by=reviewer)
    case = cases.extend(case, days=10, reason="现场复核", by=reviewer)
    assert (case.due_on, case.law_due_on) == (date(2026, 6, 23), date(2026, 7, 14))
    with pytest.raises(Refusal, match="once"):
        cases.extend(case, days=1, reason="现场复核", by=reviewer)


def test_nobody_decides_on_an_own_proposal(permit):
    both = factories.officer(roles=("clerk", "reviewer"))
    case = proposed(received(permit, both), both)
    with pytest.raises(Refusal, match="second officer"):
        cases.decide(case, decision_no="内卫许〔2026〕2号", by=both)


def test_a_refusal_gives_its_reasons(clerk: Officer, permit):
    case = cases.accept(received(permit, clerk), by=clerk)
    with pytest.raises(Refusal, match="reasons of a refusal"):
        cases.propose(case, outcome=Outcome.REFUSED, reasoning="不符", by=clerk)


@pytest.mark.parametrize("state", S.values)
def test_every_step_that_is_not_in_the_table_is_refused(state: str, clerk: Officer, permit):
    case = received(permit, clerk)
    day = date(2026, 6, 1)
    fields = {"accepted_on": day, "due_on": day, "law_due_on": day, "decided_on": day, "outcome": "granted"}
    ApprovalCase.objects.filter(pk=case.pk).update(state=state, **fields)
    case.refresh_from_db()
    everything = factories.officer(roles=("clerk", "reviewer"))
    shut = [step.name for step in APPROVAL.transitions.values() if state not in step.sources]
    assert shut
    for name in shut:
        with pytest.raises(Refusal, match="is not possible"):
            APPROVAL.apply(case, name, by=everything, reason="理由充分")


def test_an_application_of_another_province_is_out_of_reach(permit):
    with pytest.raises(Refusal, match="do not hold the right"):
        received(permit, factories.stranger())


def test_the_name_of_a_person_who_applies_is_masked(clerk: Officer):
    item = ApprovalItem.objects.get(code="nurse-change")
    case = received(item, clerk, subject=factories.person())
    assert case.applicant == "林**"
    with pytest.raises(Refusal, match="choose a file of that kind"):
        received(item, clerk)


def test_a_body_that_is_only_being_founded_applies_by_name(clerk: Officer):
    item = ApprovalItem.objects.get(code="clinic-filing")
    assert received(item, clerk, subject=None, applicant="内黄县新设诊所").applicant == "内黄县新设诊所"
    with pytest.raises(Refusal, match="no numbers"):
        received(item, clerk, subject=None, applicant="13812345678")


# --- warnings near the limit -------------------------------------------------------------------------------


def test_lights_change_from_yellow_to_red_to_over_and_each_warns_once(clerk: Officer, permit, settings):
    settings.CHENGYI_TODAY = date(2026, 6, 1)
    case = cases.accept(received(permit, clerk), by=clerk)  # due on 8 June
    told = {}
    for day in (2, 3, 4, 5, 8, 9, 10):
        told[day] = hurrying.warn(on=date(2026, 6, day))
    assert told == {2: 0, 3: 1, 4: 0, 5: 1, 8: 0, 9: 1, 10: 0}
    levels = list(ApprovalWarning.objects.order_by("pk").values_list("level", flat=True))
    assert levels == [Level.YELLOW, Level.RED, Level.OVER]
    assert clocks.URGE.code in running(case)


def test_a_stopped_clock_warns_of_nothing(clerk: Officer, permit, settings):
    settings.CHENGYI_TODAY = date(2026, 6, 1)
    cases.pause(cases.accept(received(permit, clerk), by=clerk), reason="专家评审", by=clerk)
    assert hurrying.warn(on=date(2026, 6, 20)) == 0


def test_the_supervising_officer_hurries_and_the_task_is_gone(
    clerk: Officer, reviewer: Officer, permit, settings
):
    settings.CHENGYI_TODAY = date(2026, 6, 8)
    case = cases.accept(received(permit, clerk, received_on=date(2026, 6, 1)), by=clerk)
    ApprovalCase.objects.filter(pk=case.pk).update(due_on=date(2026, 6, 5))
    hurrying.warn()
    with pytest.raises(Refusal, match="right to hurry"):
        hurrying.urge(case, words="今日办结", by=clerk)
    assert hurrying.urge(case, words="今日办结", by=reviewer) == 1
    assert clocks.URGE.code not in running(case)
    with pytest.raises(Refusal, match="No warning"):
        hurrying.urge(case, words="今日办结", by=reviewer)


# --- commitment door and green channel ----------------------------------------------------------------------


def signed(case: ApprovalCase) -> None:
    row = case.commitment
    assert row is not None
    commitments.sign(
        row,
        by=Party(factories.officer(), frozenset({row.subject_id})),
        signer_name="许嘉言",
        signer_post="院长",
        seen=digest_of(commitments.shown_text(row)),
    )


def test_on_a_commitment_nothing_is_accepted_before_it_is_signed(clerk: Officer, permit):
    case = received(permit, clerk, door=Door.COMMITMENT)
    assert case.commitment is not None
    assert case.commitment.matter == permit.name
    with pytest.raises(Refusal, match="not signed yet"):
        cases.accept(case, by=clerk)
    signed(case)
    assert cases.accept(case, by=clerk).state == S.ACCEPTED


def test_who_stands_on_a_serious_list_has_no_commitment_door(clerk: Officer, permit):
    ListedPeriod.objects.create(subject=factories.body(), since=date(2026, 1, 1), source="tests:1")
    with pytest.raises(Refusal, match="serious-dishonesty list"):
        received(permit, clerk, door=Door.COMMITMENT)


def test_only_the_papers_that_may_follow_follow(clerk: Officer, permit):
    with pytest.raises(Refusal, match="only these papers may"):
        received(permit, clerk, door=Door.INCOMPLETE, missing=["公共场所卫生许可申请表"])
    case = received(permit, clerk, door=Door.INCOMPLETE, missing=["公共场所卫生检测或者评价报告"])
    assert case.commitment is not None
    assert case.commitment.template.code == "missing-papers"


def test_a_broken_commitment_makes_a_second_officer_weigh_the_permit(
    clerk: Officer, reviewer: Officer, permit
):
    case = received(permit, clerk, door=Door.COMMITMENT)
    signed(case)
    case = cases.deliver(
        cases.decide(proposed(case, clerk), decision_no="内卫许〔2026〕9号", by=reviewer), by=clerk
    )
    assert case.commitment is not None
    performance.find_broken(
        case.commitment, by=clerk, performance=Performance.NOT, findings="现场与承诺不一致。"
    )
    performance.confirm_breach(case.commitment, by=reviewer)
    outbox.dispatch_all()
    case = ApprovalCase.objects.get(pk=case.pk)
    assert case.commitment_broken_on is not None
    assert set(running(case)) == {clocks.WEIGH.code}
    case = weighing.weigh(case, words="已撤销许可：内卫撤〔2026〕1号", by=reviewer)
    assert running(case) == {}
    assert not weighing.may_be_weighed(case)


def test_a_good_grade_opens_the_green_channel_and_its_use_is_counted(clerk: Officer, permit):
    plain = received(permit, clerk)
    assert (plain.green, plain.promised_days) == (False, 5)
    graded(factories.body(), "A")
    case = received(permit, clerk)
    assert (case.green, case.promised_days) == (True, 2)
    assert "A" in case.green_ground
    received(permit, clerk)
    assert list(BenefitUse.objects.values_list("benefit__code", "offer", "uses")) == [
        ("approval-green", None, 2)
    ]


def test_a_serious_list_shuts_the_green_channel(clerk: Officer, permit):
    graded(factories.body(), "A")
    ListedPeriod.objects.create(subject=factories.body(), since=date(2026, 1, 1), source="tests:1")
    assert not received(permit, clerk).green


# --- what the database itself holds together ---------------------------------------------------------------


def test_a_promised_limit_longer_than_the_law_cannot_be_stored(permit: ApprovalItem):
    with pytest.raises(IntegrityError, match="a_promised_limit_is_within_the_law"), transaction.atomic():
        ApprovalItem.objects.filter(pk=permit.pk).update(promised_days=permit.statutory_days + 1)


def test_a_green_channel_slower_than_the_promise_cannot_be_stored(permit: ApprovalItem):
    with pytest.raises(IntegrityError, match="the_green_channel_is_not_slower"), transaction.atomic():
        ApprovalItem.objects.filter(pk=permit.pk).update(green_days=permit.promised_days + 1)


def test_an_accepted_case_without_last_days_cannot_be_stored(clerk: Officer, permit):
    case = received(permit, clerk)
    with pytest.raises(IntegrityError, match="an_accepted_case_has_its_last_days"), transaction.atomic():
        ApprovalCase.objects.filter(pk=case.pk).update(state=S.ACCEPTED)
