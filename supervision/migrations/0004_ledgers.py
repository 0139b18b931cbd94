"""Tables of self-inspection ledgers."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0003_rectifications"),
    ]

    operations = [
        migrations.CreateModel(
            name="LedgerRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("campaign", "problem list of a campaign"),
                            ("full", "full yearly self-inspection"),
                            ("special", "special self-inspection"),
                            ("routine", "routine self-inspection"),
                            ("inspection", "inspection"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("period", models.CharField(blank=True, max_length=20, verbose_name="period")),
                ("source_key", models.CharField(editable=False, max_length=120, unique=True)),
                ("authority_name", models.CharField(blank=True, max_length=200, verbose_name="authority")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("scope", models.JSONField(blank=True, default=dict, editable=False)),
                ("opens_on", models.DateField(verbose_name="opens on")),
                ("due_on", models.DateField(verbose_name="to be handed in by")),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="opened by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="opened at")),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="supervision.campaign",
                        verbose_name="campaign",
                    ),
                ),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="supervision.checklist",
                        verbose_name="checklist",
                    ),
                ),
            ],
            options={
                "verbose_name": "round of self-inspection",
                "verbose_name_plural": "rounds of self-inspection",
                "ordering": ["-opens_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Ledger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("due_on", models.DateField(verbose_name="to be handed in by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "to be filled in"),
                            ("handed_in", "handed in"),
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                            ("dropped", "opened by mistake"),
                        ],
                        default="open",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("handed_in_on", models.DateField(blank=True, null=True, verbose_name="handed in on")),
                (
                    "first_handed_in_on",
                    models.DateField(blank=True, null=True, verbose_name="first handed in on"),
                ),
                ("signer_name", models.CharField(blank=True, max_length=60, verbose_name="signer")),
                ("signer_post", models.CharField(blank=True, max_length=60, verbose_name="signer's post")),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="signature stored at"),
                ),
                (
                    "content_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the content (SM3)"),
                ),
                ("signature", models.CharField(blank=True, editable=False, max_length=64)),
                ("found", models.PositiveSmallIntegerField(default=0, verbose_name="problems found")),
                ("late", models.BooleanField(default=False, verbose_name="late")),
                ("empty", models.BooleanField(default=False, verbose_name="empty")),
                ("copied", models.BooleanField(default=False, verbose_name="copied")),
                (
                    "copied_from",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("body", "another body's ledger of the same round"),
                            ("before", "the body's own ledger of an earlier round"),
                            ("list", "the problem list itself"),
                        ],
                        editable=False,
                        max_length=6,
                        verbose_name="copied from",
                    ),
                ),
                (
                    "copied_share",
                    models.PositiveSmallIntegerField(default=0, verbose_name="share of equal words (%)"),
                ),
                ("faked_on", models.DateField(blank=True, null=True, verbose_name="found to be faked on")),
                (
                    "return_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="why it was returned"),
                ),
                ("checked_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("checked_by_label", models.CharField(blank=True, max_length=100, verbose_name="checked by")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                ("changed_at", models.DateTimeField(blank=True, null=True, verbose_name="last changed at")),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credit.commitment",
                        verbose_name="commitment to lawful practice",
                    ),
                ),
                (
                    "copied_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="supervision.ledger",
                        verbose_name="same words in",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledgers",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledgers",
                        to="supervision.ledgerround",
                        verbose_name="round of self-inspection",
                    ),
                ),
            ],
            options={
                "verbose_name": "self-inspection ledger",
                "verbose_name_plural": "self-inspection ledgers",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="LedgerUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200, verbose_name="file")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("by_label", models.CharField(max_length=100, verbose_name="by")),
                ("taken", models.PositiveSmallIntegerField(default=0, verbose_name="lines taken in")),
                ("faults", models.JSONField(default=list, verbose_name="faults")),
                ("stored_as", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="supervision.ledger",
                        verbose_name="ledger",
                    ),
                ),
            ],
            options={
                "verbose_name": "workbook of a ledger",
                "verbose_name_plural": "workbooks of ledgers",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("found", "found"),
                            ("clear", "not found"),
                            ("not_here", "does not concern us"),
                        ],
                        max_length=8,
                        verbose_name="result",
                    ),
                ),
                ("facts", models.TextField(blank=True, verbose_name="facts")),
                ("measures", models.TextField(blank=True, verbose_name="measures")),
                (
                    "owner",
                    models.CharField(blank=True, max_length=100, verbose_name="responsible person or office"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("permanent", models.BooleanField(default=False, verbose_name="permanent")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("token", models.CharField(blank=True, editable=False, max_length=40)),
                ("words", models.CharField(blank=True, editable=False, max_length=32)),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "changed_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="changed by"),
                ),
                ("changed_at", models.DateTimeField(verbose_name="changed at")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.checkitem",
                        verbose_name="problem or duty",
                    ),
                ),
                (
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="supervision.ledger",
                        verbose_name="ledger",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a ledger",
                "verbose_name_plural": "lines of ledgers",
                "indexes": [
                    models.Index(
                        condition=models.Q(("words", ""), _negated=True),
                        fields=["words"],
                        name="ledger_line_by_words",
                    ),
                    models.Index(fields=["item", "answer"], name="ledger_line_by_item"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("ledger", "item"), name="a_ledger_answers_a_line_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="ledgerround",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("opens_on"))),
                name="a_round_is_due_after_it_opened",
            ),
        ),
        migrations.AddIndex(
            model_name="ledger",
            index=models.Index(fields=["subject", "-due_on"], name="ledger_of_subject"),
        ),
        migrations.AddIndex(
            model_name="ledger",
            index=models.Index(fields=["round", "state"], name="ledger_of_round"),
        ),
        migrations.AddIndex(
            model_name="ledger",
            index=models.Index(
                condition=models.Q(("late", False), ("state__in", ["open", "returned"])),
                fields=["due_on"],
                name="ledger_not_handed_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledger",
            constraint=models.UniqueConstraint(
                fields=("round", "subject"), name="a_body_has_one_ledger_in_a_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="ledger",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["handed_in", "accepted"]), _negated=True),
                    models.Q(
                        ("handed_in_on__isnull", False),
                        ("signed_at__isnull", False),
                        models.Q(("signer_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_ledger_handed_in_says_when_and_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="ledger",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "returned"), _negated=True),
                    models.Q(("return_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_returned_ledger_says_why",
            ),
        ),
    ]
