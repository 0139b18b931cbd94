"""A grading run whose process is killed leaves nothing half done, and is gone on with by the next one."""

import uuid
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from core.models import OutboxEvent
from credit import tasks
from credit.choices import SubjectKind
from credit.grading import runs
from credit.grading.services import regrade
from credit.models import ConductRecord, Grade, GradeChange, GradeRun, Standard, Subject
from credit.models.grades import Cause, RunState
from tests.harness.killing import killed_at_sign

SUBJECTS = 40
# Grades slice by slice and stops, before the commit of the slice named, until it is killed.
HALF_DONE = """
import sys, time, uuid
from pathlib import Path
import django
django.setup()
from credit.grading import runs, writing

told = writing._announce
left = int(sys.argv[3])
runs.SLICE = int(sys.argv[4])

def stop_here(*arguments):
    global left
    number = told(*arguments)
    left -= 1
    if not left:
        Path(sys.argv[2]).touch()
        time.sleep(120)
    return number

writing._announce = stop_here
runs.carry_out(uuid.UUID(sys.argv[1]))
"""


@pytest.fixture
def population(transactional_db: None) -> list[Subject]:
    """Clean subjects with their grade, to whom something happened since."""
    Standard.objects.exclude(code="DEMO-INST").delete()
    bodies = Subject.objects.bulk_create(
        Subject(identity=f"U:{uuid.uuid4().hex}", kind=SubjectKind.ORGANISATION, name="某机构")
        for _number in range(SUBJECTS)
    )
    regrade([body.pk for body in bodies], as_of=date(2026, 11, 21))
    day = date(2026, 3, 1)
    ConductRecord.objects.bulk_create(
        ConductRecord(subject=body, item_code="V01", title="某行为", happened_on=day, final_on=day)
        for body in bodies
    )
    return bodies


def killed_half_way(run: GradeRun, sign: Path, *, in_slice: int = 1, of: int = SUBJECTS + 1) -> None:
    """Carry out the run in another process and kill it between writing and commit of a slice.

    Args:
        in_slice: which slice it dies in.
        of: how many subjects a slice has.
    """
    killed_at_sign(sign, HALF_DONE, run.pk, sign, in_slice, of)


def changed() -> tuple[int, int, int]:
    """How many grades fell to D, and how many history rows and events there are."""
    told = OutboxEvent.objects.filter(topic="credit.grade.changed").count()
    return Grade.objects.filter(label="D").count(), GradeChange.objects.count(), told


def requested() -> GradeRun:
    return GradeRun.objects.create(
        standard=Standard.objects.get(code="DEMO-INST"),
        as_of=date(2026, 11, 22),
        cause=Cause.NIGHTLY,
        requested_by="test",
    )


def handed_out(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let the lease lapse; return the runs that the reaper hands to workers."""
    past = timezone.now() - runs.LEASE * 2
    GradeRun.objects.update(lease_until=past, requested_at=past)
    handed: list[str] = []
    monkeypatch.setattr(tasks.grade_standard, "delay", handed.append)
    assert tasks.reap_grade_runs() == 1
    return handed


def test_a_killed_run_leaves_nothing_and_is_done_whole_by_the_next_worker(
    population: list[Subject], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    run = requested()
    killed_half_way(run, tmp_path / "written")
    assert changed() == (0, 0, 0)
    assert GradeRun.objects.get().state == RunState.RUNNING

    handed = handed_out(monkeypatch)
    assert handed == [str(run.pk)]
    assert tasks.grade_standard(handed[0]) == RunState.DONE
    assert changed() == (SUBJECTS, SUBJECTS, SUBJECTS)
    assert GradeRun.objects.get().attempts == 2
    assert tasks.grade_standard(handed[0]) == RunState.DONE
    assert changed() == (SUBJECTS, SUBJECTS, SUBJECTS)


def test_a_run_killed_in_a_later_slice_keeps_the_finished_ones_and_goes_on(
    population: list[Subject], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    run = requested()
    killed_half_way(run, tmp_path / "written", in_slice=2, of=15)
    assert changed() == (15, 15, 15)
    run.refresh_from_db()
    assert (run.state, run.graded, run.relabelled) == (RunState.RUNNING, 15, 15)

    (handed,) = handed_out(monkeypatch)
    assert tasks.grade_standard(handed) == RunState.DONE
    assert changed() == (SUBJECTS, SUBJECTS, SUBJECTS)
    run.refresh_from_db()
    assert (run.graded, run.relabelled, run.attempts) == (SUBJECTS, SUBJECTS, 2)
