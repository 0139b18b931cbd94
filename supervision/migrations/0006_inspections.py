"""Tables of inspections."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0005_draws")]

    operations: list[migrations.operations.base.Operation] = []
