"""Tables for lists on the platforms."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_commitments_table"),
    ]

    operations = [
        migrations.AlterField(
            model_name="batch",
            name="table",
            field=models.CharField(
                choices=[
                    ("penalty_legal", "penalties, organisations"),
                    ("penalty_person", "penalties, natural persons"),
                    ("permit_legal", "permits, organisations"),
                    ("permit_person", "permits, natural persons"),
                    ("commitment_legal", "commitments, organisations"),
                    ("red_legal", "red lists, organisations"),
                    ("red_person", "red lists, natural persons"),
                    ("black_legal", "serious-dishonesty lists, organisations"),
                    ("black_person", "serious-dishonesty lists, natural persons"),
                ],
                max_length=20,
                verbose_name="table",
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="table",
            field=models.CharField(
                choices=[
                    ("penalty_legal", "penalties, organisations"),
                    ("penalty_person", "penalties, natural persons"),
                    ("permit_legal", "permits, organisations"),
                    ("permit_person", "permits, natural persons"),
                    ("commitment_legal", "commitments, organisations"),
                    ("red_legal", "red lists, organisations"),
                    ("red_person", "red lists, natural persons"),
                    ("black_legal", "serious-dishonesty lists, organisations"),
                    ("black_person", "serious-dishonesty lists, natural persons"),
                ],
                max_length=20,
                verbose_name="table",
            ),
        ),
        migrations.AlterField(
            model_name="reconciliation",
            name="table",
            field=models.CharField(
                choices=[
                    ("penalty_legal", "penalties, organisations"),
                    ("penalty_person", "penalties, natural persons"),
                    ("permit_legal", "permits, organisations"),
                    ("permit_person", "permits, natural persons"),
                    ("commitment_legal", "commitments, organisations"),
                    ("red_legal", "red lists, organisations"),
                    ("red_person", "red lists, natural persons"),
                    ("black_legal", "serious-dishonesty lists, organisations"),
                    ("black_person", "serious-dishonesty lists, natural persons"),
                ],
                max_length=20,
                verbose_name="table",
            ),
        ),
    ]
