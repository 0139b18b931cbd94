"""The parts of a body's file. Apps above register what they know of a body; the portal shows it.

`institutions` may not import the apps above it, so they bring their sections at start (`registers`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from institutions.models import Institution


class Tone(StrEnum):
    """How a fact is shown: as it is, as fine, as something to look at, as something to act on."""

    PLAIN = "plain"
    GOOD = "good"
    WATCH = "watch"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a summary.

    Args:
        label: what it is.
        value: text, number or date as it is to be shown.
        note: a few words more, such as the days left.
        tone: how it is shown.
    """

    label: str | Promise
    value: Any
    note: str | Promise = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the file.

    Args:
        code: part of the address; "" is the first page.
        title: name on the tab and over the summary.
        template: template of its own page.
        order: place among the tabs.
        summary: the few facts for the first page.
        context: what its own page needs.
    """

    code: str
    title: str | Promise
    template: str
    order: int
    summary: Callable[[Institution], Sequence[Fact]]
    context: Callable[[Institution], dict[str, Any]]


_sections: dict[str, Section] = {}


def register(section: Section) -> Section:
    """Add a section, or replace the one of the same code."""
    _sections[section.code] = section
    return section


def sections() -> list[Section]:
    """Return the sections in the order of their tabs."""
    return sorted(_sections.values(), key=lambda section: section.order)


def section(code: str) -> Section | None:
    """Return the section of an address."""
    return _sections.get(code)
