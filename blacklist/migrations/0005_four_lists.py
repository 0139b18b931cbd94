"""The four lists."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("blacklist", "0004_foreign_lists"),
    ]

    operations = []
