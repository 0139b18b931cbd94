"""Name the state of a ledger that is not owed any more by what was done, not by why."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Change the words of one choice."""

    dependencies = [("supervision", "0003_plans_are_submitted")]

    operations = [
        migrations.AlterField(
            model_name="ledger",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "to be filled in"),
                    ("handed_in", "handed in"),
                    ("returned", "returned"),
                    ("accepted", "accepted"),
                    ("dropped", "taken back"),
                ],
                default="open",
                editable=False,
                max_length=9,
                verbose_name="state",
            ),
        )
    ]
