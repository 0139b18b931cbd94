"""Tables of tracked matters."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0008_complaints")]

    operations: list[migrations.operations.base.Operation] = []
