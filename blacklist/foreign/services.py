"""Taking in other departments' lists: new entries, changes, and what a whole list no longer names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from blacklist.checks.entries import refresh
from blacklist.foreign.choices import DeliveryState, EndCause, Extent
from blacklist.foreign.ends import absent, end_absent, most_ended_percent, nothing_to_end, overtake, recount
from blacklist.foreign.parcels import Parcel, in_force
from blacklist.foreign.rows import NewEntry, check_row, key_of
from blacklist.models import ForeignDelivery, ForeignEntry, ForeignSource
from core import audit
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.models import AuditEvent
from credit.guard import guard
from credit.models import Subject
from credit.services import name_fields

BATCH = 500
NEW, CHANGED, UNCHANGED, ENDED = "new", "changed", "unchanged", "ended"
COMPARED = (
    "name",
    "uscc",
    "registration_no",
    "org_code",
    "title",
    "grade",
    "document_no",
    "determined_by",
    "determined_on",
    "facts",
    "content",
    "address",
    "representative",
    "note",
    "ends_on",
)
_WRITTEN = (*COMPARED, "name_norm", "grams", "subject_id", "seen_in_id")


@dataclass(slots=True)
class _Portion:
    """Some rows on their way in: what stands under their keys, and what is to be written."""

    standing: dict[str, ForeignEntry]
    gone: set[tuple[str, date]]
    files: dict[str, int]
    named: set[str] = field(default_factory=set)
    new: dict[str, ForeignEntry] = field(default_factory=dict)
    changed: list[ForeignEntry] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)


class Reception:
    """One delivery on its way in; everything happens in the caller's transaction.

    Open it, hand it rows in portions, close it. The source is locked from opening on, so that two deliveries
    of one source follow each other.

    Args:
        parcel: what the delivery is; `check_parcel` has passed it.
        by: who takes it in.
    """

    def __init__(self, parcel: Parcel, *, by: Actor) -> None:
        self.by = by
        self.day = today()
        self.source = ForeignSource.objects.select_for_update().get(pk=parcel.source.pk)
        self._guard = guard(on=self.day, place=self.source.division_code)
        self.delivery = ForeignDelivery.objects.create(
            source=self.source,
            division_code=self.source.division_code,
            kind=parcel.kind,
            of_persons=parcel.of_persons,
            extent=parcel.extent,
            way=parcel.way,
            received_on=self.day,
            list_on=parcel.list_on,
            look_first=parcel.look_first,
            intake=parcel.intake,
            file_name=parcel.intake.file_name if parcel.intake else "",
            before=in_force(parcel).count(),
            made_by=by.actor_id,
            made_by_label=by.label[:150],
        )
        self._touched: list[int] = []

    def take(self, rows: Sequence[NewEntry]) -> list[str | Refusal]:
        """Store a portion of rows; a refused one leaves nothing behind.

        Returns:
            For each row what became of it: "new", "changed", "unchanged", "ended", or the refusal.
        """
        keys = [key_of(self.delivery.kind, row) for row in rows]
        portion = self._portion(keys, rows)
        answers = [self._answer(key, row, portion) for key, row in zip(keys, rows, strict=True)]
        made = ForeignEntry.objects.bulk_create(portion.new.values(), batch_size=BATCH)
        ForeignEntry.objects.bulk_update(portion.changed, _WRITTEN, batch_size=BATCH)
        ForeignEntry.objects.filter(pk__in=portion.seen).update(seen_in=self.delivery)
        entered = (audit.event(entry, "foreignentry.enter", by=self.by) for entry in made)
        audit.record_many([*portion.events, *entered])
        self._touched += [entry.pk for entry in (*made, *portion.changed)]
        for answer in answers:
            if isinstance(answer, str):
                setattr(self.delivery, answer, getattr(self.delivery, answer) + 1)
        return answers

    def close(self) -> ForeignDelivery:
        """End what the whole list no longer names, or leave it to an officer; tell those who follow."""
        row = self.delivery
        if row.extent == Extent.FULL:
            overtake(row, by=self.by)
            row.missing = absent(row).count()
            row.limit_percent = most_ended_percent(row.division_code)
            if row.missing and (row.look_first or row.missing_percent > row.limit_percent):
                row.state = DeliveryState.WAITING
        row.save()
        if row.missing and row.state == DeliveryState.SETTLED:
            end_absent(row, by=self.by)
        self.source.last_received_on = self.day
        self.source.save(update_fields=["last_received_on"])
        recount(self.source)
        counts = ("before", "new", "changed", "unchanged", "missing", "ended")
        audit.record(
            row,
            "foreigndelivery.take_in",
            by=self.by,
            changes={name: (0, getattr(row, name)) for name in counts},
        )
        refresh(foreign_ids=self._touched)
        return row

    def _portion(self, keys: Sequence[str], rows: Sequence[NewEntry]) -> _Portion:
        standing = self.source.entries.filter(key__in=keys, ended_on__isnull=True).select_for_update()
        ended = [key for key, row in zip(keys, rows, strict=True) if row.ended_on]
        told = self.source.entries.filter(key__in=ended, ended_on__isnull=False)
        gone = {(key, on) for key, on in told.values_list("key", "ended_on") if on}
        return _Portion({entry.key: entry for entry in standing}, gone, _files(rows))

    def _answer(self, key: str, row: NewEntry, portion: _Portion) -> str | Refusal:
        entry = portion.standing.get(key)
        try:
            check_row(self.delivery.kind, row, day=self.day, guard=self._guard)
            if key in portion.named:
                raise Refusal(_("The row repeats another row of the same delivery; leave one out."))
            portion.named.add(key)
            if row.ended_on is not None:
                return self._end(entry, row, (key, row.ended_on) in portion.gone)
        except Refusal as refusal:
            return refusal
        if entry is None:
            portion.new[key] = self._entry(key, row, portion.files)
            return NEW
        portion.seen.append(entry.pk)
        changes = {
            name: (getattr(entry, name), getattr(row, name))
            for name in COMPARED
            if getattr(entry, name) != getattr(row, name)
        }
        if not changes:
            return UNCHANGED
        _write(entry, row, portion.files)
        entry.seen_in = self.delivery
        portion.changed.append(entry)
        portion.events.append(audit.event(entry, "foreignentry.change", by=self.by, changes=changes))
        return CHANGED

    def _end(self, entry: ForeignEntry | None, row: NewEntry, known: bool) -> str:
        """End an entry as the row says; the same row again changes nothing."""
        if entry is None and known:
            return UNCHANGED
        if entry is None:
            raise nothing_to_end()
        entry.ended_on, entry.end_cause = row.ended_on, EndCause.SOURCE
        entry.end_reason, entry.seen_in = row.end_reason, self.delivery
        entry.save(update_fields=["ended_on", "end_cause", "end_reason", "seen_in"])
        changes = {"ended_on": (None, entry.ended_on), "end_cause": ("", entry.end_cause)}
        audit.record(entry, "foreignentry.end", by=self.by, reason=row.end_reason, changes=changes)
        self._touched.append(entry.pk)
        return ENDED

    def _entry(self, key: str, row: NewEntry, files: dict[str, int]) -> ForeignEntry:
        entry = ForeignEntry(
            source=self.source,
            division_code=self.source.division_code,
            kind=self.delivery.kind,
            of_person=row.of_person,
            key=key,
            identity=row.identity,
            id_number=row.id_number,
            id_masked=row.id_masked,
            received_on=self.day,
            received_in=self.delivery,
            seen_in=self.delivery,
        )
        _write(entry, row, files)
        return entry


def _write(entry: ForeignEntry, row: NewEntry, files: dict[str, int]) -> None:
    for name in COMPARED:
        setattr(entry, name, getattr(row, name))
    for name, value in name_fields(row.name).items():
        setattr(entry, name, value)
    entry.subject_id = next((files[name] for name in row.identities if name in files), None)


def _files(rows: Iterable[NewEntry]) -> dict[str, int]:
    """Return the credit files of bodies and persons by their identities."""
    wanted = {identity for row in rows for identity in row.identities}
    return dict(Subject.objects.filter(identity__in=wanted).values_list("identity", "pk"))
