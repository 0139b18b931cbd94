"""Tables of integrity assessments."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0009_matters")]

    operations: list[migrations.operations.base.Operation] = []
