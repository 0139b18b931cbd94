"""Lists that other departments keep."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("blacklist", "0003_checks"),
    ]

    operations = []
