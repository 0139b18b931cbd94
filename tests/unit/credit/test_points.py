"""Demerit points: notice, defence, second scorer, cycles, and what takes points back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from accounts.models import Officer
from core import outbox
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent, Deadline, OutboxEvent
from core.workdays import add_working_days
from credit.choices import Change, RecordState
from credit.grading.explaining import explain
from credit.grading.services import regrade
from credit.models import ConductRecord, ConsequenceTask, DemeritEntry, Grade, Standard, Subject, Verification
from credit.models.consequences import TaskState
from credit.parties import Party
from credit.points import services
from credit.points.choices import DefenceResult, EntryState
from credit.points.following import let_lapse
from credit.points.ledger import ledgers
from credit.points.services import NewEntry
from credit.points.workflow import ENTRY
from credit.services import NewRecord, change_records, record_conduct
from tests import factories

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=20)


def scheme(code: str = "POINTS-INST") -> Standard:
    return Standard.objects.get(code=code)


def new(**changes: Any) -> NewEntry:
    return NewEntry(
        **{
            "subject": factories.body(),
            "scheme": scheme(),
            "item_code": "J09",
            "happened_on": today() - LONG_AGO,
            "facts": "现场检查发现一名未取得资格的人员独立开展护理工作。",
            **changes,
        }
    )


def entered(clerk: Officer, **changes: Any) -> DemeritEntry:
    return services.enter_entry(new(**changes), by=clerk)


def served(clerk: Officer, number: str = "内卫记〔2026〕1号", **changes: Any) -> DemeritEntry:
    entry = entered(clerk, **changes)
    services.serve(entry, notice_no=number, served_on=today() - timedelta(days=15), by=clerk)
    return entry


def confirmed(number: str = "内卫记〔2026〕1号", **changes: Any) -> DemeritEntry:
    entry = served(factories.clerk(), number, **changes)
    return services.confirm(entry, by=factories.reviewer())


def penalty_record(subject: Subject | None = None) -> ConductRecord:
    who = subject or factories.body()
    record_conduct(
        [
            NewRecord(
                subject_id=who.pk,
                item_code="I02",
                title="使用非卫生技术人员",
                happened_on=today() - timedelta(days=10),
                final_on=today(),
                source="disclosure.penalty:00000000-0000-4000-8000-000000000001",
                document_no="内卫医罚〔2026〕1号",
                division_code=who.division_code,
            )
        ],
        by=factories.clerk(),
    )
    return ConductRecord.objects.get(source="disclosure.penalty:00000000-0000-4000-8000-000000000001")


def refused(act: Any, *words: str, field: str | None = None) -> None:
    with override("en"):
        with pytest.raises(Refusal) as caught:
            act()
        said = str(caught.value)
    assert [word for word in words if word not in said] == [], said
    if field is not None:
        assert caught.value.field == field


# --- entering -------------------------------------------------------------------------------------------


def test_the_points_are_the_schemes_and_never_typed():
    entry = entered(factories.clerk(), count=3)
    assert entry.points == Decimal(18)  # 6 per person
    assert entry.state == EntryState.DRAFT
    assert AuditEvent.objects.filter(action="demeritentry.enter", object_id=str(entry.pk)).exists()


def test_the_clock_of_the_notice_starts_when_an_entry_is_made():
    entry = entered(factories.clerk())
    clock = Deadline.objects.get(kind="points_notice", object_id=str(entry.pk))
    assert clock.due_on == add_working_days(today(), 10).on


def test_half_points_are_kept():
    assert entered(factories.clerk(), item_code="J33").points == Decimal("0.5")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item_code": "J99"}, "item_code"),
        ({"item_code": ""}, "item_code"),
        ({"happened_on": date(2099, 1, 1)}, "happened_on"),
        ({"facts": "  "}, "facts"),
        ({"count": 0}, "count"),
        ({"count": 999}, "count"),
        ({"item_code": "J06", "count": 2}, "count"),
        ({"happened_on": date(2019, 1, 1)}, "scheme"),
        ({"on_the_spot": True}, "on_the_spot"),
    ],
)
def test_a_wrong_entry_is_refused_and_nothing_is_stored(changes: dict[str, Any], field: str):
    clerk = factories.clerk()
    refused(lambda: entered(clerk, **changes), field=field)
    assert not DemeritEntry.objects.exists()
    assert not Deadline.objects.exists()


def test_a_person_is_not_scored_under_the_scheme_of_bodies():
    refused(lambda: entered(factories.clerk(), subject=factories.person()), field="scheme")


def test_a_draft_scheme_gives_no_points():
    refused(
        lambda: entered(factories.clerk(), scheme=scheme("POINTS-INST-3Y")), "not in force", field="scheme"
    )


def test_another_county_enters_nothing():
    refused(lambda: entered(factories.stranger()), "right")


def test_a_penalty_of_another_body_is_refused():
    other = factories.body("内黄县康宁诊所", "91410527MA46TKJL8A")
    refused(lambda: entered(factories.clerk(), penalty_record=penalty_record(other)), field="penalty_record")


def test_one_item_is_scored_once_for_a_penalty():
    record = penalty_record()
    confirmed(penalty_record=record)
    refused(lambda: entered(factories.clerk(), penalty_record=record), "already", field="penalty_record")


# --- the procedure --------------------------------------------------------------------------------------


def test_points_are_not_confirmed_before_the_defence_window_ends():
    entry = entered(factories.clerk())
    services.serve(entry, notice_no="内卫记〔2026〕2号", served_on=today(), by=factories.clerk())
    assert entry.defence_until == add_working_days(today(), 3).on
    refused(lambda: services.confirm(entry, by=factories.reviewer()), str(entry.defence_until))
    entry.refresh_from_db()
    assert (entry.state, entry.record) == (EntryState.SERVED, None)
    assert not ConductRecord.objects.exists()


def test_points_are_confirmed_once_the_window_has_passed_in_silence():
    entry = confirmed()
    record = entry.record
    assert record is not None
    assert (entry.state, record.item_code, record.final_on) == (EntryState.CONFIRMED, "J09", today())
    assert record.source == f"credit.demeritentry:{entry.pk}"
    assert not Deadline.objects.filter(closed_at__isnull=True, kind__startswith="points_").exists()
    assert OutboxEvent.objects.filter(topic="credit.points.confirmed").count() == 1


def test_a_waiver_in_writing_opens_the_way_at_once():
    clerk = factories.clerk()
    entry = entered(clerk)
    services.serve(entry, notice_no="内卫记〔2026〕3号", served_on=today(), by=clerk)
    services.note_defence(entry, received_on=today(), result=DefenceResult.WAIVED, by=clerk)
    services.confirm(entry, by=factories.reviewer())
    assert entry.state == EntryState.CONFIRMED


def test_a_defence_needs_its_text_and_its_answer():
    clerk = factories.clerk()
    entry = served(clerk)
    day = today() - timedelta(days=13)
    refused(
        lambda: services.note_defence(entry, received_on=day, result=DefenceResult.REJECTED, by=clerk),
        "Statement",
    )
    refused(
        lambda: services.note_defence(
            entry, received_on=day, result=DefenceResult.REJECTED, text="当日系支援人员", by=clerk
        ),
        "Answer",
    )
    services.note_defence(
        entry, received_on=day, result="rejected", text="当日系支援人员", answer="无支援手续", by=clerk
    )
    assert entry.state == EntryState.ANSWERED


def test_an_accepted_defence_leads_to_a_dropped_entry():
    clerk, reviewer = factories.clerk(), factories.reviewer()
    entry = served(clerk)
    services.note_defence(
        entry, received_on=today(), result="accepted", text="有支援手续", answer="属实", by=clerk
    )
    refused(lambda: services.confirm(entry, by=reviewer), "accepted")
    services.drop(entry, reason="陈述申辩成立", by=reviewer)
    assert (entry.state, entry.ended_reason) == (EntryState.DROPPED, "陈述申辩成立")


def test_the_first_scorer_is_not_the_second():
    both = factories.officer(roles=("clerk", "reviewer"))
    entry = served(both)
    refused(lambda: services.confirm(entry, by=both), "second officer")


def test_the_database_holds_two_scorers_apart():
    entry = confirmed()
    with pytest.raises(IntegrityError), transaction.atomic():
        DemeritEntry.objects.filter(pk=entry.pk).update(confirmed_by=entry.made_by)


def test_the_database_holds_no_confirmed_points_without_a_record():
    entry = served(factories.clerk())
    with pytest.raises(IntegrityError), transaction.atomic():
        DemeritEntry.objects.filter(pk=entry.pk).update(state=EntryState.CONFIRMED)


def test_small_items_are_scored_on_the_spot_with_the_notice_handed_over():
    entry = entered(factories.clerk(), item_code="J14", on_the_spot=True)
    reviewer = factories.reviewer()
    refused(lambda: services.confirm(entry, by=reviewer), "Notice number")
    assert not ConductRecord.objects.exists()
    services.confirm(entry, by=reviewer, notice_no="内卫记〔2026〕4号", served_on=today())
    assert entry.state == EntryState.CONFIRMED


def test_a_notice_number_is_used_once():
    clerk = factories.clerk()
    served(clerk)
    second = entered(clerk, item_code="J14")
    refused(
        lambda: services.serve(second, notice_no="内卫记〔2026〕1号", served_on=today(), by=clerk),
        "used already",
        field="notice_no",
    )


def test_the_party_states_its_defence_itself_within_the_window_and_in_its_own_case_only():
    subject = factories.body()
    entry = entered(factories.clerk(), subject=subject)
    services.serve(entry, notice_no="内卫记〔2026〕5号", served_on=today(), by=factories.clerk())
    stranger = Party(factories.officer(), frozenset({subject.pk + 1}))
    refused(lambda: services.state_defence(entry, text="与我无关", by=stranger))
    own = Party(factories.officer(), frozenset({subject.pk}))
    refused(lambda: services.state_defence(entry, text="  ", by=own), "write down")
    services.state_defence(entry, text="当日系支援人员", by=own)
    assert (entry.state, entry.defence_text) == (EntryState.SERVED, "当日系支援人员")
    DemeritEntry.objects.update(defence_until=today() - timedelta(days=1))
    refused(lambda: services.state_defence(entry, text="再说一次", by=own), "until")
    refused(lambda: services.confirm(entry, by=factories.reviewer()), "note the answer")


def test_the_facts_of_an_entry_hold_no_disease_of_anybody():
    refused(lambda: entered(factories.clerk(), facts="患者王某患有乙型肝炎，未告知。"), field="facts")
    assert not DemeritEntry.objects.exists()


@pytest.mark.parametrize(
    ("number", "served_on"),
    [("", today()), ("9号", today() + timedelta(days=1)), ("9号", today() - timedelta(days=40))],
)
def test_an_impossible_service_is_refused(number: str, served_on: date):
    clerk = factories.clerk()
    entry = entered(clerk)
    refused(lambda: services.serve(entry, notice_no=number, served_on=served_on, by=clerk))
    entry.refresh_from_db()
    assert entry.state == EntryState.DRAFT


@pytest.mark.parametrize("state", EntryState.values)
def test_every_other_pair_of_states_refuses(state: str):
    entry = entered(factories.clerk())
    reviewer = factories.officer(roles=("clerk", "reviewer"))
    possible = {name for name, step in ENTRY.transitions.items() if state in step.sources} - {"defend"}
    entry.state = state
    assert {step.name for step in ENTRY.available(entry, reviewer)} == possible


# --- taking back and correcting ------------------------------------------------------------------------


def test_an_annulled_penalty_takes_its_points_back():
    record = penalty_record()
    entry = confirmed(penalty_record=record)
    carried = entry.record
    change_records([record], Change.ANNULLED, on=today(), by=factories.stranger(), reason="复议撤销")
    entry.refresh_from_db()
    assert carried is not None
    carried.refresh_from_db()
    assert (entry.state, carried.state) == (EntryState.REVERSED, RecordState.ANNULLED)
    assert "复议撤销" in entry.ended_reason
    assert OutboxEvent.objects.filter(topic="credit.points.reversed").count() == 1


def test_an_annulled_penalty_drops_what_was_about_to_be_scored():
    record = penalty_record()
    entry = served(factories.clerk(), penalty_record=record)
    change_records([record], Change.ANNULLED, on=today(), by=factories.reviewer(), reason="复议撤销")
    entry.refresh_from_db()
    assert entry.state == EntryState.DROPPED
    assert not Deadline.objects.filter(closed_at__isnull=True, kind__startswith="points_").exists()


def test_a_repaired_penalty_keeps_its_points():
    record = penalty_record()
    entry = confirmed(penalty_record=record)
    change_records([record], Change.REPAIRED, on=today(), by=factories.reviewer(), reason="信用修复")
    entry.refresh_from_db()
    assert entry.state == EntryState.CONFIRMED


def test_points_are_taken_back_with_a_reason_by_who_may():
    entry = confirmed()
    refused(lambda: services.take_back(entry, reason="误记", by=factories.clerk()))
    refused(lambda: services.take_back(entry, reason=" ", by=factories.reviewer()), field="reason")
    services.take_back(entry, reason="记分对象有误", by=factories.reviewer())
    assert entry.state == EntryState.REVERSED
    assert ConductRecord.objects.get().state == RecordState.ANNULLED


def test_a_correction_supersedes_the_old_points_when_it_is_confirmed():
    old = confirmed()
    fresh = served(factories.clerk(), "内卫记〔2026〕7号", item_code="J07", corrects=old)
    assert ConductRecord.objects.get().state == RecordState.NORMAL
    services.confirm(fresh, by=factories.reviewer())
    old.refresh_from_db()
    assert (old.state, fresh.state) == (EntryState.CORRECTED, EntryState.CONFIRMED)
    assert old.record is not None
    assert old.record.state == RecordState.SUPERSEDED
    assert ledgers(factories.body(), on=today())[0].current.points == 2


# --- ledger, thresholds ---------------------------------------------------------------------------------


def test_one_act_counts_once_under_the_highest_item():
    record = penalty_record()
    confirmed("1号", penalty_record=record)
    confirmed("2号", item_code="J07", penalty_record=record)
    ledger = ledgers(factories.body(), on=today())[0].current
    assert ledger.points == 6
    assert [line.running for line in ledger.lines if line.running is not None] == [6]


def test_a_penalty_and_its_points_count_once_where_the_scheme_has_both_items():
    person = factories.person()
    record_conduct(
        [
            NewRecord(
                subject_id=person.pk,
                item_code="P04",
                title="虚假医学证明",
                happened_on=today() - timedelta(days=10),
                final_on=today() - timedelta(days=10),
                source="disclosure.penalty:00000000-0000-4000-8000-000000000002",
                division_code=person.division_code,
            )
        ],
        by=factories.clerk(),
    )
    penalty = ConductRecord.objects.get()
    confirmed(subject=person, scheme=scheme("DEMO-PRAC"), item_code="P04", penalty_record=penalty)
    regrade([person.pk])
    assert Grade.objects.get(subject=person, standard__code="DEMO-PRAC").points == 6
    (told,) = ledgers(person, on=today())
    assert told.current.points == 6
    assert AuditEvent.objects.filter(action="conductrecord.link").count() == 1


def test_a_new_cycle_starts_at_zero_and_the_old_one_stays_readable():
    subject = factories.body()
    entry = confirmed(subject=subject)
    assert entry.record is not None
    ConductRecord.objects.filter(pk=entry.record.pk).update(happened_on=today() - timedelta(days=5))
    Verification.objects.create(subject=subject, passed_on=today() - timedelta(days=1))
    (told,) = ledgers(subject, on=today())
    assert [cycle.points for cycle in told.cycles] == [0, 6]
    assert told.cycles[1].end == today() - timedelta(days=2)
    assert told.current.missing == 12


def test_what_is_taken_back_counts_in_no_past_cycle_either():
    subject = factories.body()
    entry = confirmed(subject=subject)
    assert entry.record is not None
    ConductRecord.objects.filter(pk=entry.record.pk).update(happened_on=today() - timedelta(days=5))
    Verification.objects.create(subject=subject, passed_on=today() - timedelta(days=1))
    services.take_back(entry, reason="记分对象有误", by=factories.reviewer())
    (told,) = ledgers(subject, on=today())
    assert [cycle.points for cycle in told.cycles] == [0, 0]
    assert [bool(line.why) for line in told.cycles[1].lines] == [True]


def reached(subject: Subject) -> ConsequenceTask:
    """Two entries of 6 points: the first threshold."""
    confirmed("1号", subject=subject)
    confirmed("2号", subject=subject)
    outbox.dispatch_all()
    regrade([subject.pk])
    outbox.dispatch_all()
    return ConsequenceTask.objects.get(subject=subject)


def test_a_threshold_opens_its_task_once():
    subject = factories.body()
    task = reached(subject)
    assert (task.code, task.state, task.label) == ("supervision-letter", TaskState.OPEN, "重点监督")
    regrade([subject.pk])
    confirmed("3号", subject=subject, item_code="J14")
    outbox.dispatch_all()
    regrade([subject.pk])
    outbox.dispatch_all()
    assert ConsequenceTask.objects.count() == 1
    assert Grade.objects.get(subject=subject, standard__code="POINTS-INST").points == 13


def test_a_task_of_a_past_cycle_lapses_when_that_cycles_points_fall_back():
    subject = factories.body()
    task = reached(subject)
    ConductRecord.objects.update(happened_on=today() - timedelta(days=5))
    Verification.objects.create(subject=subject, passed_on=today() - timedelta(days=1))
    regrade([subject.pk])
    outbox.dispatch_all()
    task.refresh_from_db()
    assert task.state == TaskState.OPEN  # a new cycle does not undo what the old one brought about
    assert let_lapse([subject.pk]) == 0
    services.take_back(DemeritEntry.objects.get(notice_no="2号"), reason="误记", by=factories.reviewer())
    outbox.dispatch_all()
    task.refresh_from_db()
    assert task.state == TaskState.LAPSED


# --- what is entered by hand ----------------------------------------------------------------------------


def by_hand(source: str = "") -> ConductRecord:
    """A confirmed record of an item of the scheme that no procedure of points brought."""
    day = today() - LONG_AGO
    return ConductRecord.objects.create(
        subject=factories.body(),
        item_code="J09",
        title="未取得资格的人员独立开展护理工作",
        happened_on=day,
        final_on=day,
        source=source,
        division_code=factories.COUNTY,
    )


def points_of_scheme(subject: Subject) -> Decimal:
    regrade([subject.pk])
    return Grade.objects.get(subject=subject, standard__code="POINTS-INST").points


@pytest.mark.parametrize(
    ("source", "points"),
    [
        ("", 0),
        ("credit.intake:1.2", 0),
        ("credit.api:1.2", 0),
        ("disclosure.penalty:00000000-0000-4000-8000-000000000001", 6),
        ("credit.demeritentry:1", 6),
    ],
)
def test_what_was_entered_by_hand_gives_no_points_without_notice_and_defence(source: str, points: int):
    row = by_hand(source)
    assert points_of_scheme(row.subject) == points
    grade = Grade.objects.get(subject=row.subject, standard__code="POINTS-INST")
    with override("en"):
        told = [line.text for line in explain(grade) if line.record_id == row.pk]
    assert len(told) == 1
    assert ("entered by hand" in told[0]) == (points == 0)


def test_the_ledger_says_why_a_record_entered_by_hand_gives_no_points():
    row = by_hand()
    with override("en"):
        (told,) = [one for one in ledgers(row.subject, on=today()) if one.scheme.code == "POINTS-INST"]
    (line,) = told.current.lines
    assert (told.current.points, line.running) == (0, None)
    assert "entered by hand" in line.why
