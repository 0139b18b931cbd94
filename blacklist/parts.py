"""What modules beside the procedure show on a listing's page: measures, conditions of exit, training.

They register at start (`registers` of the app); the pages of officers and portal draw what has something to
say about a listing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from blacklist.models import Listing

Context = dict[str, Any]


class Door(StrEnum):
    """On whose page a part stands."""

    OFFICERS = "officers"
    PORTAL = "portal"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a listing's page.

    Args:
        code: its name; a second one of the same door and name replaces the first.
        door: on whose page it stands.
        order: place among the parts.
        template: gets what `context` returned as `part`.
        context: what it shows of a listing; None: nothing.
    """

    code: str
    door: Door
    order: int
    template: str
    context: Callable[[Listing], Context | None]


_parts: dict[tuple[Door, str], Part] = {}


def register(part: Part) -> Part:
    """Add a part, or replace the one of the same door and name."""
    _parts[(part.door, part.code)] = part
    return part


def parts_of(listing: Listing, door: Door) -> list[tuple[str, Context]]:
    """Return template and content of what has something to say about a listing, in order."""
    mine = sorted((part for part in _parts.values() if part.door == door), key=lambda part: part.order)
    told = ((part.template, part.context(listing)) for part in mine)
    return [(template, context) for template, context in told if context is not None]
