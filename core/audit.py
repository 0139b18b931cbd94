"""Writing the audit trail: field-level before and after, actor, reason, request id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from core.actors import Actor
from core.crypto import Sealed
from core.masking import redact
from core.models import AuditEvent
from core.request_id import current_request_id
from core.scope import division_of

SEALED = "[sealed]"
Changes = Mapping[str, tuple[Any, Any]]


def plain(value: Any) -> Any:
    """Turn a field value into JSON without letting a personal number through."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, Sealed):
        return SEALED
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return redact(str(value))


def event(
    obj: models.Model, action: str, *, by: Actor, reason: str = "", changes: Changes | None = None
) -> AuditEvent:
    """Build (not save) the audit row of one act; for bulk acts.

    Args:
        obj: the row acted on; its primary key must be set.
        action: the verb.
        by: who acts.
        reason: why, in words.
        changes: field name → (before, after).
    """
    changed = changes or {}
    return AuditEvent(
        actor_id=by.actor_id,
        actor_label=by.label[:100],
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_label=redact(str(obj))[:255],
        before={name: plain(pair[0]) for name, pair in changed.items()},
        after={name: plain(pair[1]) for name, pair in changed.items()},
        reason=redact(reason),
        request_id=current_request_id(),
        division_code=division_of(obj),
    )


def record(
    obj: models.Model, action: str, *, by: Actor, reason: str = "", changes: Changes | None = None
) -> AuditEvent:
    """Write the audit row of one act (call it inside the act's transaction)."""
    row = event(obj, action, by=by, reason=reason, changes=changes)
    row.save(force_insert=True)
    return row


def record_many(events: Iterable[AuditEvent]) -> None:
    """Write the audit rows of a bulk act, one per row acted on."""
    AuditEvent.objects.bulk_create(events, batch_size=1000)
