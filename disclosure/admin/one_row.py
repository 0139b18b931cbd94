"""A form is one row of the workbook: the same columns, checkers, rules and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.clock import today
from core.crypto import Sealed
from core.sheets.cells_codes import IdNumber
from core.sheets.checkers import checker_for
from core.sheets.columns import CONDITIONAL, Column, Kind, kind_named
from core.sheets.context import Context
from core.sheets.findings import BROKEN, ERROR_LEVEL, Finding, Found, error
from credit.choices import SubjectKind
from disclosure.models import Penalty, Permit
from disclosure.national import PARTY_KIND_WORDS, PENALTY_FIELDS, PERMIT_FIELDS

# The workbook's publicity end is kept under its own name: ours is computed.
OTHER_NAME = {"shown_until": "stated_publicity_end"}


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


def check_row(
    model: type[Penalty] | type[Permit],
    values: Mapping[str, Any],
    *,
    covers: tuple[str, ...],
    labels: Mapping[str, str],
) -> RowFindings:
    """Check a form by the rules of the workbooks (domain: double publicity, 1.8).

    Args:
        model: penalty or permit.
        values: our field name → cleaned form value.
        covers: division prefixes that the officer covers.
        labels: our field name → how the form calls it.
    """
    party = str(values.get("party_kind") or "")
    kind = kind_named(_table(model, party))
    names = _names(model)
    context = Context(as_of=today(), covers=covers)
    judged: dict[str, Any] = {}
    findings: list[tuple[str, Finding]] = []
    for column in kind.columns:
        judged[column.code] = _judge(column, values.get(names[column.code]), judged, context, findings)
    findings += [
        (column.code, finding)
        for column in kind.columns
        if (finding := _missing(column, party, judged, kind))
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


def _missing(column: Column, party: str, judged: Mapping[str, Any], kind: Kind) -> Finding | None:
    """Tell of an empty cell that the kind of party, or another cell, asks for."""
    if column.need != CONDITIONAL or judged[column.code] is not None:
        return None
    if party in column.need_for:
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


def _table(model: type[Penalty] | type[Permit], party: str) -> str:
    what = "penalty" if model is Penalty else "permit"
    return f"{what}_{'person' if party == SubjectKind.PERSON else 'legal'}"


def _names(model: type[Penalty] | type[Permit]) -> dict[str, str]:
    fields = PENALTY_FIELDS if model is Penalty else PERMIT_FIELDS
    return {column.code: OTHER_NAME.get(column.attribute, column.attribute) for column in fields}


def _cell(value: Any) -> Any:
    """Write a form value the way a workbook's cell holds it."""
    if value is None:
        return ""
    if isinstance(value, Sealed):
        return value.reveal()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "；".join(value)
    if value in PARTY_KIND_WORDS:
        return PARTY_KIND_WORDS[SubjectKind(value)]
    return str(value)
