"""Risk warnings."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0010_reports"),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=40, verbose_name="rule")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risk_warnings",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                ("period", models.CharField(max_length=80, verbose_name="period")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("reason_en", models.CharField(blank=True, max_length=500, verbose_name="reason in English")),
                ("to_body", models.BooleanField(default=True, verbose_name="shown to the body")),
                ("event_on", models.DateField(blank=True, null=True, verbose_name="day it is about")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("dismissed", "dismissed"),
                            ("lapsed", "no longer the case"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="opened on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("closed_by_label", models.CharField(blank=True, max_length=100, verbose_name="closed by")),
                (
                    "dismissed_reason",
                    models.CharField(blank=True, max_length=255, verbose_name="why dismissed"),
                ),
            ],
            options={
                "verbose_name": "risk warning",
                "verbose_name_plural": "risk warnings",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["division_code", "-id"],
                        name="risk_warning_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "subject", "period"), name="one_warning_per_rule_subject_and_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dismissed"), _negated=True),
                            models.Q(("dismissed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_warning_is_dismissed_with_a_reason",
                    ),
                ],
            },
        ),
    ]
