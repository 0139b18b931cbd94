"""Commitments, and evaluations by others."""

from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("credit", "0008_objection_and_repair")]

    operations: list[migrations.operations.base.Operation] = []
