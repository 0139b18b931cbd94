"""A worked-off upload as the same plain object that a dry run gives."""

from __future__ import annotations

from typing import Any

from core.models import Intake, IntakeFault
from core.sheets.errors import FileFinding
from core.sheets.report import Report, empty_report, file_entry


def stored_report(intake: Intake) -> Report:
    """Return the outcome of an upload with the keys of a dry run."""
    report = empty_report()
    report["verdict"] = intake.verdict
    for name in ("header_row", "data_rows", "good_rows", "bad_rows"):
        report[name] = getattr(intake, name)
    for entry in intake.file_findings:
        finding = FileFinding(entry["kind"], entry["says"], entry["params"], entry["code"], entry["header"])
        report["file_errors" if entry["level"] == "error" else "file_warnings"].append(file_entry(finding))
    for fault in intake.faults.order_by("row", "id").iterator(chunk_size=5000):
        report["errors" if fault.level == IntakeFault.Level.ERROR else "warnings"].append(_entry(fault))
    return report


def _entry(fault: IntakeFault) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "row": fault.row,
        "header": fault.header,
        "code": fault.code,
        "kind": fault.kind,
        "reason": fault.reason,
    }
    if fault.header_text:
        entry["header_text"] = fault.header_text
    for key, word in (("suggestion", "suggestion"), ("same_as", "same_as_row")):
        if key in fault.params:
            entry[word] = fault.params[key]
    return entry
