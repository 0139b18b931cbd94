"""Field layouts of the receiving platforms: codes, lengths, mandatory marks, lists (`law/layouts.json`).

Pure data, no database: our own mapping and the sandbox platform both read them, each with its own checks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

LAYOUT_FILE = Path(__file__).parent / "law" / "layouts.json"


@dataclass(frozen=True, slots=True)
class Condition:
    """When a conditional column must be filled: another column holds a text, or is filled at all."""

    column: str
    contains: str = ""

    def holds(self, values: Mapping[str, str]) -> bool:
        """Tell whether the condition holds for a record's texts."""
        value = values.get(self.column, "")
        return self.contains in value if self.contains else bool(value)


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a table.

    Args:
        code: such as ``CF_WSH``.
        name: its official Chinese name.
        type: kind of content (name, date, amount, kinds, id, free, …).
        length: most characters.
        mandatory: "M" always, "C" when a condition holds, "O" never.
        required_when: the conditions of "C".
        list_name: code list that the value must come from, "" for none.
    """

    code: str
    name: str
    type: str
    length: int
    mandatory: str
    required_when: tuple[Condition, ...] = ()
    list_name: str = ""

    def required(self, values: Mapping[str, str]) -> bool:
        """Tell whether the column must be filled in a record with these texts."""
        return self.mandatory == "M" or any(condition.holds(values) for condition in self.required_when)


@dataclass(frozen=True, slots=True)
class TableLayout:
    """The columns of one table, and which of them name the subject, the document and the day."""

    code: str
    title: str
    person: bool
    name_column: str
    subject_column: str
    document_column: str
    day_column: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything a platform prescribes about fields."""

    code: str
    title: str
    schema_version: str
    kind_separator: str
    date_format: str
    status_codes: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, TableLayout]


class UnknownLayoutError(LookupError):
    """No layout of that code is shipped."""


@lru_cache(maxsize=1)
def layouts() -> Mapping[str, Layout]:
    """Read all layouts, by code."""
    data = json.loads(LAYOUT_FILE.read_text(encoding="utf-8"))
    return {row["code"]: _layout(row) for row in data["layouts"]}


def layout(code: str) -> Layout:
    """Read one layout.

    Raises:
        UnknownLayoutError: no layout of that code is shipped.
    """
    found = layouts().get(code)
    if found is None:
        raise UnknownLayoutError(code)
    return found


def _layout(row: dict[str, Any]) -> Layout:
    return Layout(
        code=row["code"],
        title=row["title"],
        schema_version=row["schema_version"],
        kind_separator=row["kind_separator"],
        date_format=row["date_format"],
        status_codes=dict(row["status_codes"]),
        lists={name: tuple(values) for name, values in row["lists"].items()},
        tables={table["code"]: _table(table) for table in row["tables"]},
    )


def _table(row: dict[str, Any]) -> TableLayout:
    return TableLayout(
        code=row["code"],
        title=row["title"],
        person=row["person"],
        name_column=row["name_column"],
        subject_column=row["subject_column"],
        document_column=row["document_column"],
        day_column=row["day_column"],
        columns=tuple(_column(column) for column in row["columns"]),
    )


def _column(row: dict[str, Any]) -> Column:
    conditions = tuple(
        Condition(each["column"], each.get("contains", "")) for each in row.get("required_when", ())
    )
    return Column(
        code=row["code"],
        name=row["name"],
        type=row["type"],
        length=row["length"],
        mandatory=row["mandatory"],
        required_when=conditions,
        list_name=row.get("list", ""),
    )
