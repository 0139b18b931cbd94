"""Objection and repair."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credit", "0007_standard_lifecycle")]

    operations: list[migrations.operations.base.Operation] = []
