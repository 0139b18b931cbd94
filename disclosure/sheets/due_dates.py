"""The last day for publication of every decision in a file, computed once for a day and division."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from core.ruletables import BEGINNING, RuleBook, book
from core.sheets.storing import ColumnData, StageTable
from core.workdays import DueDate, WorkCalendar, current_calendar

DUE = StageTable(
    "intake_due",
    {
        "decided_on": "date",
        "division_code": "text",
        "due_on": "date",
        "provisional": "bool",
        "working_days": "integer",
    },
)
CODE = "publish_within_working_days"


class DueDates:
    """The due dates of one intake; those that are staged once are not staged again."""

    def __init__(self) -> None:
        self._staged: dict[tuple[str, str], tuple[str, str]] = {}
        self._known: dict[tuple[str, int], DueDate] = {}

    def staged(self, places: Iterable[tuple[str, str]]) -> list[ColumnData]:
        """Return what is to be staged for these days and divisions, column by column."""
        fresh = sorted(set(places).difference(self._staged))
        rows = []
        for decided, division in fresh:
            working_days = self._within(decided, division)
            due = self._known.get((decided, working_days))
            if due is None:
                due = self._calendar.add_working_days(date.fromisoformat(decided), working_days)
                self._known[decided, working_days] = due
            shown = due.on.isoformat(), "01"[due.provisional]
            self._staged[decided, division] = shown
            rows.append((decided, division, *shown, str(working_days)))
        return list(zip(*rows, strict=True))

    def of(self, decided: ColumnData, divisions: ColumnData) -> list[tuple[str, str]]:
        """Return for each staged day and division the due date and whether it is provisional ("0", "1")."""
        return [self._staged[place] for place in zip(decided, divisions, strict=True)]  # type: ignore[index]

    @property
    def working_days(self) -> str:
        """The SQL expression for the working days of a stored decision `t`."""
        if self._everywhere is not None:
            return str(self._everywhere)
        return (
            "(SELECT d.working_days FROM intake_due d "
            "WHERE d.decided_on = t.decided_on AND d.division_code = t.division_code)"
        )

    @cached_property
    def _calendar(self) -> WorkCalendar:
        return current_calendar()

    @cached_property
    def _book(self) -> RuleBook:
        return book("disclosure.setting")

    @cached_property
    def _everywhere(self) -> int | None:
        """Return the number of working days when one rule holds at all times and places."""
        rules = [row for row in self._book.rows if row.code == CODE]
        plain = [row for row in rules if not row.place and row.valid_from == BEGINNING and not row.valid_to]
        return int(plain[0].value) if len(rules) == len(plain) == 1 else None

    def _within(self, decided: str, division: str) -> int:
        if self._everywhere is not None:
            return self._everywhere
        return int(self._book.value(CODE, on=date.fromisoformat(decided), place=division))
