"""Every change of a rule is told by a stamp."""

from __future__ import annotations

from django.db import migrations, models

from core.stamped import Stamped


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_is_insert_only")]

    operations = [
        migrations.CreateModel(
            name="TableStamp",
            fields=[
                (
                    "name",
                    models.CharField(max_length=63, primary_key=True, serialize=False, verbose_name="table"),
                ),
                ("stamp", models.CharField(max_length=36, verbose_name="stamp")),
            ],
            options={"verbose_name": "stamp of a table", "verbose_name_plural": "stamps of tables"},
        ),
        Stamped("Rule"),
    ]
