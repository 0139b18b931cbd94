"""A form is one row of the workbook: the same columns, checkers, rules and sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from core.clock import today
from core.crypto import Sealed
from core.sheets.check import Checking
from core.sheets.columns import Kind, kind_named
from core.sheets.context import Context
from core.sheets.findings import BROKEN, ERROR_LEVEL
from core.sheets.header import Header
from core.sheets.reader import Chunk, SheetReader
from credit.choices import SubjectKind
from disclosure.models import Penalty, Permit
from disclosure.national import PARTY_KIND_WORDS, PENALTY_FIELDS, PERMIT_FIELDS

# The workbook's publicity end is kept under its own name: ours is computed.
OTHER_NAME = {"shown_until": "stated_publicity_end"}
FIRST_DATA_ROW = 9


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


class _OneRow:
    """Stands where the checks expect a sheet."""

    hidden_rows = False

    def __init__(self, cells: list[Any]) -> None:
        self._cells = cells

    def chunks(self, size: int) -> Iterator[Chunk]:
        """Yield the one row."""
        yield Chunk([FIRST_DATA_ROW], [self._cells], 1.0)


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
    kind = kind_named(_table(model, str(values.get("party_kind") or "")))
    names = _names(model)
    codes = [column.code for column in kind.columns]
    cells = [_cell(values.get(names[code])) for code in codes]
    header = Header(1, kind, kind.current, {code: [place] for place, code in enumerate(codes)}, {}, [], {})
    context = Context(as_of=today(), covers=covers)
    found = RowFindings()
    for checked in Checking(kind, cast(SheetReader, _OneRow(cells)), header, context).chunks():
        for row in checked.findings:
            name = names[row.code]
            sentence = row.finding.reason(labels.get(name, kind.column(row.code).name))
            level = found.errors if row.finding.level == ERROR_LEVEL else found.warnings
            level.append((name, sentence))
        found.clean = {
            names[code]: column[0] for code, column in checked.columns.items() if column[0] is not BROKEN
        }
    if not found.clean and not found.errors:
        found.errors = [(names[code], "") for code in _mandatory(kind)]
    return found


def _table(model: type[Penalty] | type[Permit], party_kind: str) -> str:
    what = "penalty" if model is Penalty else "permit"
    return f"{what}_{'person' if party_kind == SubjectKind.PERSON else 'legal'}"


def _names(model: type[Penalty] | type[Permit]) -> dict[str, str]:
    fields = PENALTY_FIELDS if model is Penalty else PERMIT_FIELDS
    return {column.code: OTHER_NAME.get(column.attribute, column.attribute) for column in fields}


def _mandatory(kind: Kind) -> list[str]:
    return [column.code for column in kind.columns if column.need == "M"]


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
