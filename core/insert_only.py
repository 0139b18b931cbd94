"""Tables that are only ever added to: the database itself refuses anything else."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from core.migrating import BesideTheModel

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


class InsertOnly(BesideTheModel):
    """Let a table refuse changes and deletions by a trigger.

    Args:
        model_name: the model, in any case.
        name: of trigger and function.
        sentence: what the database says when it refuses.
    """

    def __init__(self, model_name: str, name: str, sentence: str) -> None:
        super().__init__(model_name)
        self.name = name
        self.sentence = sentence

    def creating(self, connection: BaseDatabaseWrapper, model: type[Model]) -> list[str]:
        """Return the trigger, with its function where there is one."""
        create = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
        return [create.format(name=self.name, table=model._meta.db_table, sentence=self.sentence)]

    def dropping(self, connection: BaseDatabaseWrapper, model: type[Model]) -> list[str]:
        """Return what drops them."""
        return [DROP[connection.vendor].format(name=self.name, table=model._meta.db_table)]

    def describe(self) -> str:
        """Say what is done."""
        return f"Let {self.model_name} only be added to"
