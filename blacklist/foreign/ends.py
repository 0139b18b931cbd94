"""How entries leave other departments' lists: by their source, by its term; none is ever deleted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from blacklist.checks.entries import refresh
from blacklist.foreign.choices import DeliveryState, EndCause
from blacklist.foreign.rows import LABELS, NewEntry, key_of
from blacklist.foreign.workflow import DELIVERY
from blacklist.models import ForeignDelivery, ForeignEntry, ForeignSource
from core import audit, ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal

TABLE = "blacklist.foreign_lists"
BATCH = 500
ONE_DAY = timedelta(days=1)


def most_ended_percent(place: str) -> int:
    """Return above which share of ended entries a whole list waits for an officer (rule `safety`)."""
    return int(ruletables.rule(TABLE, "safety", on=today(), place=place)["most_ended_percent"])


def absent(delivery: ForeignDelivery) -> QuerySet[ForeignEntry]:
    """Return the entries in force that neither this whole list nor anything after it names."""
    return ForeignEntry.objects.filter(
        source_id=delivery.source_id,
        kind=delivery.kind,
        of_person=delivery.of_persons,
        ended_on__isnull=True,
        seen_in_id__lt=delivery.pk,
    )


def confirm_ends(delivery: ForeignDelivery, *, by: Actor) -> ForeignDelivery:
    """End the entries that a whole list no longer names, after an officer has looked.

    Raises:
        Refusal: nothing waits, or no right.
    """
    with transaction.atomic():
        row = DELIVERY.apply(delivery, "confirm", by=by)
        end_absent(row, by=by)
        recount(row.source)
    return row


def keep_entries(delivery: ForeignDelivery, *, by: Actor, reason: str) -> ForeignDelivery:
    """End nothing: the list was not whole after all.

    Raises:
        Refusal: nothing waits, no right, or no reason.
    """
    return DELIVERY.apply(delivery, "keep", by=by, reason=reason)


def end_terms(*, on: date, by: Actor) -> int:
    """End the entries whose term, as their source gave it, is over; returns how many."""
    over = ForeignEntry.objects.filter(ended_on__isnull=True, ends_on__lt=on)
    with transaction.atomic():
        sources = set(over.values_list("source_id", flat=True))
        ended = _end(over, lambda entry: (entry.ends_on or on) + ONE_DAY, EndCause.TERM, None, by)
        for source in ForeignSource.objects.filter(pk__in=sources):
            recount(source)
    return ended


def end_is_known(source: ForeignSource, kind: str, row: NewEntry) -> None:
    """Refuse an end that a source tells of an entry which it has not told of before.

    Raises:
        Refusal: nothing is in force under that number and document, nor was it ended that day.
    """
    if row.ended_on is None:
        return
    known = source.entries.filter(key=key_of(kind, row))
    if not known.filter(Q(ended_on__isnull=True) | Q(ended_on=row.ended_on)).exists():
        raise nothing_to_end()


def nothing_to_end() -> Refusal:
    """Say that an end is told of an entry that is not in force."""
    return Refusal(
        _("%(field)s: this source has no such entry in force; check number and document, or leave it out.")
        % {"field": LABELS["ended_on"]},
        field="ended_on",
    )


def end_absent(row: ForeignDelivery, *, by: Actor) -> None:
    """End what a whole list no longer names, from the day of the list on."""
    row.ended = _end(absent(row), lambda _entry: row.list_on, EndCause.ABSENT, row.list_on, by)
    row.save(update_fields=["ended"])


def _end(
    rows: QuerySet[ForeignEntry],
    day: Callable[[ForeignEntry], date],
    cause: EndCause,
    list_on: date | None,
    by: Actor,
) -> int:
    """End entries in portions: they stay, with the day and the cause."""
    ended = 0
    while batch := list(rows.select_for_update().order_by("pk")[:BATCH]):
        for entry in batch:
            entry.ended_on, entry.end_cause, entry.end_list_on = day(entry), cause, list_on
        ForeignEntry.objects.bulk_update(batch, ["ended_on", "end_cause", "end_list_on"])
        audit.record_many(
            audit.event(
                entry,
                "foreignentry.end",
                by=by,
                changes={"ended_on": (None, entry.ended_on), "end_cause": ("", entry.end_cause)},
            )
            for entry in batch
        )
        refresh(foreign_ids=[entry.pk for entry in batch])
        ended += len(batch)
    return ended


def overtake(row: ForeignDelivery, *, by: Actor) -> None:
    """Older whole lists that still wait have nothing more to say."""
    waiting = ForeignDelivery.objects.filter(
        Q(pk__lt=row.pk),
        source_id=row.source_id,
        kind=row.kind,
        of_persons=row.of_persons,
        state=DeliveryState.WAITING,
    )
    for older in waiting:
        DELIVERY.apply(older, "overtake", by=by)


def recount(source: ForeignSource) -> None:
    """Count a source's entries in force anew."""
    source.in_force = source.entries.filter(ended_on__isnull=True).count()
    source.save(update_fields=["in_force"])
