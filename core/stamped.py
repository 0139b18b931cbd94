"""Tables whose every change is told by a stamp, so that what was read of them may be remembered.

The database itself writes the stamp, in the transaction of the change: no way of writing can forget it, a
rolled-back change takes its stamp back, and a stamp never comes again. What was read under a stamp therefore
holds as long as a look at the table `core_tablestamp` gives that stamp.

SQLite drops a table's triggers whenever Django remakes the table; `ensure` puts them back after each migrate.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from django.db.models.signals import post_migrate

from core.migrating import BesideTheModel

STAMPS = "core_tablestamp"
POSTGRESQL = """
CREATE FUNCTION {table}_stamped() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_tablestamp (name, stamp) VALUES (TG_TABLE_NAME, gen_random_uuid()::text)
    ON CONFLICT (name) DO UPDATE SET stamp = EXCLUDED.stamp;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_stamped AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_stamped();
"""
SQLITE = """
CREATE TRIGGER IF NOT EXISTS {table}_stamped_{event} AFTER {event} ON {table} BEGIN
    INSERT INTO core_tablestamp (name, stamp) VALUES ('{table}', lower(hex(randomblob(16))))
    ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp;
END;
"""
EVENTS = ("insert", "update", "delete")


class Stamped(BesideTheModel):
    """Let every change of a table change its stamp, by triggers; what it already holds gets the first one."""

    def creating(self, connection: BaseDatabaseWrapper, model: type[Model]) -> list[str]:
        """Return the triggers, and the first stamp."""
        table = model._meta.db_table
        first = f"INSERT INTO {STAMPS} (name, stamp) VALUES ('{table}', '{uuid4()}')"  # noqa: S608 - own names
        if connection.vendor == "postgresql":
            return [first, POSTGRESQL.format(table=table)]
        return [first, *(SQLITE.format(table=table, event=event) for event in EVENTS)]

    def dropping(self, connection: BaseDatabaseWrapper, model: type[Model]) -> list[str]:
        """Return what drops the triggers; without its stamp a table is read each time."""
        table = model._meta.db_table
        forget = f"DELETE FROM {STAMPS} WHERE name = '{table}'"  # noqa: S608 - own names
        if connection.vendor == "postgresql":
            return [
                f"DROP TRIGGER {table}_stamped ON {table}",
                f"DROP FUNCTION {table}_stamped()",
                forget,
            ]
        return [*(f"DROP TRIGGER IF EXISTS {table}_stamped_{event}" for event in EVENTS), forget]

    def describe(self) -> str:
        """Say what is done."""
        return f"Stamp every change of {self.model_name}"


def stamp_of(table: str, using: str = "default") -> str | None:
    """Return a table's stamp as this transaction sees it; None where nothing was ever written to it.

    Args:
        table: name in the database, as ``Model._meta.db_table`` gives it.
        using: alias of the database.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT stamp FROM core_tablestamp WHERE name = %s", [table])
        row = cursor.fetchone()
    return None if row is None else row[0]


def ensure(using: str = "default") -> list[str]:
    """Put back the triggers that SQLite lost; what was remembered without them is read anew.

    Args:
        using: the database.

    Returns:
        The tables that had to be mended.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master")
        present = {row[0] for row in cursor.fetchall()}
        if STAMPS not in present:
            return []
        cursor.execute(f"SELECT name FROM {STAMPS}")  # noqa: S608 - own name
        lost = [
            table
            for (table,) in cursor.fetchall()
            if table in present and any(f"{table}_stamped_{event}" not in present for event in EVENTS)
        ]
        for table in lost:
            for event in EVENTS:
                cursor.execute(SQLITE.format(table=table, event=event))
            cursor.execute(
                f"UPDATE {STAMPS} SET stamp = %s WHERE name = %s",  # noqa: S608 - own name
                [str(uuid4()), table],
            )
    return lost


def _after_migrate(*, using: str, **_: Any) -> None:
    ensure(using)


post_migrate.connect(_after_migrate, dispatch_uid="core.stamped.ensure")
