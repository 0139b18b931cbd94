"""What a version changes against the one before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from blacklist.models import FourList, FourListRow
from blacklist.uses.choices import PUBLIC_STATES

COMPARED = ("group", "name", "applies_to", "detail", "department", "basis")


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that both versions have: pairs of before and after by field."""

    row: FourListRow
    fields: dict[str, tuple[Any, Any]]


@dataclass(slots=True)
class Comparison:
    """Lines that are new, gone and changed."""

    added: list[FourListRow] = field(default_factory=list)
    removed: list[FourListRow] = field(default_factory=list)
    changed: list[ChangedLine] = field(default_factory=list)

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.added or self.removed or self.changed)


def compare(before: Iterable[FourListRow], after: Iterable[FourListRow]) -> Comparison:
    """Compare two versions line by line, by code."""
    old = {row.code: row for row in before}
    found = Comparison()
    for row in after:
        known = old.pop(row.code, None)
        if known is None:
            found.added.append(row)
            continue
        fields = {
            name: (getattr(known, name), getattr(row, name))
            for name in COMPARED
            if getattr(known, name) != getattr(row, name)
        }
        if fields:
            found.changed.append(ChangedLine(row, fields))
    found.removed = list(old.values())
    return found


def version_before(version: FourList) -> FourList | None:
    """Return the newest version before this one that was ever in force."""
    rows = FourList.objects.filter(
        kind=version.kind,
        division_code=version.division_code,
        version__lt=version.version,
        state__in=PUBLIC_STATES,
    )
    return rows.order_by("-version").first()
