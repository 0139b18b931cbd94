"""The audit trail is only ever added to: the database itself refuses anything else."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

POSTGRESQL = """
CREATE FUNCTION core_audit_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit events are never changed or deleted';
END $$;
CREATE TRIGGER core_audit_is_insert_only BEFORE UPDATE OR DELETE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_audit_is_insert_only();
"""
# On SQLite Django empties tables with DELETE when a test ends, so only changes are refused there.
SQLITE = """
CREATE TRIGGER core_audit_is_insert_only BEFORE UPDATE ON core_auditevent
BEGIN SELECT RAISE(ABORT, 'audit events are never changed or deleted'); END;
"""
DROP = {
    "postgresql": "DROP TRIGGER core_audit_is_insert_only ON core_auditevent;"
    "DROP FUNCTION core_audit_is_insert_only();",
    "sqlite": "DROP TRIGGER core_audit_is_insert_only;",
}


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(
        POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None
    )


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(DROP[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunPython(create, drop)]
