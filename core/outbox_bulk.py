"""Events written by the database itself: for acts that change very many rows with one statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

from core.models import OutboxCounter, OutboxEvent

_COUNT = """
INSERT INTO {counter} (key, last)
SELECT message.key, count(*) FROM ({messages}) message WHERE 1 = 1 GROUP BY message.key ORDER BY message.key
ON CONFLICT (key) DO UPDATE SET last = {counter}.last + excluded.last
"""
_WRITE = """
INSERT INTO {event} (topic, key, sequence, payload, at, failures, last_error)
SELECT
    %(topic)s, message.key,
    numbered.last - count(*) OVER (PARTITION BY message.key)
        + row_number() OVER (PARTITION BY message.key ORDER BY message.place),
    message.payload, %(now)s, 0, ''
FROM ({messages}) message
JOIN {counter} numbered ON numbered.key = message.key
ORDER BY message.place
"""


def publish_selected(topic: str, messages: str, params: Mapping[str, Any]) -> int:
    """Write one event for each row of a query, as `core.outbox.publish_many` does; returns how many.

    Must run inside the transaction of the change, which keeps the rows of the query as they are. Keys are
    locked in sorted order.

    Args:
        messages: SQL of our own with the columns `key`, `payload` (JSON) and `place` (order of the events).
        params: its named parameters; the names `topic` and `now` are taken.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("publish belongs inside the transaction of the change")
    words = {
        "counter": OutboxCounter._meta.db_table,
        "event": OutboxEvent._meta.db_table,
        "messages": messages,
    }
    now = OutboxEvent._meta.get_field("at").get_db_prep_value(timezone.now(), connection)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(**words), dict(params))
        cursor.execute(_WRITE.format(**words), {**params, "topic": topic, "now": now})
        return cursor.rowcount
