"""Tables whose every change is told by a stamp, so that what was read of them may be remembered.

The database itself writes the stamp, in the transaction of the change: no way of writing can forget it, a
rolled-back change takes its stamp back, and a stamp never comes again. What was read under a stamp therefore
holds as long as a look at the table `core_tablestamp` gives that stamp.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

POSTGRESQL = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO core_tablestamp (name, stamp) VALUES (TG_TABLE_NAME, gen_random_uuid()::text)
    ON CONFLICT (name) DO UPDATE SET stamp = EXCLUDED.stamp;
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
SQLITE = """
CREATE TRIGGER {name}_{event} AFTER {event} ON {table} BEGIN
    INSERT INTO core_tablestamp (name, stamp) VALUES ('{table}', lower(hex(randomblob(16))))
    ON CONFLICT (name) DO UPDATE SET stamp = excluded.stamp;
END;
"""
FIRST = "INSERT INTO core_tablestamp (name, stamp) VALUES (%s, %s)"
EVENTS = ("insert", "update", "delete")


class Stamped(Operation):
    """Let every change of a table change its stamp, by triggers.

    Args:
        model_name: the model, in any case.
        name: of trigger and function.
    """

    reversible = True

    def __init__(self, model_name: str, name: str) -> None:
        self.model_name = model_name
        self.name = name

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: the triggers are no part of the model's state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the triggers, and give what the table already holds its first stamp."""
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        schema_editor.execute(FIRST, [table, str(uuid4())])
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(POSTGRESQL.format(name=self.name, table=table), params=None)
        else:
            for event in EVENTS:
                schema_editor.execute(SQLITE.format(name=self.name, table=table, event=event), params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the triggers."""
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {self.name} ON {table}; DROP FUNCTION {self.name}();")
        else:
            for event in EVENTS:
                schema_editor.execute(f"DROP TRIGGER {self.name}_{event};")

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
