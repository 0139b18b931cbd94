"""A worker killed during an intake leaves nothing half-stored; another one does the whole job once."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core import intake, intake_run
from core.actors import SystemActor
from core.models import AuditEvent, Deadline, Intake
from credit.models import Subject
from disclosure.models import Penalty
from tests.harness.killing import killed_at_sign
from tests.harness.worker import Worker

WORKBOOK = Path(__file__).parents[1] / "data" / "samples" / "penalties_legal.xlsx"
ROWS = 800
PATIENCE = 60
# Works off an intake and stands still at one place until it is killed.
STANDING_STILL = """
import sys, time
from pathlib import Path
import django
django.setup()
from core import intake_run

place = sys.argv[2]
owner, name = {
    "while checking": (intake_run.Work, "_beat"),
    "before the commit": (intake_run.Work, "_finish"),
}[place]
original = getattr(owner, name)

def stand_still(*args):
    original(*args)
    Path(sys.argv[3]).touch()
    time.sleep(120)

setattr(owner, name, stand_still)
intake_run.run(int(sys.argv[1]))
"""


def uploaded() -> Intake:
    with WORKBOOK.open("rb") as stream:
        return intake.submit(
            "penalty_legal", stream, "keep_good", SystemActor("clerk"), as_of=date(2026, 11, 22), told=False
        )


def killed(job: Intake, place: str, sign: Path) -> None:
    """Work off the intake in another process and kill it at a place."""
    killed_at_sign(sign, STANDING_STILL, job.pk, place, sign)


def silent_for_long(job: Intake) -> None:
    past = timezone.now() - intake_run.lease_time() - timedelta(seconds=1)
    Intake.objects.filter(pk=job.pk).update(heartbeat_at=past, submitted_at=past)


def stored() -> tuple[int, int, int, int]:
    told = AuditEvent.objects.filter(action="intake.store").count()
    return Penalty.objects.count(), Deadline.objects.count(), Subject.objects.count(), told


@pytest.mark.parametrize("place", ["while checking", "before the commit"])
def test_a_killed_intake_leaves_nothing_and_is_done_once_by_the_next_worker(
    transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    job = uploaded()
    killed(job, place, tmp_path / "there")
    assert stored() == (0, 0, 0, 0)
    job.refresh_from_db()
    assert job.state == Intake.State.RUNNING
    assert not intake_run.run(job.pk), "a job whose lease runs is not taken"

    silent_for_long(job)
    told: list[int] = []

    def tell(pk: int) -> bool:
        told.append(pk)
        return True

    monkeypatch.setattr(intake_run, "queue", tell)
    assert intake_run.reap() == 1
    assert told == [job.pk]
    assert intake_run.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.new_rows, job.attempts) == (Intake.State.DONE, ROWS, 2)
    assert stored()[0] == stored()[1] == ROWS
    assert stored()[3] == 1
    assert not intake_run.run(job.pk), "a finished job is not done twice"


def test_a_job_that_kills_every_worker_is_given_up(transactional_db: None) -> None:
    job = uploaded()
    Intake.objects.filter(pk=job.pk).update(state=Intake.State.RUNNING, attempts=intake_run.MOST_ATTEMPTS)
    silent_for_long(job)
    assert intake_run.reap() == 0
    job.refresh_from_db()
    assert job.state == Intake.State.FAILED


def test_an_upload_that_nobody_was_told_of_is_found_by_the_reaper(
    start_worker: Callable[..., Worker],
) -> None:
    job = uploaded()
    silent_for_long(job)
    worker = start_worker()
    assert intake_run.reap() == 1
    limit = time.monotonic() + PATIENCE
    while not job.finished:
        assert time.monotonic() < limit, "\n".join(worker.lines)
        time.sleep(0.05)
        job.refresh_from_db()
    assert (job.state, job.new_rows) == (Intake.State.DONE, ROWS)


def test_a_killed_celery_worker_is_replaced(start_worker: Callable[..., Worker]) -> None:
    job = uploaded()
    worker = start_worker()
    intake.queue(job.pk)
    worker.kill()
    silent_for_long(job)
    start_worker()
    intake_run.reap()
    limit = time.monotonic() + PATIENCE
    while not job.finished:
        assert time.monotonic() < limit
        time.sleep(0.05)
        job.refresh_from_db()
    assert job.state == Intake.State.DONE
    assert Penalty.objects.count() == Deadline.objects.count() == ROWS
