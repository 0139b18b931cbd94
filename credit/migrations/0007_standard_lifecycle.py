"""Life of a standard, and what its bands lead to."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credit", "0006_evaluators")]

    operations: list[migrations.operations.base.Operation] = []
