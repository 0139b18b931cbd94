"""Risk warnings."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credit", "0010_reports")]

    operations: list[migrations.operations.base.Operation] = []
