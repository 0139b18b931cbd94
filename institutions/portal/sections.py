"""The parts of a body's file. Apps above register what they know of a body; the portal shows it.

`institutions` may not import the apps above it, so they bring their sections at start (`registers`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from institutions.models import Institution


class Tone(StrEnum):
    """How a fact is shown: as it is, as fine, as something to look at, as something to act on."""

    PLAIN = "plain"
    GOOD = "good"
    WATCH = "watch"
    ACT = "act"


class Group(TextChoices):
    """The three rows of tabs: too many sections have come for one."""

    FILE = "file", pgettext_lazy("portal", "Credit file")
    SUPERVISION = "supervision", pgettext_lazy("portal", "Self-inspection and supervision")
    OWN = "own", pgettext_lazy("portal", "Applications and rights")


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a summary.

    Args:
        label: what it is.
        value: text, number or date as it is to be shown.
        note: a few words more, such as the days left.
        tone: how it is shown.
        waits: the body has to do something; such facts stand first on the first page.
    """

    label: str | Promise
    value: Any
    note: str | Promise = ""
    tone: Tone = Tone.PLAIN
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the file.

    Args:
        code: part of the address; "" is the first page.
        title: name on the tab and over the summary.
        template: template of its own page.
        order: place among the tabs of its group.
        summary: the few facts for the first page.
        context: what its own page needs.
        group: in which row of tabs it stands.
        concerns: whether it can ever hold anything for a body; where it cannot, the body has no such tab.
    """

    code: str
    title: str | Promise
    template: str
    order: int
    summary: Callable[[Institution], Sequence[Fact]]
    context: Callable[[Institution], dict[str, Any]]
    group: Group = Group.FILE
    concerns: Callable[[Institution], bool] | None = None


_sections: dict[str, Section] = {}


def register(section: Section) -> Section:
    """Add a section, or replace the one of the same code."""
    _sections[section.code] = section
    return section


def sections_of(body: Institution) -> list[Section]:
    """Return the sections that concern a body, in the order of their tabs."""
    places = {group: place for place, group in enumerate(Group)}
    found = sorted(_sections.values(), key=lambda section: (places[section.group], section.order))
    return [section for section in found if section.concerns is None or section.concerns(body)]


def by_group(found: Iterable[Section]) -> list[tuple[Group, list[Section]]]:
    """Return sections by their rows of tabs; a row without a section is left out."""
    listed = list(found)
    rows = [(group, [section for section in listed if section.group == group]) for group in Group]
    return [(group, row) for group, row in rows if row]


def section(code: str) -> Section | None:
    """Return the section of an address."""
    return _sections.get(code)
