"""What PostgreSQL and SQLite say differently in the grading statement. Arguments and results are SQL."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Protocol


class Dialect(Protocol):
    """The few expressions that differ."""

    def add_months(self, day: str, months: str) -> str:
        """Add months to a date; a day that the month lacks becomes its last."""

    def add_days(self, day: str, days: int) -> str:
        """Add days to a date; fewer than none for earlier ones."""

    def part(self, name: str, day: str) -> str:
        """Take the year or the month of a date as an integer."""

    def joined(self, text: str, order: str) -> str:
        """Aggregate: the texts of a group, comma between, in order."""

    def sorted_by(self, order: str) -> str:
        """Return the ORDER BY that `joined` needs of the rows it aggregates, or nothing."""

    def one_of(self, column: str, parameter: str) -> str:
        """Test membership in a list parameter."""

    def greatest(self, values: Sequence[str]) -> str:
        """Return the greatest of several numbers, none of them null."""

    def points(self, hundredths: str) -> str:
        """Write hundredths as a text of points without idle zeros (150 -> 1.5)."""

    def iso(self, day: str) -> str:
        """Write a date as YYYY-MM-DD."""

    def json(self, pairs: Mapping[str, str]) -> str:
        """Make a JSON object of expressions by name."""

    def list_parameter(self, values: Sequence[int]) -> object:
        """Return a list as `one_of` takes it."""


class PostgreSQL:
    """PostgreSQL 13 and later."""

    def add_months(self, day: str, months: str) -> str:
        """Interval arithmetic keeps to the end of the month by itself."""
        return f"CAST({day} + ({months}) * INTERVAL '1 month' AS date)"

    def add_days(self, day: str, days: int) -> str:
        """Dates count in days."""
        return f"({day} + ({days}))"

    def part(self, name: str, day: str) -> str:
        """Take a part as an integer."""
        return f"CAST(EXTRACT({name.upper()} FROM {day}) AS integer)"

    def joined(self, text: str, order: str) -> str:
        """Aggregate in order."""
        return f"string_agg({text}, ',' ORDER BY {order})"

    def sorted_by(self, order: str) -> str:
        """The aggregate sorts by itself."""
        return ""

    def one_of(self, column: str, parameter: str) -> str:
        """Compare with an array."""
        return f"{column} = ANY(%({parameter})s)"

    def greatest(self, values: Sequence[str]) -> str:
        """PostgreSQL names it so."""
        return f"GREATEST({', '.join(values)})"

    def points(self, hundredths: str) -> str:
        """Numeric division is exact."""
        return f"CAST(trim_scale(CAST({hundredths} AS numeric) / 100) AS text)"

    def iso(self, day: str) -> str:
        """Independent of the session's date style."""
        return f"to_char({day}, 'YYYY-MM-DD')"

    def json(self, pairs: Mapping[str, str]) -> str:
        """Build it as the type of the column."""
        return f"jsonb_build_object({_pairs(pairs)})"

    def list_parameter(self, values: Sequence[int]) -> object:
        """Arrays are lists."""
        return list(values)


class SQLite:
    """SQLite 3.31 and later."""

    def add_months(self, day: str, months: str) -> str:
        """Count days from the first of the month, but not past its last: SQLite itself would run over."""
        first = f"date({day}, 'start of month', ({months}) || ' months')"
        wanted = f"date({first}, (substr({day}, 9, 2) - 1) || ' days')"
        return f"min({wanted}, date({first}, '1 month', '-1 day'))"

    def add_days(self, day: str, days: int) -> str:
        """Step by a modifier."""
        return f"date({day}, '{days:+d} day')"

    def part(self, name: str, day: str) -> str:
        """Dates are texts: YYYY-MM-DD."""
        place = {"year": "1, 4", "month": "6, 2"}[name]
        return f"CAST(substr({day}, {place}) AS integer)"

    def joined(self, text: str, order: str) -> str:
        """The aggregate takes rows as they come."""
        return f"group_concat({text}, ',')"

    def sorted_by(self, order: str) -> str:
        """Hand the rows over sorted."""
        return f"ORDER BY {order}"

    def one_of(self, column: str, parameter: str) -> str:
        """Unfold a JSON list: unlike parameters, it may be of any length."""
        return " ".join((column, "IN (SELECT value FROM", f"json_each(%({parameter})s))"))

    def greatest(self, values: Sequence[str]) -> str:
        """Of several values, max is no aggregate."""
        return f"max({', '.join(values)})"

    def points(self, hundredths: str) -> str:
        """Two decimals always, then without the idle ones."""
        return f"rtrim(rtrim(printf('%%.2f', {hundredths} / 100.0), '0'), '.')"

    def iso(self, day: str) -> str:
        """Dates are such texts."""
        return day

    def json(self, pairs: Mapping[str, str]) -> str:
        """Build it as a text."""
        return f"json_object({_pairs(pairs)})"

    def list_parameter(self, values: Sequence[int]) -> object:
        """Lists travel as JSON."""
        return json.dumps(list(values))


def _pairs(pairs: Mapping[str, str]) -> str:
    return ", ".join(f"'{name}', {expression}" for name, expression in pairs.items())


def dialect_of(vendor: str) -> Dialect:
    """Return the dialect of a database vendor.

    Raises:
        KeyError: neither PostgreSQL nor SQLite.
    """
    dialects: dict[str, Dialect] = {"postgresql": PostgreSQL(), "sqlite": SQLite()}
    return dialects[vendor]
