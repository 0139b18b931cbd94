"""Rectifications: opened in bulk, handed in with evidence, checked, returned, crossed off by another."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import Officer
from core import evidence, outbox
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent
from credit.models import ConductRecord
from credit.parties import OWN, OnPaper
from supervision.choices import (
    ExtensionState,
    InterviewKind,
    RecheckFinding,
    RectificationSource,
)
from supervision.choices import RectificationState as S
from supervision.models import Interview, Recheck, Rectification
from supervision.rectification import clocks, late, sampling, services
from supervision.rectification.workflow import FALSE, OPENED, RECTIFICATION
from tests.factories import body, clerk, officer, pdf, person, reviewer, stranger
from tests.unit.supervision.rectification.rows import (
    MONDAY,
    checked,
    crossed_off,
    handed_in,
    new,
    opened,
    party,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(settings: Any) -> None:
    settings.CHENGYI_TODAY = MONDAY


@pytest.fixture
def desk() -> tuple[Officer, Officer]:
    """The officer who checks, and the one who crosses off."""
    return clerk(), reviewer()


def running(row: Rectification) -> dict[str, date]:
    """The clocks that run for a rectification."""
    rows = Deadline.objects.filter(
        object_type="supervision.rectification", object_id=str(row.pk), closed_at__isnull=True
    )
    return dict(rows.values_list("kind", "due_on"))


# --- opening -----------------------------------------------------------------------------------------


def test_the_same_finding_opens_one_rectification_however_often_it_is_told() -> None:
    hospital, by = body(), clerk()
    one, other = new(hospital), new(hospital, problem="未公示收费标准")
    first = services.open_many([one, other, one], on=MONDAY, by=by)
    again = services.open_many([other, one, new(hospital)], on=MONDAY, by=by)
    assert [row.pk for row in first] == [again[1].pk, again[0].pk]
    assert Rectification.objects.count() == 3
    assert OutboxEvent.objects.filter(topic=OPENED).count() == 3
    assert AuditEvent.objects.filter(action="rectification.open").count() == 3


def test_opening_sixty_takes_hardly_more_statements_than_opening_one() -> None:
    hospital, by = body(), clerk()

    def statements(count: int) -> int:
        news = [new(hospital) for _n in range(count)]
        with CaptureQueriesContext(connection) as told:
            services.open_many(news, on=MONDAY, by=by)
        return len([query for query in told if "SAVEPOINT" not in query["sql"]])

    few, many = statements(1), statements(60)
    assert many <= few + 3, "SQLite splits large inserts"


def test_a_finding_without_words_without_a_day_or_both_told_and_concealed_opens_nothing() -> None:
    hospital, by = body(), clerk()
    for wrong in ({"problem": " "}, {"due_on": None}, {"self_reported": True, "concealed": True}):
        with pytest.raises(Refusal):
            services.open_many([new(hospital), new(hospital, **wrong)], on=MONDAY, by=by)
    assert not Rectification.objects.exists()
    permanent = services.open_many([new(hospital, due_on=None, permanent=True)], on=MONDAY, by=by)
    assert permanent[0].due_on is None


def test_personal_numbers_in_what_was_found_are_masked(desk: tuple[Officer, Officer]) -> None:
    row = opened(facts="当事人电话13800138000，未登记。")
    row.refresh_from_db()
    assert "13800138000" not in row.facts
    assert "未登记" in row.facts


def test_an_officer_orders_a_rectification_only_of_a_body_of_the_own_division_and_for_a_day_ahead() -> None:
    hospital, by = body(), clerk()
    row = services.order(new(hospital, source_key="order:1", document_no="内卫责改〔2026〕3号"), by=by)
    assert row.source == RectificationSource.ORDER
    with pytest.raises(Refusal, match="passed|已过"):
        services.order(new(hospital, source_key="order:2", due_on=MONDAY - timedelta(days=1)), by=by)
    with pytest.raises(Refusal):
        services.order(new(hospital, source_key="order:3"), by=stranger())


# --- the way of a rectification ----------------------------------------------------------------------


def test_nothing_is_handed_in_without_words_and_evidence(desk: tuple[Officer, Officer]) -> None:
    row = opened()
    own = party(row)
    with pytest.raises(Refusal) as bare:
        services.hand_in(row, by=own, report="已加装门锁，专人登记管理。")
    assert bare.value.field == "evidence"
    with pytest.raises(Refusal):
        services.hand_in(row, by=own, report="已改", files=[pdf()])
    assert not evidence.of(services.about(row)).exists(), "nothing is half kept"
    row.refresh_from_db()
    assert row.state == S.OPEN


def test_a_body_hands_in_only_its_own_and_officers_only_what_came_on_paper(
    desk: tuple[Officer, Officer],
) -> None:
    row, other = opened(), opened(body("内黄县别处诊所", uscc="92410527MA00000035"))
    with pytest.raises(Refusal):
        services.write(other, by=party(row), report="别家的")
    with pytest.raises(Refusal):
        services.write(row, by=desk[0], report="代填")
    services.write(row, by=OnPaper(desk[0], "rectification.check"), report="柜台提交的材料")
    row.refresh_from_db()
    assert (row.state, row.report) == (S.RUNNING, "柜台提交的材料")
    assert not desk[0].may(OWN)


def test_a_rectification_goes_from_open_to_crossed_off_over_a_return_with_reasons(
    desk: tuple[Officer, Officer],
) -> None:
    by, second = desk
    row = handed_in()
    assert running(row) == {"rectification_check": date(2026, 9, 11)}
    row = services.send_back(row, reason="照片看不清门锁，请补拍", by=by)
    assert (row.state, row.returned_reason) == (S.RETURNED, "照片看不清门锁，请补拍")
    assert running(row) == {}
    row = checked(row, by=by)
    assert running(row) == {"rectification_cross_off": date(2026, 9, 14)}
    row = services.cross_off(row, by=second)
    assert (row.state, row.crossed_off_on) == (S.CROSSED_OFF, MONDAY)
    assert running(row) == {}
    steps = list(row.steps.values_list("step", flat=True))
    assert steps == ["hand_in", "return", "hand_in", "check", "cross_off"]


def test_who_checked_does_not_cross_off_and_who_decides_may_return_it() -> None:
    both = officer(roles=("clerk", "reviewer"))
    row = checked(by=both)
    with pytest.raises(Refusal):
        services.cross_off(row, by=both)
    row = services.check_again(row, reason="现场照片缺日期", by=reviewer())
    assert (row.state, row.checked_by) == (S.HANDED_IN, "")
    row = services.check(row, note_text="重新核对照片日期，属实。", by=both)
    row = services.send_back(row, reason="台账仍缺八月登记", by=reviewer())
    assert (row.state, row.check_note) == (S.RETURNED, "")


def test_the_database_holds_that_who_checked_does_not_cross_off(desk: tuple[Officer, Officer]) -> None:
    row = crossed_off(by=desk[0], second=desk[1])
    for broken in ({"crossed_off_by": row.checked_by}, {"check_note": ""}, {"checked_on": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rectification.objects.filter(pk=row.pk).update(**broken)


def test_many_are_crossed_off_at_once_and_what_cannot_be_is_said_line_by_line() -> None:
    by, second = officer(roles=("clerk", "reviewer")), reviewer()
    hospital = body()
    ready = [checked(opened(hospital), by=by) for _n in range(3)]
    own, early = checked(opened(hospital), by=second_checker(second)), opened(hospital)
    result = services.cross_off_many([row.pk for row in (*ready, own, early)], by=second)
    assert {row.pk for row in result.done} == {row.pk for row in ready}
    assert {row.pk for row, _why in result.refused} == {own.pk, early.pk}
    assert not Deadline.objects.filter(
        kind=clocks.CROSS_OFF.code, closed_at__isnull=True, object_id__in=[str(row.pk) for row in ready]
    ).exists()
    assert ready[0].steps.filter(step="cross_off").count() == 1


def second_checker(reviewer_: Officer) -> Officer:
    """Let the reviewer check too, so that one row is their own work."""
    reviewer_.posts.create(role="clerk", prefix="410527", since=date(2020, 1, 1))
    return Officer.objects.get(pk=reviewer_.pk)


@pytest.mark.parametrize("state", [state for state in S if state != S.OPEN])
def test_every_pair_of_state_and_step_that_is_not_in_the_table_refuses(state: S) -> None:
    row = opened()
    values = {"checked_on": MONDAY, "crossed_off_on": MONDAY, "check_note": "现场查看", "checked_by": "x"}
    Rectification.objects.filter(pk=row.pk).update(state=state, **values)
    all_rights = officer(roles=("clerk", "reviewer"))
    for name, step in RECTIFICATION.transitions.items():
        if state in step.sources:
            continue
        with pytest.raises(Refusal):
            RECTIFICATION.apply(row, name, by=OnPaper(all_rights, "rectification.check"), reason="试一试")


# --- longer time -------------------------------------------------------------------------------------


def test_a_longer_time_is_asked_for_once_at_a_time_and_moves_the_due_day_when_approved(
    desk: tuple[Officer, Officer],
) -> None:
    row = opened()
    asked = services.ask_extension(row, until=date(2026, 10, 20), reason="设备到货晚", by=party(row))
    assert running(row) == {"rectification_extend": date(2026, 9, 10)}
    with pytest.raises(Refusal):
        services.ask_extension(row, until=date(2026, 10, 25), reason="再晚几天", by=party(row))
    with pytest.raises(Refusal):
        services.decide_extension(asked, approve=True, by=desk[0])
    services.decide_extension(asked, approve=True, by=desk[1])
    row.refresh_from_db()
    assert row.due_on == date(2026, 10, 20)
    assert running(row) == {}


def test_a_refused_request_leaves_the_day_and_says_why(desk: tuple[Officer, Officer]) -> None:
    row = opened()
    asked = services.ask_extension(row, until=date(2026, 10, 20), reason="设备到货晚", by=party(row))
    with pytest.raises(Refusal):
        services.decide_extension(asked, approve=False, by=desk[1])
    services.decide_extension(asked, approve=False, answer="可先用替代设备", by=desk[1])
    row.refresh_from_db()
    asked.refresh_from_db()
    assert (row.due_on, asked.state, asked.answer) == (
        date(2026, 9, 30),
        ExtensionState.REFUSED,
        "可先用替代设备",
    )


@pytest.mark.parametrize(
    ("until", "reason"),
    [(date(2026, 9, 30), "晚"), (date(2026, 9, 30), "设备到货晚"), (date(2027, 9, 1), "设备到货晚")],
)
def test_a_day_that_is_no_later_or_far_too_late_is_refused(until: date, reason: str) -> None:
    row = opened()
    with pytest.raises(Refusal):
        services.ask_extension(row, until=until, reason=reason, by=party(row))


def test_the_time_is_made_longer_no_more_often_than_the_rule_says(desk: tuple[Officer, Officer]) -> None:
    row = opened()
    for until in (date(2026, 10, 20), date(2026, 11, 20)):
        row.refresh_from_db()
        asked = services.ask_extension(row, until=until, reason="设备到货晚", by=party(row))
        services.decide_extension(asked, approve=True, by=desk[1])
    row.refresh_from_db()
    with pytest.raises(Refusal):
        services.ask_extension(row, until=date(2026, 12, 1), reason="设备到货晚", by=party(row))


# --- late --------------------------------------------------------------------------------------------


def test_what_is_late_is_chased_and_after_four_working_days_goes_to_the_next_officer(settings: Any) -> None:
    row, kept = opened(due_on=date(2026, 9, 11)), opened(due_on=date(2026, 9, 30))
    settings.CHENGYI_TODAY = date(2026, 9, 12)
    assert late.look() == (1, 0)
    assert running(row) == {"rectification_late": date(2026, 9, 17)}
    settings.CHENGYI_TODAY = date(2026, 9, 17)
    assert late.look() == (0, 0), "four working days are not over yet"
    settings.CHENGYI_TODAY = date(2026, 9, 18)
    assert late.look() == (0, 1)
    assert set(running(row)) == {"rectification_late", "rectification_passed_up"}
    passed = Deadline.objects.get(kind="rectification_passed_up", closed_at__isnull=True)
    assert passed.permission == "rectification.decide"
    assert late.look() == (0, 0), "a second run finds nothing new"
    assert running(kept) == {}
    handed_in(row)
    assert set(running(row)) == {"rectification_check"}


def test_a_request_for_a_longer_time_goes_back_with_the_hand_in() -> None:
    row = opened()
    asked = services.ask_extension(row, until=date(2026, 10, 20), reason="设备到货晚", by=party(row))
    handed_in(row)
    asked.refresh_from_db()
    assert asked.state == "taken_back"
    assert set(running(row)) == {"rectification_check"}, "nobody is asked to decide it any more"


def test_what_was_handed_in_and_lies_unchecked_goes_to_the_next_officer_too(settings: Any) -> None:
    row = handed_in()
    settings.CHENGYI_TODAY = date(2026, 9, 14)
    assert late.look() == (0, 1)
    assert set(running(row)) == {"rectification_check", "rectification_passed_up"}
    services.check(row, note_text="现场查看暂存间，已整改。", by=clerk())
    assert set(running(row)) == {"rectification_cross_off"}


def test_a_longer_time_stops_the_chase(settings: Any, desk: tuple[Officer, Officer]) -> None:
    row = opened(due_on=date(2026, 9, 11))
    settings.CHENGYI_TODAY = date(2026, 9, 14)
    late.look()
    asked = services.ask_extension(row, until=date(2026, 9, 30), reason="设备到货晚", by=party(row))
    services.decide_extension(asked, approve=True, by=desk[1])
    assert running(row) == {}
    row.refresh_from_db()
    assert row.late_on is None


# --- false close-outs and re-checks ------------------------------------------------------------------


def test_a_false_close_out_becomes_a_record_and_an_interview_and_starts_again(
    desk: tuple[Officer, Officer],
) -> None:
    by, second = desk
    row = crossed_off(by=by, second=second)
    row = services.doubt(row, reason="复查发现门锁为摆拍，实际未装", by=clerk())
    third = reviewer()
    with pytest.raises(Refusal):
        services.find_false(row, by=second)
    row = services.find_false(row, by=third)
    assert (row.state, row.due_on) == (S.REOPENED, date(2026, 9, 20)), "a make-up Sunday counts"
    record = ConductRecord.objects.get(subject=row.subject, item_code="J32")
    assert "摆拍" in record.facts
    assert OutboxEvent.objects.filter(topic=FALSE, key=f"supervision.rectification:{row.guid}").count() == 1
    outbox.dispatch_all()
    interview = Interview.objects.get()
    assert (interview.kind, [one.subject_id for one in interview.bodies.all()]) == (
        InterviewKind.WARNING,
        [row.subject_id],
    )
    again = checked(row, by=by)
    assert services.cross_off(again, by=second).state == S.CROSSED_OFF


def test_a_second_false_close_out_of_the_same_problem_is_a_second_record(
    desk: tuple[Officer, Officer],
) -> None:
    row = crossed_off(by=desk[0], second=desk[1])
    for _time in range(2):
        row = services.doubt(row, reason="复查发现门锁为摆拍，实际未装", by=clerk())
        row = services.find_false(row, by=reviewer())
        row = services.cross_off(checked(row, by=desk[0]), by=desk[1])
    assert ConductRecord.objects.filter(item_code="J32").count() == 2
    outbox.dispatch_all()
    assert Interview.objects.count() == 2


def test_a_persons_file_gets_no_record_for_which_there_is_no_item(desk: tuple[Officer, Officer]) -> None:
    row = crossed_off(by=desk[0], second=desk[1], subject=person())
    row = services.doubt(row, reason="复查发现未整改到位", by=clerk())
    services.find_false(row, by=reviewer())
    assert not ConductRecord.objects.exists()


def test_a_doubt_that_does_not_hold_leaves_the_cross_off(desk: tuple[Officer, Officer]) -> None:
    row = crossed_off(by=desk[0], second=desk[1])
    row = services.doubt(row, reason="有人反映未整改", by=clerk())
    assert running(row) == {"rectification_doubt": date(2026, 9, 14)}
    row = services.clear(row, reason="现场复核属实，已整改", by=reviewer())
    assert (row.state, row.doubt) == (S.CROSSED_OFF, "")
    assert not ConductRecord.objects.exists()


def test_a_recheck_draws_a_seeded_sample_that_anyone_can_draw_again(desk: tuple[Officer, Officer]) -> None:
    hospital = body()
    rows = [services.cross_off(checked(opened(hospital), by=desk[0]), by=desk[1]) for _n in range(7)]
    recheck = services.draw_recheck(
        title="三季度抽查复核",
        division_code="410527",
        crossed_off_from=MONDAY,
        crossed_off_to=MONDAY,
        percent=40,
        by=desk[0],
    )
    assert (recheck.population_size, recheck.size) == (7, 3)
    assert recheck.population == "".join(sorted(f"{row.guid}\n" for row in rows))
    assert recheck.population_digest == sampling.digest_of(recheck.population)
    drawn = [str(line.rectification.guid) for line in recheck.lines.select_related("rectification")]
    assert drawn == sampling.draw(recheck.population, recheck.seed, recheck.size)
    assert sampling.draw(recheck.population, "another seed", 7) != sampling.draw(
        recheck.population, recheck.seed, 7
    )


def test_each_finding_of_a_recheck_leads_where_it_should(desk: tuple[Officer, Officer]) -> None:
    hospital = body()
    for _n in range(3):
        services.cross_off(checked(opened(hospital), by=desk[0]), by=desk[1])
    recheck = services.draw_recheck(
        title="全部复核",
        division_code="410527",
        crossed_off_from=MONDAY,
        crossed_off_to=MONDAY,
        percent=100,
        by=desk[0],
    )
    lines = list(recheck.lines.order_by("number"))
    for line, finding in zip(lines, RecheckFinding.values, strict=True):
        services.note_finding(line, finding=finding, note_text="现场查看医废暂存间", by=desk[0])
    states = [Rectification.objects.get(pk=line.rectification_id).state for line in lines]
    assert states == [S.CROSSED_OFF, S.REOPENED, S.DOUBTED]
    with pytest.raises(Refusal):
        services.note_finding(lines[0], finding=RecheckFinding.FALSE, note_text="改写结果", by=desk[0])


def test_a_recheck_of_nothing_and_a_wrong_share_are_refused(desk: tuple[Officer, Officer]) -> None:
    wanted: dict[str, Any] = {
        "title": "复核",
        "division_code": "410527",
        "crossed_off_from": MONDAY,
        "crossed_off_to": MONDAY,
        "by": desk[0],
    }
    for percent in (0, 101, 20):
        with pytest.raises(Refusal):
            services.draw_recheck(percent=percent, **wanted)
    assert not Recheck.objects.exists()
