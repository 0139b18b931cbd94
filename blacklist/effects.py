"""What must happen together with a listing's beginning or end: display, grades, measures, sharing.

Modules named in an app's `registers` add functions; `blacklist.listing.services` runs them all inside its
own transaction. An exception rolls everything back: all a listing caused ends together, or nothing does.
Functions only write rows; what leaves the house goes through the outbox.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Protocol

from blacklist.choices import Change
from blacklist.models import Listing
from core.actors import Actor
from credit.effects import EffectDone


class ListEffect(Protocol):
    """A function that carries a change of listings into another table."""

    def __call__(
        self, change: Change, listings: Sequence[Listing], *, on: date, by: Actor, reason: str
    ) -> Iterable[EffectDone]:
        """Carry it out; the listings already have their new state."""


_effects: dict[str, ListEffect] = {}


def register(name: str) -> Callable[[ListEffect], ListEffect]:
    """Register an effect under a name; a second one of the same name replaces the first."""

    def keep(effect: ListEffect) -> ListEffect:
        _effects[name] = effect
        return effect

    return keep


def run(change: Change, listings: Sequence[Listing], *, on: date, by: Actor, reason: str) -> list[EffectDone]:
    """Run all effects, in the order of registration, inside the caller's transaction."""
    return [
        done for effect in _effects.values() for done in effect(change, listings, on=on, by=by, reason=reason)
    ]
