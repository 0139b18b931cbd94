"""The shipped items of the collection catalogue, brought into the table after each migrate.

File format of `credit/law/catalogue_*.json`: {"catalogue": label, "version", "effective_from", "certainty",
"groups": [{"applies_to", "place", "items": [{"code", "name", …}]}]}; an item's own word goes before its
group's, and the group's before the file's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.models import Rule
from credit.models import CatalogueItem

FOLDER = Path(__file__).resolve().parent.parent / "law"
SHARED = ("version", "effective_from", "effective_until", "certainty", "applies_to", "place")


def load_catalogue(folder: Path = FOLDER) -> int:
    """Bring the shipped items into the table; returns how many were new.

    A version that is already there is left alone: records refer to it. A changed item is a new version.
    """
    have = set(CatalogueItem.objects.values_list("code", "place", "version"))
    fresh = [row for row in shipped_items(folder) if (row.code, row.place, row.version) not in have]
    CatalogueItem.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def shipped_items(folder: Path = FOLDER) -> Iterator[CatalogueItem]:
    """Yield the items of the shipped files, not stored."""
    for path in sorted(folder.glob("catalogue_*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        for group in data["groups"]:
            shared = {name: value for name, value in {**data, **group}.items() if name in SHARED}
            for item in group["items"]:
                yield _read({**shared, **item})


def _read(data: dict[str, Any]) -> CatalogueItem:
    days = {name: date.fromisoformat(data[name]) if data.get(name) else None for name in SHARED[1:3]}
    return CatalogueItem(**{**data, **days, "points": Decimal(data["points"]), "origin": Rule.Origin.FILE})
