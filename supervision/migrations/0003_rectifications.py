"""Tables of rectifications."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_campaigns")]

    operations: list[migrations.operations.base.Operation] = []
