"""Whether the public sees what a conduct record tells of: another matter than whether it counts.

Published within seven working days, counting as dishonest once final, shared, used in a grade and standing on
a list are different states with different clocks. Whoever publishes registers here and is asked; the record
itself keeps no copy of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from credit.models import ConductRecord


@dataclass(frozen=True, slots=True)
class Publication:
    """How the public sees the source of a record.

    Args:
        since: day of publication.
        state: how it stands, in words.
        open: whether the public sees its content today.
        url: its public page.
    """

    since: date
    state: str
    open: bool
    url: str


Publisher = Callable[[list[str]], Mapping[str, Publication]]
_publishers: dict[str, Publisher] = {}


def publishes(prefix: str) -> Callable[[Publisher], Publisher]:
    """Register who knows about the publication of the sources that start with a prefix."""

    def keep(publisher: Publisher) -> Publisher:
        _publishers[prefix] = publisher
        return publisher

    return keep


def publication_of(records: Iterable[ConductRecord]) -> dict[int, Publication]:
    """Return the publication of each record that was published, by its key; one query for each publisher."""
    rows = list(records)
    found: dict[int, Publication] = {}
    for prefix, publisher in _publishers.items():
        own = {row.pk: row.source for row in rows if row.source.startswith(prefix)}
        told = publisher(sorted(set(own.values()))) if own else {}
        found |= {pk: told[source] for pk, source in own.items() if source in told}
    return found
