"""Tables of campaigns."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations: list[migrations.operations.base.Operation] = []
