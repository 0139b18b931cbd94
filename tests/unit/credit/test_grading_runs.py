"""Grading runs: carried out once, one at a time, taken back when their worker died; and the command."""

import json
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from core.actors import SystemActor
from core.errors import Refusal
from core.models import OutboxEvent
from credit import tasks
from credit.choices import SubjectKind
from credit.grading import runs
from credit.grading.services import grade_everyone, regrade
from credit.grading.standards import store_standard
from credit.models import ConductRecord, Grade, GradeChange, GradeRun, Standard, Subject
from credit.models.grades import Cause, RunState

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "golden" / "scoring.json"
CASES = json.loads(GOLDEN.read_text(encoding="utf-8"))
DAY = date(2026, 11, 22)
BY = SystemActor("test")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_day(settings: Any, db: None) -> None:
    """The day of the accepted cases, and their two standards alone in force."""
    settings.CHENGYI_TODAY = DAY.isoformat()
    Standard.objects.exclude(code__in=["DEMO-INST", "DEMO-PRAC"]).delete()


def subject(kind: str = SubjectKind.ORGANISATION, division: str = "410527") -> Subject:
    letter = "P" if kind == SubjectKind.PERSON else "U"
    return Subject.objects.create(
        identity=f"{letter}:{uuid.uuid4().hex}", kind=kind, name="某机构", division_code=division
    )


def record(of: Subject, item: str, on: date = date(2026, 3, 1), **fields: Any) -> ConductRecord:
    values = {"title": "某行为", "happened_on": on, "final_on": on, **fields}
    return ConductRecord.objects.create(subject=of, item_code=item, **values)


def standard(code: str = "DEMO-INST") -> Standard:
    return Standard.objects.get(code=code)


def queued(**fields: Any) -> GradeRun:
    values = {"standard": standard(), "as_of": DAY, "cause": Cause.DEMAND, "requested_by": "test", **fields}
    return GradeRun.objects.create(**values)


def test_a_run_counts_what_it_did():
    for number in range(5):
        record(subject(), "V01" if number < 2 else "I04")
    (first, _other) = sorted(grade_everyone(), key=lambda row: row.standard.code)
    assert (first.state, first.graded, first.written, first.relabelled) == (RunState.DONE, 5, 5, 0)
    ConductRecord.objects.filter(item_code="V01").update(withdrawn_on=DAY)
    (changed, _other) = sorted(grade_everyone(), key=lambda row: row.standard.code)
    assert (changed.graded, changed.written, changed.relabelled) == (5, 2, 2)
    (again, _other) = sorted(grade_everyone(), key=lambda row: row.standard.code)
    assert (again.graded, again.written, again.relabelled) == (5, 0, 0)


def test_the_first_grades_of_a_whole_population_are_not_announced():
    record(subject(), "V01")
    grade_everyone()
    assert (Grade.objects.get().label, GradeChange.objects.count()) == ("D", 0)
    assert not OutboxEvent.objects.filter(topic="credit.grade.changed").exists()


def test_a_run_is_carried_out_once_however_often_its_task_is_delivered():
    run = queued()
    assert tasks.grade_standard(str(run.pk)) == RunState.DONE
    finished = GradeRun.objects.get(pk=run.pk).finished_at
    assert tasks.grade_standard(str(run.pk)) == RunState.DONE
    assert GradeRun.objects.get(pk=run.pk).finished_at == finished


def test_two_runs_of_one_standard_are_never_at_work_together():
    queued(state=RunState.RUNNING, lease_until=timezone.now() + runs.LEASE)
    waiting = queued(as_of=DAY - timedelta(days=1))
    assert runs.carry_out(waiting.pk).state == RunState.QUEUED
    with pytest.raises(IntegrityError), transaction.atomic():
        GradeRun.objects.filter(pk=waiting.pk).update(state=RunState.RUNNING)


def test_a_second_request_for_the_same_day_is_the_first_one():
    first = runs.request_run(standard(), as_of=DAY, cause=Cause.DEMAND, by=BY)
    assert runs.request_run(standard(), as_of=DAY, cause=Cause.NIGHTLY, by=BY) == first


def test_a_day_to_come_cannot_be_graded():
    with pytest.raises(Refusal):
        runs.request_run(standard(), as_of=DAY + timedelta(days=1), cause=Cause.DEMAND, by=BY)


def test_a_run_whose_worker_died_is_queued_again_and_given_up_in_the_end():
    past = timezone.now() - timedelta(hours=1)
    run = queued(state=RunState.RUNNING, attempts=1, lease_until=past)
    GradeRun.objects.update(requested_at=past)
    assert runs.reap() == [run.pk]
    GradeRun.objects.update(state=RunState.RUNNING, attempts=runs.MOST_ATTEMPTS)
    assert runs.reap() == []
    assert GradeRun.objects.get().state == RunState.FAILED


def test_a_run_still_within_its_lease_is_left_to_its_worker():
    queued(state=RunState.RUNNING, attempts=1, lease_until=timezone.now() + runs.LEASE)
    assert runs.reap() == []
    assert GradeRun.objects.get().state == RunState.RUNNING


def test_a_run_that_breaks_writes_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch):
    body = subject()
    regrade([body.pk], as_of=DAY - timedelta(days=1))
    record(body, "V01")

    def broken(*_args: Any) -> int:
        raise ValueError("一名患者的姓名")

    monkeypatch.setattr("credit.grading.writing._announce", broken)
    with pytest.raises(ValueError, match="患者"):
        runs.carry_out(queued().pk)
    run = GradeRun.objects.get()
    assert (run.state, run.failure) == (RunState.FAILED, "ValueError")
    assert (Grade.objects.get().label, GradeChange.objects.count()) == ("A", 0)


def test_the_night_asks_for_one_run_per_standard_in_force(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
):
    handed: list[str] = []
    monkeypatch.setattr(tasks.grade_standard, "delay", handed.append)
    store_standard({**CASES["standards"][0], "code": "DRAFT", "state": "draft", "document": "某办法"})
    with django_capture_on_commit_callbacks(execute=True):
        asked = tasks.grade_all()
    assert sorted(asked) == sorted(handed)
    assert len(handed) == 2
    assert set(GradeRun.objects.values_list("cause", flat=True)) == {Cause.NIGHTLY}


# --- the command ---


def grade_command(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with translation.override("en"):
        call_command("grade", *arguments)
    return capsys.readouterr().out


def test_the_command_grades_and_says_what_it_did(capsys: pytest.CaptureFixture[str]):
    record(subject(), "V01")
    told = grade_command(capsys, "--standard", "DEMO-INST", "--as-of", "2026-11-22")
    assert told.startswith("DEMO-INST 2026-1 as of 2026-11-22: 1 subjects, 1 grades written, 0 grades or")


def test_the_command_shows_grades_without_storing_them(capsys: pytest.CaptureFixture[str]):
    record(subject(), "V01")
    subject(SubjectKind.PERSON)
    told = grade_command(capsys, "--dry-run")
    assert "DEMO-INST D: 1" in told
    assert "DEMO-PRAC no action due: 1" in told
    assert not Grade.objects.exists()


def test_the_command_grades_one_subject(capsys: pytest.CaptureFixture[str]):
    one, _other = subject(), subject()
    assert grade_command(capsys, "--subject", str(one.pk)) == "1 grade written.\n"
    assert list(Grade.objects.values_list("subject", flat=True)) == [one.pk]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--standard", "NONE"), "No standard NONE is in force"),
        (("--as-of", "2030-01-01"), "a day to come"),
    ],
)
def test_the_command_refuses_with_a_sentence(arguments: tuple[str, ...], sentence: str):
    with translation.override("en"), pytest.raises(CommandError, match=sentence):
        call_command("grade", *arguments)


def test_the_command_does_not_disturb_a_run_at_work():
    queued(state=RunState.RUNNING, lease_until=timezone.now() + runs.LEASE)
    with translation.override("en"), pytest.raises(CommandError, match="at work"):
        call_command("grade", "--standard", "DEMO-INST", "--as-of", "2026-11-21")
