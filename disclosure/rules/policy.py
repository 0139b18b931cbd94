"""Reading the publicity rules of a place from the rule tables."""

from __future__ import annotations

from datetime import date

from core import ruletables
from disclosure.rules.publicity import Policy, Regime


def load_policy(*, on: date, place: str = "") -> Policy:
    """Read regimes, penalty kinds and settings as they stand on a day in a place (three queries)."""
    regimes = sorted(ruletables.book("publicity.regime").rows, key=lambda row: row.valid_from)
    kinds = ruletables.book("penalty.kind").in_force(on=on, place=place)
    settings = ruletables.book("disclosure.setting").in_force(on=on, place=place)
    content = {name: row.value for name, row in kinds.items()}
    for row in kinds.values():
        content.update(dict.fromkeys(row.value.get("aliases", ()), row.value))
    return Policy(
        regimes=tuple(
            Regime(row.code, row.valid_from, row.valid_to, row.value)
            for row in regimes
            if place.startswith(row.place)
        ),
        kinds=content,
        settings={name: row.value for name, row in settings.items()},
    )


def setting(code: str, *, on: date, place: str = "") -> object:
    """Read one row of `disclosure.setting`."""
    return ruletables.rule("disclosure.setting", code, on=on, place=place)
