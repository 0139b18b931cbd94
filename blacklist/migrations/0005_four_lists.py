"""The four lists."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("blacklist", "0004_foreign_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="FourList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("data", "list of data"),
                            ("conduct", "list of conduct"),
                            ("measures", "list of measures"),
                            ("uses", "list of uses"),
                        ],
                        max_length=8,
                        verbose_name="list",
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("adopted", "in force"),
                            ("replaced", "replaced"),
                            ("withdrawn", "withdrawn"),
                            ("dropped", "dropped"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("authority_name", models.CharField(max_length=200, verbose_name="issued by")),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("note", models.TextField(blank=True, verbose_name="explanation")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adopted on")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="no longer in force from"
                    ),
                ),
                (
                    "withdraw_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="why it was withdrawn"
                    ),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="drafted by"),
                ),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "adopted_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="adopted by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="drafted at")),
            ],
            options={
                "verbose_name": "version of one of the four lists",
                "verbose_name_plural": "versions of the four lists",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "division_code", "version"),
                        name="one_four_list_per_kind_place_and_version",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "adopted")),
                        fields=("kind", "division_code"),
                        name="one_four_list_in_force_per_kind_and_place",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("kind", "division_code"),
                        name="one_four_list_in_draft_per_kind_and_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "dropped"]),
                            models.Q(
                                ("adopted_on__isnull", False),
                                models.Q(("adopted_by_label", ""), _negated=True),
                                models.Q(("document_no", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_adopted_four_list_says_when_and_by_which_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("withdraw_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_withdrawn_four_list_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FourListRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, verbose_name="code")),
                ("group", models.CharField(blank=True, max_length=100, verbose_name="group")),
                ("name", models.CharField(max_length=300, verbose_name="item")),
                ("applies_to", models.CharField(blank=True, max_length=100, verbose_name="applies to")),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                ("department", models.CharField(blank=True, max_length=200, verbose_name="department")),
                ("basis", models.CharField(max_length=400, verbose_name="basis")),
                ("confirmed", models.BooleanField(default=False, verbose_name="basis read in the source")),
                (
                    "origin",
                    models.CharField(blank=True, editable=False, max_length=80, verbose_name="drawn from"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="blacklist.fourlist",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of one of the four lists",
                "verbose_name_plural": "lines of the four lists",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="fourlistrow",
            constraint=models.UniqueConstraint(
                fields=("version", "code"), name="one_line_per_code_and_four_list"
            ),
        ),
        migrations.AddConstraint(
            model_name="fourlistrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True), name="a_line_of_a_four_list_has_a_basis"
            ),
        ),
    ]
