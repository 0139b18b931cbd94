"""What is queued for whom, what waits for what, and what the database itself refuses."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core import outbox
from core.clock import CHINA
from core.models import OutboxEvent
from exchange.line import pause
from exchange.models import Delivery, Platform
from exchange.selectors import why_waiting
from exchange.services import enqueue
from tests.platforms.given import PERSONAL_NUMBER, delivery, payload, platform, publish

pytestmark = pytest.mark.django_db


def test_every_platform_that_takes_the_table_gets_a_delivery() -> None:
    platform(code="city")
    platform(code="province", tables=["permit_legal"])
    publish(payload())
    assert [row.platform.code for row in Delivery.objects.select_related("platform")] == ["city"]


def test_a_delivery_carries_what_the_lists_show() -> None:
    platform()
    row = delivery(publish(payload()))
    assert (row.label, row.division_code, str(row.business_day)) == (
        "集卫医罚〔2026〕2号",
        "220582",
        "2026-11-02",
    )
    assert (row.operation, row.state, row.attempts) == ("I", "waiting", 0)


def test_an_event_heard_twice_is_queued_once() -> None:
    platform()
    publish(payload())
    enqueue(list(OutboxEvent.objects.all()))
    assert Delivery.objects.count() == 1


@pytest.mark.parametrize(
    "topic", ["penalty.published", "penalty.withdrawn", "penalty.ended", "permit.published"]
)
def test_the_exchange_hears_all_that_is_published(topic: str) -> None:
    assert outbox.handlers_of(f"disclosure.{topic}")


def test_persons_are_queued_only_where_the_switch_is_on() -> None:
    platform(code="open", share_persons=True)
    platform(code="closed")
    publish(payload("penalty_person"))
    assert [row.platform.code for row in Delivery.objects.select_related("platform")] == ["open"]


def test_a_personal_number_that_a_publisher_forgot_to_seal_is_sealed() -> None:
    platform()
    content = payload(natural_key=f"11220582442647055U|文号|{PERSONAL_NUMBER}")
    content["fields"]["CF_FR_ZJHM"] = PERSONAL_NUMBER
    row = delivery(publish(content))
    assert PERSONAL_NUMBER not in str(row.payload)
    assert row.payload["fields"]["CF_FR_ZJHM"]["sealed"].startswith("s1:")


def test_one_idempotency_key_holds_one_delivery_for_each_platform() -> None:
    platform()
    publish(payload())
    row = Delivery.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_stuck_delivery_cannot_be_stored_without_words() -> None:
    platform()
    publish(payload())
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(state="stuck", stuck_reason="")


def test_a_delivery_cannot_be_sending_without_a_lease() -> None:
    platform()
    publish(payload())
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.update(state="sending", lease_until=None)


@pytest.mark.parametrize(
    "change",
    [
        {"window_from": time(8), "window_to": None},
        {"batch_size": 0},
        {"batch_size": 501},
        {"retry_seconds": 100, "retry_seconds_most": 10},
    ],
)
def test_the_database_refuses_senseless_platforms(change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        platform(**change)


def test_the_shared_secret_is_sealed_in_the_database() -> None:
    platform(secret="shared words")
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM exchange_platform")
        assert cursor.fetchone()[0].startswith("s1:")
    assert Platform.objects.get().secret.reveal() == "shared words"


@pytest.mark.parametrize(
    ("opens", "closes", "at", "open_now"),
    [
        (time(8), time(18), "12:00", True),
        (time(8), time(18), "18:00", False),
        (time(22), time(6), "23:30", True),
        (time(22), time(6), "05:59", True),
        (time(22), time(6), "12:00", False),
    ],
)
def test_working_hours_are_kept_even_across_midnight(
    opens: time, closes: time, at: str, open_now: bool
) -> None:
    hour, minute = map(int, at.split(":"))
    now = datetime(2026, 11, 23, hour, minute, tzinfo=CHINA)
    assert platform(window_from=opens, window_to=closes).in_window(now) is open_now


def test_repetitions_double_up_to_the_limit_with_a_little_jitter() -> None:
    receiver = Platform(retry_seconds=10, retry_seconds_most=300)
    for failures, seconds in ((1, 10), (2, 20), (3, 40), (10, 300), (1000, 300)):
        wait = pause(receiver, failures)
        assert timedelta(seconds=seconds * 0.8) <= wait <= timedelta(seconds=seconds * 1.2)


def test_a_waiting_delivery_says_what_it_waits_for() -> None:
    receiver = platform()
    record_id = publish(payload())
    publish(payload(operation="U", record_id=record_id, revision=2))
    now = timezone.now()
    first, second = delivery(record_id), delivery(record_id, "U")
    sentences = [why_waiting(first, now), why_waiting(second, now)]
    for change in (
        {"active": False},
        {"active": True, "not_before": now + timedelta(minutes=1), "last_error": "HTTP 503"},
        {"not_before": None, "window_from": time(0), "window_to": time(0)},
    ):
        Platform.objects.filter(pk=receiver.pk).update(**change)
        sentences.append(why_waiting(delivery(record_id), now))
    assert all(sentences)
    assert len(set(sentences)) == len(sentences)


def test_a_settled_delivery_waits_for_nothing() -> None:
    assert why_waiting(Delivery(state="accepted")) == ""
