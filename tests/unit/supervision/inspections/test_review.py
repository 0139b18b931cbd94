"""A third officer approves; findings become records and rectifications; the result is published in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone, translation

from core import outbox
from core.clock import today
from core.errors import Refusal
from core.models import Deadline, OutboxEvent
from core.workdays import add_working_days
from credit.models import ConductRecord
from exchange.layouts import layouts
from supervision.choices import Attendance
from supervision.inspections import clocks, following, review, spot
from supervision.inspections.choices import Measure
from supervision.inspections.denials import denied
from supervision.interviews import services as interviews
from supervision.interviews.services import Heard
from supervision.models import (
    CheckItem,
    Inspection,
    InspectionLine,
    InspectionNotice,
    InspectionStep,
    Interview,
    Ledger,
    LedgerEntry,
    LedgerRound,
    Rectification,
)
from supervision.rectification import services
from tests import factories
from tests.unit.supervision.inspections import spot_rows
from tests.unit.supervision.interviews import interview_rows
from tests.unit.supervision.rectification import rows as rectification_rows

pytestmark = pytest.mark.django_db


def test_findings_become_a_record_and_a_rectification_once() -> None:
    row, reviewer = spot_rows.handed_in(spot_rows.inspectors()), factories.reviewer()
    review.approve(row, by=reviewer)
    line = InspectionLine.objects.get(answer="problem")
    record = ConductRecord.objects.get()
    assert (record.item_code, record.title) == ("J27", "放射诊疗无证或防护不符")
    assert record.facts == line.facts
    rectification = Rectification.objects.get()
    assert line.item.text in rectification.problem
    assert rectification.due_on == line.due_on
    assert rectification.facts == line.facts
    with pytest.raises(Refusal):
        review.approve(row, by=reviewer)


def test_a_finding_for_which_a_penalty_case_is_opened_is_not_counted_twice() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.complete(spot_rows.begun(crew), crew[0])
    item = spot_rows.items_of(row)[0]
    case = spot.Finding(item.pk, "problem", 1, facts="无证开展放射诊疗", measure=Measure.CASE, recorded=True)
    spot.answer(row, case, by=crew[0])
    review.approve(spot.hand_in(row, by=crew[0]), by=factories.reviewer())
    assert not ConductRecord.objects.exists()
    assert not Rectification.objects.exists()


def test_a_refused_inspection_is_a_record_of_its_own() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.begun(crew)
    spot.tell(row, place="门诊大厅", base=0, by=crew[0])
    spot.close(row, result="refused", summary="拒绝检查人员进入", base=0, by=crew[0])
    spot.add_photo(row, factories.png(), by=crew[0])
    review.approve(spot.hand_in(row, by=crew[0]), by=factories.reviewer())
    assert ConductRecord.objects.get().item_code == "J30"


def test_the_record_of_an_inspection_is_chinese_whatever_language_the_officers_read() -> None:
    with translation.override("en"):
        row = spot_rows.handed_in(spot_rows.inspectors())
        review.approve(row, by=factories.reviewer())
    words = " ".join(InspectionStep.objects.filter(inspection=row).values_list("words", flat=True))
    assert "符合" in words or "有问题" in words
    assert not any(english in words for english in ("in order", "problem", "records:", "signed for"))


def test_nobody_approves_their_own_inspection() -> None:
    crew = (factories.reviewer(), factories.reviewer())
    row = spot_rows.handed_in(crew)
    for inspector in crew:
        with pytest.raises(Refusal):
            review.approve(row, by=inspector)


def test_the_result_is_due_twenty_working_days_after_the_end() -> None:
    row, reviewer = spot_rows.handed_in(spot_rows.inspectors()), factories.reviewer()
    assert row.ended_at is not None
    due = add_working_days(clocks.day_of(row.ended_at), 20).on
    clock = Deadline.objects.get(kind=clocks.PUBLISH.code, object_id=str(row.pk))
    assert clock.due_on == row.publish_by == due
    review.approve(row, by=reviewer)
    review.publish(row, by=reviewer)
    clock.refresh_from_db()
    assert clock.closed_at is not None


def test_the_public_reads_the_checklist_and_not_the_inspectors_words() -> None:
    row, reviewer = spot_rows.handed_in(spot_rows.inspectors(), reason="complaint"), factories.reviewer()
    review.approve(row, by=reviewer)
    notice = review.publish(row, by=reviewer)
    assert notice.reason == "targeted"
    assert notice.problems[0]["text"] == spot_rows.items_of(row)[0].text
    event = OutboxEvent.objects.get(topic="supervision.inspection.published")
    assert event.payload["result_words"] == "发现问题已责令改正"
    for told in (str(notice.problems), str(event.payload)):
        assert "登记的设备与现场不符" not in told
    assert "complaint" not in str(event.payload)


def test_a_withdrawn_result_leaves_the_public_and_its_records_end() -> None:
    row, reviewer = spot_rows.handed_in(spot_rows.inspectors()), factories.reviewer()
    review.approve(row, by=reviewer)
    review.publish(row, by=reviewer)
    other = factories.reviewer()
    review.withdraw(row, reason="检查对象认定有误", by=other)
    assert InspectionNotice.objects.get().withdrawn_on is not None
    assert ConductRecord.objects.get().state == "annulled"
    assert OutboxEvent.objects.filter(topic="supervision.inspection.withdrawn").count() == 1


def test_nothing_rests_on_a_withdrawn_result_any_more() -> None:
    clerk, reviewer, third = factories.clerk(), factories.reviewer(), factories.reviewer()
    row = spot_rows.handed_in(spot_rows.inspectors())
    review.approve(row, by=reviewer)
    problem = Rectification.objects.get()
    services.check(rectification_rows.handed_in(problem), note_text="现场查看，已经整改到位。", by=clerk)
    services.doubt(services.cross_off(problem, by=reviewer), reason="复核发现设备仍与现场不符", by=clerk)
    services.find_false(problem, by=third)
    outbox.dispatch_all()
    assert Interview.objects.get().state == "proposed"
    assert following.at_stake(row) == following.Stake(records=2, open=1, closed=0, interviews=1)
    review.withdraw(row, reason="检查对象认定有误", by=third)
    outbox.dispatch_all()
    problem.refresh_from_db()
    assert problem.state == "dropped"
    assert not Deadline.objects.filter(object_type="supervision.rectification", closed_at=None).exists()
    assert set(ConductRecord.objects.values_list("state", flat=True)) == {"annulled"}
    assert Interview.objects.get().state == "dropped"
    assert "检查对象认定有误" in problem.steps.get(step="lapse").words


def test_an_announced_interview_about_a_withdrawn_result_is_called_off_and_a_held_one_stays(
    settings: Any,
) -> None:
    clerk, reviewer, third = factories.clerk(), factories.reviewer(), factories.reviewer()
    row = spot_rows.handed_in(spot_rows.inspectors())
    review.approve(row, by=reviewer)
    problem = Rectification.objects.select_related("subject").get()
    asked = [
        interview_rows.proposed(
            [problem.subject], by=clerk, source_key=interviews.asked_for(problem.pk, number)
        )
        for number in range(3)
    ]
    interview_rows.proposed([problem.subject], by=clerk)
    for number, one in enumerate(asked[1:]):
        notice = replace(interview_rows.NOTICE, number=f"内卫约〔2026〕{number}号")
        interviews.give_notice(one, notice, by=clerk)
    settings.CHENGYI_TODAY = interview_rows.NOTICE.meets_at.date()
    interviews.hold(
        asked[2],
        held_on=today(),
        host="周明德",
        recorder="",
        minutes="通报检查情况，提出整改要求。",
        heard={problem.subject_id: Heard(Attendance.CAME)},
        demands=[],
        by=clerk,
    )
    services.cross_off(
        services.check(rectification_rows.handed_in(problem), note_text="现场查看，已经整改到位。", by=clerk),
        by=reviewer,
    )
    at_stake = following.at_stake(row)
    assert (at_stake.interviews, at_stake.held) == (2, 1)
    review.withdraw(row, reason="检查对象认定有误", by=third)
    states = list(Interview.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["dropped", "dropped", "held", "proposed"], "what rests on something else goes on"
    called_off = Interview.objects.get(pk=asked[1].pk)
    assert called_off.called_off_on == today()
    assert "检查对象认定有误" in called_off.dropped_reason


def test_what_was_put_right_before_the_withdrawal_stays_history() -> None:
    clerk, reviewer, third = factories.clerk(), factories.reviewer(), factories.reviewer()
    row = spot_rows.handed_in(spot_rows.inspectors())
    review.approve(row, by=reviewer)
    problem = rectification_rows.handed_in(Rectification.objects.get())
    services.cross_off(services.check(problem, note_text="现场查看，已经整改到位。", by=clerk), by=reviewer)
    review.withdraw(row, reason="检查对象认定有误", by=third)
    assert Rectification.objects.get().state == "crossed_off"


def test_a_returned_inspection_is_completed_and_handed_in_again() -> None:
    crew = spot_rows.inspectors()
    row = spot_rows.handed_in(crew)
    review.send_back(row, reason="补充照片", by=factories.reviewer())
    row.refresh_from_db()
    assert (row.state, row.returned_reason) == ("running", "补充照片")
    assert Deadline.objects.filter(kind=clocks.DO.code, closed_at__isnull=True).count() == 1
    assert spot.hand_in(row, by=crew[1]).state == "handed_in"


def test_the_database_lets_nobody_change_the_record_of_an_inspection() -> None:
    row = spot_rows.begun(spot_rows.inspectors())
    with pytest.raises(DatabaseError), transaction.atomic():
        InspectionStep.objects.filter(inspection=row).update(words="改过")
    assert connection.is_usable()


def test_the_database_holds_that_a_finished_inspection_has_a_result() -> None:
    row = spot_rows.begun(spot_rows.inspectors())
    with pytest.raises(DatabaseError), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(state="handed_in", handed_in_on=date(2026, 1, 5))


def test_platforms_hear_of_a_result_and_of_its_withdrawal() -> None:
    row, reviewer = spot_rows.handed_in(spot_rows.inspectors()), factories.reviewer()
    review.approve(row, by=reviewer)
    review.publish(row, by=reviewer)
    review.withdraw(row, reason="检查对象认定有误", by=factories.reviewer())
    first, last = OutboxEvent.objects.filter(topic="supervision.inspection.shared").order_by("pk")
    assert (first.payload["operation"], last.payload["operation"]) == ("I", "R")
    (national,) = layouts().values()
    known = {column.code: column for column in national.tables["inspection_legal"].columns}
    assert set(first.payload["fields"]) <= set(known)
    assert {code for code, column in known.items() if column.mandatory == "M"} <= set(first.payload["fields"])


def test_what_the_self_inspection_denied_is_offered_to_whoever_approves_and_marked_concealed() -> None:
    row, reviewer = spot_rows.handed_in(spot_rows.inspectors()), factories.reviewer()
    line = InspectionLine.objects.get(answer="problem")
    assert denied(row) == []
    self_inspected(row, line.item, days_ago=30)
    (found,) = denied(row)
    assert found.line == line
    review.approve(row, by=reviewer, concealed=[line.pk])
    assert Rectification.objects.get().concealed


def test_a_self_inspection_of_long_ago_denies_nothing() -> None:
    row = spot_rows.handed_in(spot_rows.inspectors())
    self_inspected(row, InspectionLine.objects.get(answer="problem").item, days_ago=400)
    assert denied(row) == []


def self_inspected(row: Inspection, item: CheckItem, *, days_ago: int) -> None:
    """Let the body answer the line with "not found" some days before."""
    day = today() - timedelta(days=days_ago)
    opened = LedgerRound.objects.create(
        kind="routine",
        title="第三季度日常自查",
        checklist=item.checklist,
        source_key="tests.round:1",
        division_code=row.division_code,
        opens_on=day,
        due_on=day,
    )
    ledger = Ledger.objects.create(
        round=opened,
        subject_id=row.subject_id,
        division_code=row.division_code,
        due_on=day,
        state="handed_in",
        handed_in_on=day,
        first_handed_in_on=day,
        signer_name="负责人",
        signed_at=timezone.now(),
        content_digest="0" * 64,
        signature="1" * 64,
    )
    LedgerEntry.objects.create(ledger=ledger, item=item, answer="clear", changed_at=timezone.now())
