"""Public entries of listings."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0006_one_index_by_subject"),
    ]

    operations = []
