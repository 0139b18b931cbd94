"""The collection catalogue, and the history of conduct records."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credit", "0003_alter_subject_name_norm")]

    operations: list[migrations.operations.base.Operation] = []
