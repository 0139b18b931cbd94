"""What reviews of the credit file asked for."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0011_warnings"),
    ]

    operations = []
