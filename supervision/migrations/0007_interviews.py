"""Tables of interviews."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("supervision", "0006_inspections")]

    operations: list[migrations.operations.base.Operation] = []
