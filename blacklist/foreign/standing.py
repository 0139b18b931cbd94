"""Other departments' entries in force, as checks look through them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from blacklist.checks.choices import EntryKind
from blacklist.checks.entries import FOREIGN, PIECE, Standing, source
from blacklist.foreign.choices import ForeignKind
from blacklist.models import ForeignEntry

KINDS = {ForeignKind.RED: EntryKind.RED, ForeignKind.BLACK: EntryKind.SERIOUS}


@source(FOREIGN)
def entries_in_force(keys: Collection[int] | None) -> Iterator[Standing]:
    """Yield the entries that their sources still keep on their lists."""
    rows = ForeignEntry.objects.filter(ended_on__isnull=True).select_related("source", "subject")
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    for row in rows.iterator(PIECE):
        subject = row.subject
        yield Standing(
            key=row.pk,
            kind=KINDS[ForeignKind(row.kind)],
            title=row.title or row.source.keeps,
            source=row.source.department,
            source_on=row.determined_on,
            until=row.ends_on,
            division_code=row.division_code,
            name=row.name,
            is_person=row.of_person,
            former_names=tuple(subject.former_names) if subject else (),
            uscc=row.uscc,
            number_index="" if row.uscc else row.identity,
            number_shown=row.number,
            subject_id=row.subject_id,
        )
