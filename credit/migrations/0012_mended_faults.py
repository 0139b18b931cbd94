"""What reviews of the credit file asked for: who last changed a case, so that four eyes hold for them too."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0011_warnings"),
    ]

    operations = [
        migrations.AddField(
            model_name="objection",
            name="changed_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="repair",
            name="changed_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="repairbatch",
            name="examined_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.CreateModel(
            name="ReportBatchPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "division_code",
                    models.CharField(blank=True, max_length=6, verbose_name="division code"),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="credit.reportbatch",
                        verbose_name="batch of credit reports",
                    ),
                ),
            ],
            options={
                "verbose_name": "place of a batch of reports",
                "verbose_name_plural": "places of batches of reports",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "division_code"), name="one_row_per_batch_and_place"
                    )
                ],
            },
        ),
    ]
