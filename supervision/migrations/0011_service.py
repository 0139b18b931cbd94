"""Tables of service."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0010_integrity")]

    operations: list[migrations.operations.base.Operation] = []
