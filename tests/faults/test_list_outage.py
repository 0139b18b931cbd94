"""A body leaves a list while a platform is down: withdrawn everywhere once it is back, and exactly once."""

import time
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from blacklist.exit import clocks
from blacklist.exit.tasks import note_told
from blacklist.listing.services import end_listings
from blacklist.models import Listing, ListingEvent
from core.models import Deadline
from core.tasks import dispatch_outbox
from credit.models import ListedPeriod
from disclosure.models import PublicEntry
from exchange.models import Attempt, Delivery
from exchange.push import push_due
from exchange.sandbox.server import SandboxServer
from exchange.tasks import push_due as push_task
from tests.harness.worker import Worker
from tests.platforms.given import platform, running_sandbox, time_passes
from tests.unit.blacklist.listing_rows import LISTED_ON, WORKER, on_list

PATIENCE = 60
LEFT_ON = date(2026, 9, 7)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    with running_sandbox(tmp_path_factory.mktemp("county")) as server:
        yield server


@pytest.fixture
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    with running_sandbox(tmp_path_factory.mktemp("province")) as server:
        yield server


def until(said: Callable[[], bool], what: str) -> None:
    """Wait for something that another process does."""
    last = time.monotonic() + PATIENCE
    while not said():
        assert time.monotonic() < last, what
        time.sleep(0.05)


def withdrawals(code: str) -> list[str]:
    """States of the withdrawals that were queued for a platform."""
    rows = Delivery.objects.filter(platform__code=code, operation="R")
    return list(rows.values_list("state", flat=True))


@pytest.mark.worker
def test_a_removal_during_an_outage_is_withdrawn_everywhere_once_the_platform_is_back_exactly_once(
    settings,
    county: SandboxServer,
    province: SandboxServer,
    start_worker: Callable[..., Worker],
) -> None:
    settings.CHENGYI_TODAY = LISTED_ON
    platform(county.url, code="county")
    platform(province.url, code="province")
    listing = on_list()
    dispatch_outbox()
    assert push_due().accepted == 2
    start_worker()

    province.control.set(mode="down")
    settings.CHENGYI_TODAY = LEFT_ON
    end_listings([listing], "court", on=LEFT_ON, by=WORKER, reason="人民法院判决撤销列入决定")
    assert PublicEntry.objects.get().state == "withdrawn"  # ours at once, whatever platforms do
    assert ListedPeriod.objects.get().until == LEFT_ON
    for task in (dispatch_outbox, push_task, note_told):
        task.delay()
    until(lambda: withdrawals("county") == ["accepted"], "the platform that works did not hear")
    until(lambda: Attempt.objects.exclude(error="").exists(), "the platform that is down was not tried")
    assert withdrawals("province") == ["waiting"]
    assert province.store.counts()["active"] == 1
    assert Deadline.objects.filter(kind=clocks.TELL.code, closed_at=None).count() == 1

    # It comes back, stores what it gets, and breaks the connection off before it has answered.
    province.control.set(mode="drop")
    time_passes(minutes=10)
    push_task.delay()
    until(lambda: Attempt.objects.exclude(error="").count() == 2, "the broken connection was not noticed")
    assert province.store.counts()["withdrawn"] == 1
    assert withdrawals("province") == ["waiting"]
    province.control.set(mode="ok")
    time_passes(minutes=10)
    for task in (dispatch_outbox, push_task, push_task, note_told):
        task.delay()
    until(lambda: not Deadline.objects.filter(closed_at=None).exists(), "the clock still runs")

    record = str(listing.guid)
    for server in (county, province):
        counts = server.store.counts()
        assert (counts["active"], counts["withdrawn"]) == (0, 1)
        told = [row for row in server.store.answers(record) if not row["repeated"]]
        assert len(told) == 2  # one addition, one withdrawal: what was sent again changed nothing
    assert withdrawals("county") == withdrawals("province") == ["accepted"]
    assert Listing.objects.get().state == "court"
    assert ListingEvent.objects.filter(step="platforms_told").count() == 1
