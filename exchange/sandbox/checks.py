"""The sandbox platform's own checks of a record, by the layout. Codes as in domain 12.2."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from core.identifiers import check_resident_id, check_uscc
from exchange.layouts import Column, Layout, TableLayout

NAME_EMPTY, DATE_EMPTY, FORMAT, EMPTY, TOO_LONG, NOT_IN_LIST, BAD_CODE = (
    "10002",
    "10003",
    "10004",
    "10005",
    "10006",
    "10007",
    "10008",
)
BAD_HASH, OLD, UNKNOWN_RECORD, NO_REASON, NOT_LINKED, REFUSED = (
    "10009",
    "20001",
    "20002",
    "20003",
    "30003",
    "40002",
)
DATE = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
AMOUNT = re.compile(r"\d{1,7}(\.\d{1,6})?", re.ASCII)
KIND_SEPARATORS = re.compile("[；;、]")
RESIDENT_ID = "身份证"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a record: code and field."""

    code: str
    field: str


def find_fault(layout: Layout, table: TableLayout, fields: Mapping[str, str]) -> Finding | None:
    """Return the first fault of a record, None when it is right."""
    known = {column.code for column in table.columns}
    if strange := sorted(fields.keys() - known):
        return Finding(FORMAT, strange[0])
    for column in table.columns:
        value = fields.get(column.code, "")
        code = _content(layout, column, value, fields) if value else _absence(table, column, fields)
        if code:
            return Finding(code, column.code)
    return None


def read_date(text: str) -> date | None:
    """Read a date written with one separator twice (domain 12.2 point 7); None when it is no day."""
    parts = DATE.fullmatch(text)
    if parts is None:
        return None
    try:
        return date(int(parts[1]), int(parts[3]), int(parts[4]))
    except ValueError:
        return None


def _absence(table: TableLayout, column: Column, fields: Mapping[str, str]) -> str:
    if not column.required(fields):
        return ""
    if column.code == table.name_column:
        return NAME_EMPTY
    return DATE_EMPTY if column.type == "date" else EMPTY


def _content(layout: Layout, column: Column, value: str, fields: Mapping[str, str]) -> str:
    if len(value) > column.length:
        return TOO_LONG
    if column.type == "id":
        kind = fields.get(column.code.replace("ZJHM", "ZJLX"), "")
        return "" if kind != RESIDENT_ID or check_resident_id(value).valid else BAD_CODE
    if column.type == "status":
        return "" if value in layout.status_codes else NOT_IN_LIST
    if column.list_name and not _in_list(
        value, layout.lists[column.list_name], several=column.type == "kinds"
    ):
        return NOT_IN_LIST
    check = _FORMS.get(column.type)
    return check(value) if check else ""


def _in_list(value: str, allowed: tuple[str, ...], *, several: bool) -> bool:
    parts = KIND_SEPARATORS.split(value) if several else [value]
    free = tuple(entry for entry in allowed if entry.endswith("-"))
    return all(part in allowed or (free and part.startswith(free) and part not in free) for part in parts)


def _date(value: str) -> str:
    return "" if read_date(value) else FORMAT


def _amount(value: str) -> str:
    return "" if AMOUNT.fullmatch(value) else FORMAT


def _uscc(value: str) -> str:
    found = check_uscc(value)
    return "" if found.value == value and found.valid else BAD_CODE


def _authority(value: str) -> str:
    found = check_uscc(value, filler_allowed=True)
    return "" if found.value == value and found.accepted else BAD_CODE


_FORMS: Mapping[str, Callable[[str], str]] = {
    "date": _date,
    "amount": _amount,
    "uscc": _uscc,
    "authority": _authority,
}
