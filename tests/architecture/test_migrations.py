"""The tests' tables are made from the models; here the migrations make them, and must come to the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from tests.harness.worker import ROOT, database_url

TOLD: dict[str, tuple[str, ...]] = {
    "sqlite": (
        """SELECT tables.name, columns.name, columns.type, columns."notnull", columns.pk
            FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table'""",
        """SELECT tables.name, keys."from", keys."table", keys."to"
            FROM sqlite_master AS tables, pragma_foreign_key_list(tables.name) AS keys
            WHERE tables.type = 'table'""",
        """SELECT tables.name, indexes."unique", indexes.partial,
                (SELECT group_concat(coalesce(parts.name, '')) FROM pragma_index_info(indexes.name) AS parts)
            FROM sqlite_master AS tables, pragma_index_list(tables.name) AS indexes
            WHERE tables.type = 'table'""",
        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    ),
    "postgresql": (
        """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable
            FROM information_schema.columns WHERE table_schema = 'public'""",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint",
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
    ),
}
"""What each database tells of columns, keys, indexes and triggers; the first value is the table."""
CHECK = re.compile(r'CONSTRAINT "(\w+)" CHECK')
OURS = tuple(f"{config.label}_" for config in apps.get_app_configs() if Path(config.path).parent == ROOT)


@pytest.fixture
def migrated(tmp_path: Path, transactional_db: None) -> Iterator[BaseDatabaseWrapper]:
    """A second database of the same kind, made by `migrate`."""
    name = str(tmp_path / "migrated.sqlite3")
    if connection.vendor == "postgresql":
        name = f"{connection.settings_dict['NAME']}_migrated"
        _say(f'CREATE DATABASE "{name}"')
    address = database_url().replace(str(connection.settings_dict["NAME"]), name)
    environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = ConnectionHandler({"default": {**connection.settings_dict, "NAME": name}})["default"]
    yield made
    made.close()
    if connection.vendor == "postgresql":
        _say(f'DROP DATABASE "{name}"')


def _say(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def told(database: BaseDatabaseWrapper, statement: str) -> set[tuple[Any, ...]]:
    """What the database says of our tables."""
    with database.cursor() as cursor:
        cursor.execute(statement)
        return {tuple(row) for row in cursor.fetchall() if str(row[0]).startswith(OURS)}


def checks(database: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """The checks of our tables by name; SQLite keeps them nowhere but in the words that made the table."""
    made = told(database, "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'table'")
    return {(table, name) for table, words in made for name in CHECK.findall(words)}


def test_the_migrations_make_the_same_tables_as_the_models(migrated: BaseDatabaseWrapper) -> None:
    for statement in TOLD[connection.vendor]:
        assert told(connection, statement)
        assert told(migrated, statement) == told(connection, statement)
    if connection.vendor == "sqlite":
        assert checks(connection)
        assert checks(migrated) == checks(connection)
