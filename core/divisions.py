"""Administrative division codes (GB/T 2260): six digits, two each for province, prefecture and county.

The table is the present one. Codes of abolished places stay valid inside older identifiers, so an unknown
code is answered with its nearest known ancestor and never refused.
"""

import csv
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

DATA = Path(__file__).parent / "law" / "divisions.csv"
DEMONSTRATION = Path(__file__).parent / "law" / "divisions_demonstration.csv"
"""The made-up county, known only where demonstrations are allowed."""
PLACEHOLDERS = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Names of the table which stand for a level that does not exist and are not part of a place's name."""


class Division(NamedTuple):
    """One row of the table. ``level`` is province, prefecture or county; a province has no ``parent``."""

    code: str
    name: str
    level: str
    parent: str


@cache
def table() -> dict[str, Division]:
    """Return all divisions by code, in the order of the data file."""
    found: dict[str, Division] = {}
    for path in (DATA, DEMONSTRATION) if settings.DEMO else (DATA,):
        with path.open(encoding="utf-8", newline="") as lines:
            found.update((row["code"], Division(**row)) for row in csv.DictReader(lines))
    return found


def get(code: str) -> Division | None:
    """Return the division with exactly this six-digit code, or None."""
    return table().get(code)


def nearest(code: str) -> Division | None:
    """Return the division of this code, or where it is unknown its prefecture, or else its province."""
    known = table()
    for candidate in (code, f"{code[:4]}00", f"{code[:2]}0000"):
        if candidate in known:
            return known[candidate]
    return None


def level(code: str) -> str:
    """Return province, prefecture or county, read from the zeros of the code, known or not."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def prefix(code: str) -> str:
    """Return the digits which all codes below this place share: 410000 gives 41, 410500 gives 4105."""
    return {"province": code[:2], "prefecture": code[:4], "county": code}[level(code)]


def lineage(code: str) -> tuple[Division, ...]:
    """Return the known divisions from the province down to this place (or to its nearest known ancestor)."""
    found: list[Division] = []
    place = nearest(code)
    while place is not None:
        found.append(place)
        place = table().get(place.parent)
    return tuple(reversed(found))


def children(code: str) -> Iterator[Division]:
    """Yield the divisions directly below this one; an empty code gives the provinces."""
    return (place for place in table().values() if place.parent == code)


@lru_cache(maxsize=8192)
def name(code: str) -> str:
    """Return the own name of the place, or an empty text where the code is unknown."""
    place = get(code)
    return place.name if place else ""


@lru_cache(maxsize=8192)
def full_name(code: str) -> str:
    """Return the whole place name as written in an address: 410527 gives 河南省安阳市内黄县.

    Levels that exist in the table only as placeholders are left out; an unknown code gives the name of its
    nearest known ancestor, and an empty text where not even the province is known.
    """
    return "".join(place.name for place in lineage(code) if place.name not in PLACEHOLDERS)
