"""Long runs: slice by slice, gone on with after a kill, never mixed; trials; bulk events; the history."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone, translation

from accounts.permissions import P
from accounts.roles import READER, REVIEWER
from core.actors import SystemActor
from core.errors import Refusal
from core.models import AuditEvent, OutboxCounter, OutboxEvent
from core.outbox import publish_many
from credit.choices import SubjectKind
from credit.grading import orders, runs, trial
from credit.grading.services import regrade
from credit.models import ConductRecord, Grade, GradeChange, GradeRun, Standard, Subject
from credit.models.grades import Cause, RunState
from credit.rules.terms import StandardState
from tests import factories

DAY = date(2026, 11, 22)
BY = SystemActor("test")
CHANGED = "credit.grade.changed"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_standard(settings: Any, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day, one standard in force, and slices of three."""
    settings.CHENGYI_TODAY = DAY.isoformat()
    Standard.objects.exclude(code="DEMO-INST").delete()
    monkeypatch.setattr(runs, "SLICE", 3)


def bodies(number: int) -> list[Subject]:
    return Subject.objects.bulk_create(
        Subject(identity=f"U:{uuid.uuid4().hex}", kind=SubjectKind.ORGANISATION, name="某机构")
        for _number in range(number)
    )


def record(of: Subject, item: str = "V01", on: date = date(2026, 3, 1)) -> ConductRecord:
    return ConductRecord.objects.create(
        subject=of, item_code=item, title="某行为", happened_on=on, final_on=on
    )


def standard() -> Standard:
    return Standard.objects.get(code="DEMO-INST")


def requested(**fields: Any) -> GradeRun:
    values = {"as_of": DAY, "cause": Cause.DEMAND, "by": BY, **fields}
    return runs.request_run(standard(), **values)


def begun(run: GradeRun, slices: int = 1) -> None:
    """Carry out so many slices of a run, as a worker does that is killed then."""
    attempt = runs._take(run.pk)
    assert attempt
    for _number in range(slices):
        assert runs._slice(run.pk, attempt)


def lapse() -> None:
    """Let the time pass after which a run without sign of life is taken back."""
    past = timezone.now() - runs.LEASE * 2
    GradeRun.objects.update(lease_until=past, requested_at=past)


# --- slices ---


def test_a_run_grades_everybody_once_slice_by_slice():
    rows = bodies(8)
    run = runs.carry_out(requested().pk)
    assert (run.state, run.graded, run.population, run.written) == (RunState.DONE, 8, 8, 8)
    assert set(Grade.objects.values_list("subject", "run_id")) == {(row.pk, run.pk) for row in rows}
    again = runs.carry_out(requested().pk)
    assert (again.graded, again.written) == (8, 0)


@pytest.mark.parametrize("number", [0, 1, 3, 6])
def test_a_population_that_ends_with_a_slice_is_graded_whole(number: int):
    bodies(number)
    run = runs.carry_out(requested().pk)
    assert (run.state, run.graded, run.population, Grade.objects.count()) == (
        RunState.DONE,
        number,
        number,
        number,
    )


def test_progress_is_seen_while_a_run_is_on_its_way():
    bodies(8)
    run = requested()
    begun(run, slices=2)
    run.refresh_from_db()
    assert (run.state, run.graded, run.population, run.percent) == (RunState.RUNNING, 6, 8, 75)
    assert not run.finished


def test_a_killed_run_goes_on_after_the_last_finished_slice():
    rows = bodies(8)
    run = requested()
    begun(run)
    assert Grade.objects.count() == 3
    lapse()
    assert runs.reap() == [run.pk]
    Grade.objects.filter(subject=rows[0]).update(points=1)  # would be mended if it were graded again
    done = runs.carry_out(run.pk)
    assert (done.state, done.attempts, done.graded, Grade.objects.count()) == (RunState.DONE, 2, 8, 8)
    assert Grade.objects.get(subject=rows[0]).points == 1


def test_a_worker_whose_run_was_taken_back_writes_nothing_more():
    bodies(8)
    run = requested()
    attempt = runs._take(run.pk)
    runs._slice(run.pk, attempt)
    lapse()
    runs.reap()
    assert runs._slice(run.pk, attempt) is False
    assert Grade.objects.count() == 3


def test_a_run_that_has_begun_is_finished_before_another_begins():
    bodies(8)
    first, second = requested(), requested(as_of=DAY - timedelta(days=1))
    begun(first)
    lapse()
    runs.reap()
    assert runs.carry_out(second.pk).state == RunState.QUEUED
    assert runs.carry_out(first.pk).state == RunState.DONE
    assert runs.carry_out(second.pk).state == RunState.DONE


def test_a_change_between_two_slices_is_not_lost():
    rows = bodies(8)
    run = requested()
    begun(run)
    record(rows[0])
    record(rows[7])
    regrade([rows[0].pk, rows[7].pk])
    lapse()
    runs.reap()
    runs.carry_out(run.pk)
    assert set(Grade.objects.filter(label="D").values_list("subject", flat=True)) == {rows[0].pk, rows[7].pk}


# --- events in bulk ---


def test_a_population_run_tells_of_every_changed_grade_with_a_number_of_its_own_per_key():
    rows = bodies(8)
    regrade([row.pk for row in rows], as_of=DAY - timedelta(days=1))
    for row in rows[:5]:
        record(row)
    record(rows[6], "I03")
    with transaction.atomic():
        publish_many("invented.topic", [(f"credit.subject:{rows[0].pk}", {})])
    run = runs.carry_out(requested().pk)
    events = sorted(OutboxEvent.objects.filter(topic=CHANGED), key=lambda event: event.payload["subject"])
    assert run.relabelled == 5
    assert [event.payload["subject"] for event in events] == [row.pk for row in rows[:5]]
    assert [event.sequence for event in events] == [2, 1, 1, 1, 1]
    assert events[0].payload == {
        "subject": rows[0].pk,
        "standard": "DEMO-INST",
        "version": "2026-1",
        "from": "A",
        "to": "D",
        "points": "6",
        "score": "94",
        "as_of": "2026-11-22",
        "cause": "demand",
    }
    last = dict(OutboxCounter.objects.values_list("key", "last"))
    assert {event.key: last[event.key] for event in events} == {event.key: event.sequence for event in events}


def test_points_are_told_with_their_decimals():
    (row,) = bodies(1)
    regrade([row.pk], as_of=DAY - timedelta(days=1))
    record(row, "I05")
    record(row)
    regrade([row.pk])
    payload = OutboxEvent.objects.get(topic=CHANGED).payload
    assert (payload["points"], payload["score"]) == ("6.5", "93.5")


def test_as_many_statements_for_many_subjects_as_for_one(django_assert_max_num_queries: Any):
    rows = bodies(30)
    regrade([row.pk for row in rows], as_of=DAY - timedelta(days=1))
    for row in rows:
        record(row)
    with django_assert_max_num_queries(13):
        assert regrade([row.pk for row in rows]).relabelled == 30


# --- trials ---


def test_a_trial_tells_what_a_day_would_bring_and_writes_nothing():
    rows = bodies(8)
    for row in rows[:2]:
        record(row, on=DAY + timedelta(days=10))
    regrade([row.pk for row in rows[:7]])
    before = list(Grade.objects.values())
    run = runs.carry_out(requested(as_of=DAY + timedelta(days=30), is_trial=True).pk)
    assert (run.state, run.graded, run.written, run.relabelled) == (RunState.DONE, 8, 0, 3)
    told = [(move.held, move.would_be, move.subjects) for move in trial.in_order(standard(), run.outcome)]
    assert told == [(None, "A", 1), ("A", "A", 5), ("A", "D", 2)]
    assert list(Grade.objects.values()) == before
    assert not GradeChange.objects.exists()
    assert not OutboxEvent.objects.filter(topic=CHANGED).exists()


def test_a_trial_runs_beside_a_run_and_of_any_state_of_the_standard():
    bodies(4)
    run = requested()
    begun(run)
    Standard.objects.update(state=StandardState.DRAFT)
    assert runs.carry_out(requested(is_trial=True).pk).state == RunState.DONE


def test_a_standard_that_is_not_in_force_grades_only_on_trial():
    Standard.objects.update(state=StandardState.DRAFT)
    with translation.override("en"), pytest.raises(Refusal, match="only a trial run can use it"):
        requested()


# --- orders ---


def test_whoever_may_compute_grades_orders_runs_and_the_trail_says_so():
    reviewer = factories.officer(roles=(REVIEWER.code,))
    assert reviewer.may(P.GRADE_RUN)
    (run,) = orders.order_runs(by=reviewer)
    assert (run.requested_by, run.requested_by_label) == (reviewer.actor_id, reviewer.label)
    assert orders.order_run(standard(), by=reviewer) == run  # it waits already
    orders.order_trial(standard(), as_of=DAY, by=reviewer)
    assert list(
        AuditEvent.objects.filter(action__startswith="graderun.").values_list("action", flat=True)
    ) == [
        "graderun.order",
        "graderun.order",
        "graderun.try",
    ]


def test_nobody_orders_a_run_without_the_right():
    reader = factories.officer(roles=(READER.code,))
    for order in (
        lambda: orders.order_run(standard(), by=reader),
        lambda: orders.order_runs(by=reader),
        lambda: orders.order_trial(standard(), as_of=DAY, by=reader),
    ):
        with pytest.raises(Refusal):
            order()
    assert not GradeRun.objects.exists()


def test_a_standard_of_another_place_is_not_ordered_with_the_others():
    Standard.objects.update(place="51")
    with pytest.raises(Refusal):
        orders.order_runs(by=factories.officer(roles=(REVIEWER.code,)))


def test_a_failed_run_is_gone_on_with_where_it_stopped():
    bodies(8)
    run = requested()
    begun(run)
    GradeRun.objects.update(state=RunState.FAILED, failure="worker died", attempts=5)
    orders.go_on(run, by=factories.officer(roles=(REVIEWER.code,)))
    done = runs.carry_out(run.pk)
    assert (done.state, done.graded, done.failure) == (RunState.DONE, 8, "")
    with pytest.raises(Refusal):
        orders.go_on(done, by=factories.officer(roles=(REVIEWER.code,)))


# --- the history ---


def test_the_history_of_grades_is_never_changed_or_deleted():
    (row,) = bodies(1)
    regrade([row.pk], as_of=DAY - timedelta(days=1))
    record(row)
    regrade([row.pk])
    change = GradeChange.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        GradeChange.objects.update(to_label=F("from_label"))
    if connection.vendor == "postgresql":  # on SQLite the tests themselves empty tables row by row
        with pytest.raises(DatabaseError), transaction.atomic():
            change.delete()
    assert GradeChange.objects.get().to_label == "D"
