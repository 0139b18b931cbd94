"""Demerit points."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import credit.fields


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0004_catalogue_and_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="DemeritEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demerit_entries",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demerit_entries",
                        to="credit.standard",
                        verbose_name="scheme",
                    ),
                ),
                ("item_code", models.CharField(max_length=20, verbose_name="item")),
                ("item_title", models.CharField(max_length=200, verbose_name="conduct")),
                (
                    "count",
                    models.PositiveIntegerField(default=1, verbose_name="persons or departments concerned"),
                ),
                ("points", credit.fields.PointsField(decimal_places=2, max_digits=9, verbose_name="points")),
                ("happened_on", models.DateField(verbose_name="day of the conduct")),
                ("facts", models.TextField(verbose_name="facts found")),
                (
                    "authority_name",
                    models.CharField(blank=True, max_length=200, verbose_name="scoring authority"),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "penalty_record",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scored_by",
                        to="credit.conductrecord",
                        verbose_name="penalty for the same act",
                    ),
                ),
                (
                    "on_the_spot",
                    models.BooleanField(
                        default=False,
                        help_text="Only for items up to the scheme's limit; the party is heard there and then.",
                        verbose_name="scored on the spot",
                    ),
                ),
                ("notice_no", models.CharField(blank=True, max_length=80, verbose_name="notice number")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="notice served on")),
                (
                    "defence_until",
                    models.DateField(blank=True, null=True, verbose_name="statement and defence until"),
                ),
                ("defence_text", models.TextField(blank=True, verbose_name="statement and defence")),
                ("defended_on", models.DateField(blank=True, null=True, verbose_name="defence received on")),
                (
                    "defence_result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waived", "waived in writing"),
                            ("rejected", "not accepted"),
                            ("partly", "accepted in part"),
                            ("accepted", "accepted"),
                        ],
                        max_length=8,
                        verbose_name="result of the defence",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer to the defence")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("served", "notice served"),
                            ("answered", "defence answered"),
                            ("confirmed", "confirmed"),
                            ("dropped", "dropped"),
                            ("corrected", "corrected by another entry"),
                            ("reversed", "taken back"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "made_by",
                    models.CharField(editable=False, max_length=64, verbose_name="first scorer (number)"),
                ),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="first scorer"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "changed_by",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="last changed by (number)"
                    ),
                ),
                (
                    "confirmed_by",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="second scorer (number)"
                    ),
                ),
                (
                    "confirmed_by_label",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="second scorer"
                    ),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="confirmed on")),
                (
                    "record",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demerit_entry",
                        to="credit.conductrecord",
                        verbose_name="conduct record",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="credit.demeritentry",
                        verbose_name="corrects the entry",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="dropped, corrected or taken back on"
                    ),
                ),
                ("ended_reason", models.CharField(blank=True, max_length=255, verbose_name="why")),
            ],
            options={
                "verbose_name": "demerit entry",
                "verbose_name_plural": "demerit entries",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["state", "division_code"], name="entry_by_state"),
                    models.Index(fields=["subject", "happened_on"], name="entry_of_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="an_entry_counts_at_least_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="an_entry_has_points"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(
                                ("record__isnull", False),
                                models.Q(("notice_no", ""), _negated=True),
                                ("served_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="confirmed_points_have_a_notice_and_a_record",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", ""),
                            models.Q(("confirmed_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="points_are_confirmed_by_a_second_scorer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("notice_no", ""), _negated=True),
                        fields=("scheme", "notice_no"),
                        name="a_notice_number_is_used_once_in_a_scheme",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "served", "answered"))),
                        fields=("scheme", "item_code", "penalty_record"),
                        name="an_item_is_scored_once_at_a_time_for_a_penalty",
                    ),
                ],
            },
        ),
    ]
