"""Credit reports."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credit", "0009_commitments_and_evaluations")]

    operations: list[migrations.operations.base.Operation] = []
