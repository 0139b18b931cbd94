"""Institutions and their accounts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.migrating import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("credit", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Institution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(db_index=True, max_length=40, verbose_name="category")),
                ("level", models.CharField(blank=True, max_length=40, verbose_name="level and grade")),
                ("ownership", models.CharField(blank=True, max_length=40, verbose_name="ownership")),
                (
                    "licence_no",
                    models.CharField(blank=True, max_length=64, verbose_name="licence registration number"),
                ),
                (
                    "legal_representative",
                    models.CharField(blank=True, max_length=60, verbose_name="legal representative"),
                ),
                (
                    "staff_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="number of staff"),
                ),
                ("departments", models.JSONField(blank=True, default=list, verbose_name="departments")),
                ("address", models.CharField(blank=True, max_length=255, verbose_name="address")),
                (
                    "division_code",
                    models.CharField(db_index=True, max_length=6, verbose_name="division code"),
                ),
                (
                    "licence_issued_on",
                    models.DateField(blank=True, null=True, verbose_name="licence issued on"),
                ),
                (
                    "licence_valid_to",
                    models.DateField(blank=True, null=True, verbose_name="licence valid to"),
                ),
                (
                    "verification_valid_to",
                    models.DateField(blank=True, null=True, verbose_name="verification valid to"),
                ),
                (
                    "quantified_class",
                    models.CharField(blank=True, max_length=10, verbose_name="quantified class"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
                (
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="institution",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "institution",
                "verbose_name_plural": "institutions",
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "active"), ("ended", "ended")],
                        default="active",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="institutions.institution",
                        verbose_name="institution",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
            ],
            options={
                "verbose_name": "portal account",
                "verbose_name_plural": "portal accounts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "institution"), name="one_membership_per_account_and_institution"
                    )
                ],
            },
        ),
    ]


Migration.operations = together(Migration.operations)
