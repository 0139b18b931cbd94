"""Storing checked rows: staged in temporary tables chunk by chunk, then moved by a few set-based statements.

PostgreSQL loads the stage with COPY, SQLite with one prepared statement. The stage belongs to the connection:
when the worker dies it is gone, and nothing of the real tables has been touched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any, Protocol, Self

from django.db import models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from core.sheets.findings import RowFinding

if TYPE_CHECKING:
    from core.actors import Actor
    from core.models import Intake
    from core.sheets.context import Context

ColumnData = Sequence[str | None]
Chunk = Mapping[str, Sequence[ColumnData]]
# Bytes that are handed to the server at once: asked for rarely, a thread seldom waits for Python.
_BUFFER = 1 << 20
# Columns by which stages are joined: only these are worth statistics.
_KEYS = frozenset({"row_no", "identity", "authority_code", "document_no", "decided_on", "division_code"})
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@dataclass(frozen=True, slots=True)
class StageTable:
    """A temporary table.

    Args:
        name: its name.
        columns: column name → SQL type (of PostgreSQL; SQLite takes its affinity from it).
    """

    name: str
    columns: Mapping[str, str]


@dataclass(slots=True)
class GoodRows:
    """Rows of a chunk without errors: row numbers and clean values by column code."""

    numbers: list[int]
    columns: Mapping[str, Sequence[Any]]

    def get(self, code: str) -> Sequence[Any]:
        """Return a column's values; a column that is not in the file is empty."""
        return self.columns.get(code) or [None] * len(self.numbers)

    def text(self, code: str) -> Sequence[str]:
        """Return a column's values with empty text for empty cells."""
        values = self.columns.get(code)
        if values is None:
            return [""] * len(self.numbers)
        return [value or "" for value in values] if None in values else values


@dataclass(slots=True)
class Outcome:
    """What storing did, in rows."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __iadd__(self, other: Outcome) -> Self:
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        return self


class Store(Protocol):
    """How one table's good rows are stored. One object serves one intake."""

    tables: Sequence[StageTable]

    def direct(self, codes: Collection[str]) -> Direct | None:
        """Return how rows that are not on file yet are stored straight away, for a file with these columns.

        None: a file like this is stored as a whole.
        """

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into stage columns: table name → columns in the order of the table."""

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """Find what only the stored data can tell; rows with an error are taken off the stage afterwards."""

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Move the staged rows into the real tables; runs inside one transaction."""


class Direct(Protocol):
    """Stores the rows of a chunk that are not on file yet, without staging them. PostgreSQL only.

    In three steps: `prepare` and `store` talk to the database, on the thread and connection that store;
    `write` does not, and is done where the checks are done while the server stores the chunk before.
    """

    def prepare(self, stage: Stage, chunk: Chunk) -> Prepared:
        """Open the files of new subjects and tell what is new from what is on file."""

    def write(self, prepared: Prepared, intake: Intake, by: Actor) -> CopyText | None:
        """Write the new rows for COPY; None where none is new."""

    def store(self, stage: Stage, text: CopyText, intake: Intake) -> None:
        """Store the new rows and what comes with them."""


@dataclass(slots=True)
class Prepared:
    """A chunk whose new rows are known.

    Args:
        fresh: the new rows, column by column.
        subjects: the subject's number of each new row.
        rest: the rows that are on file already, as `Store.stage` gave them: they are staged, compared and
            applied as `Store` does it.
        findings: what was found about the new rows.
    """

    fresh: Mapping[str, ColumnData]
    subjects: Sequence[int]
    rest: Chunk
    findings: list[RowFinding]


@dataclass(frozen=True, slots=True)
class CopyText:
    """Rows as COPY reads them.

    Args:
        table: where they go.
        columns: its columns in the order of the text.
        rows: how many.
        data: the lines.
    """

    table: str
    columns: Sequence[str]
    rows: int
    data: bytes


@dataclass(slots=True)
class Stage:
    """The temporary tables of one intake on one connection."""

    connection: BaseDatabaseWrapper
    tables: Sequence[StageTable]
    _columns: dict[str, StageTable] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for table in self.tables:
            self.create(table)

    @property
    def postgres(self) -> bool:
        """Whether this is PostgreSQL."""
        return self.connection.vendor == "postgresql"

    @property
    def same(self) -> str:
        """The operator that takes two NULLs for equal."""
        return "IS NOT DISTINCT FROM" if self.postgres else "IS"

    @property
    def new_guid(self) -> str:
        """The expression for a fresh random GUID."""
        return "gen_random_uuid()" if self.postgres else "lower(hex(randomblob(16)))"

    def create(self, table: StageTable) -> None:
        """Make a temporary table anew."""
        self.drop(table.name)
        columns = ", ".join(f'"{name}" {kind}' for name, kind in table.columns.items())
        self.execute(f'CREATE TEMPORARY TABLE "{table.name}" ({columns})')
        self._columns[table.name] = table

    def drop(self, name: str) -> None:
        """Drop a temporary table if it is there."""
        self.execute(f'DROP TABLE IF EXISTS "{name}"')

    def empty(self, name: str) -> None:
        """Take all rows off a table."""
        self.execute(f'TRUNCATE "{name}"' if self.postgres else f'DELETE FROM "{name}"')

    def close(self) -> None:
        """Drop the temporary tables: connections live longer than intakes."""
        for name in self._columns:
            self.drop(name)

    def execute(self, sql: str, params: Sequence[Any] = ()) -> int:
        """Run a statement; returns how many rows it touched."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, list(params))
            return int(cursor.rowcount)

    def fetch(self, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query; returns all its rows."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql, list(params))
            return list(cursor.fetchall())

    def load(self, name: str, columns: Sequence[ColumnData], fields: Sequence[str] = ()) -> None:
        """Add rows, given column by column; None is NULL.

        Args:
            name: a table, of the stage or another.
            columns: text by column.
            fields: which columns of the table these are; all of them when not given.
        """
        if not columns or not columns[0]:
            return
        if self.postgres:
            self.copy(copy_text(name, fields or list(self._columns[name].columns), columns))
            return
        places = ", ".join("?" * len(columns))
        with transaction.atomic(using=self.connection.alias):
            self.connection.connection.executemany(
                f'INSERT INTO "{name}" VALUES ({places})', zip(*columns, strict=True)
            )

    def copy(self, text: CopyText) -> None:
        """Add rows that are written already. PostgreSQL only."""
        quote = self.connection.ops.quote_name
        named = ", ".join(map(quote, text.columns))
        with self.connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {quote(text.table)} ({named}) FROM STDIN", BytesIO(text.data), _BUFFER)

    def analyze(self) -> None:
        """Let PostgreSQL know how large the stage is and how its keys are spread."""
        if self.postgres:
            for name, table in self._columns.items():
                keys = ", ".join(f'"{column}"' for column in table.columns if column in _KEYS)
                self.execute(f'ANALYZE "{name}" ({keys})')

    def analyze_target(self, model: type[models.Model], columns: Sequence[str]) -> None:
        """Let PostgreSQL count the rows that this transaction has added to a table.

        Its own collector sees none of them, and plans for an empty table would read all of it again for each
        row; the lock that comes with this keeps the collector away until the transaction ends.
        """
        if self.postgres:
            quote = self.connection.ops.quote_name
            named = ", ".join(quote(column) for column in columns)
            self.execute(f"ANALYZE {quote(model._meta.db_table)} ({named})")

    def take_off(self, name: str, rows: Sequence[int]) -> None:
        """Take rows off a stage table by their row number."""
        for start in range(0, len(rows), 500):
            part = rows[start : start + 500]
            places = ", ".join(["%s"] * len(part))
            self.execute(f'DELETE FROM "{name}" WHERE row_no IN ({places})', part)

    def count(self, sql: str, params: Sequence[Any] = ()) -> int:
        """Run a query for one number."""
        return int(self.fetch(sql, params)[0][0] or 0)


def copy_text(table: str, names: Sequence[str], columns: Sequence[ColumnData]) -> CopyText:
    """Write rows in COPY's text format; columns of one value go last and are written once for all rows.

    Args:
        table: where the rows go.
        names: its columns.
        columns: their texts, one column after the other; None is NULL.
    """
    constant = [place for place, column in enumerate(columns) if _is_one_value(column)]
    if len(constant) == len(columns):
        constant = constant[1:]
    varied = [place for place in range(len(columns)) if place not in constant]
    order, rows = varied + constant, len(columns[0])
    nulls = sum(column.count(None) for column in columns if None in column)
    data = _lines([columns[place] for place in varied], [columns[place][0] for place in constant])
    seams = data.count(b"\t"), data.count(b"\n"), data.count(b"\\"), data.count(b"\r")
    if seams != (rows * (len(columns) - 1), rows, nulls, 0):  # something in a text: seldom
        data = _lines([_escaped(columns[place]) for place in order], [])
    return CopyText(table, [names[place] for place in order], rows, data)


def _is_one_value(column: ColumnData) -> bool:
    return column[0] == column[-1] and column.count(column[0]) == len(column)


def _escaped(column: ColumnData) -> ColumnData:
    joined = "".join(filter(None, column))
    if any(mark in joined for mark in "\\\t\n\r"):
        return [value and value.translate(_ESCAPES) for value in column]
    return column


def _lines(columns: Sequence[ColumnData], constant: Sequence[str | None]) -> bytes:
    """Join columns, and values that are the same in all rows, to COPY's lines."""
    tail = "".join("\t" + ("\\N" if value is None else value) for value in constant) + "\n"
    whole: list[Sequence[Any]] = [
        ["\\N" if value is None else value for value in column] if None in column else column
        for column in columns
    ]
    return (tail.join(map("\t".join, zip(*whole, strict=True))) + tail).encode()


def good_rows(numbers: list[int], columns: Mapping[str, list[Any]], bad: set[int]) -> GoodRows:
    """Leave out the rows with errors."""
    if not bad:
        return GoodRows(numbers, columns)
    kept = [place for place, number in enumerate(numbers) if number not in bad]
    return GoodRows(
        [numbers[place] for place in kept],
        {code: [values[place] for place in kept] for code, values in columns.items()},
    )
