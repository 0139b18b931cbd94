"""Keeping the names that checks look through: made from the lists, renewed with every change of them.

A source tells what stands on its lists; our own is registered here, other departments' lists register theirs.
Refreshing deletes and makes anew, in the caller's transaction, so that it can be done twice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db import transaction

from blacklist import effects
from blacklist.checks import names
from blacklist.checks.choices import EntryKind
from blacklist.choices import Change, ListingState
from blacklist.models import CheckEntry, Listing
from core.actors import Actor
from credit.effects import EffectDone
from credit.models import Subject
from institutions.naming import on_rename

PIECE = 2000
_FACTS = (
    "kind",
    "title",
    "source",
    "source_on",
    "until",
    "division_code",
    "subject_id",
    "name",
    "is_former",
    "is_person",
    "places",
    "tokens",
    "uscc",
    "number_index",
    "number_shown",
)
LISTINGS, FOREIGN = "listing_id", "foreign_id"
"""The two sources, by the column of the table that holds their key."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One party that stands on a list, as its source tells it.

    Args:
        key: number of the row in the source's own table.
        kind: what the list means.
        title: name of the list.
        source: authority or department that keeps it.
        source_on: since when.
        until: last day, None where no day is set.
        division_code: where it was decided.
        name: present name.
        is_person: whether it is a person.
        former_names: earlier names, the oldest first.
        uscc: credit code of a body.
        number_index: `Subject.identity` of a person or of a body without a credit code, "" where unknown;
            for a person this is `credit.services.person_identity`, never the number itself.
        number_shown: the number as officers see it, a person's masked.
        subject_id: the credit file, where there is one.
    """

    key: int
    kind: EntryKind
    title: str
    source: str
    source_on: date | None
    until: date | None
    division_code: str
    name: str
    is_person: bool
    former_names: tuple[str, ...] = ()
    uscc: str = ""
    number_index: str = ""
    number_shown: str = ""
    subject_id: int | None = None


Source = Callable[[Collection[int] | None], Iterable[Standing]]
"""Yields what stands on the lists now: of these keys, or everything where None is given."""

_sources: dict[str, Source] = {}


def source(column: str) -> Callable[[Source], Source]:
    """Register where the parties of one source come from."""

    def keep(function: Source) -> Source:
        _sources[column] = function
        return function

    return keep


def refresh(*, listing_ids: Collection[int] = (), foreign_ids: Collection[int] = ()) -> int:
    """Make the rows of these listings and foreign entries anew; returns how many names there are now.

    Whatever does not stand on a list any more is gone afterwards.
    """
    with transaction.atomic():
        return _renew(LISTINGS, listing_ids) + _renew(FOREIGN, foreign_ids)


def rebuild() -> int:
    """Bring the whole table up to date; returns how many parties were made anew.

    Rows that are right stay untouched. What differs is read again from its source in a transaction of its
    own, so that a listing that begins or ends meanwhile is not lost.
    """
    return sum(_follow(column, told) for column, told in _sources.items())


def _follow(column: str, told: Source) -> int:
    known = set(CheckEntry.objects.filter(**{f"{column}__isnull": False}).values_list(column, flat=True))
    standings = iter(told(None))
    count = 0
    while piece := list(islice(standings, PIECE)):
        known.difference_update(standing.key for standing in piece)
        wrong = _differing(column, piece)
        _renew(column, wrong)
        count += len(wrong)
    _renew(column, known)
    return count + len(known)


def _differing(column: str, piece: Sequence[Standing]) -> set[int]:
    """Return the keys of the parties whose rows are not what they should be."""
    wanted = {(standing.key, _facts(row)) for standing in piece for row in rows_of(column, standing)}
    rows = CheckEntry.objects.filter(**{f"{column}__in": [standing.key for standing in piece]})
    held: set[tuple[int, tuple[object, ...]]] = {
        (getattr(row, column), _facts(row)) for row in rows.iterator(PIECE)
    }
    return {key for key, _told in wanted ^ held}


def _facts(row: CheckEntry) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in _FACTS)


def rows_of(column: str, standing: Standing) -> Iterator[CheckEntry]:
    """Yield the rows of one party: its present name and each earlier one."""
    seen: set[str] = set()
    for name, former in [(standing.name, False), *((name, True) for name in standing.former_names)]:
        if not name or (plain := names.plain(name)) in seen:
            continue
        seen.add(plain)
        read = names.read(name)
        yield CheckEntry(
            kind=standing.kind,
            title=standing.title[:200],
            source=standing.source[:200],
            source_on=standing.source_on,
            until=standing.until,
            division_code=standing.division_code,
            subject_id=standing.subject_id,
            name=name,
            is_former=former,
            is_person=standing.is_person,
            places="" if standing.is_person else places_text(read.places),
            place="" if standing.is_person else read.place,
            tokens=names.tokens(name, person=standing.is_person),
            uscc=standing.uscc,
            number_index=standing.number_index,
            number_shown=standing.number_shown,
            **{column: standing.key},
        )


def places_text(places: Sequence[str]) -> str:
    """Write the places of a name so that one of them can be looked for: |安阳|内黄|."""
    return f"|{'|'.join(places)}|" if places else ""


def _renew(column: str, keys: Collection[int]) -> int:
    count = 0
    waiting = iter(keys)
    while piece := list(islice(waiting, PIECE)):
        with transaction.atomic():
            CheckEntry.objects.filter(**{f"{column}__in": piece}).delete()
            count += _fill(column, piece)
    return count


def _fill(column: str, keys: Collection[int]) -> int:
    told = _sources.get(column)
    if told is None:
        return 0
    rows = (row for standing in told(keys) for row in rows_of(column, standing))
    count = 0
    while piece := list(islice(rows, PIECE)):
        CheckEntry.objects.bulk_create(piece)
        count += len(piece)
    return count


@source(LISTINGS)
def own_listings(keys: Collection[int] | None) -> Iterator[Standing]:
    """Yield the listings that stand on a list."""
    rows = Listing.objects.filter(state=ListingState.LISTED).select_related("scheme", "subject")
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    for row in rows.iterator(PIECE):
        subject = row.subject
        yield Standing(
            key=row.pk,
            kind=EntryKind(row.scheme.kind),
            title=row.scheme.name,
            source=row.authority_name,
            source_on=row.listed_on,
            until=row.ends_on,
            division_code=row.division_code,
            name=subject.name,
            is_person=subject.is_person,
            former_names=tuple(subject.former_names),
            uscc=subject.uscc,
            number_index="" if subject.uscc else subject.identity,
            number_shown=subject.number,
            subject_id=subject.pk,
        )


@effects.register("names at checks")
def follow_listings(
    change: Change, listings: Sequence[Listing], *, on: date, by: Actor, reason: str
) -> Iterable[EffectDone]:
    """Let a listing be found from its first day on the list, and no longer from its last."""
    refresh(listing_ids=[listing.pk for listing in listings])
    return ()


@on_rename
def follow_name(subject: Subject) -> int:
    """Let a body that got another name be found by both."""
    rows = CheckEntry.objects.filter(subject=subject).values_list(LISTINGS, FOREIGN)
    listings, foreign = zip(*rows, strict=True) if rows else ((), ())
    return refresh(
        listing_ids={key for key in listings if key is not None},
        foreign_ids={key for key in foreign if key is not None},
    )
