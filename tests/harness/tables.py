"""The test database straight from the models: walking the migrations takes many times as long.

That the migrations make the same tables is a test of its own (`tests/architecture/test_migrations.py`).
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.apps import AppConfig, apps
from django.db import connection
from django.db.migrations import Migration, RunPython
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from core.migrating import BesideTheModel
from tests.harness.worker import ROOT

BESIDE_THE_MODELS = (BesideTheModel, RunPython)
"""Operations whose work no model tells of: triggers and indexes."""


class Step(NamedTuple):
    """One operation of one app's migrations."""

    app_label: str
    operation: Operation


def steps() -> Iterator[Step]:
    """Yield what the migrations do beside the models, in their order."""
    for config in filter(_is_ours, apps.get_app_configs()):
        package = importlib.import_module(f"{config.name}.migrations")
        for name in sorted(found.name for found in pkgutil.iter_modules(package.__path__)):
            migration: type[Migration] = importlib.import_module(f"{package.__name__}.{name}").Migration
            for operation in migration.operations:
                if isinstance(operation, BESIDE_THE_MODELS):
                    yield Step(config.label, operation)


def _is_ours(config: AppConfig) -> bool:
    return Path(config.path).parent == ROOT and (Path(config.path) / "migrations").is_dir()


def finish() -> None:
    """Do in the current database what the migrations do beside the models."""
    MigrationRecorder(connection).ensure_schema()  # a started database says which migrations it has
    state = ProjectState()
    state.apps = apps  # type: ignore[assignment]
    with connection.schema_editor(atomic=True) as editor:
        for app_label, operation in steps():
            operation.database_forwards(app_label, editor, state, state)
