"""Tables of self-inspection ledgers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0003_rectifications")]

    operations: list[migrations.operations.base.Operation] = []
