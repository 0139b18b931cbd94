"""Practitioners and where they practise."""

import django.db.models.deletion
from django.db import migrations, models

from core.migrating import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("credit", "0001_initial"),
        ("institutions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Practitioner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(db_index=True, max_length=40, verbose_name="category")),
                (
                    "certificate_no",
                    models.CharField(
                        blank=True, db_index=True, max_length=40, verbose_name="certificate number"
                    ),
                ),
                (
                    "practice_class",
                    models.CharField(blank=True, max_length=40, verbose_name="class of practice"),
                ),
                (
                    "practice_scope",
                    models.CharField(blank=True, max_length=200, verbose_name="scope of practice"),
                ),
                ("title", models.CharField(blank=True, max_length=40, verbose_name="professional title")),
                ("registered_on", models.DateField(blank=True, null=True, verbose_name="registered on")),
                (
                    "main_uscc",
                    models.CharField(
                        blank=True, max_length=18, verbose_name="main place of practice (credit code)"
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
                (
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practitioner",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "practitioner",
                "verbose_name_plural": "practitioners",
            },
        ),
        migrations.CreateModel(
            name="Practice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "institution_uscc",
                    models.CharField(max_length=18, verbose_name="credit code of the institution"),
                ),
                (
                    "institution_name",
                    models.CharField(max_length=200, verbose_name="name of the institution"),
                ),
                ("started_on", models.DateField(verbose_name="from")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="to")),
                ("is_main", models.BooleanField(default=True, verbose_name="main place")),
                ("change_kind", models.CharField(blank=True, max_length=40, verbose_name="kind of change")),
                (
                    "institution",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practices",
                        to="institutions.institution",
                        verbose_name="institution",
                    ),
                ),
                (
                    "practitioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="practices",
                        to="practitioners.practitioner",
                        verbose_name="practitioner",
                    ),
                ),
            ],
            options={
                "verbose_name": "place of practice",
                "verbose_name_plural": "places of practice",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("practitioner", "institution_uscc", "started_on"),
                        name="one_practice_per_place_and_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="a_practice_does_not_end_before_it_starts",
                    ),
                ],
            },
        ),
    ]


Migration.operations = together(Migration.operations)
