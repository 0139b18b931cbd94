"""After a test that commits, the test database as it was made: law loaded, everything else empty.

Django would empty every table and load the law again. SQLite gets its first copy back, which is one file;
on PostgreSQL the few tables with new rows are emptied, and only changed law is loaded anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper

Signature = dict[str, tuple[int, int]]
_EMPTY = (0, 0)


class Pristine:
    """The test database as it was first made."""

    def __init__(self) -> None:
        self._signature: Signature = {}
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                self._signature = _signature(cursor)
        else:
            self._copy(_database(), self._kept())

    def restore(self, flush: Callable[[], None]) -> None:
        """Bring the database back.

        Args:
            flush: Django's own way, for law that a test changed on PostgreSQL.
        """
        if connection.vendor == "postgresql":
            self._empty_what_changed(flush)
        else:
            connections.close_all()
            self._copy(self._kept(), _database())

    def _empty_what_changed(self, flush: Callable[[], None]) -> None:
        with connection.cursor() as cursor:
            changed = [table for table, now in _signature(cursor).items() if self._signature[table] != now]
            if all(self._signature[table] == _EMPTY for table in changed):
                quoted = [connection.ops.quote_name(table) for table in changed]
                cursor.execute("SET session_replication_role = replica")  # the order does not matter then
                for table in quoted:
                    cursor.execute(f"DELETE FROM {table}")
                cursor.execute("SET session_replication_role = DEFAULT")
                return
        flush()
        with connection.cursor() as cursor:
            self._signature = _signature(cursor)

    @staticmethod
    def _copy(from_file: Path, to_file: Path) -> None:
        with closing(sqlite3.connect(from_file)) as source, closing(sqlite3.connect(to_file)) as target:
            source.backup(target)

    @staticmethod
    def _kept() -> Path:
        return Path(settings.DATABASES["default"]["TEST"]["NAME"]).parent / f"{_database().name}.pristine"


def _database() -> Path:
    return Path(connection.settings_dict["NAME"])


def _signature(cursor: CursorWrapper) -> Signature:
    """How many rows each table has, and which transaction wrote last: PostgreSQL keeps it with each row."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")  # no temporary ones
    quote, tables = connection.ops.quote_name, [name for (name,) in cursor.fetchall()]
    last = "coalesce(max(xmin::text::bigint), 0)"
    parts = (f"SELECT '{table}', count(*), {last} FROM {quote(table)}" for table in tables)
    cursor.execute(" UNION ALL ".join(parts))
    return {table: (count, last) for table, count, last in cursor.fetchall()}
