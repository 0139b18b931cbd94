"""Sending what is due: claim under a lease, send outside any transaction, write down the outcome."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from core.clock import CHINA
from core.crypto import SealBrokenError
from exchange.choices import Operation
from exchange.layouts import UnknownLayoutError, layout
from exchange.line import Claim, claim, lease, may_open_batch, overtake, still_ours
from exchange.models import Batch, Delivery, Platform
from exchange.outcome import Call, Tally, give_up, postpone, reject_unfit, settle, stick
from exchange.platforms.base import (
    Adapter,
    BatchRefusedError,
    Channel,
    Fault,
    Item,
    Message,
    Record,
    TransportError,
    UnfitError,
)
from exchange.platforms.registry import adapter

logger = logging.getLogger(__name__)
BUDGET_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Ready:
    """A row and the record that will travel for it."""

    row: Delivery
    record: Record


def channel_of(platform: Platform) -> Channel:
    """Open a platform's settings for one run; the secret is in clear in memory only."""
    prescribed = layout(platform.layout)
    return Channel(
        code=platform.code,
        base_url=platform.base_url,
        sender_code=platform.sender_code,
        receiver_code=platform.receiver_code,
        region_code=platform.region_code,
        secret=platform.secret.reveal(),
        layout=prescribed,
        kind_separator=platform.kind_separator or prescribed.kind_separator,
        date_format=platform.date_format or prescribed.date_format,
        timeout=float(platform.timeout_seconds),
    )


def push_due(*, only: str = "", budget: float = BUDGET_SECONDS) -> Tally:
    """Send everything that is due now.

    Args:
        only: code of one platform; "" for all.
        budget: seconds after which no further batch is begun.

    Returns:
        What was done, counted.
    """
    tally = Tally()
    until = time.monotonic() + budget
    for platform in Platform.objects.open_at(timezone.now()):
        if only in ("", platform.code):
            try:
                push_platform(platform, tally, until)
            except (SealBrokenError, UnknownLayoutError) as broken:
                _tell_misconfigured(platform, type(broken).__name__)
    return tally


def _tell_misconfigured(platform: Platform, kind: str) -> None:
    """One platform that cannot even be spoken to must not keep the others from theirs."""
    logger.error("platform %s cannot be used: %s", platform.code, kind)
    platform.last_error = _("Its secret cannot be opened or its field layout is unknown; see its settings.")
    platform.save(update_fields=["last_error"])


def push_platform(platform: Platform, tally: Tally, until: float) -> None:
    """Send what is due to one platform, table by table, until nothing is left, it fails, or time is up."""
    now = timezone.now()
    tally.overtaken += overtake(platform, now=now)
    give_up(platform, now - timedelta(days=platform.give_up_days), tally)
    channel, speaker = channel_of(platform), adapter(platform.adapter)
    waiting = list(
        platform.tables
    )  # a table with nothing due is asked once a run, however long the others take
    while waiting:
        for table in tuple(waiting):
            now = timezone.now()
            if time.monotonic() > until or _paused(platform, now) or not may_open_batch(platform, now):
                return
            held = claim(platform, table, now=now)
            if held is None:
                waiting.remove(table)
            else:
                _push_claim(held, channel, speaker, tally)


def _paused(platform: Platform, now: datetime) -> bool:
    return platform.not_before is not None and platform.not_before > now


def _push_claim(held: Claim, channel: Channel, speaker: Adapter, tally: Tally) -> None:
    now = timezone.now()
    ready, unfit = _prepare(held, channel, speaker)
    reject_unfit(held, unfit, now, tally)
    message = _open_batch(held, channel, speaker, ready, now) if ready else None
    if message is None:
        return
    tally.batches += 1
    started = time.monotonic()
    try:
        answer = speaker.send(channel, message)
    except TransportError as failure:
        postpone(held, failure, _call(message, now, started), tally)
        logger.warning("batch %s was not answered: %s", message.batch_no, failure.sentence)
    except BatchRefusedError as refusal:
        stick(held, refusal, _call(message, now, started), tally)
        logger.error("batch %s was refused: %s", message.batch_no, refusal.sentence)
    else:
        settle(held, answer, _call(message, timezone.now(), started), tally)
        logger.info("batch %s was answered for %d records", message.batch_no, len(answer.records))


def _call(message: Message, at: datetime, started: float) -> Call:
    return Call(message.batch_no, at, int((time.monotonic() - started) * 1000))


def _prepare(
    held: Claim, channel: Channel, speaker: Adapter
) -> tuple[list[Ready], dict[int, Sequence[Fault]]]:
    there = _held_records(held)
    ready: list[Ready] = []
    unfit: dict[int, Sequence[Fault]] = {}
    for row in held.rows:
        try:
            ready.append(Ready(row, speaker.prepare(channel, _item(row, there))))
        except UnfitError as faulty:
            unfit[row.pk] = faulty.faults
    return ready, unfit


def _held_records(held: Claim) -> set[str]:
    """Records that other messages brought to the platform."""
    others = Delivery.objects.filter(
        platform=held.platform, record_id__in=[row.record_id for row in held.rows], may_hold=True
    ).exclude(pk__in=[row.pk for row in held.rows])
    return set(others.values_list("record_id", flat=True))


def _item(row: Delivery, there: set[str]) -> Item:
    """A correction of what never arrived is sent as an addition, and the other way round."""
    operation = row.operation
    if operation in (Operation.ADD, Operation.CORRECT):
        operation = Operation.CORRECT if row.record_id in there else Operation.ADD
    return Item(
        idempotency_key=row.idempotency_key,
        record_id=row.record_id,
        revision=row.revision,
        operation=operation,
        table=row.table,
        payload=row.payload,
    )


def _open_batch(
    held: Claim, channel: Channel, speaker: Adapter, ready: Sequence[Ready], now: datetime
) -> Message | None:
    """Number the batch and mark its rows as possibly held by the platform, before a byte leaves."""
    with transaction.atomic():
        Platform.objects.select_for_update().get(pk=held.platform.pk)  # numbers are given one at a time
        ours = still_ours(held)
        kept = [one for one in ready if one.row.pk in ours]
        if not kept:
            return None
        day = now.astimezone(CHINA).date()
        same_day = Batch.objects.filter(platform=held.platform, table=held.table, day=day)
        number = (same_day.aggregate(last=Max("number"))["last"] or 0) + 1
        batch_no = f"{channel.sender_code}-{held.table}-{day:%Y%m%d}-{number:04d}"
        message = speaker.compose(channel, held.table, batch_no, [one.record for one in kept], now)
        Batch.objects.create(
            platform=held.platform,
            table=held.table,
            day=day,
            number=number,
            batch_no=batch_no,
            record_count=len(kept),
            body_digest=message.body_digest,
            opened_at=now,
        )
        _mark_sent(kept, message, now, now + lease(held.platform))
    return message


def _mark_sent(kept: Sequence[Ready], message: Message, now: datetime, until: datetime) -> None:
    Delivery.objects.filter(pk__in=[one.row.pk for one in kept]).update(
        may_hold=True,
        sent_at=Coalesce("sent_at", now),
        lease_until=until,
        batch_no=message.batch_no,
        body_digest=message.body_digest,
    )
    table = connection.ops.quote_name(Delivery._meta.db_table)
    rows = [
        (one.record.content_hash, json.dumps(one.record.hidden, ensure_ascii=False), one.row.pk)
        for one in kept
    ]
    update = f"UPDATE {table} SET content_hash = %s, sent_body = %s WHERE id = %s"  # noqa: S608 - our table's name
    with connection.cursor() as cursor:  # ten times as fast as bulk_update in a flood
        cursor.executemany(update, rows)
