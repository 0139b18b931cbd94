"""What becomes of conduct records: every change is one transaction with its history and its effects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.actors import Actor, ByDecision
from core.clock import today
from core.errors import Refusal
from credit import effects
from credit.choices import Change, RecordState
from credit.effects import EffectDone
from credit.models import ConductRecord, RecordEvent
from credit.repair.choices import ShieldState
from credit.rules.standing import DATES, Standing, after
from credit.services.holding import hold_files
from credit.services.records import NewRecord, announce, insert
from credit.workflow import DISPUTED, IN_DISPUTE, STANDING

DOUBLED = (Change.SHIELDED, Change.UNSHIELDED)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did: the records as they are now, and what happened together with it."""

    records: list[ConductRecord]
    effects: list[EffectDone]


def change_records(
    records: Iterable[ConductRecord],
    kind: Change | str,
    *,
    on: date,
    by: Actor,
    reason: str = "",
    notes: Mapping[str, Any] | None = None,
) -> Changed:
    """Change conduct records of one or many subjects: all of them with all effects, or none.

    Locks files and rows (`credit.services.holding`), sets state and dates, writes one insert-only
    `RecordEvent` each, runs the registered effects, and writes audit and outbox rows, in one transaction. A
    dispute or shield that is not open any more is passed over when it is to end, so a task may run twice.
    Corrections go through `supersede`.

    Args:
        records: the rows; they are read again under lock.
        kind: a `Change`, but not "superseded".
        on: the day from which the change takes effect; not in the future.
        by: who decided; the caller has asked for the right.
        reason: why, in words.
        notes: facts to be kept with the event, such as the number of the decision.

    Raises:
        Refusal: a record is not in a state from which this is possible, or the day is wrong.
    """
    change = Change(kind)
    if change == Change.SUPERSEDED:
        raise ValueError("a record is superseded by its correction: call supersede")
    asked = list(records)
    with transaction.atomic():
        hold_files(record.subject_id for record in asked)
        rows = _moved(asked, change, on=on, by=by, reason=reason)
        _remember(rows, change, on=on, by=by, reason=reason, notes=notes or {})
        done = effects.run(change, rows, on=on, by=by, reason=reason) if rows else []
    return Changed(rows, done)


def supersede(
    record: ConductRecord,
    replacement: NewRecord,
    *,
    on: date,
    by: Actor,
    reason: str,
    ends_dispute: bool = False,
) -> ConductRecord:
    """Correct a record: the old one stays readable and stops counting, the new one counts from that day.

    Args:
        record: the record that is wrong.
        replacement: the correct facts, of the same subject.
        on: the day from which the correction takes effect.
        by: who decided.
        reason: what was wrong.
        ends_dispute: the objection to the record was decided so; otherwise a disputed one is not corrected.

    Returns:
        The new record.

    Raises:
        Refusal: the record is disputed or cannot be corrected any more, or the correction is of another
            subject.
    """
    if replacement.subject_id != record.subject_id:
        raise Refusal(
            _(
                "Subject: a correction keeps the subject; withdraw the record and enter it in the file "
                "of the right one."
            ),
            field="subject",
        )
    with transaction.atomic():
        hold_files([record.subject_id])
        (new,) = insert([replace(replacement, source="")], by=by)
        take_place(record, new, on=on, by=by, reason=reason, ends_dispute=ends_dispute)
    return new


def take_place(
    old: ConductRecord,
    new: ConductRecord,
    *,
    on: date,
    by: Actor,
    reason: str,
    ends_dispute: bool = False,
) -> None:
    """Let a confirmed correction take the place of a record (inside the caller's transaction).

    It has the source of the old one, and counts from the day of the correction, so that on no day both count.
    Where the old one was repaired or shielded, so is the new one: a correction revives nothing.

    Raises:
        Refusal: the old record is disputed or cannot be corrected any more.
    """
    hold_files([old.subject_id])
    locked = ConductRecord.objects.select_for_update(of=("self",)).get(pk=old.pk)
    if locked.state == RecordState.DISPUTED and not ends_dispute:
        raise Refusal(DISPUTED % {"record": locked})
    before = standing_of(locked)
    rows = _moved([old], Change.SUPERSEDED, on=on, by=by, reason=reason)
    new.supersedes, new.source = old, old.source
    new.final_on = max(new.final_on, on) if new.final_on else None
    new.save(update_fields=["supersedes", "source", "final_on"])
    _remember(rows, Change.SUPERSEDED, on=on, by=by, reason=reason, notes={}, replaced_by=new.pk)
    _inherit(before, old, new, on=on, by=by, reason=reason)
    effects.run(Change.SUPERSEDED, rows, on=on, by=by, reason=reason)


def _inherit(
    before: Standing, old: ConductRecord, new: ConductRecord, *, on: date, by: Actor, reason: str
) -> None:
    """Let a correction be repaired or shielded as the record was whose place it takes."""
    if before.shielded:
        for shield in old.shields.filter(state=ShieldState.IN_FORCE):
            shield.records.add(new)
    for change, held in (
        (Change.SHIELDED, before.shielded),
        (Change.REPAIRED, before.repaired_on is not None),
    ):
        if held:
            rows = _moved([new], change, on=on, by=by, reason=reason)
            _remember(rows, change, on=on, by=by, reason=reason, notes={"inherited_from": old.pk})
            new.refresh_from_db(fields=["state", *DATES])


def annul_records(source: str, *, on: date, by: Actor, reason: str) -> int:
    """End the effect of all records of an annulled source from a day on; the facts stay readable.

    Returns:
        How many records were annulled.
    """
    rows = ConductRecord.objects.filter(source=source).exclude(state=RecordState.ANNULLED)
    return len(change_records(list(rows), Change.ANNULLED, on=on, by=by, reason=reason).records)


def standing_of(record: ConductRecord) -> Standing:
    """Return the dates of a record that its changes have written."""
    return Standing(**{name: getattr(record, name) for name in DATES})


def _moved(
    records: Iterable[ConductRecord], change: Change, *, on: date, by: Actor, reason: str
) -> list[ConductRecord]:
    if on > today():
        raise Refusal(
            _("Day: %(day)s lies in the future; a change takes effect on the day it is decided.")
            % {"day": on.isoformat()},
            field="on",
        )
    wanted = sorted({record.pk for record in records})
    locked = ConductRecord.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    steps: dict[str, list[int]] = defaultdict(list)
    for row in locked:
        if not _over(row, change):
            steps[_step(row, change)].append(row.pk)
    moved: list[ConductRecord] = []
    for name, pks in steps.items():
        result = STANDING.apply_many(
            pks, name, by=ByDecision(by), reason=reason, fields=lambda row: _columns(row, change, on)
        )
        if result.refused:
            raise Refusal(result.refused[0][1])
        moved += result.done
    return sorted(moved, key=lambda row: row.pk)


def _over(row: ConductRecord, change: Change) -> bool:
    """Tell whether a dispute or shield that is to end is not open any more."""
    standing = standing_of(row)
    return (change == Change.SETTLED and not standing.in_dispute) or (
        change == Change.UNSHIELDED and not standing.shielded
    )


def _step(row: ConductRecord, change: Change) -> str:
    doubled = change in DOUBLED and row.state == RecordState.DISPUTED
    return change.value + IN_DISPUTE if doubled else change.value


def _columns(row: ConductRecord, change: Change, on: date) -> dict[str, Any]:
    """Return the columns that the change writes.

    Raises:
        Refusal: the record was never confirmed, or the day lies before what it follows.
    """
    if row.confirmed_at is None:
        raise Refusal(_("“%(record)s” is not confirmed yet; confirm or discard it first.") % {"record": row})
    before = standing_of(row)
    earliest = _earliest(row, before, change)
    if on < earliest:
        raise Refusal(
            _("Day: the change of “%(record)s” cannot take effect on %(day)s, before %(earliest)s.")
            % {"record": row, "day": on.isoformat(), "earliest": earliest.isoformat()},
            field="on",
        )
    columns = after(before, change, on).columns()
    return {name: value for name, value in columns.items() if value != getattr(row, name)}


def _earliest(row: ConductRecord, before: Standing, change: Change) -> date:
    follows = {
        Change.DISPUTED: before.disputed_until,
        Change.SETTLED: before.disputed_from,
        Change.SHIELDED: before.shielded_until,
        Change.UNSHIELDED: before.shielded_from,
        Change.UNREPAIRED: before.repaired_on,
    }.get(change)
    return max(follows or row.happened_on, row.happened_on)


def _remember(
    rows: Sequence[ConductRecord],
    change: Change,
    *,
    on: date,
    by: Actor,
    reason: str,
    notes: Mapping[str, Any],
    replaced_by: int | None = None,
) -> None:
    """Write the history and tell the listeners."""
    RecordEvent.objects.bulk_create(
        [
            RecordEvent(
                record_id=row.pk,
                subject_id=row.subject_id,
                kind=change,
                effective_on=on,
                by=by.actor_id,
                by_label=by.label[:100],
                reason=reason,
                replaced_by=replaced_by,
                notes=dict(notes),
                division_code=row.division_code,
            )
            for row in rows
        ],
        batch_size=500,
    )
    announce(row.subject_id for row in rows)
