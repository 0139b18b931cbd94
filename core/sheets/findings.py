"""Findings about cells, and what a checker says about one cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from core.sheets.sentences import sentence

ERROR_LEVEL = "error"
WARNING_LEVEL = "warning"


class Finding(NamedTuple):
    """What was found, without where. `params` never hold a personal number."""

    kind: str
    level: str = ERROR_LEVEL
    says: str = ""
    params: dict[str, Any] = {}

    def reason(self, field: str) -> str:
        """The finding as a sentence about the field, in the reader's language."""
        return sentence(self.says or self.kind, {"field": field, **self.params})


class RowFinding(NamedTuple):
    """A finding and its place: the row as a spreadsheet program numbers it, the column's code."""

    row: int
    code: str
    finding: Finding


class _Broken:
    """Stands for the value of a cell that has an error."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "BROKEN"

    def __bool__(self) -> bool:
        return False


BROKEN: Any = _Broken()


class Found:
    """A cell's clean value (BROKEN when there is an error) together with its findings."""

    __slots__ = ("findings", "value")

    def __init__(self, value: Any, *findings: Finding) -> None:
        self.findings = findings
        self.value = BROKEN if any(finding.level == ERROR_LEVEL for finding in findings) else value


def error(kind: str, says: str = "", /, **params: Any) -> Finding:
    """Build an error."""
    return Finding(kind, ERROR_LEVEL, says or kind, params)


def warning(kind: str, says: str = "", /, **params: Any) -> Finding:
    """Build a warning."""
    return Finding(kind, WARNING_LEVEL, says or kind, params)


def rows_with_errors(findings: Iterable[RowFinding]) -> list[int]:
    """Return the numbers of the rows that have an error, rising."""
    return sorted({found.row for found in findings if found.finding.level == ERROR_LEVEL})
