"""What became of a granted application in public: whoever keeps permits registers here and is asked.

Permits are kept by an app above this one; the case's page shows them without knowing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PermitOfCase:
    """The permit of one application.

    Args:
        document_no: number of the decision.
        state: where its publication stands, in words.
        unfinished: drafted from the application, and waiting to be completed.
        due_on: last day for publication while it is not public, else None.
        page: its page for officers.
        public: its public page, "" while nobody outside sees it.
    """

    document_no: str
    state: str
    unfinished: bool
    due_on: date | None
    page: str
    public: str


Keeper = Callable[[list[UUID]], Mapping[UUID, PermitOfCase]]
_keepers: list[Keeper] = []


def keeps_permits(keeper: Keeper) -> Keeper:
    """Register who knows the permits of applications, by the applications' guids."""
    if keeper not in _keepers:
        _keepers.append(keeper)
    return keeper


def permits_of(cases: Iterable[UUID]) -> dict[UUID, PermitOfCase]:
    """Return the permit of each application that has one."""
    guids, found = list(cases), dict[UUID, PermitOfCase]()
    for keeper in _keepers:
        found |= keeper(guids)
    return found
