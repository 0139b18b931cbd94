"""Where a scoring cycle may be counted back from the end of verification's validity: set by place.

The law counts from the day on which verification was passed. An archive often knows only until when it
holds (校验有效期至). Whether the cycle may be inferred from that day is a rule of `credit.grading_cycles`,
and so is how far ahead the day may lie: one farther off is no end of a verification (what holds for good is
often written as 2099-12-31). docs/adr/0035 says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import ruletables
from credit.rules.cycles import add_months

TABLE = "credit.grading_cycles"
CODE = "without_verification"


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """What a place says; `latest` is the last day that is believed, None where nothing is counted back."""

    place: str
    latest: date | None


def place_rules(on: date) -> tuple[PlaceRule, ...]:
    """Return what every place says on a day, nearer places before those that hold them.

    Two places are never of the same length and both true of one division: the first that fits holds.
    """
    book = ruletables.book(TABLE)
    places = sorted({row.place for row in book.rows}, key=lambda place: (-len(place), place))
    found = ((place, book.find(CODE, on=on, place=place)) for place in places)
    return tuple(PlaceRule(place, _latest(row.value, on)) for place, row in found if row is not None)


def believed(rules: Sequence[PlaceRule], division: str, day: date | None) -> date | None:
    """Return the end of verification if cycles of a subject in a division may be counted back from it."""
    latest = next((rule.latest for rule in rules if division.startswith(rule.place)), None)
    return day if day is not None and latest is not None and day <= latest else None


def _latest(value: dict[str, object], on: date) -> date | None:
    return add_months(on, int(str(value["longest_months"]))) if value["count_back"] else None
