"""Tables of random draws."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0004_ledgers")]

    operations: list[migrations.operations.base.Operation] = []
