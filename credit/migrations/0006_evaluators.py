"""What the evaluators read beyond the first standards."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credit", "0005_points")]

    operations: list[migrations.operations.base.Operation] = []
