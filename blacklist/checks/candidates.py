"""The one question to the database for all names of a check: which entries share a token with each of them.

The index is that of `core.search_index` over `CheckEntry.tokens`, in the words of PostgreSQL or SQLite. Names
whose lowest places contradict each other are dropped by the database: 华康诊所 stands in many a county.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q
from django.utils.dateparse import parse_date

from blacklist.checks import names
from blacklist.checks.entries import places_text
from blacklist.checks.numbers import Number
from blacklist.models import CheckEntry


class Found(NamedTuple):
    """What an answer tells of an entry; the fields are columns of `CheckEntry`."""

    id: int
    listing_id: int | None
    foreign_id: int | None
    kind: str
    title: str
    source: str
    source_on: date | None
    until: date | None
    division_code: str
    subject_id: int | None
    name: str
    is_former: bool
    is_person: bool
    uscc: str
    number_shown: str

    @property
    def party(self) -> tuple[str, int]:
        """What tells parties apart: the listing or the foreign entry."""
        return ("foreign", self.foreign_id) if self.foreign_id is not None else ("own", self.listing_id or 0)


_POSTGRESQL = """
SELECT a.n, e.id, e.listing_id, e.foreign_id, e.kind, e.title, e.source, e.source_on, e.until,
    e.division_code, e.subject_id, e.name, e.is_former, e.is_person, e.uscc, e.number_shown
FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) AS a(n, tokens, place, places)
JOIN LATERAL (
    SELECT * FROM blacklist_checkentry c
    WHERE string_to_array(c.tokens, ' ') && string_to_array(a.tokens, ' ') OFFSET 0
) e ON e.place = '' OR a.place = '' OR e.place = a.place
    OR strpos(e.places, '|' || a.place || '|') > 0 OR strpos(a.places, '|' || e.place || '|') > 0
WHERE e.until IS NULL OR e.until >= %s
ORDER BY a.n, e.id
"""
_SQLITE = """
SELECT a.n, e.id, e.listing_id, e.foreign_id, e.kind, e.title, e.source, e.source_on, e.until,
    e.division_code, e.subject_id, e.name, e.is_former, e.is_person, e.uscc, e.number_shown
FROM (
    SELECT value ->> 0 AS n, value ->> 1 AS words, value ->> 2 AS place, value ->> 3 AS places
    FROM json_each(%s)
) a
JOIN blacklist_checkentry_tokens_fts ON blacklist_checkentry_tokens_fts MATCH a.words
JOIN blacklist_checkentry e ON e.id = blacklist_checkentry_tokens_fts.rowid
WHERE (e.place = '' OR a.place = '' OR e.place = a.place
    OR instr(e.places, '|' || a.place || '|') > 0 OR instr(a.places, '|' || e.place || '|') > 0)
    AND (e.until IS NULL OR e.until >= %s)
ORDER BY a.n, e.id
"""


def by_name(asked: Sequence[str], *, on: date) -> Iterator[tuple[int, Found]]:
    """Yield (place in `asked`, entry) for every entry that may be meant by a name.

    Args:
        asked: names as typed; an empty one finds nothing.
        on: entries whose last day is before this day are left out.
    """
    wanted = [
        (place, names.tokens(name), read.place, places_text(read.places))
        for place, name in enumerate(asked)
        if (read := names.read(name)).plain
    ]
    if not wanted:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A thousand index scans look dear to the planner; compiling them would cost more than they do.
            cursor.execute("SET LOCAL jit = off")
            cursor.execute(_POSTGRESQL, [*map(list, zip(*wanted, strict=True)), on])
        else:
            cursor.execute(_SQLITE, [json.dumps([_for_sqlite(*one) for one in wanted]), on.isoformat()])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    for row in rows:
        found = Found(*row[1:])
        yield row[0], found if connection.vendor == "postgresql" else _of_sqlite(found)


def _for_sqlite(place: int, tokens: str, lowest: str, places: str) -> list[Any]:
    return [place, " OR ".join(f'"{token}"' for token in tokens.split()), lowest, places]


def _of_sqlite(found: Found) -> Found:
    """Read days and yes or no, which SQLite keeps as text and numbers."""
    return found._replace(
        source_on=parse_date(str(found.source_on or "")),
        until=parse_date(str(found.until or "")),
        is_former=bool(found.is_former),
        is_person=bool(found.is_person),
    )


def by_number(asked: Sequence[Number], *, on: date) -> Iterator[tuple[int, Found]]:
    """Yield (place in `asked`, entry) for every entry that bears a number that was given."""
    places: dict[str, list[int]] = {}
    for place, number in enumerate(asked):
        for key in filter(None, (number.uscc, *number.indexes)):
            places.setdefault(key, []).append(place)
    if not places:
        return
    codes = [number.uscc for number in asked if number.uscc]
    indexes = [index for number in asked for index in number.indexes]
    rows = CheckEntry.objects.filter(Q(uscc__in=codes) & ~Q(uscc="") | Q(number_index__in=indexes))
    rows = rows.filter(Q(until__isnull=True) | Q(until__gte=on)).order_by("id")
    for *values, index in rows.values_list(*Found._fields, "number_index"):
        entry = Found(*values)
        for place in places.get(entry.uscc, []) if entry.uscc else places.get(index, []):
            yield place, entry
