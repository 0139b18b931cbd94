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
        migrations.AddField(
            model_name="repair",
            name="restored",
            field=models.JSONField(default=list, editable=False, verbose_name="what was restored"),
        ),
        migrations.AddField(
            model_name="repair",
            name="revocation_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="repair",
            name="revocation_by_label",
            field=models.CharField(
                blank=True, editable=False, max_length=100, verbose_name="revocation proposed by"
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="revocation_reason",
            field=models.CharField(
                blank=True, editable=False, max_length=255, verbose_name="why to be revoked"
            ),
        ),
        migrations.AddField(
            model_name="repair",
            name="revoked_by_label",
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name="revoked by"),
        ),
        migrations.AddField(
            model_name="repair",
            name="revoked_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="revoked on"),
        ),
        migrations.AlterField(
            model_name="recordevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("disputed", "marked as disputed"),
                    ("settled", "dispute settled"),
                    ("superseded", "superseded by a correction"),
                    ("withdrawn", "withdrawn"),
                    ("annulled", "annulled"),
                    ("repaired", "repaired"),
                    ("shielded", "shielded"),
                    ("unshielded", "shield ended"),
                    ("unrepaired", "repair revoked"),
                ],
                max_length=10,
                verbose_name="change",
            ),
        ),
        migrations.AlterField(
            model_name="repair",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("granted", "granted"),
                    ("refused", "refused"),
                    ("not_accepted", "not accepted"),
                    ("revoked", "granted, later revoked"),
                ],
                editable=False,
                max_length=12,
                verbose_name="outcome",
            ),
        ),
        migrations.AlterField(
            model_name="repair",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "being written"),
                    ("submitted", "handed in"),
                    ("returned", "returned for completion"),
                    ("accepted", "accepted"),
                    ("not_accepted", "not accepted"),
                    ("under_check", "checked, waiting for a second officer"),
                    ("approved", "approved, effects ended"),
                    ("refused", "refused"),
                    ("synced", "platforms have confirmed"),
                    ("revoked", "revoked, effects restored"),
                    ("closed", "closed"),
                    ("taken_back", "taken back by the party"),
                ],
                default="draft",
                editable=False,
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "revoked"), _negated=True),
                    models.Q(
                        ("revoked_on__isnull", False), models.Q(("revocation_reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_revoked_repair_says_when_and_why",
            ),
        ),
    ]
