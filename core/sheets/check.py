"""Checking a workbook: every fault of every cell in one pass, chunk by chunk, in flat memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

from core.sheets import cells_codes, cells_lists, cells_text, cells_values
from core.sheets.cells_codes import IdNumber
from core.sheets.checkers import checker_for
from core.sheets.columns import CONDITIONAL, Column, CrossRule, Kind, kinds
from core.sheets.container import Limits, open_package
from core.sheets.context import Context
from core.sheets.delimited import is_list, workbook_of
from core.sheets.errors import FileFinding, Unreadable, refuse
from core.sheets.findings import ERROR_LEVEL, Found, RowFinding, error
from core.sheets.header import ROWS_LOOKED_AT, Header, find_header
from core.sheets.package import Package
from core.sheets.reader import CHUNK_ROWS, Chunk, SheetReader, open_sheets
from core.sheets.rows import Duplicates, RowSieve, RuleCheck

CELL_MODULES = (cells_codes, cells_lists, cells_text, cells_values)
_SEVERAL = "；"
_ROWS_NAMED = 10


@dataclass(slots=True)
class Checked:
    """A chunk after the checks.

    Args:
        numbers: row numbers of the data rows.
        columns: column code → clean values in the order of `numbers`; BROKEN where a cell has an error.
        findings: all findings of the chunk.
        bad: row numbers with at least one error.
        share: how much of the sheet has been read, 0 to 1.
    """

    numbers: list[int]
    columns: dict[str, list[Any]]
    findings: list[RowFinding]
    bad: set[int]
    share: float


class Checking:
    """One sheet being checked against one table.

    Args:
        kind: the table.
        reader: the sheet.
        header: its header.
        context: the surroundings.
    """

    def __init__(self, kind: Kind, reader: SheetReader, header: Header, context: Context) -> None:
        self.kind = kind
        self.reader = reader
        self.header = header
        self.context = context
        self.warnings: list[FileFinding] = []
        context.layout_words = header.layout.words
        self._sieve = RowSieve(header, reader.strings)
        self._checkers = {
            code: checker_for(kind.column(code), context, code in header.layout.asked)
            for code in header.places
        }
        for checker in self._checkers.values():
            checker.strings = reader.strings
        self._duplicates = Duplicates(kind, header)
        self._rules = [RuleCheck(rule, context) for rule in kind.rules if self._applies(rule)]
        self._needs = [
            column
            for column in kind.columns
            if column.code in header.places and column.code in header.layout.asked and _conditional(column)
        ]

    def chunks(self, size: int = CHUNK_ROWS) -> Iterator[Checked]:
        """Yield the checked rows; `warnings` about the file are complete when the last one is out."""
        for chunk in self.reader.raw_chunks(size):
            numbers, sheet = self._sieve.data(chunk.numbers, chunk.columns)
            if numbers:
                yield self._check(numbers, sheet, chunk)
        self.warnings = [*self.warnings, *self._file_warnings()]

    def _applies(self, rule: CrossRule) -> bool:
        layout = self.header.layout
        holds = layout.name in rule.layouts if rule.layouts else rule.cell in layout.asked
        needs = rule.reads if rule.needs is None else rule.needs
        return holds and all(code in self.header.places for code in needs)

    def _check(self, numbers: Sequence[int], sheet: Sequence[Sequence[Any]], chunk: Chunk) -> Checked:
        columns: dict[str, list[Any]] = {}
        findings: list[RowFinding] = []
        for code, checker in self._checkers.items():
            raw = self._raw(code, sheet, len(numbers))
            if isinstance(checker, IdNumber):
                values = checker.column_of(raw, columns.get(checker.column.partner, ()))
            else:
                values = checker.column_of(raw)
            if checker.noticed:
                _collect(code, values, numbers, findings)
            columns[code] = values
        for column in self._needs:
            findings += self._missing(column, numbers, columns)
        findings += self._duplicates.check(numbers, columns)
        exclusive: set[int] = set()
        for rule in self._rules:
            found = rule.check(numbers, columns)
            if rule.rule.exclusive and found:
                exclusive.update(finding.row for finding in found)
                findings = [finding for finding in findings if finding.row not in exclusive]
                findings += found
            else:
                findings += [finding for finding in found if finding.row not in exclusive]
        bad = {finding.row for finding in findings if finding.finding.level == ERROR_LEVEL}
        return Checked(list(numbers), columns, findings, bad, chunk.share)

    def _raw(self, code: str, sheet: Sequence[Sequence[Any]], rows: int) -> Sequence[Any]:
        places = [place for place in self.header.places[code] if place < len(sheet)]
        if not places:
            return [""] * rows
        if len(places) == 1:
            return sheet[places[0]]
        text_of = self.reader.strings.cell
        several = zip(*(sheet[place] for place in places), strict=True)
        return [_SEVERAL.join(text_of(str(part)) for part in parts if part) for parts in several]

    def _missing(
        self, column: Column, numbers: Sequence[int], columns: dict[str, list[Any]]
    ) -> Iterator[RowFinding]:
        """Find empty cells of a column that this row's subject, or another cell of the row, asks for."""
        values = columns[column.code]
        if None not in values:
            return
        if column.need_for:
            subjects = columns.get(self.kind.subject) or [self.kind.subject_default] * len(numbers)
            says = error("missing_value")
            for number, value, subject in zip(numbers, values, subjects, strict=True):
                if value is None and subject in column.need_for:
                    yield RowFinding(number, column.code, says)
        elif column.need_with in columns:
            other = error("missing_value", "missing_with", other=self.kind.column(column.need_with).name)
            for number, value, beside in zip(numbers, values, columns[column.need_with], strict=True):
                if value is None and beside is not None:
                    yield RowFinding(number, column.code, other)

    def _file_warnings(self) -> Iterator[FileFinding]:
        if self.header.layout.notice:
            yield FileFinding(self.header.layout.notice, self.header.layout.notice)
        for text in self.header.unknown:
            yield FileFinding("unknown_column", "unknown_column", {"text": text}, header=text)
        if self._sieve.summaries:
            yield FileFinding(
                "summary_rows_skipped", "summary_rows_skipped", {"rows": _named(self._sieve.summaries)}
            )
        if self._sieve.repeats and self._sieve.repeats != [self.header.row + 1]:
            yield FileFinding(
                "repeated_header_skipped", "repeated_header_skipped", {"rows": _named(self._sieve.repeats)}
            )
        if self.reader.hidden_rows:
            yield FileFinding("hidden_rows", "hidden_rows")


def _conditional(column: Column) -> bool:
    return column.need == CONDITIONAL and bool(column.need_for or column.need_with)


def _named(rows: list[int]) -> str:
    more = " …" if len(rows) > _ROWS_NAMED else ""
    return ", ".join(map(str, rows[:_ROWS_NAMED])) + more


def _collect(code: str, values: list[Any], numbers: Sequence[int], findings: list[RowFinding]) -> None:
    """Take the findings out of a column and leave the clean values."""
    for place, value in enumerate(values):
        if value.__class__ is Found:
            values[place] = value.value
            number = numbers[place]
            findings += [RowFinding(number, code, finding) for finding in value.findings]


@contextmanager
def open_checking(
    kind: Kind, stream: BinaryIO, file_name: str, context: Context, limits: Limits
) -> Iterator[Checking]:
    """Open a workbook and find the sheet and header of the table.

    Args:
        kind: the table that the clerk chose.
        stream: the upload, seekable.
        file_name: its name as the clerk knows it.
        context: the surroundings.
        limits: what is safe to open.

    Raises:
        Unreadable: the file as a whole is refused.
    """
    with ExitStack() as opened:
        if is_list(stream, file_name):
            stream = opened.enter_context(workbook_of(stream))
        package = Package(open_package(stream, file_name, limits), limits)
        if not package.sheets:
            raise refuse("empty_workbook")
        context.date1904 = package.date1904
        readers, strings = open_sheets(package)
        opened.callback(strings.close)
        reader, header = _choose(kind, readers)
        checking = Checking(kind, reader, header, context)
        checking.warnings = _others(readers, reader)
        yield checking


def _choose(kind: Kind, readers: list[SheetReader]) -> tuple[SheetReader, Header]:
    """Take the first sheet that has the table's header; when none has, tell about the most telling one."""
    refusals: list[Unreadable] = []
    for reader in readers:
        try:
            return reader, find_header(kind, first_rows(reader), kinds())
        except Unreadable as refusal:
            refusals.append(refusal)
    raise min(refusals, key=lambda refusal: refusal.findings[0].kind == "empty_workbook")


def first_rows(reader: SheetReader) -> list[tuple[int, list[Any]]]:
    """Return the first rows of a sheet that hold anything."""
    rows: list[tuple[int, list[Any]]] = []
    for chunk in reader.chunks(ROWS_LOOKED_AT * 3):
        rows += [
            (number, list(row)) for number, row in zip(chunk.numbers, chunk.rows, strict=True) if any(row)
        ]
        break
    return rows


def _others(readers: list[SheetReader], taken: SheetReader) -> list[FileFinding]:
    names = [reader.sheet.name for reader in readers if reader is not taken and len(first_rows(reader)) > 1]
    if not names:
        return []
    params = {"sheet": taken.sheet.name, "others": "、".join(names)}
    return [FileFinding("other_sheets_ignored", "other_sheets_ignored", params)]
