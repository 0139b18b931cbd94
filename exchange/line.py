"""The queue to a platform: what may be sent now, who holds it, what a withdrawal makes unnecessary.

Order of one record: a message goes only when every earlier message of the same key is settled. Leases: a
worker holds its rows until `lease_until`; when it dies, the next one finds the lease lapsed and sends the
same idempotency key again, which the platform answers with its first receipt.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from exchange.choices import ENDING, UNSETTLED, Operation, State
from exchange.deadlines import close_superseded
from exchange.models import Attempt, Batch, Delivery, Platform
from exchange.models.delivery import DeliveryQuerySet

CHUNK = 500
Ending = tuple[int, str, int, str]
"""A waiting withdrawal or end of display: row, record, sequence, operation."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Rows of one table that this worker holds, and whether the platform might have held them before."""

    platform: Platform
    table: str
    token: str
    rows: tuple[Delivery, ...]
    held_before: frozenset[int] = field(default_factory=frozenset)


def lease(platform: Platform) -> timedelta:
    """How long a worker may hold rows: longer than it waits for an answer."""
    return timedelta(seconds=2 * platform.timeout_seconds + 10)


def pause(platform: Platform, failures: int) -> timedelta:
    """Exponential back-off with ±20 percent of jitter, so that senders do not come back all at once."""
    exponent = min(max(failures, 1) - 1, 20)
    seconds = min(platform.retry_seconds * 2**exponent, platform.retry_seconds_most)
    return timedelta(seconds=seconds * secrets.SystemRandom().uniform(0.8, 1.2))


def may_open_batch(platform: Platform, now: datetime) -> bool:
    """Tell whether the platform's limit of batches a minute leaves room."""
    if not platform.batches_per_minute:
        return True
    lately = Batch.objects.filter(platform=platform, opened_at__gt=now - timedelta(minutes=1)).count()
    return lately < platform.batches_per_minute


def claim(platform: Platform, table: str, *, now: datetime) -> Claim | None:
    """Take the next batch of a table under a lease; None when nothing is due."""
    token = secrets.token_hex(16)
    with transaction.atomic():
        ours = Delivery.objects.filter(platform=platform, table=table)
        rows = _together(_lock(ours.urgent(now), platform) or _lock(ours.due(now), platform))
        if not rows:
            return None
        lapsed = [row for row in rows if row.state == State.SENDING]
        Attempt.objects.bulk_create(
            Attempt(
                delivery=row,
                batch_no=row.batch_no,
                at=now,
                error=_("The worker ended before an answer came; the same message is sent again."),
            )
            for row in lapsed
        )
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=State.SENDING,
            lease_token=token,
            lease_until=now + lease(platform),
            attempts=F("attempts") + 1,
        )
    for row in rows:
        row.attempts += 1
    return Claim(platform, table, token, tuple(rows), frozenset(row.pk for row in rows if row.may_hold))


def _lock(rows: DeliveryQuerySet, platform: Platform) -> list[Delivery]:
    return list(rows.select_for_update(skip_locked=True, of=("self",))[: platform.batch_size])


def _together(rows: list[Delivery]) -> list[Delivery]:
    """Rows that may share a batch: one that spoiled a batch goes alone, so that it spoils no other."""
    if rows and rows[0].alone:
        return rows[:1]
    return [row for row in rows if not row.alone]


def still_ours(held: Claim) -> set[int]:
    """Lock the claim's rows and return those that no other worker has taken since (call in a transaction)."""
    rows = Delivery.objects.filter(pk__in=[row.pk for row in held.rows], lease_token=held.token)
    return set(rows.select_for_update(of=("self",)).values_list("pk", flat=True))


def overtake(platform: Platform, *, now: datetime) -> int:
    """Settle what a withdrawal makes unnecessary; returns how many messages need not be sent.

    A message that was never sent is overtaken by a later withdrawal of the same record (domain 12.3). A
    withdrawal or an end of display is settled itself when no message about the record ever left.
    """
    waiting = Delivery.objects.filter(platform=platform, operation__in=ENDING, state=State.WAITING)
    endings = list(waiting.order_by("id").values_list("pk", "record_id", "sequence", "operation"))
    total = 0
    for start in range(0, len(endings), CHUNK):
        chunk = endings[start : start + CHUNK]
        with transaction.atomic():
            total += _overtake_pending(platform, chunk, now) + _overtake_endings(platform, chunk)
    return total


def _overtake_pending(platform: Platform, endings: Sequence[Ending], now: datetime) -> int:
    withdrawn = {record: last for _pk, record, last, operation in endings if operation == Operation.WITHDRAW}
    pending = (
        Delivery.objects.free(now)
        .filter(platform=platform, record_id__in=list(withdrawn), may_hold=False)
        .exclude(operation=Operation.WITHDRAW)
        .select_for_update(skip_locked=True, of=("self",))
    )
    rows = pending.values_list("pk", "record_id", "sequence")
    before = [pk for pk, record, sequence in rows if sequence < withdrawn[record]]
    return _mark_overtaken(before, _("A withdrawal came before it was sent."))


def _overtake_endings(platform: Platform, endings: Sequence[Ending]) -> int:
    there = Delivery.objects.filter(
        Q(state__in=UNSETTLED) | Q(may_hold=True),
        platform=platform,
        record_id__in={record for _pk, record, _sequence, _operation in endings},
    )
    first: dict[str, int] = {}
    for record, sequence in there.values_list("record_id", "sequence"):
        first[record] = min(sequence, first.get(record, sequence))
    alone = [pk for pk, record, sequence, _operation in endings if first.get(record, sequence) >= sequence]
    locked = Delivery.objects.filter(pk__in=alone, state=State.WAITING, may_hold=False)
    rows = locked.select_for_update(skip_locked=True, of=("self",)).values_list("pk", "record_id")
    needless = dict(rows)
    close_superseded(platform, needless.values())
    words = _("Nothing about this record was ever sent: nothing to take back.")
    return _mark_overtaken(list(needless), words)


def _mark_overtaken(pks: Sequence[int], why: str) -> int:
    return Delivery.objects.filter(pk__in=pks).update(
        state=State.OVERTAKEN, stuck_reason=why, lease_token="", lease_until=None
    )
