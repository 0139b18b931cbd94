"""Tables that are only ever added to: the database itself refuses anything else."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

POSTGRESQL = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{sentence}';
END $$;
CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""
# On SQLite Django empties tables with DELETE when a test ends, so only changes are refused there.
SQLITE = """
CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{sentence}'); END;
"""
DROP = {
    "postgresql": "DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}();",
    "sqlite": "DROP TRIGGER {name};",
}


class InsertOnly(Operation):
    """Let a table refuse changes and deletions by a trigger.

    Args:
        model_name: the model, in any case.
        name: of trigger and function.
        sentence: what the database says when it refuses.
    """

    reversible = True

    def __init__(self, model_name: str, name: str, sentence: str) -> None:
        self.model_name = model_name
        self.name = name
        self.sentence = sentence

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing: the trigger is no part of the model's state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create the trigger."""
        create = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
        self._execute(create, app_label, schema_editor, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the trigger."""
        self._execute(DROP[schema_editor.connection.vendor], app_label, schema_editor, from_state)

    def describe(self) -> str:
        """Say what is done."""
        return f"Let {self.model_name} only be added to"

    def _execute(
        self, statement: str, app_label: str, schema_editor: BaseDatabaseSchemaEditor, state: ProjectState
    ) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            sql = statement.format(name=self.name, table=model._meta.db_table, sentence=self.sentence)
            schema_editor.execute(sql, params=None)
