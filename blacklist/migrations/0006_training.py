"""Training of representatives on the way out."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("blacklist", "0005_four_lists"),
    ]

    operations = []
