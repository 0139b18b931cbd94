"""Interviews: proposed by who determined, noticed, held with minutes and demands, followed up, told."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.models import Officer
from core import outbox
from core.clock import CHINA
from core.errors import Refusal
from core.models import Deadline, OutboxEvent
from credit.models import ConductRecord, Subject
from credit.parties import Party
from exchange.layouts import layout
from exchange.models import Delivery, Platform
from supervision.choices import Attendance, DemandResult, InterviewKind, InterviewState, RectificationSource
from supervision.interviews import services, sharing
from supervision.interviews.services import Demand, Heard, Notice
from supervision.models import Interview, InterviewBody, Rectification
from tests.factories import AUTHORITY, agency, body, clerk, pdf, person, stranger
from tests.unit.supervision.interviews import interview_rows
from tests.unit.supervision.interviews.interview_rows import NOTICE

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 7)
DEMANDS = [Demand("九月底前完成医疗废物专项整改", date(2026, 9, 30))]


@pytest.fixture(autouse=True)
def _monday(settings: Any) -> None:
    settings.CHENGYI_TODAY = MONDAY


@pytest.fixture
def desk() -> Officer:
    return clerk()


def two_bodies() -> list[Subject]:
    return [body(), body("内黄县别处诊所", uscc="92410527MA00000035")]


def proposed(by: Officer, subjects: list[Subject] | None = None, **fields: Any) -> Interview:
    return interview_rows.proposed(subjects or two_bodies(), by=by, **fields)


def held(row: Interview, by: Officer, *, attendance: str = Attendance.CAME, **fields: Any) -> Interview:
    heard = {
        one.subject_id: Heard(attendance, "分管副院长", "认识到问题，立即整改。") for one in row.bodies.all()
    }
    values: dict[str, Any] = {
        "held_on": MONDAY,
        "host": "周明德",
        "recorder": "何静",
        "minutes": "约谈人通报检查情况，被约谈单位说明原因并作出整改承诺。",
        "heard": heard,
        "demands": DEMANDS,
    }
    return services.hold(row, **{**values, **fields}, by=by)


def clock_of(row: Interview) -> list[tuple[str, date]]:
    rows = Deadline.objects.filter(object_type="supervision.interview", object_id=str(row.pk))
    return list(rows.filter(closed_at__isnull=True).values_list("kind", "due_on"))


def test_the_same_cause_proposes_one_interview(desk: Officer) -> None:
    first = proposed(desk)
    assert proposed(desk, grounds="另一种说法，另一个时间。").pk == first.pk
    assert first.bodies.count() == 2
    assert clock_of(first) == [("interview_notice", date(2026, 9, 14))]


def test_only_who_determined_the_fault_interviews(desk: Officer) -> None:
    with pytest.raises(Refusal) as elsewhere:
        proposed(stranger())
    assert elsewhere.value.field == "authority_name"
    row = proposed(desk)
    with pytest.raises(Refusal):
        services.give_notice(row, NOTICE, by=stranger())
    with pytest.raises(Refusal):
        proposed(desk, authority_name=" ", source_key="test:2")


def test_what_another_authority_determined_is_left_to_its_officers(desk: Officer) -> None:
    agency(name="滑县卫生健康委员会", division_code="410526", uscc="")
    with pytest.raises(Refusal) as others:
        proposed(desk, authority_name="滑县卫生健康委员会")
    assert others.value.field == "authority_name"


@pytest.mark.parametrize("wrong", [{"grounds": "短"}, {"kind": "chat"}, {"subjects": []}])
def test_an_incomplete_proposal_is_refused(desk: Officer, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        services.propose(
            **{
                "kind": InterviewKind.REMINDER,
                "subjects": two_bodies(),
                "grounds": "逾期未改，检查发现多项问题。",
                "authority_name": AUTHORITY,
                "division_code": "410527",
                "source_key": "test:3",
                "by": desk,
                **wrong,
            }
        )
    assert not Interview.objects.exists()


def test_files_keep_chinese_words_whatever_language_the_officer_reads(desk: Officer) -> None:
    row = services.give_notice(proposed(desk), NOTICE, by=desk)
    with translation.override("en"):
        held(row, desk, attendance=Attendance.ABSENT)
    kept = {record.title for record in ConductRecord.objects.all()}
    assert kept == {"提示约谈：未到场"}
    follow = Interview.objects.get(source_key=f"supervision.interview:{row.pk}:absent")
    assert "under notice" not in follow.grounds


def test_a_notice_has_a_number_of_its_own_and_a_time_that_lies_ahead(desk: Officer) -> None:
    row, other = proposed(desk), proposed(desk, source_key="test:2")
    past = Notice("内卫约〔2026〕8号", datetime(2020, 1, 1, 9, tzinfo=CHINA), "会议室")
    for wrong in (
        past,
        Notice("", NOTICE.meets_at, "会议室"),
        Notice("内卫约〔2026〕8号", NOTICE.meets_at, " "),
    ):
        with pytest.raises(Refusal):
            services.give_notice(row, wrong, by=desk)
    row = services.give_notice(row, NOTICE, by=desk)
    assert row.state == InterviewState.NOTIFIED
    with pytest.raises(Refusal) as twice:
        services.give_notice(other, NOTICE, by=desk)
    assert twice.value.field == "number"


def test_a_held_interview_goes_into_every_file_opens_its_demands_and_is_told(desk: Officer) -> None:
    subjects = two_bodies()
    row = held(services.give_notice(proposed(desk, subjects), NOTICE, by=desk), desk, files=[pdf()])
    assert row.state == InterviewState.HELD
    records = ConductRecord.objects.filter(item_code="D08")
    assert {record.subject_id for record in records} == {subject.pk for subject in subjects}
    opened = Rectification.objects.filter(source=RectificationSource.INTERVIEW)
    assert {(one.subject_id, one.due_on) for one in opened} == {
        (subject.pk, date(2026, 9, 30)) for subject in subjects
    }
    assert clock_of(row) == [("interview_follow_up", date(2026, 10, 13))]
    told = OutboxEvent.objects.filter(topic=sharing.SHARED)
    assert told.count() == 2
    columns = {column.code for column in layout("national-2018").tables["interview_legal"].columns}
    for event in told:
        assert set(event.payload["fields"]) <= columns
        assert event.payload["fields"]["YT_LX"] == "提示约谈"
        assert event.payload["fields"]["YT_LSQK"] == "整改中"


def test_minutes_need_words_hosts_attendance_and_demands_with_a_day_ahead(desk: Officer) -> None:
    row = services.give_notice(proposed(desk), NOTICE, by=desk)
    wrongs: list[dict[str, Any]] = [
        {"minutes": "短"},
        {"host": " "},
        {"heard": {}},
        {"held_on": date(2026, 9, 8)},
        {"held_on": date(2026, 9, 1)},
        {"demands": [Demand("整改", MONDAY)]},
    ]
    for wrong in wrongs:
        with pytest.raises(Refusal):
            held(row, desk, **wrong)
    row.refresh_from_db()
    assert row.state == InterviewState.NOTIFIED
    assert not Rectification.objects.exists()


def test_a_body_that_does_not_come_to_a_reminder_is_proposed_for_a_warning(desk: Officer) -> None:
    row = services.give_notice(proposed(desk), NOTICE, by=desk)
    held(row, desk, attendance=Attendance.ABSENT)
    warning = Interview.objects.get(kind=InterviewKind.WARNING)
    assert warning.bodies.count() == 2
    assert warning.authority_name == AUTHORITY


def test_the_follow_up_tells_the_platforms_again_and_unmet_demands_lead_on(desk: Officer) -> None:
    subjects = two_bodies()
    row = held(services.give_notice(proposed(desk, subjects), NOTICE, by=desk), desk)
    results = {subjects[0].pk: DemandResult.MET, subjects[1].pk: DemandResult.UNMET}
    for wrong in ({}, results):
        with pytest.raises(Refusal):
            services.follow_up(row, results=wrong, notes={}, by=desk)
    row = services.follow_up(row, results=results, notes={subjects[1].pk: "仍未加锁"}, by=desk)
    assert (row.state, clock_of(row)) == (InterviewState.CLOSED, [])
    second = OutboxEvent.objects.filter(topic=sharing.SHARED, payload__revision=2)
    told = {event.payload["subject"]: event.payload["fields"]["YT_LSQK"] for event in second}
    assert told == {subjects[0].pk: "已落实", subjects[1].pk: "未落实"}
    assert {event.payload["operation"] for event in second} == {"U"}
    warning = Interview.objects.get(kind=InterviewKind.WARNING)
    assert [one.subject_id for one in warning.bodies.all()] == [subjects[1].pk]


def test_a_warning_that_was_ignored_leads_to_no_third_interview(desk: Officer) -> None:
    row = proposed(desk, kind=InterviewKind.WARNING)
    held(services.give_notice(row, NOTICE, by=desk), desk, attendance=Attendance.ABSENT)
    assert Interview.objects.count() == 1


def test_a_person_is_interviewed_but_no_platform_is_told(desk: Officer) -> None:
    row = services.give_notice(proposed(desk, [person()]), NOTICE, by=desk)
    held(row, desk)
    assert not OutboxEvent.objects.filter(topic=sharing.SHARED).exists()
    assert not ConductRecord.objects.filter(item_code="D08").exists()


def test_deliveries_are_queued_for_the_platforms_that_take_interviews(desk: Officer) -> None:
    Platform.objects.create(
        sender_code="11999901MB0000000X",
        secret="invented",
        code="city",
        name="市信用平台",
        tables=["interview_legal"],
        base_url="http://x.invalid",
    )
    held(services.give_notice(proposed(desk), NOTICE, by=desk), desk)
    outbox.dispatch_all()
    assert Delivery.objects.filter(table="interview_legal").count() == 2


def test_a_put_off_interview_is_read_anew(desk: Officer) -> None:
    row = services.give_notice(proposed(desk), NOTICE, by=desk)
    one = row.bodies.first()
    assert one is not None
    services.note_read(one, by=desk)
    later = Notice(NOTICE.number, datetime(2099, 9, 16, 9, 30, tzinfo=CHINA), "县卫健委一楼")
    with pytest.raises(Refusal):
        services.put_off(row, later, reason=" ", by=desk)
    row = services.put_off(row, later, reason="主持人外出", by=desk)
    one.refresh_from_db()
    assert one.read_on is None
    assert (row.put_off_from, row.put_off_reason) == (NOTICE.meets_at, "主持人外出")
    with pytest.raises(Refusal):
        services.drop(row, reason="问题已整改到位", by=desk)
    services.note_read(one, by=desk)
    row = services.call_off(row, reason="问题已整改到位", by=desk)
    one.refresh_from_db()
    assert (row.state, row.called_off_on, clock_of(row)) == (InterviewState.DROPPED, MONDAY, [])
    assert one.read_on is None, "the body is yet to read that it is called off"


def test_a_body_answers_its_notice_until_the_interview_is_held(desk: Officer) -> None:
    row = services.give_notice(proposed(desk), NOTICE, by=desk)
    one = row.bodies.select_related("subject").earliest("pk")
    own, other = Party(desk, frozenset({one.subject_id})), Party(desk, frozenset())
    for wrong, by in (("comes", other), ("comes", desk), ("later", own), ("perhaps", own)):
        with pytest.raises(Refusal):
            services.reply(one, answer=wrong, words="", by=by)
    services.reply(one, answer="later", words="院长外出学习，下周可到", by=own)
    services.put_off(row, NOTICE, reason="单位申请改期", by=desk)
    one.refresh_from_db()
    assert (one.reply, one.replied_on) == ("", None), "another time is another question"
    services.reply(one, answer="comes", words="分管副院长", by=own)
    assert (one.reply, one.reply_words, one.replied_on) == ("comes", "分管副院长", MONDAY)
    held(row, desk)
    with pytest.raises(Refusal):
        services.reply(one, answer="comes", words="", by=own)
    with pytest.raises(IntegrityError), transaction.atomic():
        InterviewBody.objects.filter(pk=one.pk).update(replied_on=None)


def test_the_database_wants_a_notice_before_and_minutes_after(desk: Officer) -> None:
    row = proposed(desk)
    for broken in ("notified", "held", "closed"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Interview.objects.filter(pk=row.pk).update(state=broken)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interview.objects.filter(pk=row.pk).update(called_off_on=MONDAY)
