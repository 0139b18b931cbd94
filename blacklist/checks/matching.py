"""Finding names on the lists: the number first, then the name; one question to the database for all names.

Candidates come through the gram index (`names.tokens`); which of them is meant, and why, is scored here.
The lists are for the whole country: a listing decided anywhere is found everywhere. Key-attention lists are
internal and found only where the asker is at home; other departments' lists where their place and the
asker's lie one above the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from blacklist.checks import names
from blacklist.checks.candidates import Found, by_name, by_number
from blacklist.checks.choices import EntryKind, Result
from blacklist.checks.numbers import Number
from blacklist.checks.scoring import MATCH, POSSIBLE, Score, Why, score

MOST_HITS = 20
_SURELY_THE_SAME = 0.97

__all__ = ["MATCH", "POSSIBLE", "Answer", "Asked", "Hit", "Score", "Sight", "look_up", "score"]


@dataclass(frozen=True, slots=True)
class Asked:
    """One name to be checked, with its number where one was given."""

    row: int
    name: str
    number: Number


class Hit(NamedTuple):
    """One party found on a list."""

    entry: Found
    value: float
    why: tuple[str, ...]
    sure: bool

    @property
    def party(self) -> tuple[str, int]:
        """What tells parties apart: the listing or the foreign entry."""
        return self.entry.party


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found about one name; `note` is a code of `showing.NOTES`."""

    asked: Asked
    result: Result
    hits: tuple[Hit, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Sight:
    """What an asker may see: the division prefixes in which the right to ask is held."""

    prefixes: tuple[str, ...]

    def sees(self, entry: Found) -> bool:
        """Tell whether an entry may be told of."""
        if entry.kind == EntryKind.ATTENTION:
            return any(entry.division_code.startswith(prefix) for prefix in self.prefixes)
        if entry.foreign_id is None:
            return True
        place = _prefix(entry.division_code)
        return any(place.startswith(prefix) or prefix.startswith(place) for prefix in self.prefixes)


def look_up(asked: Sequence[Asked], *, sight: Sight, on: date) -> list[Answer]:
    """Check names, in the order asked.

    The number of questions to the database does not depend on how many names there are.

    Args:
        asked: the names.
        sight: what the asker may see.
        on: the day; entries whose last day is past do not count.
    """
    numbered: dict[int, list[Found]] = defaultdict(list)
    named: dict[int, list[Found]] = defaultdict(list)
    for place, entry in by_number([one.number for one in asked], on=on):
        numbered[place].append(entry)
    for place, entry in by_name([one.name for one in asked], on=on):
        named[place].append(entry)
    return [
        _answer(one, _seen(numbered[place], sight), _seen(named[place], sight))
        for place, one in enumerate(asked)
    ]


def _seen(entries: Iterable[Found], sight: Sight) -> list[Found]:
    return [entry for entry in entries if sight.sees(entry)]


def _answer(asked: Asked, numbered: Sequence[Found], named: Sequence[Found]) -> Answer:
    hits = _best([*_by_number(asked, numbered), *_by_name(asked, named)])
    if any(hit.sure for hit in hits):
        return Answer(asked, Result.FOUND, hits)
    if hits:
        return Answer(asked, Result.POSSIBLE, hits, _note(asked))
    if asked.number.wrong and not asked.name:
        return Answer(asked, Result.UNCLEAR, note="wrong_number")
    if asked.name and not asked.number.given and _too_general(asked.name):
        return Answer(asked, Result.UNCLEAR, note="too_general")
    return Answer(asked, Result.CLEAR, note=_note(asked))


def _note(asked: Asked) -> str:
    return "wrong_number" if asked.number.wrong else ""


def _too_general(name: str) -> bool:
    read = names.read(name)
    return not read.plain or (read.generic and not read.places and bool(names.GENERIC.search(read.plain)))


def _best(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Keep the best hit of each party, the best first."""
    best: dict[Any, Hit] = {}
    for hit in hits:
        held = best.get(hit.party)
        if held is None or (hit.sure, hit.value, not hit.entry.is_former) > (
            held.sure,
            held.value,
            not held.entry.is_former,
        ):
            best[hit.party] = hit
    ordered = sorted(best.values(), key=lambda hit: (not hit.sure, -hit.value, hit.entry.id))
    return tuple(ordered[:MOST_HITS])


def _by_number(asked: Asked, entries: Sequence[Found]) -> list[Hit]:
    """Answer by the number alone; where no name of the party fits, the answer says so."""
    fitting = {
        entry.party for entry in entries if asked.name and score(asked.name, entry.name).value >= POSSIBLE
    }
    return [
        Hit(
            entry,
            1.0,
            (Why.NUMBER,) if not asked.name or entry.party in fitting else (Why.NUMBER, Why.NAME_OTHER),
            True,
        )
        for entry in entries
        if not entry.is_former
    ]


def _by_name(asked: Asked, entries: Sequence[Found]) -> list[Hit]:
    return [hit for entry in entries if (hit := _named(asked, entry)) is not None]


def _named(asked: Asked, entry: Found) -> Hit | None:
    if entry.is_person:
        return _person(asked, entry)
    if asked.number.of_person:
        return None
    scored = score(asked.name, entry.name)
    if scored.value < POSSIBLE:
        return None
    why = (*scored.why, *((Why.FORMER,) if entry.is_former else ()))
    if asked.number.contradicts(entry.uscc):
        if scored.value < _SURELY_THE_SAME:
            return None
        return Hit(entry, scored.value, (*why, Why.NUMBER_OTHER), False)
    return Hit(entry, scored.value, why, scored.value >= MATCH)


def _person(asked: Asked, entry: Found) -> Hit | None:
    """Name a person by name only as possible: thousands share a name, the number must be asked for."""
    if asked.number.given and not asked.number.wrong:
        return None
    if names.plain(asked.name) != names.plain(entry.name):
        return None
    return Hit(entry, POSSIBLE, (Why.PERSON, *((Why.FORMER,) if entry.is_former else ())), False)


def _prefix(code: str) -> str:
    """Return the digits that say a place: 410500 is 4105, 000000 is everywhere."""
    while code.endswith("00"):
        code = code[:-2]
    return code
