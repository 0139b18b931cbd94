"""What the checks must know besides the workbook: the day, the officer's reach, the rule tables."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.ruletables import RuleBook, book

EVERYWHERE = ("",)
LISTS = "sheet.lists"


@dataclass(slots=True)
class Context:
    """One intake's surroundings; rule tables are read once.

    Args:
        as_of: the day of intake.
        covers: division-code prefixes that the officer covers; ("",) is everywhere.
        office: name and code of the uploading office, for layouts that lack them.
        layout_words: column code → word of the met layout → what is kept.
        date1904: the workbook counts days from 1904.
    """

    as_of: date
    covers: tuple[str, ...] = EVERYWHERE
    office: Mapping[str, str] = field(default_factory=dict)
    layout_words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    date1904: bool = False
    _books: dict[str, RuleBook] = field(default_factory=dict)
    _memory: dict[Hashable, Any] = field(default_factory=dict)

    def table(self, name: str) -> RuleBook:
        """Return a rule table."""
        if name not in self._books:
            self._books[name] = book(name)
        return self._books[name]

    def rule(self, table: str, code: str) -> Any:
        """Return the content of one rule in force on the day of intake."""
        return self.table(table).value(code, on=self.as_of)

    def list(self, code: str) -> Any:
        """Return one of the lists that the checks of sheets use."""
        return self.rule(LISTS, code)

    def remembered(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what `make` gave when it was first asked for under this key."""
        found = self._memory.get(key)
        if found is None:
            found = self._memory[key] = make()
        return found

    def covered(self, division: str) -> bool:
        """Tell whether the officer's posts cover a division."""
        return any(division.startswith(prefix) for prefix in self.covers)
