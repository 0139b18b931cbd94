"""A form is one row of a workbook: the same columns, checkers, rules and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.clock import today
from core.crypto import Sealed
from core.sheets.cells_codes import IdNumber
from core.sheets.checkers import checker_for
from core.sheets.columns import CONDITIONAL, Column, Kind
from core.sheets.context import Context
from core.sheets.findings import BROKEN, ERROR_LEVEL, Finding, Found, error


@dataclass(slots=True)
class RowFindings:
    """What was found about a form, and the clean values.

    Args:
        errors: pairs of our field name and the sentence.
        warnings: the same for what is only a hint.
        clean: our field name → value as the workbook's checkers clean it.
    """

    errors: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    clean: dict[str, Any] = field(default_factory=dict)


def check_one_row(
    kind: Kind,
    values: Mapping[str, Any],
    names: Mapping[str, str],
    *,
    covers: tuple[str, ...],
    labels: Mapping[str, str],
    subject: str = "",
) -> RowFindings:
    """Check a form by the rules of a workbook's table.

    Args:
        kind: the table.
        values: our field name → form value: text, date, list, `Sealed`, None.
        names: column code → our field name, for every column of the table.
        covers: division prefixes that the officer covers.
        labels: our field name → how the form calls it; the column's own name where it is not there.
        subject: kind of subject, for the columns that only some kinds fill in.
    """
    context = Context(as_of=today(), covers=covers)
    judged: dict[str, Any] = {}
    findings: list[tuple[str, Finding]] = []
    for column in kind.columns:
        judged[column.code] = _judge(column, values.get(names[column.code]), judged, context, findings)
    findings += [
        (column.code, finding)
        for column in kind.columns
        if (finding := _missing(column, subject, judged, kind))
    ]
    findings += _across(kind, judged, context)
    found = RowFindings(clean={names[code]: value for code, value in judged.items() if value is not BROKEN})
    for code, finding in findings:
        sentence = finding.reason(labels.get(names[code], kind.column(code).name))
        level = found.errors if finding.level == ERROR_LEVEL else found.warnings
        level.append((names[code], sentence))
    return found


def _judge(
    column: Column,
    value: Any,
    judged: Mapping[str, Any],
    context: Context,
    findings: list[tuple[str, Finding]],
) -> Any:
    """Judge one cell by its column's checker."""
    checker = checker_for(column, context)
    if isinstance(checker, IdNumber):
        (result,) = checker.column_of([_cell(value)], [judged.get(column.partner)])
    else:
        (result,) = checker.column_of([_cell(value)])
    if not isinstance(result, Found):
        return result
    findings += [(column.code, finding) for finding in result.findings]
    return result.value


def _missing(column: Column, subject: str, judged: Mapping[str, Any], kind: Kind) -> Finding | None:
    """Tell of an empty cell that the kind of subject, or another cell, asks for."""
    if column.need != CONDITIONAL or judged[column.code] is not None:
        return None
    if subject in column.need_for:
        return error("missing_value")
    if column.need_with and judged.get(column.need_with) is not None:
        return error("missing_value", "missing_with", other=kind.column(column.need_with).name)
    return None


def _across(kind: Kind, judged: Mapping[str, Any], context: Context) -> list[tuple[str, Finding]]:
    """Apply the rules about several cells; a rule that reads a broken cell is passed over."""
    found = []
    for rule in kind.rules:
        cells = [judged.get(code) for code in rule.reads]
        if (rule.layouts and kind.current.name not in rule.layouts) or BROKEN in cells:
            continue
        if finding := rule.rule(context, *cells):
            found.append((rule.cell, finding))
    return found


def _cell(value: Any) -> Any:
    """Write a form value the way a workbook's cell holds it."""
    if value is None:
        return ""
    if isinstance(value, Sealed):
        return value.reveal()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "；".join(map(str, value))
    return str(value)
