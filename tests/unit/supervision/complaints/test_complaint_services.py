"""Handling of complaints: clocks in calendar and working days, four eyes, floods, repeats, rewards."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Officer
from core import evidence, vault
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline
from credit.grading.explaining import event_of
from credit.grading.standards import standard_data
from credit.models import ConductRecord, Standard, Subject
from credit.rules.scoring import evaluate
from credit.timeline import timeline
from credit.warnings.sources import Scope
from supervision.complaints import services
from supervision.complaints.services import NewComplaint
from supervision.complaints.warnings import complaints_open
from supervision.models import Complaint, ComplaintReward, Rectification
from tests import factories
from tests.unit.supervision.complaints.complaint_rows import WORDS, filed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def _on_a_monday(settings: Any) -> None:
    settings.CHENGYI_TODAY = date(2026, 6, 8)


@pytest.fixture
def body() -> Subject:
    return factories.body()


@pytest.fixture
def clerk() -> Officer:
    return factories.clerk()


@pytest.fixture
def reviewer() -> Officer:
    return factories.reviewer()


def accepted(clerk: Officer, procedure: str = "petition", **fields: Any) -> Complaint:
    return services.accept(filed(**fields).complaint, procedure=procedure, by=clerk)


def decided(clerk: Officer, reviewer: Officer, finding: str = "upheld", **follow: Any) -> Complaint:
    row = services.propose(
        accepted(clerk), finding=finding, facts="调取记录，三个项目高于公示价格。", by=clerk, **follow
    )
    return services.decide(row, by=reviewer)


def clock(row: Complaint) -> Deadline:
    return Deadline.objects.get(
        object_type="supervision.complaint", object_id=str(row.pk), closed_at__isnull=True
    )


def test_a_photograph_tells_neither_by_its_name_nor_by_its_marks_who_took_it(clerk: Officer):
    exif, taken = Image.Exif(), io.BytesIO()
    exif[0x010F] = "invented telephone"
    Image.effect_noise((32, 24), 60).convert("RGB").save(taken, "JPEG", exif=exif)
    new = NewComplaint(body_name="内黄县青禾医院", words=WORDS, division_code=factories.COUNTY)
    photo = SimpleUploadedFile("张三的手机.jpg", taken.getvalue())
    row = services.file_complaint(new, by=services.Complainant(), files=[photo]).complaint
    kept = evidence.of(services.about(row)).get()
    assert kept.name == "attachment1.jpg"
    assert b"invented telephone" in taken.getvalue()
    assert b"invented telephone" not in vault.open_kept(kept.stored_as, evidence.SHELF).read()


# --- clocks ------------------------------------------------------------------------------------------


def test_acceptance_is_told_within_fifteen_calendar_days(body: Subject):
    row = filed().complaint
    assert (clock(row).due_on, clock(row).working_days) == (date(2026, 6, 23), None)
    assert "信访工作条例" in clock(row).basis


@pytest.mark.parametrize(
    ("procedure", "due"),
    [
        ("petition", date(2026, 8, 7)),
        ("medical", date(2026, 6, 15)),
        ("published", date(2026, 7, 7)),  # the Dragon Boat Festival lies between
    ],
)
def test_each_procedure_has_its_own_clock(body: Subject, clerk: Officer, procedure: str, due: date):
    row = accepted(clerk, procedure)
    assert (row.due_on, clock(row).due_on) == (due, due)


def test_a_petition_is_extended_once_by_thirty_days_by_the_deciding_officer(
    body: Subject, clerk: Officer, reviewer: Officer
):
    row = accepted(clerk)
    with pytest.raises(Refusal, match="Only an officer who decides"):
        services.extend(row, reason="情况复杂", by=clerk)
    row = services.extend(row, reason="情况复杂，需要鉴定。", by=reviewer)
    assert clock(row).due_on == date(2026, 9, 6)
    with pytest.raises(Refusal, match="extended once"):
        services.extend(row, reason="再次延长", by=reviewer)


def test_a_report_of_false_information_knows_no_extension(body: Subject, clerk: Officer, reviewer: Officer):
    with pytest.raises(Refusal, match="where its rule allows it"):
        services.extend(accepted(clerk, "published"), reason="情况复杂", by=reviewer)


# --- what follows ------------------------------------------------------------------------------------


def test_an_upheld_complaint_becomes_record_and_rectification_in_the_act_of_deciding(
    body: Subject, clerk: Officer, reviewer: Officer
):
    row = decided(clerk, reviewer, item_code="J35", problem="未公示收费", rectify_by=date(2026, 7, 8))
    record = ConductRecord.objects.get(source=f"supervision.complaint:{row.guid}")
    assert (record.subject, record.item_code, record.happened_on) == (body, "J35", date(2026, 6, 8))
    assert WORDS not in record.facts
    assert Rectification.objects.get(source_key=f"supervision.complaint:{row.pk}").subject == body


def test_an_upheld_complaint_lowers_the_score_under_the_shipped_draft(
    body: Subject, clerk: Officer, reviewer: Officer
):
    row = decided(clerk, reviewer, item_code="J35")
    record = ConductRecord.objects.get(source=f"supervision.complaint:{row.guid}")
    draft = standard_data(Standard.objects.get(code="LOCAL-INST"))
    assert evaluate(draft, [event_of(record)], as_of=today()).score == 99


def test_one_officer_does_not_decide_what_they_proposed(body: Subject):
    both = factories.officer(roles=("clerk", "reviewer"))
    row = services.propose(
        accepted(both), finding="upheld", facts="现场检查，情况属实，已责令改正。", by=both
    )
    with pytest.raises(Refusal, match="second officer"):
        services.decide(row, by=both)


@pytest.mark.parametrize(
    ("follow", "says"),
    [
        ({"finding": "not_upheld", "item_code": "J35"}, "Only a complaint that is upheld"),
        ({"finding": "upheld", "rectify_by": date(2026, 7, 8)}, "both"),
        ({"finding": "upheld", "item_code": "J999"}, "no item"),
        ({"finding": "upheld", "item_code": "P06"}, "meant for"),
        ({"finding": "upheld", "conduct_on": date(2026, 6, 9)}, "cannot lie ahead"),
        ({"finding": "upheld", "problem": "-", "rectify_by": date(2026, 6, 1)}, "has passed"),
    ],
)
def test_a_proposal_whose_parts_do_not_fit_is_refused(
    body: Subject, clerk: Officer, follow: dict[str, Any], says: str
):
    with pytest.raises(Refusal, match=says):
        services.propose(accepted(clerk), facts="调取记录，三个项目高于公示价格。", by=clerk, **follow)


def test_a_body_that_is_not_on_file_is_named_before_anything_follows(clerk: Officer):
    row = accepted(clerk, body_name="无名诊所")
    with pytest.raises(Refusal, match="Name the body from the files first"):
        services.propose(
            row, finding="upheld", facts="现场检查，情况属实。已取缔。", item_code="J35", by=clerk
        )
    with pytest.raises(Refusal, match="Name the body from the files first"):
        services.have_inspected(row, speciality="", grounds="检查资质", by=clerk)


# --- floods, repeats, malice -------------------------------------------------------------------------


def test_the_same_words_about_another_body_are_another_matter(body: Subject):
    factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    filed()
    assert filed(body_name="内黄县康宁诊所").complaint.state == "received"
    assert filed().complaint.state == "joined"


def test_joined_ones_hear_the_answer_of_the_first(body: Subject, clerk: Officer, reviewer: Officer):
    first = accepted(clerk)
    joined = filed().complaint
    assert services.answer_of(joined) == ""
    row = services.propose(first, finding="partly", facts="部分项目高于公示价格，已责令改正。", by=clerk)
    services.answer(services.decide(row, by=reviewer), words="部分属实，已责令改正。", by=clerk)
    joined = Complaint.objects.get(pk=joined.pk)
    assert services.answer_of(joined) == "部分属实，已责令改正。"
    rated = services.rate(joined, satisfaction="bad", by=services.Complainant())
    assert rated.satisfaction == "bad"
    with pytest.raises(Refusal, match="once, after the answer"):
        services.rate(joined, satisfaction="good", by=services.Complainant())


def test_what_was_answered_is_not_joined_but_may_be_declined_as_repeated(
    body: Subject, clerk: Officer, reviewer: Officer
):
    services.answer(decided(clerk, reviewer), words="属实，已责令改正并记入档案。", by=clerk)
    again = filed().complaint
    assert again.state == "received"
    declined = services.decline(again, ground="repeated", reason="已于此前答复，无新情况。", by=reviewer)
    assert (declined.state, services.answer_of(declined)) == ("declined", "已于此前答复，无新情况。")


def test_who_registered_a_complaint_does_not_decline_it(body: Subject):
    both = factories.officer(roles=("clerk", "reviewer"))
    row = factories.complaint(body, by=both)
    with pytest.raises(Refusal, match="second officer"):
        services.decline(row, ground="no_clues", reason="没有具体线索，无法核查。", by=both)


def test_a_wave_is_marked_and_nobody_is_turned_away(body: Subject):
    rows = [filed(words=f"第{place}件：排队超过两个小时没有人解释。").complaint for place in range(11)]
    assert [row.wave for row in rows] == [False] * 9 + [True] * 2
    assert {row.state for row in rows} == {"received"}


def test_personal_numbers_in_the_words_are_masked(body: Subject):
    row = filed(words="请回电13900001234，我是当天的患者，收费不一致。").complaint
    assert "13900001234" not in row.words


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"words": "太短"}, "between 10 and 4000"),
        ({"body_name": " "}, "Body: write the name"),
        ({"body_name": "无名", "division_code": ""}, "Place"),
        ({"topic": "no such"}, "Choose what it is about"),
        ({"happened_on": date(2026, 6, 9)}, "cannot lie ahead"),
    ],
)
def test_a_complaint_that_lacks_something_is_refused_and_nothing_is_kept(fields: dict[str, Any], says: str):
    with pytest.raises(Refusal, match=says):
        filed(**fields)
    assert not Complaint.objects.exists()


def test_a_complainant_takes_a_complaint_back_and_nobody_else_does(body: Subject, clerk: Officer):
    row = filed().complaint
    with pytest.raises(Refusal, match="do not hold the right"):
        services.take_back(row, by=clerk)
    assert services.take_back(row, by=services.Complainant()).state == "taken_back"
    assert not Deadline.objects.filter(object_id=str(row.pk), closed_at__isnull=True).exists()


@pytest.mark.parametrize(("handled", "state"), [(True, "accepted"), (False, "received")])
def test_when_the_first_is_taken_back_those_joined_with_it_are_heard_all_the_same(
    body: Subject, clerk: Officer, handled: bool, state: str
):
    first = accepted(clerk) if handled else filed().complaint
    second, third = filed().complaint, filed().complaint
    services.take_back(first, by=services.Complainant())
    heir = Complaint.objects.get(pk=second.pk)
    assert (heir.state, heir.joined_to_id, heir.procedure) == (state, None, first.procedure)
    assert Complaint.objects.get(pk=third.pk).joined_to == heir
    told = AuditEvent.objects.get(object_id=str(third.pk), action="complaint.change")
    assert (told.before, told.after) == ({"joined_to": first.number}, {"joined_to": heir.number})
    assert clock(heir).due_on == heir.due_on
    assert services.take_back(third, by=services.Complainant()).state == "taken_back"
    assert Complaint.objects.get(pk=second.pk).state == state


def test_a_complaint_being_handled_goes_to_another_office_and_its_clock_runs_on(
    body: Subject, clerk: Officer
):
    row = accepted(clerk)
    moved = services.reassign(row, office="医政医管科", by=clerk)
    assert (moved.office, clock(row).due_on) == ("医政医管科", row.due_on)
    with pytest.raises(Refusal, match="name the office"):
        services.reassign(row, office="医政医管科", by=clerk)
    with pytest.raises(Refusal, match="do not hold the right"):
        services.reassign(row, office="综合监督科", by=factories.stranger())
    with pytest.raises(Refusal, match="being handled"):
        services.reassign(filed(words=WORDS * 2).complaint, office="综合监督科", by=clerk)


# --- rewards -----------------------------------------------------------------------------------------


def rewarded(clerk: Officer, reviewer: Officer) -> ComplaintReward:
    row = decided(clerk, reviewer)
    reward = services.propose_reward(row, amount=Decimal(500), grounds="线索查实", by=clerk)
    return services.approve_reward(reward, by=reviewer)


def test_who_approved_a_reward_does_not_pay_it(body: Subject, clerk: Officer):
    both = factories.officer(roles=("clerk", "reviewer"))
    reward = rewarded(clerk, both)
    with pytest.raises(Refusal, match="another officer must"):
        services.pay_reward(reward, pickup="", voucher_no="1", by=both)


def test_a_reward_stays_within_the_rule_and_is_given_once(body: Subject, clerk: Officer, reviewer: Officer):
    row = decided(clerk, reviewer)
    with pytest.raises(Refusal, match="between 200 and 10000"):
        services.propose_reward(row, amount=Decimal(100), grounds="线索查实", by=clerk)
    services.propose_reward(row, amount=Decimal(500), grounds="线索查实", by=clerk)
    with pytest.raises(Refusal, match="only once"):
        services.propose_reward(row, amount=Decimal(500), grounds="线索查实", by=clerk)


def test_a_reward_lapses_only_when_its_time_is_over(
    body: Subject, clerk: Officer, reviewer: Officer, settings: Any
):
    reward = rewarded(clerk, reviewer)
    with pytest.raises(Refusal, match="can still be collected"):
        services.lapse_reward(reward, reason="无人领取", by=clerk)
    waiting = Deadline.objects.filter(kind="reward_collect", closed_at__isnull=True)
    assert waiting.get().due_on == reward.collect_by
    settings.CHENGYI_TODAY = date(2026, 8, 8)
    with pytest.raises(Refusal, match="note that nobody came"):
        services.pay_reward(reward, pickup="", voucher_no="支2026-12", by=factories.officer())
    assert services.lapse_reward(reward, reason="无人领取", by=clerk).state == "lapsed"
    assert not waiting.exists()


# --- who sees what -----------------------------------------------------------------------------------


def test_the_body_hears_nothing_of_complaints_in_its_time_line(
    body: Subject, clerk: Officer, reviewer: Officer
):
    decided(clerk, reviewer)
    told = [event.kind for event in timeline(body, reviewer, kind="complaint").events]
    assert told == ["Complaint upheld", "Complaint received"]
    assert timeline(body, reviewer, kind="complaint", own=True).events == []


def test_three_complaints_in_a_month_warn_the_officers(body: Subject):
    for place in range(3):
        filed(words=f"第{place}件：候诊区没有公示收费标准和电话。")
    found = list(complaints_open({"count": 3, "days": 30}, Scope(), today()))
    assert [(one.subject_id, one.words["count"]) for one in found] == [(body.pk, "3")]
    assert not list(complaints_open({"count": 3, "days": 30}, Scope(), today() + timedelta(days=40)))
