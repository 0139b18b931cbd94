"""Tables of tracked matters."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("supervision", "0008_complaints"),
    ]

    operations = [
        migrations.CreateModel(
            name="Matter",
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
                            ("deputy", "suggestion of people's deputies"),
                            ("member", "proposal of political advisers"),
                            ("petition", "petition"),
                            ("judgment", "judgment to be obeyed"),
                            ("award", "arbitral award to be obeyed"),
                            ("advice", "advice of a court or procurator"),
                            ("promise", "promise of the government"),
                            ("contract", "contract of the government"),
                        ],
                        max_length=10,
                        verbose_name="kind of matter",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("demand", models.TextField(blank=True, verbose_name="what is asked for or owed")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="amount in yuan"
                    ),
                ),
                (
                    "sender",
                    core.fields.SealedField(
                        blank=True,
                        context="supervision.matter",
                        editable=False,
                        null=True,
                        verbose_name="sender",
                    ),
                ),
                (
                    "sender_shown",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="sender"),
                ),
                (
                    "contact",
                    core.fields.SealedField(
                        blank=True,
                        context="supervision.matter",
                        editable=False,
                        null=True,
                        verbose_name="how the sender is reached",
                    ),
                ),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "told_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="sender told of the receipt on"
                    ),
                ),
                (
                    "told_how",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="how the sender was told"
                    ),
                ),
                (
                    "assigned_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="assigned on"),
                ),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "due_fixed",
                    models.BooleanField(default=False, verbose_name="due day named by the document"),
                ),
                (
                    "extended_days",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="extended by days"
                    ),
                ),
                (
                    "extension_reason",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="why extended"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("assigned", "assigned"),
                            ("answered", "answered"),
                            ("accepted", "accepted"),
                            ("reopened", "opened again"),
                            ("refused", "refused by the body"),
                            ("dropped", "dropped"),
                        ],
                        default="received",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "answered_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="answered on"),
                ),
                ("answered_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "reopened_times",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="times opened again"
                    ),
                ),
                (
                    "reopened_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="opened again on"),
                ),
                (
                    "refused_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="refusal found on"),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="closed on"),
                ),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("satisfied", "satisfied"),
                            ("partly", "basically satisfied"),
                            ("unsatisfied", "not satisfied"),
                            ("unknown", "did not say"),
                        ],
                        editable=False,
                        max_length=11,
                        verbose_name="sender's opinion",
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="responsible office",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="matters",
                        to="credit.subject",
                        verbose_name="responsible body",
                    ),
                ),
            ],
            options={
                "verbose_name": "tracked matter",
                "verbose_name_plural": "tracked matters",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="MatterAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="answer")),
                ("done", models.BooleanField(default=False, verbose_name="done as asked or owed")),
                ("on", models.DateField(verbose_name="answered on")),
                ("by_label", models.CharField(blank=True, max_length=100, verbose_name="answered by")),
                (
                    "outcome",
                    models.CharField(blank=True, max_length=255, verbose_name="what became of the answer"),
                ),
                ("accepted", models.BooleanField(null=True, verbose_name="accepted")),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="supervision.matter",
                        verbose_name="tracked matter",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a matter",
                "verbose_name_plural": "answers to matters",
                "ordering": ["matter", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(fields=["subject", "state"], name="matter_of_subject"),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                fields=["division_code", "-id"],
                name="matter_by_division",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("number", ""), _negated=True),
                fields=("division_code", "kind", "number"),
                name="a_matter_is_entered_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["received", "dropped"]),
                    models.Q(("assigned_on__isnull", False), ("subject__isnull", False)),
                    _connector="OR",
                ),
                name="an_assigned_matter_has_a_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True),
                    models.Q(("answered_on__isnull", False), ("closed_on__isnull", False)),
                    _connector="OR",
                ),
                name="an_accepted_matter_was_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), _negated=True),
                    ("refused_on__isnull", False),
                    _connector="OR",
                ),
                name="a_refused_matter_has_a_day",
            ),
        ),
    ]
