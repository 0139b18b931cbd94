"""Storing checked rows: staged in temporary tables chunk by chunk, then moved by a few set-based statements.

PostgreSQL loads the stage with COPY, SQLite with one prepared statement. The stage belongs to the connection:
when the worker dies it is gone, and nothing of the real tables has been touched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
# Rows that are written for COPY at once: about what a socket holds.
_BLOCK_ROWS = 200
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
    """Stores the rows of a chunk that are not on file yet, without staging them. PostgreSQL only."""

    def store(self, stage: Stage, chunk: Chunk, intake: Intake, by: Actor) -> Rest:
        """Store what is new; the rest is staged, compared and applied as `Store` does it."""


@dataclass(slots=True)
class Rest:
    """What is left of a chunk whose new rows are stored.

    Args:
        chunk: the rows that are on file already, as `Store.stage` gave them.
        findings: what was found about the rows that are stored.
        outcome: what was done.
    """

    chunk: Chunk
    findings: list[RowFinding]
    outcome: Outcome


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
            order, blocks = _copy_blocks(columns)
            known = fields or list(self._columns[name].columns)
            named = ", ".join(self.connection.ops.quote_name(known[place]) for place in order)
            with self.connection.cursor() as cursor:
                cursor.copy_expert(f'COPY "{name}" ({named}) FROM STDIN', _Blocks(blocks))
            return
        places = ", ".join("?" * len(columns))
        with transaction.atomic(using=self.connection.alias):
            self.connection.connection.executemany(
                f'INSERT INTO "{name}" VALUES ({places})', zip(*columns, strict=True)
            )

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


class _Blocks:
    """What COPY reads from; each block is written while the server stores the one before."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks

    def read(self, _size: int = -1) -> bytes:
        """Return the next block, or nothing at the end."""
        return next(self._blocks, b"")


def _copy_blocks(columns: Sequence[ColumnData]) -> tuple[list[int], Iterator[bytes]]:
    """Write rows in COPY's text format; columns of one value go last and are written once for all rows.

    Returns the places of the columns in the order in which they are written, and the lines, block by block.
    """
    constant = {place for place, column in enumerate(columns) if column.count(column[0]) == len(column)}
    if len(constant) == len(columns):
        constant.discard(0)
    varied = [place for place in range(len(columns)) if place not in constant]
    tail = "".join("\t" + _copy_column(columns[place][:1])[0] for place in sorted(constant)) + "\n"

    def blocks() -> Iterator[bytes]:
        for start in range(0, len(columns[0]), _BLOCK_ROWS):
            part = [_copy_column(columns[place][start : start + _BLOCK_ROWS]) for place in varied]
            yield (tail.join(map("\t".join, zip(*part, strict=True))) + tail).encode()

    return varied + sorted(constant), blocks()


def _copy_column(values: ColumnData) -> Sequence[str]:
    """Return a column's values in COPY's text format."""
    whole = None not in values
    joined = "".join(values if whole else filter(None, values))  # type: ignore[arg-type]
    if "\\" in joined or "\t" in joined or "\n" in joined or "\r" in joined:
        values = [value and value.translate(_ESCAPES) for value in values]
    return values if whole else ["\\N" if value is None else value for value in values]  # type: ignore[return-value]


def good_rows(numbers: list[int], columns: Mapping[str, list[Any]], bad: set[int]) -> GoodRows:
    """Leave out the rows with errors."""
    if not bad:
        return GoodRows(numbers, columns)
    kept = [place for place, number in enumerate(numbers) if number not in bad]
    return GoodRows(
        [numbers[place] for place in kept],
        {code: [values[place] for place in kept] for code, values in columns.items()},
    )
