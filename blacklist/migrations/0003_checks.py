"""Checks of names against the lists."""

import django.db.models.deletion
from django.db import migrations, models

import core.fields
import core.search
import core.search_index
import credit.report.terms


class Migration(migrations.Migration):
    dependencies = [
        ("blacklist", "0002_measures"),
        ("credit", "0012_mended_faults"),
    ]

    operations = [
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "check_code",
                    models.CharField(
                        default=credit.report.terms.new_code,
                        max_length=16,
                        unique=True,
                        verbose_name="check code",
                    ),
                ),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("approval", "administrative approval"),
                            ("tender", "procurement or tender"),
                            ("appointment", "appointment of staff"),
                            ("funds", "allocation of funds"),
                            ("award", "award or honour"),
                            ("other", "another purpose"),
                        ],
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "purpose_note",
                    models.CharField(blank=True, max_length=200, verbose_name="purpose in words"),
                ),
                (
                    "case_no",
                    models.CharField(
                        blank=True,
                        help_text="of the application, tender or file for which it is asked",
                        max_length=80,
                        verbose_name="number of the matter",
                    ),
                ),
                ("asker_body", models.CharField(max_length=200, verbose_name="asked for by")),
                ("asked_by", models.CharField(editable=False, max_length=64)),
                ("asked_by_label", models.CharField(max_length=100, verbose_name="asked by")),
                ("covers", models.JSONField(default=list, editable=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[("page", "page"), ("workbook", "workbook"), ("api", "interface")],
                        max_length=8,
                        verbose_name="asked through",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "Simplified Chinese"), ("en", "English")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                ("cut_off", models.DateTimeField(verbose_name="data cut-off")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="done",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0, verbose_name="names")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="names checked")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="on a list")),
                ("possible", models.PositiveIntegerField(default=0, verbose_name="possible: compare")),
                ("unclear", models.PositiveIntegerField(default=0, verbose_name="cannot be told")),
                (
                    "digest",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the content (SM3)"),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="file name")),
                ("stored_as", models.CharField(blank=True, editable=False, max_length=64)),
                ("lease", models.CharField(blank=True, editable=False, max_length=32)),
                ("heartbeat_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="failure")),
            ],
            options={
                "verbose_name": "credit check",
                "verbose_name_plural": "credit checks",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="CheckedName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField(verbose_name="row")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("number", core.fields.SealedField(blank=True, null=True, verbose_name="number")),
                ("number_shown", models.CharField(blank=True, max_length=64, verbose_name="number")),
                ("is_person", models.BooleanField(default=False, verbose_name="person")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("found", "on a list"),
                            ("possible", "possible: compare"),
                            ("clear", "on no list"),
                            ("unclear", "cannot be told"),
                        ],
                        max_length=8,
                        verbose_name="result",
                    ),
                ),
                ("note", models.CharField(blank=True, editable=False, max_length=20)),
                ("hits", models.JSONField(default=list, editable=False, verbose_name="hits")),
            ],
            options={
                "verbose_name": "checked name",
                "verbose_name_plural": "checked names",
                "ordering": ["request", "row"],
            },
        ),
        migrations.CreateModel(
            name="CheckEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "foreign_id",
                    models.BigIntegerField(
                        blank=True, db_index=True, null=True, verbose_name="entry of another department"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("red", "red list"),
                            ("serious", "serious-dishonesty list"),
                            ("attention", "key-attention list"),
                            ("medical_order", "persons who harmed medical order"),
                        ],
                        max_length=14,
                        verbose_name="list",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title of the list")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="kept by")),
                ("source_on", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("is_former", models.BooleanField(default=False, verbose_name="former name")),
                ("is_person", models.BooleanField(default=False, verbose_name="person")),
                ("places", models.CharField(blank=True, editable=False, max_length=80)),
                ("place", models.CharField(blank=True, editable=False, max_length=30)),
                ("tokens", core.search.GramsField(blank=True, default="", editable=False)),
                (
                    "uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                ("number_index", models.CharField(blank=True, editable=False, max_length=80)),
                ("number_shown", models.CharField(blank=True, max_length=64, verbose_name="number")),
            ],
            options={
                "verbose_name": "name looked through at checks",
                "verbose_name_plural": "names looked through at checks",
            },
        ),
        migrations.AddIndex(
            model_name="check",
            index=models.Index(
                fields=["division_code", "-id"],
                name="check_by_division",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purpose", "other"), _negated=True),
                    models.Q(("purpose_note", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_check_for_another_purpose_says_which",
            ),
        ),
        migrations.AddConstraint(
            model_name="check",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("digest", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_finished_check_has_its_digest",
            ),
        ),
        migrations.AddField(
            model_name="checkedname",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="names",
                to="blacklist.check",
                verbose_name="credit check",
            ),
        ),
        migrations.AddField(
            model_name="checkentry",
            name="listing",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="check_entries",
                to="blacklist.listing",
                verbose_name="listing",
            ),
        ),
        migrations.AddField(
            model_name="checkentry",
            name="subject",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="credit.subject",
                verbose_name="subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkedname",
            constraint=models.UniqueConstraint(
                fields=("request", "row"), name="one_answer_per_check_and_row"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkedname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("result__in", ["found", "possible"]), _negated=True),
                    models.Q(("hits", []), _negated=True),
                    _connector="OR",
                ),
                name="a_hit_says_where",
            ),
        ),
        migrations.AddIndex(
            model_name="checkentry",
            index=models.Index(
                condition=models.Q(("uscc", ""), _negated=True), fields=["uscc"], name="check_entry_by_uscc"
            ),
        ),
        migrations.AddIndex(
            model_name="checkentry",
            index=models.Index(
                condition=models.Q(("number_index", ""), _negated=True),
                fields=["number_index"],
                name="check_entry_by_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("foreign_id__isnull", True), ("listing__isnull", False)),
                    models.Q(("foreign_id__isnull", False), ("listing__isnull", True)),
                    _connector="OR",
                ),
                name="a_checked_name_comes_from_one_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_person", False), ("uscc", ""), _connector="OR"),
                name="a_checked_person_has_no_credit_code",
            ),
        ),
        core.search_index.AddGramIndex(
            model_name="checkentry",
            field="tokens",
        ),
    ]
