"""The outbox: what is written is heard, at least once, in order per key.

A lower app publishes a topic with its payload inside the transaction of the change. Upper apps subscribe in
their `listeners.py`. The dispatcher hands each subscriber the events it has not had; handlers only write
rows, in the same transaction that marks the events dispatched, so an event takes effect exactly once.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from core.models import OutboxCounter, OutboxEvent

Handler = Callable[[list[OutboxEvent]], None]
Message = tuple[str, dict[str, Any]]

_handlers: dict[str, list[Handler]] = defaultdict(list)
# Any constant: it names the one dispatcher among the advisory locks of the database.
DISPATCH_LOCK = 0x0B0C
_COUNTER_CHUNK = 400
LONGEST_WAIT_SECONDS = 600
logger = logging.getLogger(__name__)


def subscribe(topic: str) -> Callable[[Handler], Handler]:
    """Register a handler for a topic; "a.*" hears every topic that starts with "a."."""

    def register(handler: Handler) -> Handler:
        if handler not in _handlers[topic]:
            _handlers[topic].append(handler)
        return handler

    return register


def publish(topic: str, key: str, payload: dict[str, Any]) -> None:
    """Write one event. Must run inside the transaction of the change it tells of."""
    publish_many(topic, [(key, payload)])


def publish_many(topic: str, messages: Iterable[Message]) -> int:
    """Write events of one topic, numbering each within its key; returns how many.

    Keys are locked in sorted order, so two bulk acts cannot wait for each other.
    """
    rows = list(messages)
    if not rows:
        return 0
    if not connection.in_atomic_block:
        raise RuntimeError("publish belongs inside the transaction of the change")
    counts: dict[str, int] = defaultdict(int)
    for key, _payload in rows:
        counts[key] += 1
    following = _reserve(counts)
    events = []
    for key, payload in rows:
        events.append(OutboxEvent(topic=topic, key=key, sequence=following[key], payload=payload))
        following[key] += 1
    OutboxEvent.objects.bulk_create(events, batch_size=1000)
    return len(events)


def _reserve(counts: dict[str, int]) -> dict[str, int]:
    """Take `counts[key]` numbers of each key; return the first number taken of each."""
    table = connection.ops.quote_name(OutboxCounter._meta.db_table)
    ordered = sorted(counts.items())
    first: dict[str, int] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(ordered), _COUNTER_CHUNK):
            chunk = ordered[start : start + _COUNTER_CHUNK]
            places = ", ".join(["(%s, %s)"] * len(chunk))
            cursor.execute(
                f"INSERT INTO {table} (key, last) VALUES {places} "  # noqa: S608 - own table name, values bound
                f"ON CONFLICT (key) DO UPDATE SET last = {table}.last + excluded.last RETURNING key, last",
                [value for pair in chunk for value in pair],
            )
            first.update({key: last - counts[key] + 1 for key, last in cursor.fetchall()})
    return first


def dispatch(limit: int = 500) -> int:
    """Hand waiting events to their subscribers; returns how many were dispatched.

    One dispatcher at a time: on PostgreSQL an advisory lock, on SQLite the single writer. When a handler
    fails, its events wait (longer after each failure) and later events of the same keys wait behind them.
    """
    with transaction.atomic():
        if not _alone():
            return 0
        events = _waiting(limit)
        dispatched: list[int] = []
        stuck: set[str] = set()
        for topic, run in _by_topic(events):
            group = [event for event in run if event.key not in stuck]
            if not group:
                continue
            try:
                with transaction.atomic():
                    for handler in handlers_of(topic):
                        handler(list(group))
            except Exception as error:  # noqa: BLE001 - whatever a handler raises must not stop the others
                _postpone(group, error)
                stuck |= {event.key for event in group}
            else:
                dispatched += [event.pk for event in group]
        OutboxEvent.objects.filter(pk__in=dispatched).update(dispatched_at=timezone.now())
    return len(dispatched)


def _waiting(limit: int) -> list[OutboxEvent]:
    """Read the next events, leaving out keys whose earlier event waits after a failure."""
    open_events = OutboxEvent.objects.filter(dispatched_at__isnull=True)
    held = open_events.filter(not_before__gt=timezone.now()).values("key")
    return list(open_events.exclude(key__in=held).order_by("id")[:limit])


def _postpone(events: list[OutboxEvent], error: Exception) -> None:
    """Keep the events for later, with the kind of error (its text may hold personal data)."""
    for event in events:
        event.failures += 1
        event.last_error = type(error).__name__
        event.not_before = timezone.now() + timedelta(seconds=min(2**event.failures, LONGEST_WAIT_SECONDS))
    OutboxEvent.objects.bulk_update(events, ["failures", "last_error", "not_before"])
    logger.error("a subscriber of %s failed: %s", events[0].topic, type(error).__name__)


def dispatch_all(limit: int = 500) -> int:
    """Dispatch until nothing waits (commands and tests)."""
    total = 0
    while count := dispatch(limit):
        total += count
    return total


def handlers_of(topic: str) -> list[Handler]:
    """Return the handlers that hear a topic."""
    wide = [
        handler
        for name, found in _handlers.items()
        if name.endswith(".*") and topic.startswith(name[:-1])
        for handler in found
    ]
    return [*_handlers.get(topic, []), *wide]


def _by_topic(events: Sequence[OutboxEvent]) -> Iterable[tuple[str, list[OutboxEvent]]]:
    """Split events into runs of one topic, keeping their order."""
    run: list[OutboxEvent] = []
    for event in events:
        if run and run[-1].topic != event.topic:
            yield run[0].topic, run
            run = []
        run.append(event)
    if run:
        yield run[0].topic, run


def _alone() -> bool:
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [DISPATCH_LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])
