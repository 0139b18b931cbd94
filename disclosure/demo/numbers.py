"""Invented identifiers with right check characters, for the demonstration only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from core.identifiers import Check, check_org_code, check_resident_id, check_uscc

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc(rng: Random, prefix: str, division: str) -> str:
    """Make a credit code: two leading characters, six digits of place, organisation code, check."""
    body = _closed("MA" + "".join(rng.choice(_ALPHABET) for _ in range(6)), check_org_code)
    return _closed(prefix + division + body, check_uscc)


def resident_id(rng: Random, division: str, born: date) -> str:
    """Make a resident id number of an invented person born on a day."""
    return _closed(f"{division}{born:%Y%m%d}{rng.randrange(1000):03d}", check_resident_id)


def _closed(first: str, check: Callable[[str], Check]) -> str:
    """Add the one check character that makes the number right."""
    return next(first + last for last in _ALPHABET if check(first + last).valid)
