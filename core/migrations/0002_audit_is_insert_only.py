"""The audit trail is only ever added to."""

from __future__ import annotations

from django.db import migrations

from core.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        InsertOnly("AuditEvent", "core_audit_is_insert_only", "audit events are never changed or deleted")
    ]
