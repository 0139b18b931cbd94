"""Tables of rectifications."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0002_campaigns")]

    operations = [
        migrations.CreateModel(
            name="Recheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("crossed_off_from", models.DateField(verbose_name="crossed off from")),
                ("crossed_off_to", models.DateField(verbose_name="crossed off to")),
                ("percent", models.PositiveSmallIntegerField(verbose_name="per cent drawn")),
                ("population", models.TextField(editable=False, verbose_name="population")),
                (
                    "population_size",
                    models.PositiveIntegerField(editable=False, verbose_name="size of the population"),
                ),
                (
                    "population_digest",
                    models.CharField(editable=False, max_length=64, verbose_name="digest of the population"),
                ),
                ("seed", models.CharField(editable=False, max_length=64, verbose_name="seed")),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="number drawn")),
                ("drawn_on", models.DateField(editable=False, verbose_name="drawn on")),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="drawn by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="drawn at")),
            ],
            options={
                "verbose_name": "random re-check",
                "verbose_name_plural": "random re-checks",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="RecheckLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kept", "put right, and still so"),
                            ("relapsed", "was put right, has come back"),
                            ("false", "was never put right"),
                        ],
                        max_length=8,
                        verbose_name="finding",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                ("noted_on", models.DateField(blank=True, null=True, verbose_name="noted on")),
                ("noted_by_label", models.CharField(blank=True, max_length=100, verbose_name="noted by")),
            ],
            options={
                "verbose_name": "line of a re-check",
                "verbose_name_plural": "lines of re-checks",
                "ordering": ["recheck", "number"],
            },
        ),
        migrations.CreateModel(
            name="RectificationExtension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_before", models.DateField(verbose_name="due day before")),
                ("until", models.DateField(verbose_name="asked until")),
                ("reason", models.CharField(max_length=255, verbose_name="reason")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked for"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("taken_back", "taken back"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                ("answer", models.CharField(blank=True, max_length=255, verbose_name="answer")),
                (
                    "decided_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="decided on"),
                ),
                (
                    "decided_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="decided by"),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="asked by"),
                ),
            ],
            options={
                "verbose_name": "extension of a rectification",
                "verbose_name_plural": "extensions of rectifications",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RectificationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=20, verbose_name="step")),
                ("on", models.DateField(verbose_name="on")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("words", models.TextField(blank=True, verbose_name="words")),
                ("by_label", models.CharField(blank=True, max_length=100, verbose_name="by")),
            ],
            options={
                "verbose_name": "step of a rectification",
                "verbose_name_plural": "steps of rectifications",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="rectification",
            name="check_note",
            field=models.TextField(blank=True, editable=False, verbose_name="what the check found"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="checked_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="rectification",
            name="checked_by_label",
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name="checked by"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="checked_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="checked on"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="crossed_off_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="rectification",
            name="crossed_off_by_label",
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name="crossed off by"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="crossed_off_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="crossed off on"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="document_no",
            field=models.CharField(blank=True, max_length=80, verbose_name="document number"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="doubt",
            field=models.CharField(
                blank=True, editable=False, max_length=500, verbose_name="why the cross-off is doubted"
            ),
        ),
        migrations.AddField(
            model_name="rectification",
            name="doubted_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="rectification",
            name="doubted_by_label",
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name="doubted by"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="doubted_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="doubted on"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="escalated_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="passed up on"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="found_false_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="found false on"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="handed_in_by_label",
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name="handed in by"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="handed_in_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="handed in on"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="late_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="found late on"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="report",
            field=models.TextField(blank=True, verbose_name="what was done"),
        ),
        migrations.AddField(
            model_name="rectification",
            name="returned_reason",
            field=models.CharField(
                blank=True, editable=False, max_length=255, verbose_name="reason of the return"
            ),
        ),
        migrations.AlterField(
            model_name="rectification",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("running", "being rectified"),
                    ("handed_in", "handed in"),
                    ("returned", "returned"),
                    ("checked", "checked"),
                    ("crossed_off", "crossed off"),
                    ("doubted", "cross-off doubted"),
                    ("reopened", "opened again"),
                    ("dropped", "entered by mistake"),
                ],
                default="open",
                editable=False,
                max_length=11,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="rectification",
            index=models.Index(
                condition=models.Q(("state__in", ["open", "running", "returned", "reopened"])),
                fields=["due_on"],
                name="rectification_with_the_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "crossed_off"), _negated=True),
                    models.Q(
                        ("checked_on__isnull", False),
                        ("crossed_off_on__isnull", False),
                        models.Q(("check_note", ""), _negated=True),
                        models.Q(("checked_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="what_is_crossed_off_was_checked",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "crossed_off"), _negated=True),
                    models.Q(("checked_by", models.F("crossed_off_by")), _negated=True),
                    _connector="OR",
                ),
                name="who_checked_does_not_cross_off",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectification",
            constraint=models.CheckConstraint(
                condition=models.Q(("self_reported", False), ("concealed", False), _connector="OR"),
                name="what_was_reported_was_not_concealed",
            ),
        ),
        migrations.AddField(
            model_name="recheck",
            name="campaign",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rechecks",
                to="supervision.campaign",
                verbose_name="campaign",
            ),
        ),
        migrations.AddField(
            model_name="recheckline",
            name="recheck",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="supervision.recheck",
                verbose_name="random re-check",
            ),
        ),
        migrations.AddField(
            model_name="recheckline",
            name="rectification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rechecks",
                to="supervision.rectification",
                verbose_name="rectification",
            ),
        ),
        migrations.AddField(
            model_name="rectificationextension",
            name="rectification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="extensions",
                to="supervision.rectification",
                verbose_name="rectification",
            ),
        ),
        migrations.AddField(
            model_name="rectificationstep",
            name="rectification",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="supervision.rectification",
                verbose_name="rectification",
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("percent__gte", 1), ("percent__lte", 100)),
                name="a_recheck_draws_up_to_all",
            ),
        ),
        migrations.AddConstraint(
            model_name="recheck",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gte", 1), ("size__lte", models.F("population_size"))),
                name="a_recheck_draws_from_its_population",
            ),
        ),
        migrations.AddConstraint(
            model_name="recheckline",
            constraint=models.UniqueConstraint(
                fields=("recheck", "rectification"), name="a_rectification_is_drawn_once_in_a_recheck"
            ),
        ),
        migrations.AddConstraint(
            model_name="recheckline",
            constraint=models.CheckConstraint(
                condition=models.Q(("finding", ""), ("noted_on__isnull", False), _connector="OR"),
                name="a_finding_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectificationextension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("rectification",),
                name="one_open_extension_per_rectification",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectificationextension",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("due_before"))),
                name="an_extension_ends_after_the_due_day",
            ),
        ),
    ]
