"""What must happen together with a change of conduct records: display, sharing, lists, measures.

Each app registers functions in a module named in its `registers`; `credit.services.change_records` runs them
all inside its own transaction. An exception rolls everything back: all effects end together, or nothing does.
Functions only write rows; what leaves the house goes through the outbox.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.functional import Promise

from core.actors import Actor
from credit.choices import Change
from credit.models import ConductRecord


@dataclass(frozen=True, slots=True)
class EffectDone:
    """What an effect did, for the page that shows the result of the act.

    Args:
        name: name of the effect.
        count: how many rows it ended or changed.
        words: what was done, in words.
    """

    name: str
    count: int
    words: str | Promise = ""


class Effect(Protocol):
    """A function that carries a change of records into another table."""

    def __call__(
        self, change: Change, records: Sequence[ConductRecord], *, on: date, by: Actor, reason: str
    ) -> Iterable[EffectDone]:
        """Carry it out; the records already have their new state."""


_effects: dict[str, Effect] = {}


def register(name: str) -> Callable[[Effect], Effect]:
    """Register an effect under a name; a second one of the same name replaces the first."""

    def keep(effect: Effect) -> Effect:
        _effects[name] = effect
        return effect

    return keep


def names() -> tuple[str, ...]:
    """Return the names of the registered effects."""
    return tuple(_effects)


def run(
    change: Change, records: Sequence[ConductRecord], *, on: date, by: Actor, reason: str
) -> list[EffectDone]:
    """Run all effects, in the order of registration, inside the caller's transaction."""
    return [
        done for effect in _effects.values() for done in effect(change, records, on=on, by=by, reason=reason)
    ]
