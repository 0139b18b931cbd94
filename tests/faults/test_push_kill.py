"""A worker killed in the middle of a push: nothing is lost, nothing is doubled."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection

from exchange.models import Attempt, Delivery, Receipt
from exchange.push import push_due
from exchange.sandbox.server import SandboxServer
from exchange.tasks import push_due as push_task
from tests.harness.forge import Process, forge
from tests.harness.worker import Worker, environment
from tests.platforms.given import delivery, payload, platform, publish, running_sandbox, time_passes

PATIENCE = 60

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[SandboxServer]:
    with running_sandbox(tmp_path) as server:
        yield server


PUSH = "import sys; from django.core.management import call_command; call_command(*sys.argv[1:])"


def start_push() -> Process:
    """A real process that pushes what is due, on this test's database."""
    connection.close()
    return forge(environment()).start(PUSH, "push", "--once", heard=True)


def push_once() -> str:
    """Push to the end and return what was said."""
    process = start_push()
    assert process.stdout is not None
    with process.stdout as stream:
        said = stream.read()
    assert process.wait(PATIENCE) == 0, said
    return said


def kill_in_mid_push(sandbox: SandboxServer) -> None:
    """Start a push, wait until the platform has stored the batch but not answered, and kill -9."""
    process = start_push()
    assert process.stdout is not None
    try:
        assert sandbox.stored.wait(PATIENCE), "the platform received nothing"
    finally:
        process.kill()
        process.stdout.close()
    assert process.returncode == -signal.SIGKILL


def test_a_worker_killed_in_mid_push_loses_nothing_and_doubles_nothing(sandbox: SandboxServer) -> None:
    platform(sandbox.url, timeout_seconds=100)
    record_ids = [publish(payload()) for _ in range(3)]
    sandbox.control.set(mode="slow", seconds=90)

    kill_in_mid_push(sandbox)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sending"}

    sandbox.control.set(mode="ok")
    assert push_due().batches == 0  # the lease still runs: nobody else may send
    time_passes(minutes=10)
    assert "accepted=3" in push_once()

    assert [delivery(record_id).state for record_id in record_ids] == ["accepted"] * 3
    assert sandbox.store.counts()["active"] == 3
    for record_id in record_ids:
        answers = sandbox.store.answers(record_id)
        assert [row["repeated"] for row in answers] == [1, 0]
        assert (
            Receipt.objects.get(delivery__record_id=record_id).platform_record_id
            == answers[-1]["platform_id"]
        )
        assert Attempt.objects.filter(delivery__record_id=record_id).count() == 2


@pytest.mark.worker
def test_a_celery_worker_killed_in_mid_push_is_followed_by_a_withdrawal(
    sandbox: SandboxServer, start_worker: Callable[..., Worker]
) -> None:
    platform(sandbox.url, timeout_seconds=100)
    record_id = publish(payload())
    sandbox.control.set(mode="slow", seconds=90)
    worker = start_worker()
    push_task.delay()
    assert sandbox.stored.wait(PATIENCE), "the platform received nothing"
    worker.kill()

    publish(payload(operation="R", record_id=record_id, revision=2))
    sandbox.control.set(mode="ok")
    assert push_due().batches == 0
    time_passes(minutes=10)
    assert push_due().accepted == 2
    assert sandbox.store.counts() == {"active": 0, "ended": 0, "withdrawn": 1, "unlinked": 0, "refused": 0}
