"""Demerit points."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credit", "0004_catalogue_and_records")]

    operations: list[migrations.operations.base.Operation] = []
