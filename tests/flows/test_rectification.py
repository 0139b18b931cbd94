"""Putting right through the pages: portal with evidence, two officers, re-check, interview."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import Officer
from core import outbox
from credit.models import ConductRecord, EvaluationFollowUp
from credit.models.evaluations import FollowUpKind, FollowUpState
from credit.timeline import Reader
from institutions.models import Institution, Membership
from supervision.choices import RectificationState as S
from supervision.interviews.timeline import interviews as told_interviews
from supervision.models import Interview, Recheck, Rectification
from supervision.rectification import services
from supervision.rectification.timeline import rectifications as told_rectifications
from tests import factories
from tests.flows.steps import signed_in, step
from tests.unit.supervision.interviews import interview_rows
from tests.unit.supervision.rectification.rows import MONDAY, checked, crossed_off, opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday_in_english(settings: Any) -> Iterator[None]:
    settings.CHENGYI_TODAY = MONDAY
    with translation.override("en"):
        yield


@pytest.fixture
def body() -> Institution:
    return factories.institution()


@pytest.fixture
def hospital(body: Institution) -> Client:
    account = Officer.objects.create_user("hospital")
    Membership.objects.create(user=account, institution=body)
    return signed_in(account)


def own(body: Institution, name: str, *keys: int | str) -> str:
    return reverse(f"portal_supervision:{name}", args=[body.pk, *keys])


def words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_body_hands_in_and_two_officers_return_check_and_cross_off(
    body: Institution, hospital: Client
) -> None:
    clerk, reviewer = signed_in(factories.clerk()), signed_in(factories.reviewer())
    row = opened(body.subject)
    page = own(body, "rectification", row.pk)
    assert row.problem in words(hospital, reverse("portal:part", args=[body.pk, "rectifications"]))
    bare = hospital.post(page, {"report": "已加装门锁，专人登记管理。", "hand_in": "1"})
    assert "at least 1" in bare.content.decode()
    row.refresh_from_db()
    assert row.state == S.OPEN, "nothing is half kept"
    form = {"report": "已加装门锁，专人登记管理。", "owner": "后勤科"}
    assert hospital.post(page, {**form, "evidence": factories.png()}).status_code == 302
    assert hospital.post(page, {**form, "hand_in": "1"}).status_code == 302
    assert 'name="hand_in"' not in words(hospital, page)

    step(clerk, row, "give_back", reason="照片看不清门锁")
    assert "照片看不清门锁" in words(hospital, page)
    assert hospital.post(page, {**form, "hand_in": "1"}).status_code == 302
    step(clerk, row, "check", note_text="现场查看暂存间，门锁完好，台账齐全。")
    shown = words(hospital, page)
    assert "现场查看" not in shown, "what the check found is not told before the decision"
    address = reverse("admin:supervision_rectification_cross_off", args=[row.pk])
    assert clerk.post(address).status_code == 403, "who checked does not cross off"
    assert "Crossed off" in step(reviewer, row, "cross_off")
    assert "crossed off" in words(hospital, page)


def test_another_body_sees_nothing_of_it(body: Institution) -> None:
    other = factories.institution(factories.body("内黄县康宁诊所", "91410527MA46TKJL8A"))
    account = Officer.objects.create_user("other")
    Membership.objects.create(user=account, institution=other)
    row = opened(body.subject)
    stranger = signed_in(account)
    for key in (body.pk, other.pk):
        assert (
            stranger.get(reverse("portal_supervision:rectification", args=[key, row.pk])).status_code == 404
        )


def test_a_longer_time_is_asked_for_in_the_portal_and_answered_on_the_officers_page(
    body: Institution, hospital: Client
) -> None:
    row, reviewer = opened(body.subject), signed_in(factories.reviewer())
    address = own(body, "rectification_extension", row.pk)
    refused = hospital.post(address, {"until": "2026-09-01", "reason": "设备到货晚"})
    assert "choose a day after" in refused.content.decode()
    assert hospital.post(address, {"until": "2026-10-20", "reason": "设备到货晚"}).status_code == 302
    assert "设备到货晚" in step(reviewer, row, "approve_extension", answer="")
    row.refresh_from_db()
    assert row.due_on == date(2026, 10, 20)
    assert hospital.post(address, {"until": "2026-10-30", "reason": "再延几天吧"}).status_code == 302
    back = own(body, "rectification_extension_back", row.pk)
    assert hospital.post(back).status_code == 302
    assert hospital.post(back).status_code == 404


def test_an_officer_orders_once_however_often_the_form_is_sent(body: Institution) -> None:
    clerk = signed_in(factories.clerk())
    address = reverse("admin:supervision_rectification_add")
    form = {
        "party": body.subject.uscc,
        "problem": "未按规定公示收费标准",
        "due_on": "2026-09-30",
        "once": "0b6d1d1e-6b1b-4d0e-9a55-6f5d1f1c7a11",
    }
    assert clerk.get(address).status_code == 200
    assert "has passed" in clerk.post(address, {**form, "due_on": "2026-09-01"}).content.decode()
    for _time in range(2):
        assert clerk.post(address, form).status_code == 302
    assert Rectification.objects.count() == 1


def test_the_list_crosses_many_off_and_says_which_it_could_not(body: Institution) -> None:
    by, reviewer = factories.clerk(), signed_in(factories.reviewer())
    ready, early = checked(opened(body.subject), by=by), opened(body.subject)
    address = reverse("admin:supervision_rectification_changelist")
    chosen = {"action": "cross_off_selected", "_selected_action": [ready.pk, early.pk]}
    page = reviewer.post(address, chosen, follow=True).content.decode()
    assert "1 crossed off" in page
    assert "is not possible" in page
    ready.refresh_from_db()
    assert ready.state == S.CROSSED_OFF
    for query in ("late=yes", "late=up", "state__exact=crossed_off"):
        assert reviewer.get(f"{address}?{query}").status_code == 200


def test_a_recheck_is_drawn_and_its_finding_leads_to_a_record_and_an_interview(
    body: Institution, hospital: Client
) -> None:
    by, second = factories.clerk(), factories.reviewer()
    row = crossed_off(by=by, second=second, subject=body.subject)
    clerk, third = signed_in(by), signed_in(factories.reviewer())
    drawn = {"title": "抽查复核", "crossed_off_from": MONDAY, "crossed_off_to": MONDAY, "percent": "100"}
    answer = clerk.post(reverse("admin:supervision_recheck_add"), drawn)
    assert answer.status_code == 302, answer.content.decode()
    recheck = Recheck.objects.get()
    assert recheck.seed in words(clerk, answer.headers["Location"])
    population = clerk.get(reverse("admin:supervision_recheck_population", args=[recheck.pk]))
    assert population.content.decode() == f"{row.guid}\n"
    line = reverse("admin:supervision_recheck_line", args=[recheck.pk, recheck.lines.get().pk])
    assert clerk.get(line).status_code == 200
    assert clerk.post(line, {"finding": "false", "note_text": "门锁为摆拍，实际未装"}).status_code == 302
    assert "门锁为摆拍" not in words(hospital, own(body, "rectification", row.pk))
    step(third, row, "find_false")
    assert ConductRecord.objects.filter(subject=body.subject, item_code="J32").exists()
    outbox.dispatch_all()
    interview = Interview.objects.get()
    listed = words(clerk, reverse("admin:supervision_interview_changelist"))
    assert body.subject.name in listed
    told = [event.kind for event in told_rectifications(body.subject, Reader(by))]
    assert told == ["Close-out found false", "1 rectification opened"]
    assert reverse("admin:supervision_interview_notice", args=[interview.pk]) in words(
        clerk, reverse("admin:supervision_interview_change", args=[interview.pk])
    )


def test_what_honesty_and_concealment_do_is_shown_where_the_record_is_entered(body: Institution) -> None:
    by = factories.clerk()
    clerk = signed_in(by)
    hidden = opened(body.subject, concealed=True, item_code="J18")
    page = words(clerk, reverse("admin:supervision_rectification_record", args=[hidden.pk]))
    assert "3 points; 4.5 are suggested" in page
    told = crossed_off(by=by, second=factories.reviewer(), subject=body.subject, self_reported=True)
    page = words(clerk, reverse("admin:supervision_rectification_change", args=[told.pk]))
    assert "no record is suggested" in page
    address = reverse("admin:supervision_rectification_record", args=[told.pk])
    good = {
        "item_code": "B01",
        "title": "主动自查并整改",
        "happened_on": "2026-09-07",
        "count": "1",
        "act": f"supervision.rectification:{told.guid}",
    }
    assert clerk.post(f"{address}?good=1", good).status_code == 302
    assert ConductRecord.entries.filter(item_code="B01", confirmed_at__isnull=True).count() == 1


def test_an_interview_goes_from_the_proposal_to_the_follow_up_through_the_pages(
    body: Institution, hospital: Client
) -> None:
    by = factories.clerk()
    by.agency = factories.agency()
    by.save(update_fields=["agency"])
    clerk = signed_in(by)
    second = factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    address = reverse("admin:supervision_interview_add")
    form = {
        "kind": "reminder",
        "bodies": f"{body.subject.uscc}\n{second.name}",
        "grounds": "2026年8月检查发现医疗废物管理问题，逾期未改。",
        "authority_name": factories.AUTHORITY,
        "once": "0b6d1d1e-6b1b-4d0e-9a55-6f5d1f1c7a12",
    }
    assert factories.AUTHORITY in words(clerk, f"{address}?subject={body.subject_id}")
    assert "nobody of your divisions" in clerk.post(address, {**form, "bodies": "无此机构"}).content.decode()
    assert clerk.post(address, form).status_code == 302
    row = Interview.objects.get()
    part = reverse("portal:part", args=[body.pk, "interviews"])
    assert "No interview is announced" in words(hospital, part), "a proposal is not told"
    notice = {"number": "内卫约〔2026〕7号", "meets_at": "2026-09-10T09:30", "place": "县卫健委三楼会议室"}
    step(clerk, row, "notice", **notice)
    assert "内卫约〔2026〕7号" in words(hospital, part)
    assert "县卫健委三楼会议室" in words(hospital, own(body, "interview_paper", row.pk, "notice"))
    assert row.bodies.get(subject=body.subject).read_on == MONDAY
    paper = reverse("admin:supervision_interview_paper", args=[row.pk, "minutes"])
    assert second.name in words(clerk, paper)
    minutes = {
        "held_on": "2026-09-07",
        "host": "周明德",
        "minutes": "约谈人通报检查情况，被约谈单位作出整改承诺。",
        "demands": "完成医疗废物专项整改",
        f"attendance_{body.subject_id}": "came",
        f"attendance_{second.pk}": "absent",
    }
    bad = clerk.post(reverse("admin:supervision_interview_minutes", args=[row.pk]), minutes)
    assert "does not end with a day" in bad.content.decode()
    step(clerk, row, "minutes", **{**minutes, "demands": "完成医疗废物专项整改 2026-09-30"})
    assert Interview.objects.filter(kind="warning", bodies__subject=second).count() == 1
    assert "完成医疗废物专项整改" in words(hospital, own(body, "interview", row.pk))
    asked = words(clerk, reverse("admin:supervision_interview_follow_up", args=[row.pk]))
    assert "1. 完成医疗废物专项整改 2026-09-30" in asked, "said beside the question"
    results = {
        f"result_{body.subject_id}": "met",
        f"result_{second.pk}": "partly",
        f"note_{second.pk}": "台账不全",
    }
    step(clerk, row, "follow_up", **results)
    told = [event.kind for event in told_interviews(body.subject, Reader(by))]
    assert told == ["Interview followed up", "Interview held", "Notice of an interview"]
    file = words(clerk, reverse("admin:credit_subject_change", args=[body.subject_id]))
    assert "内卫约〔2026〕7号" in file


@pytest.mark.parametrize("kind", list(FollowUpKind))
def test_a_task_of_a_bad_evaluation_begins_what_it_asks_for_and_ends_with_it(
    kind: FollowUpKind, body: Institution
) -> None:
    by, second = factories.clerk(), factories.reviewer()
    clerk = signed_in(by)
    rated = factories.evaluation(body.subject, by=by)
    task = EvaluationFollowUp.objects.get(evaluation=rated, kind=kind)
    page = reverse("admin:credit_evaluationfollowup_change", args=[task.pk])
    name = "interview" if kind == FollowUpKind.INTERVIEW else "rectification"
    address = reverse(f"admin:supervision_{name}_from_task", args=[task.pk])
    assert address in words(clerk, page)
    assert clerk.get(address).status_code == 200
    form = {"kind": "reminder", "grounds": "公共信用综合评价结果为差，约谈并督促整改。"}
    form |= {"problem": "公共信用综合评价结果为差，督促整改。", "due_on": "2026-10-30"}
    assert clerk.post(address, form).status_code == 302
    assert address not in words(clerk, page), "it is begun once"
    if kind == FollowUpKind.INTERVIEW:
        row = Interview.objects.get()
        step(clerk, row, "notice", number="内卫约〔2026〕9号", meets_at="2026-09-10T09:30", place="会议室")
        minutes = {"held_on": "2026-09-07", "host": "周明德", "minutes": "通报情况，提出整改要求。"}
        step(clerk, row, "minutes", **minutes, **{f"attendance_{body.subject_id}": "came"})
    else:
        services.cross_off(checked(Rectification.objects.get(), by=by), by=second)
    outbox.dispatch_all()
    task.refresh_from_db()
    assert task.state == FollowUpState.DONE


def test_a_body_answers_its_notice_and_reads_that_the_interview_is_called_off(
    body: Institution, hospital: Client
) -> None:
    by = factories.clerk()
    row = interview_rows.notified([body.subject], by=by)
    own_page = own(body, "interview", row.pk)
    asked = hospital.post(own_page, {"answer": "later", "words": ""}).content.decode()
    assert "say why you cannot come" in asked
    hospital.post(own_page, {"answer": "later", "words": "主要负责人外出，下周可到"})
    assert "主要负责人外出" in words(
        signed_in(by), reverse("admin:supervision_interview_change", args=[row.pk])
    )
    assert "问题已整改到位" in step(signed_in(by), row, "call_off", reason="问题已整改到位")
    assert "Called off" in words(hospital, reverse("portal:part", args=[body.pk, "interviews"]))
    assert "问题已整改到位" in words(hospital, own_page)
    assert hospital.get(own(body, "interview_paper", row.pk, "notice")).status_code == 404
    assert hospital.get(own(body, "interview_paper", row.pk, "minutes")).status_code == 404
    letter = words(hospital, own(body, "interview_paper", row.pk, "called-off"))
    assert letter.count(row.notice_no) > 1
    assert "问题已整改到位" in letter
    assert letter == words(
        signed_in(by), reverse("admin:supervision_interview_paper", args=[row.pk, "called-off"])
    ).replace(reverse("admin:supervision_interview_change", args=[row.pk]), own_page)
    told = [event.kind for event in told_interviews(body.subject, Reader(by))]
    assert told == ["Interview called off", "Notice of an interview"]
