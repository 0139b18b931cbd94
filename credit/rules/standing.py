"""What a conduct record is worth after each change: pure, so that history can be replayed for any day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from credit.choices import Change, RecordState

# Which date a change writes that ends the effect of a record, and the state it leaves the record in; where
# several have happened the first of these is said: after an annulment the decision itself is void.
ENDINGS: Mapping[str, tuple[str, RecordState]] = {
    Change.ANNULLED: ("annulled_on", RecordState.ANNULLED),
    Change.WITHDRAWN: ("withdrawn_on", RecordState.WITHDRAWN),
    Change.SUPERSEDED: ("superseded_on", RecordState.SUPERSEDED),
    Change.REPAIRED: ("repaired_on", RecordState.REPAIRED),
}
ENDED = frozenset(state for _column, state in ENDINGS.values())


@dataclass(frozen=True, slots=True)
class Happening:
    """One change as it is replayed.

    Args:
        kind: a `Change`.
        on: the day from which it takes effect.
        known_on: the day on which we knew.
    """

    kind: str
    on: date
    known_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """The dates that the changes of a conduct record have written; its columns of the same names."""

    superseded_on: date | None = None
    withdrawn_on: date | None = None
    annulled_on: date | None = None
    repaired_on: date | None = None
    disputed_from: date | None = None
    disputed_until: date | None = None
    shielded_from: date | None = None
    shielded_until: date | None = None

    @property
    def state(self) -> RecordState:
        """What the record is worth: ended, in dispute, or normal."""
        for column, state in ENDINGS.values():
            if getattr(self, column) is not None:
                return state
        return RecordState.DISPUTED if self.in_dispute else RecordState.NORMAL

    @property
    def in_dispute(self) -> bool:
        """Whether a dispute is open."""
        return self.disputed_from is not None and self.disputed_until is None

    @property
    def shielded(self) -> bool:
        """Whether a shield is open (bankruptcy: 国办发〔2025〕22号)."""
        return self.shielded_from is not None and self.shielded_until is None

    @property
    def counts(self) -> bool:
        """Whether the record has effect: neither ended nor suspended."""
        return self.state == RecordState.NORMAL and not self.shielded

    def columns(self) -> dict[str, Any]:
        """Return the record's columns: the dates, and the state that follows from them."""
        return {"state": self.state, **{name: getattr(self, name) for name in DATES}}


DATES = tuple(field.name for field in fields(Standing))


def after(standing: Standing, kind: str, on: date) -> Standing:
    """Return the standing after one change that takes effect on a day.

    What ends a record also closes its open dispute and shield.
    """
    if kind in ENDINGS:
        column, _state = ENDINGS[kind]
        return replace(standing, **{column: on}, **_closed(standing, on))
    if kind == Change.DISPUTED:
        return replace(standing, disputed_from=on, disputed_until=None)
    if kind == Change.SETTLED:
        return replace(standing, disputed_until=on)
    if kind == Change.SHIELDED:
        return replace(standing, shielded_from=on, shielded_until=None)
    if kind == Change.UNREPAIRED:
        return replace(standing, repaired_on=None)
    return replace(standing, shielded_until=on)


def replay(happenings: Iterable[Happening], *, as_of: date, known_on: date) -> Standing:
    """Return the standing on a day, as it was known on a day.

    Args:
        happenings: the changes of one record, in the order in which they became known.
        as_of: changes that take effect later are left out.
        known_on: changes that became known later are left out.
    """
    standing = Standing()
    for happening in happenings:
        if happening.on <= as_of and happening.known_on <= known_on:
            standing = after(standing, happening.kind, happening.on)
    return standing


def _closed(standing: Standing, on: date) -> dict[str, date]:
    closed = {}
    if standing.disputed_from is not None and standing.in_dispute:
        closed["disputed_until"] = max(on, standing.disputed_from)
    if standing.shielded_from is not None and standing.shielded:
        closed["shielded_until"] = max(on, standing.shielded_from)
    return closed
