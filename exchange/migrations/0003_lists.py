"""Tables for lists on the platforms."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_commitments_table"),
    ]

    operations = []
