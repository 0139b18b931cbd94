"""What the sandbox platform keeps: one SQLite file of its own, personal numbers already hidden."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = """
CREATE TABLE IF NOT EXISTS batch (
    batch_no TEXT PRIMARY KEY, sender TEXT NOT NULL, table_code TEXT NOT NULL, digest TEXT NOT NULL,
    answer TEXT NOT NULL, received_at TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS record (
    record_id TEXT PRIMARY KEY, sender TEXT NOT NULL, table_code TEXT NOT NULL, natural_key TEXT NOT NULL,
    revision INTEGER NOT NULL, state TEXT NOT NULL, name TEXT NOT NULL, subject_code TEXT NOT NULL,
    document_no TEXT NOT NULL, day TEXT NOT NULL, fields TEXT NOT NULL, content_hash TEXT NOT NULL,
    platform_id TEXT NOT NULL, reason TEXT NOT NULL, updated_at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS record_of_key ON record (sender, table_code, natural_key);
CREATE INDEX IF NOT EXISTS record_of_day ON record (table_code, day, state);
CREATE TABLE IF NOT EXISTS answer (
    id INTEGER PRIMARY KEY, idempotency_key TEXT NOT NULL, record_id TEXT NOT NULL, batch_no TEXT NOT NULL,
    operation TEXT NOT NULL, revision INTEGER NOT NULL, result INTEGER NOT NULL, code TEXT NOT NULL,
    field TEXT NOT NULL, message TEXT NOT NULL, platform_id TEXT NOT NULL, repeated INTEGER NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS answer_of_record ON answer (record_id, id);
CREATE UNIQUE INDEX IF NOT EXISTS a_key_is_stored_once ON answer (idempotency_key)
    WHERE result IN (1, 3) AND repeated = 0;
CREATE TABLE IF NOT EXISTS control (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
ACTIVE, ENDED, WITHDRAWN, UNLINKED, REFUSED = "active", "ended", "withdrawn", "unlinked", "refused"
STATES = (ACTIVE, ENDED, WITHDRAWN, UNLINKED, REFUSED)


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader looks for: text in name, credit code or document number; table; state; page from 1."""

    text: str = ""
    table: str = ""
    state: str = ""
    page: int = 1


class Store:
    """The platform's file. One connection, one lock: the platform does one thing at a time."""

    def __init__(self, path: Path | str) -> None:
        self.lock = threading.RLock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=15)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Do all or nothing."""
        with self.lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def rows(self, sql: str, parameters: Iterable[Any] = ()) -> list[dict[str, Any]]:
        """Read rows as dictionaries."""
        with self.lock:
            return [dict(row) for row in self._db.execute(sql, tuple(parameters))]

    def one(self, sql: str, parameters: Iterable[Any] = ()) -> dict[str, Any] | None:
        """Read the first row, if there is one."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def put(self, table: str, values: Mapping[str, Any]) -> None:
        """Write a row, in place of one with the same key."""
        self._insert("INSERT OR REPLACE", table, values)

    def add(self, table: str, values: Mapping[str, Any]) -> None:
        """Write a new row; a second one with the same key is an error."""
        self._insert("INSERT", table, values)

    def _insert(self, verb: str, table: str, values: Mapping[str, Any]) -> None:
        # Table and column names are constants of this package, never what a sender wrote.
        names, places = ", ".join(values), ", ".join("?" * len(values))
        with self.lock:
            self._db.execute(f"{verb} INTO {table} ({names}) VALUES ({places})", tuple(values.values()))

    def record(self, record_id: str) -> dict[str, Any] | None:
        """Read one record with its fields as a dictionary."""
        row = self.one("SELECT * FROM record WHERE record_id = ?", [record_id])
        return {**row, "fields": json.loads(row["fields"])} if row else None

    def answers(self, record_id: str) -> list[dict[str, Any]]:
        """Read everything that was answered about a record, latest first."""
        return self.rows("SELECT * FROM answer WHERE record_id = ? ORDER BY id DESC", [record_id])

    def search(self, query: Query, *, size: int) -> list[dict[str, Any]]:
        """Read a page of records, latest first, one more than `size` when another page follows."""
        conditions, parameters = ["1 = 1"], []
        if query.text:
            conditions.append("(instr(name, ?) OR instr(subject_code, ?) OR instr(document_no, ?))")
            parameters += [query.text, query.text.upper(), query.text]
        if query.table:
            conditions.append("table_code = ?")
            parameters.append(query.table)
        if query.state:
            conditions.append("state = ?")
            parameters.append(query.state)
        where = " AND ".join(conditions)
        sql = f"SELECT * FROM record WHERE {where} ORDER BY updated_at DESC, record_id LIMIT ? OFFSET ?"  # noqa: S608 - conditions are constants
        return self.rows(sql, [*parameters, size + 1, (query.page - 1) * size])

    def counts(self) -> dict[str, int]:
        """Count the records by state."""
        found = {
            row["state"]: row["n"] for row in self.rows("SELECT state, count(*) n FROM record GROUP BY state")
        }
        return {state: found.get(state, 0) for state in STATES}

    def holdings(self, table: str, day: str | None = None) -> list[dict[str, Any]]:
        """Read what is on show of a table (of one day), by day and record."""
        sql = "SELECT day, record_id, revision, content_hash FROM record WHERE table_code = ? AND state = ?"
        parameters = [table, ACTIVE]
        if day is not None:
            sql += " AND day = ?"
            parameters.append(day)
        return self.rows(sql + " ORDER BY day, record_id", parameters)

    def setting(self, name: str, default: str) -> str:
        """Read a switch."""
        row = self.one("SELECT value FROM control WHERE name = ?", [name])
        return str(row["value"]) if row else default
