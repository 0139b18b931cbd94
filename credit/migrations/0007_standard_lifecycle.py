"""Life of a standard, and what its bands lead to."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credit", "0006_evaluators")]

    operations = [
        migrations.AddField(
            model_name="standard",
            name="made_by",
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name="drafted by"),
        ),
        migrations.AddField(
            model_name="standard",
            name="changed_by",
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name="last changed by"),
        ),
        migrations.AddField(
            model_name="standard",
            name="copied_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="credit.standard",
                verbose_name="drafted from",
            ),
        ),
        migrations.AddField(
            model_name="standard",
            name="adopted_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="adopted on"),
        ),
        migrations.AddField(
            model_name="standard",
            name="adopted_by",
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name="adopted by"),
        ),
        migrations.AddField(
            model_name="band",
            name="consequences",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Codes of the rule table “credit.consequence”.",
                verbose_name="consequences",
            ),
        ),
        migrations.CreateModel(
            name="ConsequenceTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, verbose_name="consequence")),
                ("title", models.CharField(max_length=200, verbose_name="what is to be done")),
                (
                    "title_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="what is to be done, in English"
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="grade or action")),
                (
                    "ground",
                    models.CharField(
                        help_text="what it was opened for; the same ground opens it once",
                        max_length=160,
                        verbose_name="ground",
                    ),
                ),
                ("cycle_start", models.DateField(blank=True, null=True, verbose_name="cycle from")),
                ("office", models.CharField(blank=True, max_length=100, verbose_name="office")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
                ("opened_on", models.DateField(verbose_name="opened on")),
                ("working_days", models.PositiveSmallIntegerField(verbose_name="working days")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("done", "done"),
                            ("waived", "waived"),
                            ("lapsed", "lapsed"),
                        ],
                        default="open",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consequence_tasks",
                        to="credit.standard",
                        verbose_name="standard",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consequence_tasks",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "consequence to carry out",
                "verbose_name_plural": "consequences to carry out",
                "ordering": ["opened_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("subject", "code"),
                        name="one_open_task_per_consequence",
                    ),
                    models.UniqueConstraint(
                        fields=("subject", "code", "ground"), name="one_task_per_consequence_and_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True), ("closed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_task_has_a_closing_day_once_closed",
                    ),
                ],
            },
        ),
    ]
