"""Tables of integrity assessments."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("supervision", "0009_matters"),
    ]

    operations = [
        migrations.CreateModel(
            name="AssessmentRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("table_code", models.CharField(max_length=80, verbose_name="indicator table")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="document")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="article")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                ("bands", models.JSONField(default=list, verbose_name="bands")),
                ("self_due_on", models.DateField(verbose_name="self-scores due on")),
                ("result_due_on", models.DateField(verbose_name="results due on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being prepared"),
                            ("open", "under way"),
                            ("published", "result published inside"),
                            ("dropped", "dropped"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "opened_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="opened on"),
                ),
                (
                    "published_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="published on"),
                ),
                (
                    "published_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="published by"),
                ),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                (
                    "report",
                    models.JSONField(
                        blank=True, default=dict, editable=False, verbose_name="words of the report"
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
            ],
            options={
                "verbose_name": "yearly integrity assessment",
                "verbose_name_plural": "yearly integrity assessments",
                "ordering": ["-year", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "dropped"), _negated=True),
                        fields=("division_code", "year"),
                        name="one_integrity_assessment_a_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("result_due_on__gte", models.F("self_due_on"))),
                        name="an_assessment_is_decided_after_the_self_scores",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "self-score awaited"),
                            ("returned", "sent back"),
                            ("handed_in", "self-score handed in"),
                            ("reviewed", "reviewed"),
                            ("decided", "decided"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="report of the body")),
                ("signed_by", models.CharField(blank=True, max_length=60, verbose_name="signed by the head")),
                (
                    "self_total",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        editable=False,
                        max_digits=6,
                        null=True,
                        verbose_name="self-score",
                    ),
                ),
                (
                    "handed_in_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="handed in on"),
                ),
                ("handed_in_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "handed_in_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="handed in by"),
                ),
                (
                    "returned_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="why sent back"
                    ),
                ),
                (
                    "reviewed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="reviewed on"),
                ),
                ("reviewed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "reviewed_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="reviewed by"),
                ),
                (
                    "total",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=6, null=True, verbose_name="score"
                    ),
                ),
                ("band", models.CharField(blank=True, editable=False, max_length=20, verbose_name="band")),
                (
                    "vetoed",
                    models.BooleanField(default=False, editable=False, verbose_name="lowest band by veto"),
                ),
                ("opinion", models.TextField(blank=True, verbose_name="opinion of the review")),
                (
                    "decided_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="decided on"),
                ),
                (
                    "decided_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="decided by"),
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
                        verbose_name="office",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="integrity_assessments",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="supervision.assessmentround",
                        verbose_name="yearly integrity assessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "integrity assessment",
                "verbose_name_plural": "integrity assessments",
                "ordering": ["round", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("group", models.CharField(blank=True, max_length=60, verbose_name="group")),
                ("text", models.CharField(max_length=300, verbose_name="indicator")),
                ("how", models.CharField(blank=True, max_length=500, verbose_name="how it is scored")),
                ("full", models.DecimalField(decimal_places=1, max_digits=5, verbose_name="full marks")),
                (
                    "veto",
                    models.BooleanField(default=False, verbose_name="veto: zero marks mean the lowest band"),
                ),
                ("figure", models.CharField(blank=True, editable=False, max_length=20)),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="document")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="article")),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="supervision.assessmentround",
                        verbose_name="yearly integrity assessment",
                    ),
                ),
            ],
            options={
                "verbose_name": "indicator",
                "verbose_name_plural": "indicators",
                "ordering": ["round", "number"],
            },
        ),
        migrations.CreateModel(
            name="IndicatorScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "own",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=5, null=True, verbose_name="self-score"
                    ),
                ),
                ("own_words", models.TextField(blank=True, verbose_name="grounds of the self-score")),
                (
                    "given",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=5,
                        null=True,
                        verbose_name="score of the review",
                    ),
                ),
                (
                    "given_words",
                    models.CharField(blank=True, max_length=500, verbose_name="reason of the review"),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="supervision.assessment",
                        verbose_name="integrity assessment",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="supervision.indicator",
                        verbose_name="indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "score of an indicator",
                "verbose_name_plural": "scores of indicators",
                "ordering": ["assessment", "indicator__number"],
            },
        ),
        migrations.CreateModel(
            name="IntegrityBreach",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("kind", models.CharField(max_length=40, verbose_name="kind of breach")),
                ("title", models.CharField(max_length=200, verbose_name="breach")),
                ("facts", models.TextField(verbose_name="facts")),
                ("happened_on", models.DateField(verbose_name="happened on")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("matter", "tracked matter"),
                            ("court", "judgment of a court"),
                            ("penalty", "administrative penalty"),
                            ("discipline", "disciplinary sanction or accountability"),
                            ("complaint", "complaint"),
                            ("assessment", "yearly assessment"),
                            ("self", "reported by the body itself"),
                            ("other", "other"),
                        ],
                        max_length=10,
                        verbose_name="found by",
                    ),
                ),
                ("source_key", models.CharField(blank=True, editable=False, max_length=80)),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("basis", models.CharField(blank=True, max_length=300, verbose_name="legal basis")),
                (
                    "self_reported",
                    models.BooleanField(default=False, verbose_name="reported by the body itself"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("confirmed", "confirmed"),
                            ("correction", "correction handed in"),
                            ("corrected", "corrected"),
                            ("dropped", "not confirmed"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "confirmed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="confirmed on"),
                ),
                (
                    "confirmed_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="confirmed by"),
                ),
                (
                    "correct_by",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="to be corrected by"
                    ),
                ),
                ("correction", models.TextField(blank=True, verbose_name="how it was corrected")),
                (
                    "correction_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="correction handed in on"
                    ),
                ),
                ("correction_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "returned_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="why sent back"
                    ),
                ),
                (
                    "corrected_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="found corrected on"
                    ),
                ),
                (
                    "mitigation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("none", "none"),
                            ("lighter", "lighter: limits end"),
                            ("exempt", "exempt: every consequence ends"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="what the correction does",
                    ),
                ),
                (
                    "mitigation_reason",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="reasons"),
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
                        verbose_name="office",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="integrity_breaches",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
            ],
            options={
                "verbose_name": "breach of government integrity",
                "verbose_name_plural": "breaches of government integrity",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="IntegrityMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("warning", "written warning"),
                            ("interview", "interview and admonition"),
                            ("funds", "limits on the allocation of funds"),
                            ("approval", "limits on the approval of projects"),
                            ("supervision", "closer daily supervision"),
                            ("policy", "limits on policy support"),
                            ("honours", "no awards, no honours"),
                        ],
                        max_length=11,
                        verbose_name="consequence",
                    ),
                ),
                ("reason", models.TextField(verbose_name="grounds")),
                (
                    "months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="term in months"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("in_force", "in force"),
                            ("explained", "explained by the body"),
                            ("ended", "ended"),
                            ("dropped", "not imposed"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                (
                    "decided_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="decided by"),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="in force from"),
                ),
                (
                    "ends_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="in force to"),
                ),
                (
                    "explain_by",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="explanation due on"
                    ),
                ),
                ("explanation", models.TextField(blank=True, verbose_name="explanation of the body")),
                (
                    "explained_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="explained on"),
                ),
                ("explained_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "ended_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="ended on"),
                ),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "end of the term"),
                            ("corrected", "the body corrected itself"),
                            ("lifted", "lifted by decision"),
                            ("held", "interview held and followed up"),
                            ("withdrawn", "its ground was withdrawn"),
                        ],
                        editable=False,
                        max_length=9,
                        verbose_name="why it ended",
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "assessment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="supervision.assessment",
                        verbose_name="integrity assessment",
                    ),
                ),
                (
                    "breach",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="supervision.integritybreach",
                        verbose_name="breach of government integrity",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="office",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="integrity_measures",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
            ],
            options={
                "verbose_name": "integrity consequence",
                "verbose_name_plural": "integrity consequences",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="assessment",
            index=models.Index(fields=["subject", "-id"], name="assessment_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("office__isnull", True)),
                fields=("round", "subject"),
                name="a_body_is_assessed_once_a_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("office__isnull", False)),
                fields=("round", "office"),
                name="an_office_is_assessed_once_a_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "decided"), _negated=True),
                    models.Q(("total__isnull", False), models.Q(("band", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_decided_assessment_has_a_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                fields=("round", "number"), name="one_indicator_per_number_of_a_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("full__gt", 0)), name="an_indicator_has_marks"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorscore",
            constraint=models.UniqueConstraint(
                fields=("assessment", "indicator"), name="one_score_per_indicator_of_an_assessment"
            ),
        ),
        migrations.AddConstraint(
            model_name="indicatorscore",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("own__isnull", True), ("own__gte", 0), _connector="OR"),
                    models.Q(("given__isnull", True), ("given__gte", 0), _connector="OR"),
                ),
                name="a_score_is_not_negative",
            ),
        ),
        migrations.AddIndex(
            model_name="integritybreach",
            index=models.Index(fields=["subject", "state"], name="integrity_breach_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="integritybreach",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True),
                fields=("source_key",),
                name="one_integrity_breach_per_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="integritybreach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["confirmed", "correction", "corrected"]), _negated=True),
                    ("confirmed_on__isnull", False),
                    _connector="OR",
                ),
                name="a_standing_breach_was_confirmed",
            ),
        ),
        migrations.AddConstraint(
            model_name="integritybreach",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "corrected"), _negated=True),
                    models.Q(("corrected_on__isnull", False), models.Q(("mitigation", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_corrected_breach_says_what_follows",
            ),
        ),
        migrations.AddIndex(
            model_name="integritymeasure",
            index=models.Index(fields=["subject", "state"], name="integrity_measure_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="integritymeasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("assessment__isnull", False), models.Q(("state", "dropped"), _negated=True)
                ),
                fields=("assessment", "kind"),
                name="one_consequence_of_a_kind_per_assessment",
            ),
        ),
        migrations.AddConstraint(
            model_name="integritymeasure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("breach__isnull", False), models.Q(("state", "dropped"), _negated=True)),
                fields=("breach", "kind"),
                name="one_consequence_of_a_kind_per_breach",
            ),
        ),
        migrations.AddConstraint(
            model_name="integritymeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assessment__isnull", False), ("breach__isnull", True)),
                    models.Q(("assessment__isnull", True), ("breach__isnull", False)),
                    _connector="OR",
                ),
                name="a_consequence_has_one_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="integritymeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["in_force", "explained"]), _negated=True),
                    models.Q(("starts_on__isnull", False), models.Q(("document_no", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_consequence_in_force_has_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="integritymeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="a_consequence_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="integritymeasure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ended"), _negated=True),
                    models.Q(("ended_on__isnull", False), models.Q(("ended_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_ended_consequence_says_why",
            ),
        ),
    ]
