"""The outbox: in order per key, heard once, nothing without its transaction."""

from __future__ import annotations

import pytest
from django.db import transaction

from core import outbox
from core.models import OutboxEvent


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    events: list[tuple[str, int]] = []
    monkeypatch.setitem(
        outbox._handlers, "test.topic", [lambda rows: events.extend((row.key, row.sequence) for row in rows)]
    )
    return events


@pytest.mark.django_db
def test_events_of_a_key_are_numbered_without_gaps() -> None:
    with transaction.atomic():
        outbox.publish_many("test.topic", [("a", {}), ("b", {}), ("a", {})])
        outbox.publish("test.topic", "a", {})
    assert list(OutboxEvent.objects.order_by("id").values_list("key", "sequence")) == [
        ("a", 1),
        ("b", 1),
        ("a", 2),
        ("a", 3),
    ]


@pytest.mark.django_db
def test_each_event_is_heard_once(heard: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        outbox.publish_many("test.topic", [("a", {}), ("a", {}), ("b", {})])
    assert outbox.dispatch_all() == 3
    assert outbox.dispatch_all() == 0
    assert heard == [("a", 1), ("a", 2), ("b", 1)]


@pytest.mark.django_db
def test_a_handler_that_fails_leaves_the_events_waiting_and_the_others_heard(
    heard: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(rows: list[OutboxEvent]) -> None:
        raise ValueError("cannot store this")

    monkeypatch.setitem(outbox._handlers, "test.broken", [broken])
    with transaction.atomic():
        outbox.publish("test.broken", "x", {})
        outbox.publish("test.topic", "y", {})
    assert outbox.dispatch() == 1
    assert heard == [("y", 1)]
    waiting = OutboxEvent.objects.get(dispatched_at__isnull=True)
    assert (waiting.key, waiting.failures) == ("x", 1)
    assert "ValueError" in waiting.last_error
    monkeypatch.setitem(outbox._handlers, "test.broken", [lambda rows: None])
    OutboxEvent.objects.update(not_before=None)
    assert outbox.dispatch() == 1


@pytest.mark.django_db(transaction=True)
def test_an_event_cannot_be_published_outside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        outbox.publish("test.topic", "a", {})


@pytest.mark.django_db
def test_a_wide_subscription_hears_every_topic_below(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setitem(outbox._handlers, "test.*", [lambda rows: seen.extend(row.topic for row in rows)])
    with transaction.atomic():
        outbox.publish("test.one", "a", {})
        outbox.publish("other.one", "a", {})
    outbox.dispatch_all()
    assert seen == ["test.one"]
