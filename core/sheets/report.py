"""The outcome of a check as one plain object, in the words of the sample expectations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from core.sheets.check import Checked, Checking, open_checking
from core.sheets.columns import Kind
from core.sheets.container import Limits
from core.sheets.context import Context
from core.sheets.errors import FileFinding, Unreadable
from core.sheets.findings import ERROR_LEVEL, RowFinding

Report = dict[str, Any]


def check_file(
    kind: Kind,
    stream: BinaryIO,
    file_name: str,
    context: Context,
    limits: Limits,
    on_chunk: Callable[[Checking, Checked], None] | None = None,
) -> Report:
    """Check a workbook without storing anything.

    Args:
        kind: the table that the clerk chose.
        stream: the upload, seekable.
        file_name: its name as the clerk knows it.
        context: the surroundings.
        limits: what is safe to open.
        on_chunk: called after each chunk (a progress bar).

    Returns:
        An object with the keys verdict, header_row, data_rows, good_rows, bad_rows, errors, warnings,
        file_errors, file_warnings.
    """
    report = empty_report()
    try:
        with open_checking(kind, stream, file_name, context, limits) as checking:
            report["header_row"] = checking.header.row
            for chunk in checking.chunks():
                add_chunk(report, checking, chunk)
                if on_chunk is not None:
                    on_chunk(checking, chunk)
            report["file_warnings"] = [file_entry(finding) for finding in checking.warnings]
    except Unreadable as refusal:
        return rejected(refusal)
    report["verdict"] = "accepted"
    return report


def empty_report() -> Report:
    """Return a report with nothing in it."""
    return {
        "verdict": "rejected",
        "header_row": None,
        "data_rows": 0,
        "good_rows": 0,
        "bad_rows": 0,
        "errors": [],
        "warnings": [],
        "file_errors": [],
        "file_warnings": [],
    }


def rejected(refusal: Unreadable) -> Report:
    """Return the report of a file that is refused as a whole."""
    return {**empty_report(), "file_errors": [file_entry(finding) for finding in refusal.findings]}


def add_chunk(report: Report, checking: Checking, chunk: Checked) -> None:
    """Count a chunk and add its findings."""
    report["data_rows"] += len(chunk.numbers)
    report["bad_rows"] += len(chunk.bad)
    report["good_rows"] += len(chunk.numbers) - len(chunk.bad)
    for finding in sorted(chunk.findings, key=lambda found: found.row):
        level = "errors" if finding.finding.level == ERROR_LEVEL else "warnings"
        report[level].append(row_entry(checking, finding))


def row_entry(checking: Checking, found: RowFinding) -> dict[str, Any]:
    """Return one finding about a cell as a plain object."""
    name = checking.kind.column(found.code).name
    entry: dict[str, Any] = {
        "row": found.row,
        "header": name,
        "code": found.code,
        "kind": found.finding.kind,
        "reason": found.finding.reason(name),
    }
    text = checking.header.text(found.code)
    if text != name:
        entry["header_text"] = text
    for key, word in (("suggestion", "suggestion"), ("same_as", "same_as_row")):
        if key in found.finding.params:
            entry[word] = found.finding.params[key]
    return entry


def file_entry(finding: FileFinding) -> dict[str, Any]:
    """Return one finding about the file as a plain object."""
    entry = {"kind": finding.kind, "reason": finding.reason}
    if finding.code:
        entry |= {"code": finding.code}
    if finding.header:
        entry |= {"header": finding.header}
    return entry
