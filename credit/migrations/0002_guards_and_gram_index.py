"""What the database itself holds: histories and reports only grow, signed texts stay; and the search of names."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from core.insert_only import InsertOnly
from core.search_index import AddGramIndex

KEPT = ("text", "text_digest", "signature", "way", "signer_name", "signer_post", "signed_on", "signed_at")
CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in KEPT)
POSTGRESQL = f"""
CREATE FUNCTION credit_signed_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL AND ({CHANGED}) THEN
        RAISE EXCEPTION 'the text and signature of a signed commitment never change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER credit_signed_text_stays BEFORE UPDATE ON credit_commitment
    FOR EACH ROW EXECUTE FUNCTION credit_signed_text_stays();
"""
SQLITE = f"""
CREATE TRIGGER credit_signed_text_stays BEFORE UPDATE ON credit_commitment
WHEN OLD.signed_at IS NOT NULL AND ({CHANGED.replace("IS DISTINCT FROM", "IS NOT")})
BEGIN SELECT RAISE(ABORT, 'the text and signature of a signed commitment never change'); END;
"""
DROP = {
    "postgresql": "DROP TRIGGER credit_signed_text_stays ON credit_commitment;"
    "DROP FUNCTION credit_signed_text_stays();",
    "sqlite": "DROP TRIGGER credit_signed_text_stays;",
}


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(
        POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None
    )


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(DROP[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    dependencies = [("credit", "0001_initial")]

    operations = [
        InsertOnly(
            "RecordEvent",
            "credit_history_is_insert_only",
            "changes of conduct records are never changed or deleted",
        ),
        InsertOnly(
            "GradeChange",
            "credit_grade_history_is_insert_only",
            "the history of grades is never changed or deleted",
        ),
        InsertOnly(
            "CreditReport", "credit_report_is_insert_only", "credit reports are never changed or deleted"
        ),
        migrations.RunPython(create, drop),
        AddGramIndex("Subject", "grams"),
    ]
