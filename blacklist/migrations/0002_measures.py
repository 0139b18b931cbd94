"""Joint measures."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("blacklist", "0001_lists"),
    ]

    operations = []
