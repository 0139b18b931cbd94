"""The one act of a repair: display, sharing, measures, lists and grade end together, or nothing ends.

Its revocation brings all of them back in one act too. 信用修复管理办法 art. 3: repair is the end of
publicity, of sharing and use, and of the measures. All effects run inside the caller's transaction; a
process that dies half-way leaves everything as it was.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.actors import Actor
from core.errors import Refusal
from credit import services
from credit.choices import Change, RecordState
from credit.models import ConductRecord, Repair
from credit.objection.effects import in_words

LIVE = (RecordState.NORMAL, RecordState.DISPUTED)


def records_of(record: ConductRecord) -> list[ConductRecord]:
    """Return the records that are repaired together: those of the same decision that are in force."""
    rows = ConductRecord.objects.filter(subject_id=record.subject_id, state__in=LIVE)
    same = rows.filter(source=record.source) if record.source else rows.filter(pk=record.pk)
    return list(same.order_by("pk"))


def end_everything(
    repair: Repair, *, on: date, by: Actor, reason: str, notes: dict[str, Any] | None = None
) -> list[str]:
    """End every effect of the repaired decision, inside the caller's transaction.

    Returns:
        What was ended, in words.

    Raises:
        Refusal: nothing is in force any more.
    """
    rows = records_of(repair.record)
    if not rows:
        raise Refusal(
            _("“%(record)s” is not in force any more; nothing was repaired.") % {"record": repair.record}
        )
    told = {"repair": repair.pk, "regime": repair.regime, **(notes or {})}
    done = services.change_records(rows, Change.REPAIRED, on=on, by=by, reason=reason, notes=told)
    return [_("It no longer counts in the grade."), *in_words(done.effects)]


def restore_everything(repair: Repair, *, on: date, by: Actor, reason: str) -> list[str]:
    """Bring every effect of the decision back, inside the caller's transaction.

    Returns:
        What was restored, in words.

    Raises:
        Refusal: the record is not repaired any more, such as after an annulment.
    """
    record = repair.record
    repaired = ConductRecord.objects.filter(subject_id=record.subject_id, state=RecordState.REPAIRED)
    same = repaired.filter(source=record.source) if record.source else repaired.filter(pk=record.pk)
    rows = list(same.order_by("pk"))
    if not rows:
        raise Refusal(
            _("“%(record)s” is “%(state)s” meanwhile; there is no repair left to revoke.")
            % {"record": record, "state": record.get_state_display()}
        )
    told = {"repair": repair.pk, "revoked": True}
    done = services.change_records(rows, Change.UNREPAIRED, on=on, by=by, reason=reason, notes=told)
    return [_("It counts in the grade again."), *in_words(done.effects)]
