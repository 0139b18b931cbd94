"""Verbs of the exchange that others call: queue what was published, send again, make the demo platform."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.crypto import blind_index, seal
from core.errors import Refusal
from core.masking import find_personal_data
from core.models import AuditEvent, OutboxEvent
from exchange.choices import RESENDABLE, SETTLED, State
from exchange.deadlines import close_dead_letters
from exchange.layouts import layouts
from exchange.models import Delivery, Platform

CHUNK = 500
DEMO_PLATFORM = "sandbox"
DEMO_SENDER = "11999901MB0000000X"


@dataclass(slots=True)
class Resent:
    """What became of a bulk resend: how many go again, and rows refused with the sentence."""

    done: int = 0
    refused: list[tuple[Delivery, str]] = field(default_factory=list)


def enqueue(events: Sequence[OutboxEvent]) -> int:
    """Write one delivery per event and platform that takes its table; returns how many were offered.

    Rows are written for platforms that are switched off too: they wait, so that nothing is lost. An event
    that is heard twice changes nothing (one delivery per platform and idempotency key).
    """
    platforms = list(Platform.objects.all())
    now = timezone.now()
    rows = [
        _delivery(platform, event, now)
        for event in events
        for platform in platforms
        if platform.takes(str(event.payload.get("table", "")))
    ]
    Delivery.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    return len(rows)


def _delivery(platform: Platform, event: OutboxEvent, now: datetime) -> Delivery:
    payload = _safe(event.payload)
    record_id, revision, operation = str(payload["record_id"]), int(payload["revision"]), payload["operation"]
    return Delivery(
        platform=platform,
        event_id=event.pk,
        topic=event.topic,
        key=event.key,
        sequence=event.sequence,
        table=payload["table"],
        operation=operation,
        record_id=record_id,
        revision=revision,
        idempotency_key=f"{record_id}:{revision}:{operation}",
        payload=payload,
        label=str(payload.get("name") or "")[:255],
        division_code=str(payload.get("division_code") or "")[:6],
        business_day=_decision_day(payload),
        not_before=now,
        trying_since=now,
    )


def _safe(payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload with every personal number sealed, even where a publisher forgot to."""
    fields = {code: _sealed(code, value) for code, value in (payload.get("fields") or {}).items()}
    natural_key = str(payload.get("natural_key") or "")
    if find_personal_data(natural_key):
        natural_key = blind_index(natural_key)
    return {**payload, "fields": fields, "natural_key": natural_key}


def _sealed(code: str, value: Any) -> Any:
    if code in _personal_columns() and isinstance(value, str) and value:
        return {"sealed": seal(value)}
    return value


@lru_cache(maxsize=1)
def _personal_columns() -> frozenset[str]:
    return frozenset(
        column.code
        for layout in layouts().values()
        for table in layout.tables.values()
        for column in table.columns
        if column.type == "id"
    )


def _decision_day(payload: Mapping[str, Any]) -> date | None:
    for layout in layouts().values():
        table = layout.tables.get(str(payload["table"]))
        text = (payload.get("fields") or {}).get(table.day_column) if table else None
        if isinstance(text, str) and text:
            try:
                return date.fromisoformat(text)
            except ValueError:
                return None
    return None


def resend(delivery: Delivery, *, by: Actor, reason: str) -> Delivery:
    """Send a rejected or stuck delivery again, under its old idempotency key.

    Args:
        delivery: the row; it is read again under lock.
        by: who decides so.
        reason: why, in words; kept in the audit trail.

    Raises:
        Refusal: no right, no reason, not rejected or stuck, or a newer message about the record is settled.
    """
    result = resend_many([delivery.pk], by=by, reason=reason)
    if result.refused:
        raise Refusal(result.refused[0][1])
    delivery.refresh_from_db()
    return delivery


def resend_many(pks: Iterable[int], *, by: Actor, reason: str) -> Resent:
    """Send many rejected or stuck deliveries again; each chunk is one transaction.

    Raises:
        Refusal: no reason was given.
    """
    if not reason.strip():
        raise Refusal(_("Say in words why it is sent again."), field="reason")
    result = Resent()
    wanted = list(pks)
    for start in range(0, len(wanted), CHUNK):
        with transaction.atomic():
            _resend_chunk(wanted[start : start + CHUNK], by, reason, result)
    return result


def _resend_chunk(pks: list[int], by: Actor, reason: str, result: Resent) -> None:
    rows = list(Delivery.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk"))
    newer = _lines_gone_further(rows)
    events: list[AuditEvent] = []
    going: list[int] = []
    for row in rows:
        if words := _why_not_again(row, by, newer):
            result.refused.append((row, words))
            continue
        going.append(row.pk)
        changes = {"state": (row.state, State.WAITING.value)}
        events.append(audit.event(row, "delivery.resend", by=by, reason=reason, changes=changes))
    now = timezone.now()
    result.done += Delivery.objects.filter(pk__in=going).update(
        state=State.WAITING, not_before=now, trying_since=now, alone=False, stuck_reason=""
    )
    close_dead_letters(going)
    audit.record_many(events)


def _lines_gone_further(rows: Sequence[Delivery]) -> dict[tuple[int, str], int]:
    """The last settled number of each line: an older message must not follow a newer one."""
    found: dict[tuple[int, str], int] = {}
    settled = Delivery.objects.filter(key__in={row.key for row in rows}, state__in=SETTLED)
    for platform, key, sequence in settled.values_list("platform_id", "key", "sequence"):
        found[platform, key] = max(sequence, found.get((platform, key), 0))
    return found


def _why_not_again(row: Delivery, by: Actor, newer: Mapping[tuple[int, str], int]) -> str:
    if row.state not in RESENDABLE:
        words = _("Only a rejected or stuck delivery can be sent again; this one is “%s”.")
        return words % row.get_state_display()
    if not by.may(P.DELIVERY_RESEND, row.division_code):
        return _("You do not hold the right to send deliveries again in this division.")
    if newer.get((row.platform_id, row.key), 0) > row.sequence:
        return _("A newer message about this record has gone since; send that one again instead.")
    return ""


def ensure_demo_platform() -> Platform:
    """Make (or find) the sandbox platform of the demonstration, fed from the settings.

    Raises:
        Refusal: no secret is set outside a demonstration (SANDBOX_SECRET).
    """
    if not settings.SANDBOX_SECRET:
        raise Refusal(_("Set SANDBOX_SECRET before connecting the sandbox platform."))
    platform, _made = Platform.objects.update_or_create(
        code=DEMO_PLATFORM,
        defaults={"base_url": settings.SANDBOX_URL, "secret": settings.SANDBOX_SECRET},
        create_defaults={
            "base_url": settings.SANDBOX_URL,
            "secret": settings.SANDBOX_SECRET,
            "name": _("County credit platform (sandbox)"),
            "sender_code": DEMO_SENDER,
            "receiver_code": DEMO_SENDER,
            "timeout_seconds": 10,
            "retry_seconds": 5,
            "retry_seconds_most": 60,
        },
    )
    return platform
