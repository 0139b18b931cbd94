"""Operations of migrations: tables made together, and what stands in the database beside the models.

First migrations would take seconds: Django renders every related model anew after each table it adds. With
tables that all hang on one subject that is each model a hundred times over. Tables made together are rendered
together, once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model


class CreateTogether(Operation):
    """Make several tables; the models are known first, then the tables are made.

    Args:
        operations: the tables, in an order in which they can be made.
    """

    def __init__(self, operations: Sequence[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Make all models known; they are rendered when they are next asked for."""
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the tables."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the tables, the last one first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def references_model(self, name: str, app_label: str) -> bool:
        """Tell whether a table among them speaks of a model."""
        return any(operation.references_model(name, app_label) for operation in self.operations)

    def describe(self) -> str:
        """Return the names of the tables."""
        return "Create " + ", ".join(operation.name for operation in self.operations)


class BesideTheModel(Operation):
    """Triggers or indexes of a table that no model's state tells of.

    Args:
        model_name: the model, in any case.
    """

    reversible = True

    def __init__(self, model_name: str) -> None:
        self.model_name = model_name

    def creating(self, connection: BaseDatabaseWrapper, model: type[Model]) -> list[str]:
        """Return the statements that make it."""
        raise NotImplementedError

    def dropping(self, connection: BaseDatabaseWrapper, model: type[Model]) -> list[str]:
        """Return the statements that take it away."""
        raise NotImplementedError

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: it is no part of the model's state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make it."""
        self._execute(self.creating, app_label, schema_editor, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take it away."""
        self._execute(self.dropping, app_label, schema_editor, from_state)

    def _execute(
        self,
        statements: Callable[[BaseDatabaseWrapper, type[Model]], list[str]],
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        state: ProjectState,
    ) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            for statement in statements(schema_editor.connection, model):
                schema_editor.execute(statement, params=None)


def together(operations: Sequence[CreateModel]) -> list[Any]:
    """Return the operations of a first migration that makes its tables together.

    Args:
        operations: what makemigrations wrote; it stays as it is, so that it can be read and edited as usual.
    """
    return [CreateTogether(operations)]
