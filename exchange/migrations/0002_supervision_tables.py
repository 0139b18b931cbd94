"""Tables that supervision sends to credit platforms."""

from django.db import migrations, models

TABLES = [
    ("penalty_legal", "penalties, organisations"),
    ("penalty_person", "penalties, natural persons"),
    ("permit_legal", "permits, organisations"),
    ("permit_person", "permits, natural persons"),
    ("commitment_legal", "commitments, organisations"),
    ("red_legal", "red lists, organisations"),
    ("red_person", "red lists, natural persons"),
    ("black_legal", "serious-dishonesty lists, organisations"),
    ("black_person", "serious-dishonesty lists, natural persons"),
    ("interview_legal", "interviews, organisations"),
    ("inspection_legal", "inspections, organisations"),
    ("integrity_legal", "breaches of government integrity, organisations"),
]


class Migration(migrations.Migration):
    dependencies = [("exchange", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="table",
            field=models.CharField(choices=TABLES, max_length=20, verbose_name="table"),
        )
        for name in ("batch", "delivery", "reconciliation")
    ]
