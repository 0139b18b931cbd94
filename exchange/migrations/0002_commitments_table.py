"""Published commitments are told to platforms too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0001_initial"),
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
                ],
                max_length=20,
                verbose_name="table",
            ),
        ),
    ]
