"""What apps above show on the page of a credit file: cards with rows of their own.

`credit` may not import the apps above it, so they register here at start (`registers`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from accounts.models import Officer
from credit.models import Subject


@dataclass(frozen=True, slots=True)
class Panel:
    """One card on the page of a credit file.

    Args:
        title: its heading.
        template: draws its content; gets `panel`.
        data: what the template shows.
    """

    title: str | Promise
    template: str
    data: Any


Draw = Callable[[Subject, Officer], Panel | None]
_panels: dict[str, Draw] = {}


def register(name: str) -> Callable[[Draw], Draw]:
    """Register a card, under a name; a second one of the same name replaces the first.

    The function gets the file and the officer who reads it, and returns None where there is nothing to show
    or nothing that this officer may see.
    """

    def keep(draw: Draw) -> Draw:
        _panels[name] = draw
        return draw

    return keep


def panels_of(subject: Subject, reader: Officer) -> list[Panel]:
    """Return the cards of a file for a reader, in the order in which the apps were started."""
    return [panel for draw in _panels.values() if (panel := draw(subject, reader)) is not None]
