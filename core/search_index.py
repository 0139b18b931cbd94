"""The indexes behind ``GramsField``, as a migration operation for PostgreSQL and SQLite.

SQLite drops a table's triggers whenever Django remakes the table, which it does for nearly every later
AlterField or AddConstraint. ``ensure`` puts them back; it runs after each ``migrate``, and costs nothing on
PostgreSQL.
"""

from typing import Any, cast

from django.apps import apps
from django.apps.registry import Apps
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper, truncate_name
from django.db.models.signals import post_migrate

from core.migrating import BesideTheModel
from core.search import GramsField, fulltext_table

POSTGRESQL_NAME_LENGTH = 63


class AddGramIndex(BesideTheModel):
    """Make the index of one ``GramsField``; existing rows are indexed too.

    Args:
        model_name: the model, in any case.
        field: name of its ``GramsField``; on SQLite the primary key must be a whole number.
    """

    def __init__(self, model_name: str, field: str) -> None:
        super().__init__(model_name)
        self.field = field

    def creating(self, connection: BaseDatabaseWrapper, model: type[models.Model]) -> list[str]:
        """Return what creates the index."""
        return create_statements(connection, model, self.field)

    def dropping(self, connection: BaseDatabaseWrapper, model: type[models.Model]) -> list[str]:
        """Return what drops it."""
        return drop_statements(connection, model, self.field)

    def describe(self) -> str:
        """Say what is done."""
        return f"Index the search grams {self.field} of {self.model_name}"

    @property
    def migration_name_fragment(self) -> str:
        """Name a migration that holds only this operation."""
        return f"{self.model_name.lower()}_{self.field}_gram_index"


def create_statements(connection: BaseDatabaseWrapper, model: type[models.Model], field: str) -> list[str]:
    """Return the statements that create the index, harmless where it is already there."""
    table, column, name = _names(connection, model, field)
    if connection.vendor == "postgresql":
        return [f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin (string_to_array({column}, ' '))"]
    key = connection.ops.quote_name(str(model._meta.pk.column))
    options = f"content={table}, content_rowid={key}, tokenize='unicode61', detail=none, columnsize=0"
    forget = f"INSERT INTO {name}({name}, rowid, {column}) VALUES ('delete', old.{key}, old.{column});"  # noqa: S608 - quoted names
    learn = f"INSERT INTO {name}(rowid, {column}) VALUES (new.{key}, new.{column});"  # noqa: S608 - quoted names
    acts = {
        "insert": f"INSERT ON {table} BEGIN {learn} END",
        "delete": f"DELETE ON {table} BEGIN {forget} END",
        "update": f"UPDATE OF {column}, {key} ON {table} BEGIN {forget} {learn} END",
    }
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {name} USING fts5({column}, {options})",
        *(
            f"CREATE TRIGGER IF NOT EXISTS {_trigger(connection, model, field, act)} AFTER {body}"
            for act, body in acts.items()
        ),
        f"INSERT INTO {name}({name}) VALUES ('rebuild')",  # noqa: S608 - quoted names
    ]


def drop_statements(connection: BaseDatabaseWrapper, model: type[models.Model], field: str) -> list[str]:
    """Return the statements that drop the index, harmless where there is none."""
    _, _, name = _names(connection, model, field)
    if connection.vendor == "postgresql":
        return [f"DROP INDEX IF EXISTS {name}"]
    triggers = (_trigger(connection, model, field, act) for act in ("insert", "delete", "update"))
    return [*(f"DROP TRIGGER IF EXISTS {trigger}" for trigger in triggers), f"DROP TABLE IF EXISTS {name}"]


def ensure(using: str = "default", registry: Apps = apps) -> list[str]:
    """Put back the triggers that SQLite lost, and read those tables anew.

    Args:
        using: the database.
        registry: where the models are.

    Returns:
        The names of the full-text tables that had to be mended.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        present = _objects(cursor)
        return [
            name
            for model, field in _indexed(registry)
            if (name := _mend(cursor, connection, model, field, present))
        ]


def _mend(
    cursor: CursorWrapper,
    connection: BaseDatabaseWrapper,
    model: type[models.Model],
    field: str,
    present: set[str],
) -> str:
    name = fulltext_table(*_place(model, field))
    if name not in present or all(f"{name}_{act}" in present for act in ("insert", "delete", "update")):
        return ""
    for statement in create_statements(connection, model, field):
        cursor.execute(statement)
    return name


def _indexed(registry: Apps) -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.name)
        for model in registry.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, GramsField)
    ]


def _objects(cursor: CursorWrapper) -> set[str]:
    cursor.execute("SELECT name FROM sqlite_master")
    return {row[0] for row in cursor.fetchall()}


def _place(model: type[models.Model], field: str) -> tuple[str, str]:
    column = cast(GramsField, model._meta.get_field(field)).column
    return model._meta.db_table, str(column)


def _names(connection: BaseDatabaseWrapper, model: type[models.Model], field: str) -> tuple[str, str, str]:
    quote = connection.ops.quote_name
    table, column = _place(model, field)
    if connection.vendor == "postgresql":
        name = truncate_name(f"{table}_{column}_gin", POSTGRESQL_NAME_LENGTH)
    elif connection.vendor == "sqlite":
        name = fulltext_table(table, column)
    else:
        raise NotImplementedError(f"search grams need PostgreSQL or SQLite, not {connection.vendor}")
    return quote(table), quote(column), quote(name)


def _trigger(connection: BaseDatabaseWrapper, model: type[models.Model], field: str, act: str) -> str:
    name = fulltext_table(*_place(model, field))
    return connection.ops.quote_name(f"{name}_{act}")


def _after_migrate(*, using: str, **_: Any) -> None:
    ensure(using)


post_migrate.connect(_after_migrate, dispatch_uid="core.search_index.ensure")
