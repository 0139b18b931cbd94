"""Several workers at the same queue at the same moment, on real connections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from exchange.line import claim
from exchange.models import Attempt, Batch, Delivery
from exchange.outcome import Call, Tally, postpone
from exchange.platforms.base import TransportError
from exchange.push import push_due
from exchange.sandbox.server import SandboxServer
from tests.platforms.given import payload, platform, publish, time_passes

pytestmark = pytest.mark.django_db(transaction=True)


def push_in_own_connection(_number: int) -> Tally:
    try:
        return push_due()
    finally:
        connection.close()


def test_workers_side_by_side_send_everything_once(sandbox: SandboxServer) -> None:
    platform(sandbox.url, batch_size=5)
    record_ids = {publish(payload()) for _ in range(40)}
    with ThreadPoolExecutor(3) as pool:
        tallies = list(pool.map(push_in_own_connection, range(3)))
    assert sum(tally.accepted for tally in tallies) == len(record_ids)
    assert sandbox.store.counts()["active"] == len(record_ids)
    assert Attempt.objects.count() == len(record_ids)
    assert Delivery.objects.exclude(state="accepted").count() == 0
    assert len(set(Batch.objects.values_list("batch_no", flat=True))) == Batch.objects.count()


def test_what_one_worker_holds_no_other_may_take_until_the_lease_lapses(sandbox: SandboxServer) -> None:
    receiver = platform(sandbox.url)
    publish(payload())
    now = timezone.now()
    assert claim(receiver, "penalty_legal", now=now) is not None
    assert claim(receiver, "penalty_legal", now=now) is None
    again = claim(receiver, "penalty_legal", now=now + timedelta(hours=1))
    assert again is not None
    assert again.rows[0].attempts == 2
    assert Attempt.objects.get().error


def test_a_worker_that_lost_its_lease_changes_nothing_any_more(sandbox: SandboxServer) -> None:
    receiver = platform(sandbox.url)
    record_id = publish(payload())
    late = claim(receiver, "penalty_legal", now=timezone.now())
    assert late is not None
    time_passes(hours=1)
    assert push_due().accepted == 1
    postpone(late, TransportError("late"), Call("late", timezone.now(), 1), Tally())
    assert Delivery.objects.get(record_id=record_id).state == "accepted"
    assert Attempt.objects.filter(error="late").count() == 0
