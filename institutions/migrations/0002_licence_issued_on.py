"""The day of the licence: scoring cycles may count from it."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("institutions", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="institution",
            name="licence_issued_on",
            field=models.DateField(blank=True, null=True, verbose_name="licence issued on"),
        ),
    ]
