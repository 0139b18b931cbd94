"""Checks of names against the lists."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("blacklist", "0002_measures"),
    ]

    operations = []
