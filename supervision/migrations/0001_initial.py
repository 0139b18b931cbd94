"""Tables of supervision."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields
from core.migrating import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_roles_of_supervision"),
        ("credit", "0002_guards_and_gram_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovalItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="division-code prefix; empty: whole country",
                        max_length=6,
                        verbose_name="place",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name of the item")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("permit", "administrative permit"),
                            ("register", "registration to practise"),
                            ("verify", "verification"),
                            ("filing", "filing"),
                            ("confirm", "confirmation"),
                        ],
                        max_length=10,
                        verbose_name="kind of item",
                    ),
                ),
                (
                    "applies_to",
                    models.CharField(
                        choices=[
                            ("institution", "organisations and individual businesses"),
                            ("practitioner", "persons"),
                        ],
                        max_length=12,
                        verbose_name="who applies",
                    ),
                ),
                ("office", models.CharField(max_length=60, verbose_name="handling office")),
                (
                    "statutory_days",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="limit of the law (working days)",
                    ),
                ),
                (
                    "promised_days",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="promised limit (working days)",
                    ),
                ),
                (
                    "green_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="empty: this item has no green channel",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="limit in the green channel (working days)",
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="document")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="article")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("verified", "read in the source"),
                            ("gku", "local default, to be confirmed"),
                        ],
                        default="gku",
                        max_length=8,
                        verbose_name="certainty",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("file", "shipped with Chengyi"), ("local", "entered here")],
                        default="local",
                        editable=False,
                        max_length=5,
                        verbose_name="origin",
                    ),
                ),
                ("in_use", models.BooleanField(default=True, verbose_name="in use")),
                (
                    "commitment_template",
                    models.ForeignKey(
                        blank=True,
                        help_text="empty: this item cannot be had on a commitment",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credit.commitmenttemplate",
                        verbose_name="letter for the commitment door",
                    ),
                ),
                (
                    "incomplete_template",
                    models.ForeignKey(
                        blank=True,
                        help_text="empty: nothing may be handed in later",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credit.commitmenttemplate",
                        verbose_name="letter for papers that follow",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval item",
                "verbose_name_plural": "approval items",
                "ordering": ["office", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "place"), name="one_approval_item_per_code_and_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("promised_days__lte", models.F("statutory_days"))),
                        name="a_promised_limit_is_within_the_law",
                        violation_error_message="The promised limit cannot be longer than the limit of the law.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("green_days__isnull", True),
                            ("green_days__lte", models.F("promised_days")),
                            _connector="OR",
                        ),
                        name="the_green_channel_is_not_slower",
                        violation_error_message="The green channel cannot take longer than the promised limit.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="case number")),
                ("applicant", models.CharField(max_length=200, verbose_name="applicant")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "door",
                    models.CharField(
                        choices=[
                            ("ordinary", "ordinary"),
                            ("commitment", "on a commitment"),
                            ("incomplete", "papers may follow"),
                        ],
                        default="ordinary",
                        max_length=10,
                        verbose_name="way of handling",
                    ),
                ),
                ("green", models.BooleanField(default=False, verbose_name="green channel")),
                (
                    "green_ground",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="why the green channel is open"
                    ),
                ),
                (
                    "promised_days",
                    models.PositiveSmallIntegerField(verbose_name="promised limit (working days)"),
                ),
                (
                    "statutory_days",
                    models.PositiveSmallIntegerField(verbose_name="limit of the law (working days)"),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("missing", models.JSONField(blank=True, default=list, verbose_name="what is missing")),
                ("told_on", models.DateField(blank=True, null=True, verbose_name="one-time notice given on")),
                ("completed_on", models.DateField(blank=True, null=True, verbose_name="papers completed on")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="accepted on")),
                (
                    "deemed",
                    models.BooleanField(
                        default=False,
                        help_text="nobody said in time what was missing",
                        verbose_name="accepted by force of law",
                    ),
                ),
                (
                    "commitment_broken_on",
                    models.DateField(blank=True, null=True, verbose_name="commitment found broken on"),
                ),
                ("weighed_on", models.DateField(blank=True, null=True, verbose_name="revocation weighed on")),
                (
                    "weighing",
                    models.CharField(blank=True, max_length=255, verbose_name="what became of the permit"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="promised for")),
                ("law_due_on", models.DateField(blank=True, null=True, verbose_name="last day by law")),
                ("due_provisional", models.BooleanField(default=False, editable=False)),
                (
                    "extended_by_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="extended by (working days)"),
                ),
                ("paused_on", models.DateField(blank=True, null=True, verbose_name="clock stopped on")),
                (
                    "paused_days",
                    models.PositiveSmallIntegerField(default=0, verbose_name="days that do not count"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("granted", "granted"), ("refused", "refused")],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("reasoning", models.TextField(blank=True, verbose_name="reasons")),
                ("decision_no", models.CharField(blank=True, max_length=80, verbose_name="decision number")),
                ("proposed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "proposed_by_label",
                    models.CharField(blank=True, max_length=100, verbose_name="proposed by"),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                ("decided_by_label", models.CharField(blank=True, max_length=100, verbose_name="decided by")),
                ("delivered_on", models.DateField(blank=True, null=True, verbose_name="delivered on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("incomplete", "papers to be completed"),
                            ("accepted", "accepted, being examined"),
                            ("paused", "clock stopped"),
                            ("proposed", "proposed, waiting for the decision"),
                            ("decided", "decided, to be delivered"),
                            ("delivered", "delivered"),
                            ("rejected", "not accepted"),
                            ("taken_back", "taken back by the applicant"),
                        ],
                        default="received",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "commitment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approval_cases",
                        to="credit.commitment",
                        verbose_name="commitment",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="approval_cases",
                        to="credit.subject",
                        verbose_name="applicant's file",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cases",
                        to="supervision.approvalitem",
                        verbose_name="approval item",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval case",
                "verbose_name_plural": "approval cases",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["accepted", "paused", "proposed"])),
                        fields=["due_on"],
                        name="approval_case_running",
                    ),
                    models.Index(fields=["subject", "-id"], name="approval_case_of_subject"),
                    models.Index(fields=["item", "state"], name="approval_case_of_item"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["accepted", "paused", "proposed", "decided", "delivered"]),
                                _negated=True,
                            ),
                            models.Q(
                                ("accepted_on__isnull", False),
                                ("due_on__isnull", False),
                                ("law_due_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_accepted_case_has_its_last_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["decided", "delivered"]), _negated=True),
                            models.Q(("decided_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_decided_case_says_how_and_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApprovalWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("yellow", "near the limit"),
                            ("red", "at the limit"),
                            ("over", "past the limit"),
                        ],
                        max_length=6,
                        verbose_name="level",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="promised for")),
                ("raised_on", models.DateField(verbose_name="raised on")),
                ("urged_on", models.DateField(blank=True, null=True, verbose_name="hurried on")),
                ("urged_by_label", models.CharField(blank=True, max_length=100, verbose_name="hurried by")),
                ("words", models.CharField(blank=True, max_length=255, verbose_name="what was said")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="warnings",
                        to="supervision.approvalcase",
                        verbose_name="approval case",
                    ),
                ),
            ],
            options={
                "verbose_name": "warning of a limit",
                "verbose_name_plural": "warnings of limits",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "level", "due_on"), name="one_warning_per_case_level_and_limit"
                    )
                ],
            },
        ),
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
                "indexes": [models.Index(fields=["subject", "-id"], name="assessment_of_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("office__isnull", True)),
                        fields=("round", "subject"),
                        name="a_body_is_assessed_once_a_round",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("office__isnull", False)),
                        fields=("round", "office"),
                        name="an_office_is_assessed_once_a_round",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(("total__isnull", False), models.Q(("band", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_decided_assessment_has_a_result",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Benefit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="division-code prefix; empty: whole country",
                        max_length=6,
                        verbose_name="place",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=160, verbose_name="title in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pay_later", "treatment first, payment later"),
                            ("lane", "quick lane and fewer queues"),
                            ("deposit", "deposit waived or lowered"),
                            ("approval", "green channel in approvals"),
                            ("inspection", "fewer inspections"),
                            ("award", "preference in awards and training"),
                            ("other", "other"),
                        ],
                        max_length=10,
                        verbose_name="kind of benefit",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "visitors, at bodies that take part"),
                            ("body", "bodies"),
                            ("person", "health practitioners"),
                        ],
                        max_length=6,
                        verbose_name="who enjoys it",
                    ),
                ),
                ("text", models.TextField(verbose_name="what it consists of")),
                ("text_en", models.TextField(blank=True, verbose_name="what it consists of, in English")),
                (
                    "proof",
                    models.CharField(
                        blank=True,
                        help_text="shown at the counter and given back; nothing of it is kept",
                        max_length=200,
                        verbose_name="what is shown on the spot",
                    ),
                ),
                ("office", models.CharField(blank=True, max_length=60, verbose_name="office in charge")),
                ("labels", models.JSONField(blank=True, default=list, verbose_name="grades that qualify")),
                (
                    "red_list_counts",
                    models.BooleanField(default=True, verbose_name="a red list qualifies too"),
                ),
                (
                    "barred_if_listed",
                    models.BooleanField(
                        default=True, verbose_name="never while on a serious-dishonesty list"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="in force to")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="document")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="article")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("verified", "read in the source"),
                            ("gku", "local default, to be confirmed"),
                        ],
                        default="gku",
                        max_length=8,
                        verbose_name="certainty",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("file", "shipped with Chengyi"), ("local", "entered here")],
                        default="local",
                        editable=False,
                        max_length=5,
                        verbose_name="origin",
                    ),
                ),
            ],
            options={
                "verbose_name": "benefit",
                "verbose_name_plural": "benefits",
                "ordering": ["audience", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "place"), name="one_benefit_per_code_and_place"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="a_benefit_ends_after_it_began",
                        violation_error_message="“In force to” lies before “in force from”.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BenefitOffer",
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
                    "how",
                    models.CharField(
                        help_text="shown to the public",
                        max_length=300,
                        verbose_name="how visitors get it there",
                    ),
                ),
                ("asked_on", models.DateField(verbose_name="asked on")),
                ("active_since", models.DateField(blank=True, null=True, verbose_name="takes part since")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("ground", models.CharField(blank=True, max_length=255, verbose_name="ground")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "asked to take part"),
                            ("active", "takes part"),
                            ("suspended", "suspended"),
                            ("refused", "refused"),
                            ("ended", "ended"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("suspended_by_rule", models.BooleanField(default=False, editable=False)),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="supervision.benefit",
                        verbose_name="benefit",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="benefit_offers",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
            ],
            options={
                "verbose_name": "taking part in a benefit",
                "verbose_name_plural": "taking part in benefits",
                "ordering": ["-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "active", "suspended"])),
                        fields=("benefit", "subject"),
                        name="a_body_takes_part_in_a_benefit_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["active", "suspended"]), _negated=True),
                            ("active_since__isnull", False),
                            _connector="OR",
                        ),
                        name="who_takes_part_says_since_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BenefitUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("month", models.DateField(help_text="its first day", verbose_name="month")),
                ("uses", models.PositiveIntegerField(verbose_name="number of uses")),
                (
                    "benefit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="supervision.benefit",
                        verbose_name="benefit",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="supervision.benefitoffer",
                        verbose_name="taking part in a benefit",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a benefit",
                "verbose_name_plural": "uses of benefits",
                "ordering": ["-month"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("offer__isnull", False)),
                        fields=("offer", "month"),
                        name="one_count_per_body_benefit_and_month",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("offer__isnull", True)),
                        fields=("benefit", "division_code", "month"),
                        name="one_count_per_division_benefit_and_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
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
                        verbose_name="used for",
                    ),
                ),
                ("speciality", models.CharField(blank=True, max_length=40, verbose_name="speciality")),
                (
                    "categories",
                    models.JSONField(blank=True, default=list, verbose_name="categories of bodies"),
                ),
                ("place", models.CharField(blank=True, max_length=6, verbose_name="place")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force to")),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="document")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="article")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                (
                    "origin",
                    models.CharField(
                        choices=[("file", "shipped with Chengyi"), ("local", "entered here")],
                        default="local",
                        editable=False,
                        max_length=5,
                        verbose_name="origin",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "checklist",
                "verbose_name_plural": "checklists",
                "ordering": ["kind", "code", "-effective_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "place", "effective_from"),
                        name="one_checklist_per_code_place_and_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="a_checklist_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("goal", models.TextField(blank=True, verbose_name="goal")),
                ("lead_office", models.CharField(blank=True, max_length=120, verbose_name="leading office")),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="an office's number, no person's own",
                        max_length=60,
                        verbose_name="telephone of the office",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being prepared"),
                            ("running", "running"),
                            ("closed", "closed"),
                            ("dropped", "dropped"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "started_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="started on"),
                ),
                (
                    "started_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="started by"),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="closed on"),
                ),
                (
                    "closed_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="closed by"),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="supervision.campaign",
                        verbose_name="copied from",
                    ),
                ),
                (
                    "checklist",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaign",
                        to="supervision.checklist",
                        verbose_name="problem list",
                    ),
                ),
            ],
            options={
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="a_campaign_ends_after_it_began",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("work", models.TextField(blank=True, verbose_name="work done")),
                ("problems", models.TextField(blank=True, verbose_name="problems that remain")),
                ("next_steps", models.TextField(blank=True, verbose_name="next steps")),
                ("counted_at", models.DateTimeField(editable=False, verbose_name="counted at")),
                ("content", models.JSONField(default=dict, editable=False, verbose_name="figures")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("issued", "issued"),
                            ("sent", "sent to the authority above"),
                            ("withdrawn", "withdrawn"),
                            ("dropped", "given up"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="drafted by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="drafted at")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "issued_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="issued on"),
                ),
                (
                    "issued_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="issued by"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("monthly", "monthly bulletin"), ("final", "final report")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="counted within the campaign", verbose_name="issue"
                    ),
                ),
                ("begins_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bulletins",
                        to="supervision.campaign",
                        verbose_name="campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "bulletin",
                "verbose_name_plural": "bulletins",
                "ordering": ["-ends_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["dropped", "withdrawn"]), _negated=True),
                        fields=("campaign", "kind", "ends_on"),
                        name="one_bulletin_per_campaign_and_period",
                    ),
                    models.UniqueConstraint(fields=("campaign", "number"), name="one_bulletin_per_number"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                        name="a_bulletin_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "dropped"]), ("issued_on__isnull", False), _connector="OR"
                        ),
                        name="an_issued_bulletin_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=60, verbose_name="area")),
                ("work", models.TextField(blank=True, verbose_name="main work")),
                ("offices", models.CharField(blank=True, max_length=200, verbose_name="responsible offices")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="supervision.campaign",
                        verbose_name="campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "area of a campaign",
                "verbose_name_plural": "areas of campaigns",
                "ordering": ["campaign", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "number"), name="one_area_per_number_of_a_campaign"
                    ),
                    models.UniqueConstraint(
                        fields=("campaign", "title"), name="one_area_per_title_of_a_campaign"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added at")),
                ("added_by_label", models.CharField(blank=True, max_length=100, verbose_name="added by")),
                (
                    "joined_on",
                    models.DateField(blank=True, null=True, verbose_name="joined the running campaign on"),
                ),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="left on")),
                ("left_why", models.CharField(blank=True, max_length=255, verbose_name="why it left")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bodies",
                        to="supervision.campaign",
                        verbose_name="campaign",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="campaigns",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
            ],
            options={
                "verbose_name": "body of a campaign",
                "verbose_name_plural": "bodies of campaigns",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "subject"), name="a_body_is_once_in_a_campaign"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            models.Q(("left_why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_body_leaves_a_campaign_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("group", models.CharField(blank=True, max_length=60, verbose_name="group")),
                ("text", models.CharField(max_length=500, verbose_name="problem or duty")),
                ("measures", models.CharField(blank=True, max_length=1000, verbose_name="measures")),
                ("office", models.CharField(blank=True, max_length=200, verbose_name="responsible offices")),
                (
                    "due_text",
                    models.CharField(blank=True, max_length=60, verbose_name="time limit as written"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("permanent", models.BooleanField(default=False, verbose_name="permanent")),
                (
                    "serious",
                    models.BooleanField(
                        default=False,
                        help_text="a body that finds it reports it to the health department at once",
                        verbose_name="serious: report at once",
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="document")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="article")),
                (
                    "item_code",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="item of the collection catalogue"
                    ),
                ),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="supervision.checklist",
                        verbose_name="checklist",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a checklist",
                "verbose_name_plural": "lines of checklists",
                "ordering": ["checklist", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("checklist", "number"), name="one_line_per_number_of_a_checklist"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "number",
                    models.CharField(
                        editable=False, max_length=40, unique=True, verbose_name="complaint number"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[("complaint", "complaint"), ("report", "report of unlawful conduct")],
                        default="complaint",
                        max_length=9,
                        verbose_name="nature",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("site", "public site"),
                            ("hotline", "hotline"),
                            ("mailbox", "electronic mailbox"),
                            ("box", "complaints box"),
                            ("letter", "letter"),
                            ("visit", "visit"),
                            ("forwarded", "passed on by a higher authority"),
                        ],
                        default="site",
                        max_length=9,
                        verbose_name="came in by",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("fees", "fees"),
                            ("quality", "quality of care"),
                            ("attitude", "attitude of service"),
                            ("bribes", "red envelopes and kickbacks"),
                            ("staff", "qualification of staff"),
                            ("places", "hygiene of public places"),
                            ("schools", "school health"),
                            ("water", "drinking water"),
                            ("tableware", "tableware"),
                            ("disinfect", "disinfection products"),
                            ("unlicensed", "practice without a licence"),
                            ("other", "something else"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="topic",
                    ),
                ),
                ("body_name", models.CharField(max_length=200, verbose_name="body as named")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("words", models.TextField(verbose_name="what is complained about")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="happened on")),
                ("named", models.BooleanField(default=False, editable=False, verbose_name="with a name")),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                (
                    "wave",
                    models.BooleanField(
                        default=False,
                        help_text="unusually many about this body on one day",
                        verbose_name="one of a wave",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received, being looked at"),
                            ("accepted", "accepted, being handled"),
                            ("proposed", "finding proposed, waiting for a second officer"),
                            ("decided", "decided, to be answered"),
                            ("answered", "answered"),
                            ("transferred", "passed on to the authority in charge"),
                            ("declined", "not accepted"),
                            ("joined", "joined with an earlier one"),
                            ("taken_back", "taken back"),
                        ],
                        default="received",
                        editable=False,
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                (
                    "procedure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("petition", "petition (calendar days)"),
                            ("medical", "medical complaint (working days)"),
                            ("published", "report of false published information (working days)"),
                        ],
                        max_length=9,
                        verbose_name="procedure",
                    ),
                ),
                ("office", models.CharField(blank=True, max_length=100, verbose_name="handling office")),
                (
                    "accepted_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="accepted on"),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="to be answered by"),
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
                ("transferred_to", models.CharField(blank=True, max_length=200, verbose_name="passed on to")),
                (
                    "declined_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_ours", "no matter of the health authority, and nobody to pass it on to"),
                            ("repeated", "repeated: answered already, nothing new"),
                            ("no_clues", "no concrete clue"),
                            ("court", "before a court, in arbitration or reconsideration"),
                            ("malicious", "malicious: the same made-up matter again and again"),
                        ],
                        max_length=9,
                        verbose_name="why not accepted",
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "upheld"),
                            ("partly", "partly upheld"),
                            ("not_upheld", "not upheld"),
                            ("unproven", "could not be proven"),
                            ("fabricated", "deliberately made up"),
                        ],
                        max_length=10,
                        verbose_name="finding",
                    ),
                ),
                ("facts", models.TextField(blank=True, verbose_name="facts established")),
                (
                    "item_code",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="item of the collection catalogue"
                    ),
                ),
                ("conduct_on", models.DateField(blank=True, null=True, verbose_name="day of the conduct")),
                (
                    "problem",
                    models.CharField(blank=True, max_length=500, verbose_name="problem to be put right"),
                ),
                ("rectify_by", models.DateField(blank=True, null=True, verbose_name="to be put right by")),
                (
                    "effects",
                    models.JSONField(blank=True, default=list, editable=False, verbose_name="what was done"),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("proposed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "proposed_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="proposed by"),
                ),
                (
                    "decided_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="decided by"),
                ),
                (
                    "decided_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="decided on"),
                ),
                (
                    "answered_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="answered on"),
                ),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("good", "satisfied"),
                            ("fair", "fairly satisfied"),
                            ("bad", "not satisfied"),
                        ],
                        editable=False,
                        max_length=4,
                        verbose_name="satisfaction",
                    ),
                ),
                ("tracking", models.CharField(blank=True, editable=False, max_length=64)),
                ("pickup", models.CharField(blank=True, editable=False, max_length=64)),
                ("submission", models.CharField(blank=True, editable=False, max_length=64)),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "joined_to",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="supervision.complaint",
                        verbose_name="joined with",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="credit.subject",
                        verbose_name="body complained about",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["subject", "-received_on"], name="complaint_of_subject"),
                    models.Index(fields=["fingerprint"], name="complaint_by_words"),
                    models.Index(
                        fields=["division_code", "-id"],
                        name="complaint_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("tracking", ""), _negated=True),
                        fields=("tracking",),
                        name="one_complaint_per_tracking_code",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("submission", ""), _negated=True),
                        fields=("submission",),
                        name="a_form_sent_twice_is_one_complaint",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "joined"), _negated=True),
                            ("joined_to__isnull", False),
                            _connector="OR",
                        ),
                        name="a_joined_complaint_names_the_earlier_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("joined_to__isnull", True),
                            models.Q(("joined_to", models.F("pk")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_complaint_is_not_joined_to_itself",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["decided", "answered"]), _negated=True),
                            models.Q(("decided_on__isnull", False), models.Q(("finding", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_decided_complaint_has_a_finding",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("declined_as", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_declined_complaint_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ComplaintReward",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "division_code",
                    models.CharField(editable=False, max_length=6, verbose_name="division code"),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="amount (yuan)")),
                ("grounds", models.CharField(max_length=500, verbose_name="grounds of the reward")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("approved", "approved, to be collected"),
                            ("paid", "paid"),
                            ("refused", "refused"),
                            ("lapsed", "not collected in time"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="proposed by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("approved_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "approved_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="approved by"),
                ),
                (
                    "approved_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="approved on"),
                ),
                (
                    "collect_by",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="to be collected by"
                    ),
                ),
                ("paid_on", models.DateField(blank=True, editable=False, null=True, verbose_name="paid on")),
                (
                    "paid_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="paid by"),
                ),
                ("voucher_no", models.CharField(blank=True, max_length=80, verbose_name="voucher number")),
                (
                    "complaint",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reward",
                        to="supervision.complaint",
                        verbose_name="complaint",
                    ),
                ),
            ],
            options={
                "verbose_name": "reward for a report",
                "verbose_name_plural": "rewards for reports",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="a_reward_is_more_than_nothing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paid"), _negated=True),
                            models.Q(("paid_on__isnull", False), models.Q(("voucher_no", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_paid_reward_has_its_day_and_voucher",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Expert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="number in the library")),
                ("name", models.CharField(max_length=60, verbose_name="full name")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="professional title")),
                ("employer", models.CharField(blank=True, max_length=200, verbose_name="employer")),
                ("specialities", models.JSONField(default=list, verbose_name="specialities")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("term_to", models.DateField(blank=True, null=True, verbose_name="appointed until")),
                (
                    "undertaking_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="confidentiality undertaking signed on"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "in the pool"), ("left", "left")],
                        default="active",
                        editable=False,
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="left on")),
                (
                    "exit_ground",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("term", "the term has ended"),
                            ("own", "at the expert's own wish"),
                            ("leak", "broke confidentiality"),
                            ("conduct", "breach of discipline or integrity"),
                            ("absent", "did not come, repeatedly"),
                        ],
                        editable=False,
                        max_length=8,
                        verbose_name="why they left",
                    ),
                ),
                (
                    "exit_words",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="reasons"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "employer_subject",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credit.subject",
                        verbose_name="employer's credit file",
                    ),
                ),
            ],
            options={
                "verbose_name": "expert",
                "verbose_name_plural": "experts",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "active"),
                            models.Q(
                                ("left_on__isnull", False), models.Q(("exit_ground", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="an_expert_who_left_did_so_on_a_day_and_for_a_ground",
                    )
                ],
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "number"), name="one_indicator_per_number_of_a_round"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("full__gt", 0)), name="an_indicator_has_marks"
                    ),
                ],
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "indicator"), name="one_score_per_indicator_of_an_assessment"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("own__isnull", True), ("own__gte", 0), _connector="OR"),
                            models.Q(("given__isnull", True), ("given__gte", 0), _connector="OR"),
                        ),
                        name="a_score_is_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InformantKeeper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=100, verbose_name="keeper")),
                ("prefix", models.CharField(blank=True, max_length=6, verbose_name="jurisdiction")),
                ("public_key", models.CharField(max_length=64, verbose_name="public key")),
                (
                    "locked_key",
                    core.fields.SealedField(
                        context="informant.keeper", verbose_name="private key under the passphrase"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=32, verbose_name="fingerprint of the key")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting to be admitted"),
                            ("active", "in use"),
                            ("left", "out of use"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="key made at")),
                ("admitted_on", models.DateField(blank=True, null=True, verbose_name="in use since")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="out of use since")),
                ("failures", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("failed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="informant_keys",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="keeper",
                    ),
                ),
            ],
            options={
                "verbose_name": "keeper of informants",
                "verbose_name_plural": "keepers of informants",
                "ordering": ["prefix", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "left"), _negated=True),
                        fields=("officer", "prefix", "state"),
                        name="one_key_of_a_state_per_keeper_and_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "left"), _negated=True),
                            ("left_on__isnull", False),
                            _connector="OR",
                        ),
                        name="a_key_out_of_use_has_the_day_of_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InformantLook",
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
                        choices=[("look", "look at an informant"), ("change", "change of keys")],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("prefix", models.CharField(blank=True, max_length=6, verbose_name="jurisdiction")),
                ("reason", models.CharField(max_length=255, verbose_name="stated reason")),
                ("changes", models.JSONField(blank=True, default=dict, verbose_name="keys that come and go")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("expires_at", models.DateTimeField(verbose_name="lapses at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waiting for the second keeper"),
                            ("done", "done"),
                            ("lapsed", "lapsed"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="supervision.informantkeeper",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="supervision.complaint",
                        verbose_name="complaint",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seconded",
                        to="supervision.informantkeeper",
                        verbose_name="second keeper",
                    ),
                ),
            ],
            options={
                "verbose_name": "joint act of keepers",
                "verbose_name_plural": "joint acts of keepers",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second__isnull", True),
                            models.Q(("second", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="the_second_keeper_is_another_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("done_at__isnull", False), ("second__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_joint_act_that_is_done_names_the_second_keeper",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "change"), ("complaint__isnull", False), _connector="OR"),
                        name="a_look_is_about_a_complaint",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "division_code",
                    models.CharField(editable=False, max_length=6, verbose_name="division code"),
                ),
                ("speciality", models.CharField(blank=True, max_length=40, verbose_name="speciality")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("draw", "random draw"),
                            ("full_coverage", "full coverage"),
                            ("complaint", "complaint"),
                            ("campaign", "campaign"),
                            ("warning", "risk warning"),
                            ("recheck", "re-check"),
                        ],
                        max_length=13,
                        verbose_name="reason of the inspection",
                    ),
                ),
                ("source_key", models.CharField(editable=False, max_length=80, unique=True)),
                ("grounds", models.CharField(blank=True, max_length=255, verbose_name="grounds")),
                ("due_on", models.DateField(verbose_name="to be done by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "to be done"),
                            ("running", "under way"),
                            ("handed_in", "waiting for approval"),
                            ("approved", "approved"),
                            ("published", "published"),
                            ("withdrawn", "withdrawn"),
                            ("dropped", "dropped"),
                        ],
                        default="planned",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("versions", models.JSONField(default=dict, editable=False)),
                (
                    "started_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="begun at"),
                ),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="certificates shown and rights told at"
                    ),
                ),
                (
                    "place",
                    models.CharField(blank=True, max_length=200, verbose_name="place of the inspection"),
                ),
                (
                    "accompanied_by",
                    models.CharField(blank=True, max_length=60, verbose_name="accompanied for the body by"),
                ),
                (
                    "recusal",
                    models.CharField(
                        blank=True,
                        help_text="whom the body wants to stay out and why; empty: nobody",
                        max_length=255,
                        verbose_name="recusal asked for",
                    ),
                ),
                (
                    "recusal_state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asked", "waits for a decision"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                        ],
                        editable=False,
                        max_length=7,
                        verbose_name="request for recusal",
                    ),
                ),
                (
                    "recusal_decided_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="recusal decided on"
                    ),
                ),
                (
                    "recusal_decided_by_label",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="recusal decided by"
                    ),
                ),
                (
                    "recusal_reason",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=255,
                        verbose_name="reasons of the decision on recusal",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clean", "no problem found"),
                            ("ordered", "problem found, correction ordered"),
                            ("pending", "problem found, to be followed up"),
                            ("refused", "inspection refused, seriously"),
                            ("not_found", "cannot be reached at the registered place"),
                            ("no_activity", "the activity to be inspected is not carried on"),
                            ("closed", "the body has closed"),
                        ],
                        max_length=11,
                        verbose_name="result",
                    ),
                ),
                ("summary", models.TextField(blank=True, verbose_name="what the inspection found")),
                ("remarks", models.TextField(blank=True, verbose_name="what the body says about it")),
                (
                    "signature",
                    models.CharField(
                        blank=True,
                        choices=[("signed", "signed for the body"), ("refused", "signature refused")],
                        max_length=7,
                        verbose_name="signature",
                    ),
                ),
                ("signed_by", models.CharField(blank=True, max_length=60, verbose_name="signed by")),
                (
                    "unsigned_reason",
                    models.CharField(blank=True, max_length=255, verbose_name="why the signature is missing"),
                ),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="ended at"),
                ),
                (
                    "handed_in_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="handed in on"),
                ),
                ("handed_in_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "returned_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="what is missing"
                    ),
                ),
                (
                    "approved_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="approved on"),
                ),
                (
                    "approved_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="approved by"),
                ),
                (
                    "publish_by",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="to be published by"
                    ),
                ),
                (
                    "published_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="published on"),
                ),
                (
                    "ended_reason",
                    models.CharField(
                        blank=True, max_length=255, verbose_name="why it was dropped or withdrawn"
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="supervision.checklist",
                        verbose_name="checklist",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
            ],
            options={
                "verbose_name": "inspection",
                "verbose_name_plural": "inspections",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["subject", "state"], name="inspection_of_subject"),
                    models.Index(fields=["state", "due_on"], name="inspection_by_state"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["handed_in", "approved", "published"]), _negated=True),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                ("ended_at__isnull", False),
                                ("started_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_finished_inspection_began_ended_and_has_a_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="an_inspection_does_not_end_before_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("approved_on__isnull", False), ("published_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_published_inspection_was_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recusal_state__in", ["granted", "refused"]), _negated=True),
                            models.Q(
                                ("recusal_decided_on__isnull", False),
                                models.Q(("recusal_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_recusal_has_its_day_and_reasons",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                (
                    "speciality",
                    models.CharField(
                        choices=[
                            ("medical", "medical care"),
                            ("infectious", "prevention of infectious diseases"),
                            ("public_place", "hygiene of public places"),
                            ("drinking_water", "drinking water"),
                            ("school", "school health"),
                            ("occupational", "occupational health"),
                            ("radiation", "radiation protection"),
                            ("disinfection", "disinfection products"),
                            ("tableware", "central disinfection of tableware"),
                            ("maternal", "mother and child care"),
                            ("blood", "blood safety"),
                        ],
                        max_length=20,
                        verbose_name="speciality",
                    ),
                ),
                (
                    "categories",
                    models.JSONField(blank=True, default=list, verbose_name="categories of bodies"),
                ),
                ("content", models.CharField(blank=True, max_length=500, verbose_name="what is inspected")),
                ("way", models.CharField(blank=True, max_length=100, verbose_name="way of inspection")),
                ("full_coverage", models.BooleanField(default=False, verbose_name="full coverage")),
                ("place", models.CharField(blank=True, max_length=6, verbose_name="place")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force to")),
                ("document", models.CharField(max_length=200, verbose_name="legal basis")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="article")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                (
                    "origin",
                    models.CharField(
                        choices=[("file", "shipped with Chengyi"), ("local", "entered here")],
                        default="local",
                        editable=False,
                        max_length=5,
                        verbose_name="origin",
                    ),
                ),
            ],
            options={
                "verbose_name": "inspection item",
                "verbose_name_plural": "inspection items",
                "ordering": ["speciality", "code", "-effective_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "place", "effective_from"),
                        name="one_inspection_item_per_code_place_and_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("document", ""), _negated=True),
                        name="an_inspection_item_has_a_legal_basis",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="an_inspection_item_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionLine",
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
                        choices=[("ok", "in order"), ("problem", "problem"), ("na", "does not apply")],
                        max_length=7,
                        verbose_name="answer",
                    ),
                ),
                ("facts", models.TextField(blank=True, verbose_name="facts")),
                (
                    "measure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("spot", "corrected on the spot"),
                            ("order", "correction ordered by a day"),
                            ("case", "penalty case to be opened"),
                        ],
                        max_length=5,
                        verbose_name="measure",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="to be corrected by")),
                ("recorded", models.BooleanField(default=False, verbose_name="enters the credit file")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("answered_at", models.DateTimeField(verbose_name="answered at")),
                ("answered_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "answered_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="answered by"),
                ),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="supervision.inspection",
                        verbose_name="inspection",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.checkitem",
                        verbose_name="line",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding of an inspection",
                "verbose_name_plural": "findings of inspections",
                "ordering": ["inspection", "item__number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "item"), name="one_answer_per_line_of_an_inspection"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", "problem"),
                            models.Q(("due_on__isnull", True), ("measure", ""), ("recorded", False)),
                            _connector="OR",
                        ),
                        name="only_a_problem_has_a_measure",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(editable=False, unique=True)),
                ("name", models.CharField(max_length=200, verbose_name="body")),
                (
                    "number",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                ("name_norm", models.CharField(editable=False, max_length=600)),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("reason", models.CharField(max_length=13, verbose_name="kind of inspection")),
                ("speciality", models.CharField(blank=True, max_length=40, verbose_name="speciality")),
                ("checklist", models.CharField(max_length=200, verbose_name="checklist")),
                ("lines", models.PositiveSmallIntegerField(verbose_name="lines looked at")),
                ("inspected_on", models.DateField(verbose_name="inspected on")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("clean", "no problem found"),
                            ("ordered", "problem found, correction ordered"),
                            ("pending", "problem found, to be followed up"),
                            ("refused", "inspection refused, seriously"),
                            ("not_found", "cannot be reached at the registered place"),
                            ("no_activity", "the activity to be inspected is not carried on"),
                            ("closed", "the body has closed"),
                        ],
                        max_length=11,
                        verbose_name="result",
                    ),
                ),
                ("problems", models.JSONField(default=list, verbose_name="problems")),
                ("published_on", models.DateField(verbose_name="published on")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                (
                    "inspection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice",
                        to="supervision.inspection",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspection_notices",
                        to="credit.subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "published result of an inspection",
                "verbose_name_plural": "published results of inspections",
                "ordering": ["-published_on", "-pk"],
                "indexes": [
                    models.Index(fields=["-published_on", "-id"], name="inspection_notice_newest"),
                    models.Index(fields=["subject", "-published_on"], name="inspection_notice_of_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionOfficer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "certificate",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="enforcement certificate number"
                    ),
                ),
                ("joined_at", models.DateTimeField(blank=True, null=True, verbose_name="on the spot since")),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="crew",
                        to="supervision.inspection",
                        verbose_name="inspection",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspections",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="inspector",
                    ),
                ),
            ],
            options={
                "verbose_name": "inspector of an inspection",
                "verbose_name_plural": "inspectors of inspections",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "officer"), name="an_inspector_is_once_in_an_inspection"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("joined_at__isnull", True),
                            models.Q(("certificate", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_inspector_on_the_spot_has_a_certificate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionStep",
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
                            ("opened", "Task opened"),
                            ("crew", "Inspector replaced"),
                            ("joined", "Inspector on the spot, certificate shown"),
                            ("told", "Purpose and rights told"),
                            ("recusal", "Request for recusal"),
                            ("answered", "Line answered"),
                            ("conflict", "Two entries at once: not taken"),
                            ("photo", "Photograph taken"),
                            ("signed", "Record signed"),
                            ("closing", "Result and remarks entered"),
                            ("handed_in", "Handed in"),
                            ("returned", "Returned to the inspectors"),
                            ("approved", "Result approved"),
                            ("published", "Result published"),
                            ("withdrawn", "Result withdrawn"),
                            ("dropped", "Task dropped"),
                        ],
                        max_length=9,
                        verbose_name="step",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="in words")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "done_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="by the telephone's clock"),
                ),
                ("by_id", models.CharField(blank=True, editable=False, max_length=64)),
                ("by_label", models.CharField(blank=True, max_length=100, verbose_name="by")),
                ("token", models.UUIDField(blank=True, editable=False, null=True)),
                (
                    "inspection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="supervision.inspection",
                        verbose_name="inspection",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an inspection",
                "verbose_name_plural": "steps of inspections",
                "ordering": ["inspection", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("inspection", "token"), name="a_step_of_an_inspection_is_kept_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Inspector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="number in the library")),
                ("certificate_no", models.CharField(max_length=60, verbose_name="enforcement certificate")),
                (
                    "certificate_valid_to",
                    models.DateField(blank=True, null=True, verbose_name="certificate valid to"),
                ),
                ("specialities", models.JSONField(default=list, verbose_name="specialities")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "in the pool"), ("left", "left")],
                        default="active",
                        editable=False,
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("left_on", models.DateField(blank=True, editable=False, null=True, verbose_name="left on")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="office",
                    ),
                ),
                (
                    "officer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspector",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="officer",
                    ),
                ),
            ],
            options={
                "verbose_name": "inspector",
                "verbose_name_plural": "inspectors",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("certificate_no", ""), _negated=True),
                        name="an_inspector_holds_a_certificate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "active"), ("left_on__isnull", False), _connector="OR"),
                        name="an_inspector_who_left_did_so_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConflictOfInterest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "tie",
                    models.CharField(
                        choices=[
                            ("employer", "worked there"),
                            ("relative", "a close relative works there or owns it"),
                            ("interest", "business or money"),
                            ("dispute", "dispute or complaint"),
                            ("other", "other"),
                        ],
                        max_length=8,
                        verbose_name="tie",
                    ),
                ),
                ("declared_on", models.DateField(verbose_name="declared on")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="supervision.expert",
                        verbose_name="expert",
                    ),
                ),
                (
                    "inspector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties",
                        to="supervision.inspector",
                        verbose_name="inspector",
                    ),
                ),
            ],
            options={
                "verbose_name": "declared conflict of interest",
                "verbose_name_plural": "declared conflicts of interest",
                "ordering": ["-declared_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expert__isnull", True), ("inspector__isnull", False)),
                            models.Q(("expert__isnull", False), ("inspector__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_conflict_of_interest_is_one_persons",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("inspector", "subject"),
                        name="an_inspector_declares_a_body_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("expert", "subject"),
                        name="an_expert_declares_a_body_once",
                    ),
                ],
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
                "indexes": [models.Index(fields=["subject", "state"], name="integrity_breach_of_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("source_key", ""), _negated=True),
                        fields=("source_key",),
                        name="one_integrity_breach_per_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "correction", "corrected"]), _negated=True),
                            ("confirmed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="a_standing_breach_was_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "corrected"), _negated=True),
                            models.Q(
                                ("corrected_on__isnull", False), models.Q(("mitigation", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_corrected_breach_says_what_follows",
                    ),
                ],
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
                "indexes": [models.Index(fields=["subject", "state"], name="integrity_measure_of_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("assessment__isnull", False), models.Q(("state", "dropped"), _negated=True)
                        ),
                        fields=("assessment", "kind"),
                        name="one_consequence_of_a_kind_per_assessment",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("breach__isnull", False), models.Q(("state", "dropped"), _negated=True)
                        ),
                        fields=("breach", "kind"),
                        name="one_consequence_of_a_kind_per_breach",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assessment__isnull", False), ("breach__isnull", True)),
                            models.Q(("assessment__isnull", True), ("breach__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_consequence_has_one_ground",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["in_force", "explained"]), _negated=True),
                            models.Q(
                                ("starts_on__isnull", False), models.Q(("document_no", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_consequence_in_force_has_a_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="a_consequence_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ended"), _negated=True),
                            models.Q(("ended_on__isnull", False), models.Q(("ended_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="an_ended_consequence_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interview",
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
                        choices=[("reminder", "reminder interview"), ("warning", "warning interview")],
                        max_length=8,
                        verbose_name="kind of interview",
                    ),
                ),
                ("grounds", models.TextField(verbose_name="grounds")),
                ("basis", models.CharField(blank=True, max_length=255, verbose_name="legal basis")),
                (
                    "authority_name",
                    models.CharField(
                        max_length=200, verbose_name="authority that determined it and interviews"
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("source_key", models.CharField(editable=False, max_length=80, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("notified", "notice given"),
                            ("held", "held, being followed up"),
                            ("closed", "followed up and closed"),
                            ("dropped", "dropped"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("proposed_on", models.DateField(editable=False, verbose_name="proposed on")),
                ("notice_no", models.CharField(blank=True, max_length=80, verbose_name="notice number")),
                ("noticed_on", models.DateField(blank=True, null=True, verbose_name="notice given on")),
                ("meets_at", models.DateTimeField(blank=True, null=True, verbose_name="time")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("who_must_come", models.CharField(blank=True, max_length=200, verbose_name="who must come")),
                ("bring", models.CharField(blank=True, max_length=255, verbose_name="what to bring")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=100, verbose_name="contact at the authority"),
                ),
                ("held_on", models.DateField(blank=True, editable=False, null=True, verbose_name="held on")),
                (
                    "host",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="held by"),
                ),
                (
                    "recorder",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="minutes taken by"
                    ),
                ),
                ("minutes", models.TextField(blank=True, editable=False, verbose_name="minutes")),
                (
                    "follow_up_by",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="to be followed up by"
                    ),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="closed on"),
                ),
                (
                    "closed_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="closed by"),
                ),
                (
                    "dropped_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="reason of dropping"
                    ),
                ),
                (
                    "called_off_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="called off on"),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
            ],
            options={
                "verbose_name": "interview",
                "verbose_name_plural": "interviews",
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["state", "meets_at"], name="interview_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["notified", "held", "closed"]), _negated=True),
                            models.Q(
                                ("meets_at__isnull", False),
                                ("noticed_on__isnull", False),
                                models.Q(("notice_no", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_interview_is_noticed_before_it_is_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["held", "closed"]), _negated=True),
                            models.Q(("held_on__isnull", False), models.Q(("minutes", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="an_interview_held_has_minutes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("called_off_on__isnull", True),
                            models.Q(("state", "dropped"), models.Q(("dropped_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="an_interview_called_off_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("notice_no", ""), _negated=True),
                        fields=("division_code", "notice_no"),
                        name="a_notice_number_is_used_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "read_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="notice read on"),
                ),
                (
                    "reply",
                    models.CharField(
                        blank=True,
                        choices=[("comes", "will come"), ("later", "asks for another time")],
                        editable=False,
                        max_length=5,
                        verbose_name="answer to the notice",
                    ),
                ),
                (
                    "reply_words",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="words of the answer"
                    ),
                ),
                (
                    "replied_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="answered on"),
                ),
                (
                    "attendance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("came", "came and signed"),
                            ("unsigned", "came, refused to sign"),
                            ("absent", "did not come"),
                        ],
                        max_length=8,
                        verbose_name="attendance",
                    ),
                ),
                (
                    "came_as",
                    models.CharField(
                        blank=True,
                        help_text="office or post, without a number",
                        max_length=100,
                        verbose_name="represented by",
                    ),
                ),
                ("statement", models.TextField(blank=True, verbose_name="what the body said")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("met", "demands met"),
                            ("partly", "demands met in part"),
                            ("unmet", "demands not met"),
                        ],
                        max_length=6,
                        verbose_name="result of the follow-up",
                    ),
                ),
                (
                    "result_note",
                    models.CharField(blank=True, max_length=500, verbose_name="note of the follow-up"),
                ),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bodies",
                        to="supervision.interview",
                        verbose_name="interview",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
            ],
            options={
                "verbose_name": "body of an interview",
                "verbose_name_plural": "bodies of interviews",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("interview", "subject"), name="a_body_is_once_in_an_interview"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replied_on__isnull", True), ("reply", "")),
                            models.Q(models.Q(("reply", ""), _negated=True), ("replied_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_answer_to_an_interview_has_its_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewDemand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.CharField(max_length=500, verbose_name="demand")),
                ("due_on", models.DateField(verbose_name="due on")),
                (
                    "interview",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="demands",
                        to="supervision.interview",
                        verbose_name="interview",
                    ),
                ),
            ],
            options={
                "verbose_name": "demand of an interview",
                "verbose_name_plural": "demands of interviews",
                "ordering": ["interview", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("interview", "number"), name="one_demand_per_number_of_an_interview"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemMaterial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("name", models.CharField(max_length=120, verbose_name="paper")),
                ("form", models.CharField(blank=True, max_length=60, verbose_name="form and copies")),
                ("may_follow", models.BooleanField(default=False, verbose_name="may follow later")),
                ("conditional", models.BooleanField(default=False, verbose_name="needed in some cases only")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="materials",
                        to="supervision.approvalitem",
                        verbose_name="approval item",
                    ),
                ),
            ],
            options={
                "verbose_name": "paper of an application",
                "verbose_name_plural": "papers of an application",
                "ordering": ["item", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "number"), name="one_paper_per_number_of_an_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=60, verbose_name="stage")),
                ("office", models.CharField(blank=True, max_length=60, verbose_name="office")),
                ("days", models.PositiveSmallIntegerField(verbose_name="working days")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="supervision.approvalitem",
                        verbose_name="approval item",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage of an item",
                "verbose_name_plural": "stages of an item",
                "ordering": ["item", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("item", "number"), name="one_stage_per_number_of_an_item")
                ],
            },
        ),
        migrations.CreateModel(
            name="Leave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_day", models.DateField(verbose_name="from")),
                ("to_day", models.DateField(verbose_name="to")),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                (
                    "inspector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="leaves",
                        to="supervision.inspector",
                        verbose_name="inspector",
                    ),
                ),
            ],
            options={
                "verbose_name": "leave",
                "verbose_name_plural": "leaves",
                "ordering": ["-from_day"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_day__gte", models.F("from_day"))),
                        name="a_leave_does_not_end_before_it_begins",
                    )
                ],
            },
        ),
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("opens_on"))),
                        name="a_round_is_due_after_it_opened",
                    )
                ],
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
                (
                    "way",
                    models.CharField(
                        choices=[("portal", "in the portal"), ("paper", "on paper")],
                        default="portal",
                        editable=False,
                        max_length=6,
                        verbose_name="way",
                    ),
                ),
                (
                    "entered_by_label",
                    models.CharField(blank=True, max_length=100, verbose_name="entered from paper by"),
                ),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="day on the paper")),
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
                "indexes": [
                    models.Index(fields=["subject", "-due_on"], name="ledger_of_subject"),
                    models.Index(fields=["round", "state"], name="ledger_of_round"),
                    models.Index(
                        condition=models.Q(("late", False), ("state__in", ["open", "returned"])),
                        fields=["due_on"],
                        name="ledger_not_handed_in",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("round", "subject"), name="a_body_has_one_ledger_in_a_round"
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("return_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_returned_ledger_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["handed_in", "accepted"]), ("way", "paper"), _negated=True
                            ),
                            models.Q(
                                ("signed_on__isnull", False),
                                models.Q(("entered_by_label", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_ledger_on_paper_says_who_entered_it",
                    ),
                ],
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
                "indexes": [
                    models.Index(fields=["subject", "state"], name="matter_of_subject"),
                    models.Index(
                        fields=["division_code", "-id"],
                        name="matter_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("division_code", "kind", "number"),
                        name="a_matter_is_entered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["received", "dropped"]),
                            models.Q(("assigned_on__isnull", False), ("subject__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_assigned_matter_has_a_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(("answered_on__isnull", False), ("closed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_accepted_matter_was_answered",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            ("refused_on__isnull", False),
                            _connector="OR",
                        ),
                        name="a_refused_matter_has_a_day",
                    ),
                ],
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
        migrations.CreateModel(
            name="Phase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("self", "self-inspection"),
                            ("rectify", "rectification"),
                            ("inspect", "inspection"),
                            ("other", "other"),
                        ],
                        max_length=8,
                        verbose_name="kind of phase",
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                ("work", models.TextField(blank=True, verbose_name="main work")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phases",
                        to="supervision.campaign",
                        verbose_name="campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "phase",
                "verbose_name_plural": "phases",
                "ordering": ["campaign", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "number"), name="one_phase_per_number_of_a_campaign"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="a_phase_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being prepared"),
                            ("approved", "approved and published"),
                            ("closed", "closed"),
                            ("dropped", "dropped"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "approved_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="approved on"),
                ),
                (
                    "approved_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="approved by"),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
            ],
            options={
                "verbose_name": "plan of random inspection",
                "verbose_name_plural": "plans of random inspection",
                "ordering": ["-year", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["draft", "approved"])),
                        fields=("division_code", "year"),
                        name="one_plan_of_a_place_and_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "dropped"]),
                            ("approved_on__isnull", False),
                            _connector="OR",
                        ),
                        name="a_plan_in_force_was_approved_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "speciality",
                    models.CharField(
                        choices=[
                            ("medical", "medical care"),
                            ("infectious", "prevention of infectious diseases"),
                            ("public_place", "hygiene of public places"),
                            ("drinking_water", "drinking water"),
                            ("school", "school health"),
                            ("occupational", "occupational health"),
                            ("radiation", "radiation protection"),
                            ("disinfection", "disinfection products"),
                            ("tableware", "central disinfection of tableware"),
                            ("maternal", "mother and child care"),
                            ("blood", "blood safety"),
                        ],
                        max_length=20,
                        verbose_name="speciality",
                    ),
                ),
                ("categories", models.JSONField(default=list, verbose_name="categories of bodies")),
                (
                    "full_coverage",
                    models.BooleanField(default=False, verbose_name="full coverage, outside the draw"),
                ),
                (
                    "ratio",
                    models.PositiveSmallIntegerField(default=0, verbose_name="base share (ten-thousandths)"),
                ),
                ("rounds", models.PositiveSmallIntegerField(default=1, verbose_name="draws a year")),
                (
                    "by_weight",
                    models.BooleanField(default=False, verbose_name="each weight drawn on its own"),
                ),
                ("experts", models.PositiveSmallIntegerField(default=0, verbose_name="experts who go along")),
                (
                    "days",
                    models.PositiveSmallIntegerField(default=60, verbose_name="days for the inspections"),
                ),
                (
                    "department",
                    models.CharField(blank=True, max_length=120, verbose_name="joint inspection with"),
                ),
                (
                    "items",
                    models.ManyToManyField(
                        related_name="+", to="supervision.inspectionitem", verbose_name="inspection items"
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="supervision.plan",
                        verbose_name="plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a plan",
                "verbose_name_plural": "lines of plans",
                "ordering": ["plan", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="one_line_per_number_of_a_plan"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("full_coverage", True),
                            models.Q(("ratio__gt", 0), ("ratio__lte", 10000)),
                            _connector="OR",
                        ),
                        name="a_line_of_a_plan_has_a_share_or_covers_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(editable=False, max_length=30, unique=True, verbose_name="number"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "division_code",
                    models.CharField(editable=False, max_length=6, verbose_name="division code"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being prepared"),
                            ("committed", "population frozen, seed committed"),
                            ("drawn", "drawn, waits for approval"),
                            ("approved", "approved, seed not opened yet"),
                            ("opened", "opened: anybody can recompute it"),
                            ("void", "void"),
                            ("dropped", "dropped"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "draw_on",
                    models.DateField(
                        help_text="the day after the commitment, or later", verbose_name="day of the draw"
                    ),
                ),
                (
                    "public_source",
                    models.CharField(
                        blank=True,
                        help_text="which number nobody can know yet is mixed in, such as a lottery result of that day",
                        max_length=200,
                        verbose_name="public number",
                    ),
                ),
                ("population", models.TextField(blank=True, editable=False)),
                ("staff", models.TextField(blank=True, editable=False)),
                ("parameters", models.TextField(blank=True, editable=False)),
                ("factors", models.JSONField(blank=True, default=dict, editable=False)),
                ("unfit", models.JSONField(blank=True, default=dict, editable=False)),
                (
                    "secret",
                    core.fields.SealedField(blank=True, editable=False, null=True, verbose_name="seed"),
                ),
                (
                    "commitment",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="commitment (SHA-256)"
                    ),
                ),
                (
                    "commitment_sm3",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="commitment (SM3)"
                    ),
                ),
                (
                    "committed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="committed at"),
                ),
                (
                    "committed_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="committed by"),
                ),
                (
                    "public_number",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="public number drawn"
                    ),
                ),
                (
                    "witnesses",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="witnesses"),
                ),
                ("result", models.TextField(blank=True, editable=False)),
                (
                    "drawn_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="drawn at"),
                ),
                ("drawn_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "drawn_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="drawn by"),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="approved at"),
                ),
                (
                    "approved_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="approved by"),
                ),
                (
                    "opened_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="opened at"),
                ),
                (
                    "opened_seed",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="seed"),
                ),
                (
                    "void_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="why it is void"
                    ),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="supervision.plan",
                        verbose_name="plan",
                    ),
                ),
                (
                    "lines",
                    models.ManyToManyField(
                        related_name="draws", to="supervision.planline", verbose_name="lines of the plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "random draw",
                "verbose_name_plural": "random draws",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "dropped"]),
                            models.Q(
                                models.Q(("commitment", ""), _negated=True),
                                models.Q(("population", ""), _negated=True),
                                ("committed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_draw_is_committed_before_it_is_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["drawn", "approved", "opened"]), _negated=True),
                            models.Q(models.Q(("result", ""), _negated=True), ("drawn_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_draw_that_was_held_has_a_result",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opened_seed", ""), ("state__in", ["opened", "void"]), _connector="OR"
                        ),
                        name="a_seed_is_open_only_after_the_draw",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), _negated=True),
                            models.Q(("void_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_void_draw_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawnObject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stratum", models.CharField(max_length=60, verbose_name="stratum")),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("rank", models.PositiveIntegerField(verbose_name="place")),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("draw", "in the draw"),
                            ("all", "full coverage, outside the draw"),
                            ("out", "not in the draw"),
                        ],
                        max_length=4,
                        verbose_name="how",
                    ),
                ),
                ("tickets", models.PositiveIntegerField(default=0, verbose_name="lots")),
                ("due_on", models.DateField(verbose_name="inspect by")),
                ("replaced", models.BooleanField(default=False, verbose_name="replaced")),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objects_drawn",
                        to="supervision.draw",
                        verbose_name="draw",
                    ),
                ),
                (
                    "instead_of",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="supervision.drawnobject",
                        verbose_name="instead of",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawn_objects",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.planline",
                        verbose_name="line of the plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "drawn body",
                "verbose_name_plural": "drawn bodies",
                "ordering": ["draw", "stratum", "mode", "rank"],
                "indexes": [models.Index(fields=["subject", "-id"], name="drawn_objects_of_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "stratum", "code"), name="a_body_is_drawn_once_a_stratum"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DrawnStaff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("inspector", "inspector"), ("expert", "expert")],
                        max_length=9,
                        verbose_name="role",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField(verbose_name="place")),
                ("replaced", models.BooleanField(default=False, verbose_name="replaced")),
                (
                    "drawn_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff",
                        to="supervision.drawnobject",
                        verbose_name="drawn body",
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.expert",
                        verbose_name="expert",
                    ),
                ),
                (
                    "inspector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.inspector",
                        verbose_name="inspector",
                    ),
                ),
            ],
            options={
                "verbose_name": "who goes to a drawn body",
                "verbose_name_plural": "who goes to drawn bodies",
                "ordering": ["drawn_object", "role", "place"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expert__isnull", True), ("inspector__isnull", False), ("role", "inspector")
                            ),
                            models.Q(
                                ("expert__isnull", False), ("inspector__isnull", True), ("role", "expert")
                            ),
                            _connector="OR",
                        ),
                        name="who_goes_is_an_inspector_or_an_expert",
                    )
                ],
            },
        ),
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
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="supervision.campaign",
                        verbose_name="campaign",
                    ),
                ),
            ],
            options={
                "verbose_name": "random re-check",
                "verbose_name_plural": "random re-checks",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percent__gte", 1), ("percent__lte", 100)),
                        name="a_recheck_draws_up_to_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 1), ("size__lte", models.F("population_size"))),
                        name="a_recheck_draws_from_its_population",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rectification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ledger", "self-inspection"),
                            ("inspection", "inspection"),
                            ("complaint", "complaint"),
                            ("interview", "interview"),
                            ("integrity", "integrity assessment"),
                            ("evaluation", "evaluation by others"),
                            ("order", "ordered by the authority"),
                        ],
                        max_length=10,
                        verbose_name="came from",
                    ),
                ),
                ("source_key", models.CharField(editable=False, max_length=80, unique=True)),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("group", models.CharField(blank=True, max_length=60, verbose_name="group")),
                ("problem", models.CharField(max_length=500, verbose_name="problem")),
                ("facts", models.TextField(blank=True, verbose_name="facts")),
                ("measures", models.TextField(blank=True, verbose_name="measures")),
                (
                    "owner",
                    models.CharField(blank=True, max_length=100, verbose_name="responsible person or office"),
                ),
                (
                    "item_code",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="item of the collection catalogue"
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("opened_on", models.DateField(verbose_name="opened on")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("permanent", models.BooleanField(default=False, verbose_name="permanent")),
                (
                    "self_reported",
                    models.BooleanField(default=False, verbose_name="reported by the body itself"),
                ),
                ("concealed", models.BooleanField(default=False, verbose_name="concealed by the body")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("running", "being rectified"),
                            ("handed_in", "handed in"),
                            ("returned", "returned"),
                            ("checked", "checked"),
                            ("crossed_off", "crossed off"),
                            ("doubted", "cross-off doubted"),
                            ("reopened", "opened again"),
                            ("dropped", "dropped"),
                        ],
                        default="open",
                        editable=False,
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                ("report", models.TextField(blank=True, verbose_name="what was done")),
                (
                    "handed_in_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="handed in on"),
                ),
                (
                    "handed_in_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="handed in by"),
                ),
                (
                    "returned_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="reason of the return"
                    ),
                ),
                (
                    "check_note",
                    models.TextField(blank=True, editable=False, verbose_name="what the check found"),
                ),
                ("checked_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "checked_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="checked by"),
                ),
                (
                    "checked_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="checked on"),
                ),
                ("crossed_off_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "crossed_off_by_label",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="crossed off by"
                    ),
                ),
                (
                    "crossed_off_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="crossed off on"),
                ),
                (
                    "doubt",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=500,
                        verbose_name="why the cross-off is doubted",
                    ),
                ),
                ("doubted_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "doubted_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="doubted by"),
                ),
                (
                    "doubted_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="doubted on"),
                ),
                (
                    "found_false_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="found false on"),
                ),
                (
                    "late_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="found late on"),
                ),
                (
                    "escalated_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="passed up on"),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectifications",
                        to="supervision.campaign",
                        verbose_name="campaign",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.checkitem",
                        verbose_name="problem or duty",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectifications",
                        to="credit.subject",
                        verbose_name="body",
                    ),
                ),
            ],
            options={
                "verbose_name": "rectification",
                "verbose_name_plural": "rectifications",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["subject", "state"], name="rectification_of_subject"),
                    models.Index(fields=["campaign", "state"], name="rectification_of_campaign"),
                    models.Index(
                        condition=models.Q(("state__in", ["open", "running", "returned", "reopened"])),
                        fields=["due_on"],
                        name="rectification_with_the_body",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_on__isnull", False), ("permanent", True), _connector="OR"),
                        name="a_rectification_has_a_due_day_or_is_permanent",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "crossed_off"), _negated=True),
                            models.Q(("checked_by", models.F("crossed_off_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="who_checked_does_not_cross_off",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("self_reported", False), ("concealed", False), _connector="OR"),
                        name="what_was_reported_was_not_concealed",
                    ),
                ],
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
                (
                    "recheck",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="supervision.recheck",
                        verbose_name="random re-check",
                    ),
                ),
                (
                    "rectification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rechecks",
                        to="supervision.rectification",
                        verbose_name="rectification",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a re-check",
                "verbose_name_plural": "lines of re-checks",
                "ordering": ["recheck", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recheck", "rectification"), name="a_rectification_is_drawn_once_in_a_recheck"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finding", ""), ("noted_on__isnull", False), _connector="OR"),
                        name="a_finding_has_its_day",
                    ),
                ],
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
                (
                    "rectification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="supervision.rectification",
                        verbose_name="rectification",
                    ),
                ),
            ],
            options={
                "verbose_name": "extension of a rectification",
                "verbose_name_plural": "extensions of rectifications",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("rectification",),
                        name="one_open_extension_per_rectification",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__gt", models.F("due_before"))),
                        name="an_extension_ends_after_the_due_day",
                    ),
                ],
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
                (
                    "rectification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="supervision.rectification",
                        verbose_name="rectification",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a rectification",
                "verbose_name_plural": "steps of rectifications",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Replacement",
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
                        choices=[("object", "a body"), ("staff", "an inspector or expert")],
                        max_length=6,
                        verbose_name="what is replaced",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("closed", "the body has closed or does not operate"),
                            ("not_found", "the body cannot be found at its address"),
                            ("not_competent", "another authority is competent"),
                            ("recusal", "recusal"),
                            ("unavailable", "ill, on leave or on other duty"),
                        ],
                        max_length=13,
                        verbose_name="ground",
                    ),
                ),
                ("words", models.CharField(max_length=255, verbose_name="reasons")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for approval"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(blank=True, max_length=255, verbose_name="who or what came instead"),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                ("made_by_label", models.CharField(editable=False, max_length=100, verbose_name="asked by")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="asked at")),
                ("decided_by_label", models.CharField(blank=True, max_length=100, verbose_name="decided by")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided at")),
                (
                    "decision_reason",
                    models.CharField(blank=True, max_length=255, verbose_name="reasons of the decision"),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="supervision.draw",
                        verbose_name="draw",
                    ),
                ),
                (
                    "drawn_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="supervision.drawnobject",
                        verbose_name="drawn body",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="supervision.drawnstaff",
                        verbose_name="who goes to a drawn body",
                    ),
                ),
            ],
            options={
                "verbose_name": "replacement in a draw",
                "verbose_name_plural": "replacements in draws",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="a_replacement_gives_reasons"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "asked"),
                            models.Q(("decided_by_label", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_decided_replacement_was_decided_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "object"), ("state", "asked")),
                        fields=("drawn_object",),
                        name="one_open_replacement_of_a_drawn_body",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("staff",),
                        name="one_open_replacement_of_who_goes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SealedInformant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "prefix",
                    models.CharField(blank=True, max_length=6, verbose_name="jurisdiction of the keepers"),
                ),
                ("box", core.fields.SealedField(context="informant.box", verbose_name="sealed data")),
                ("sealed_on", models.DateField(verbose_name="sealed on")),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="informant",
                        to="supervision.complaint",
                        verbose_name="complaint",
                    ),
                ),
            ],
            options={
                "verbose_name": "sealed informant",
                "verbose_name_plural": "sealed informants",
            },
        ),
        migrations.CreateModel(
            name="InformantShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("box", models.TextField(verbose_name="share under the keeper's key")),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="supervision.informantkeeper",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.informantkeeper",
                    ),
                ),
                (
                    "sealed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="supervision.sealedinformant",
                    ),
                ),
            ],
            options={
                "verbose_name": "share of a key",
                "verbose_name_plural": "shares of keys",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sealed", "keeper", "partner"), name="one_share_per_pair_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keeper", models.F("partner")), _negated=True),
                        name="nobody_is_a_pair_alone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ForwardedShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("box", models.TextField(verbose_name="share under the second keeper's key and the code")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.informantkeeper",
                    ),
                ),
                (
                    "look",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forwarded",
                        to="supervision.informantlook",
                    ),
                ),
                (
                    "sealed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="supervision.sealedinformant",
                    ),
                ),
            ],
            options={
                "verbose_name": "share handed on",
                "verbose_name_plural": "shares handed on",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("look", "sealed", "partner"), name="one_share_handed_on_per_partner"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="window")),
                ("hall", models.CharField(max_length=120, verbose_name="hall or building")),
                ("office", models.CharField(blank=True, max_length=60, verbose_name="office in charge")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("in_use", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "verbose_name": "service window",
                "verbose_name_plural": "service windows",
                "ordering": ["division_code", "hall", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("division_code", "hall", "name"), name="one_window_of_a_name_per_hall"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True)),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("issued_on", models.DateField(verbose_name="handed out on")),
                ("valid_until", models.DateField(verbose_name="valid until")),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="supervision.approvalitem",
                        verbose_name="approval item",
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="supervision.servicewindow",
                        verbose_name="service window",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit token",
                "verbose_name_plural": "visit tokens",
                "indexes": [models.Index(fields=["window", "issued_on"], name="visit_token_of_window")],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("rated_on", models.DateField(verbose_name="rated on")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (5, "very satisfied"),
                            (4, "satisfied"),
                            (3, "on the whole satisfied"),
                            (2, "dissatisfied"),
                            (1, "very dissatisfied"),
                        ],
                        verbose_name="rating",
                    ),
                ),
                ("reasons", models.JSONField(blank=True, default=list, verbose_name="what was wrong")),
                ("words", models.TextField(blank=True, verbose_name="in the visitor's words")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("noted", "counted"),
                            ("open", "to be looked into"),
                            ("answered", "looked into, waiting for the second officer"),
                            ("closed", "closed"),
                        ],
                        default="noted",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("founded", "founded"),
                            ("partly", "founded in part"),
                            ("unfounded", "could not be confirmed"),
                            ("mistaken", "given by mistake"),
                        ],
                        max_length=9,
                        verbose_name="finding",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="what was found and mended")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="looked into on")),
                ("answered_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "answered_by_label",
                    models.CharField(blank=True, max_length=100, verbose_name="looked into by"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("closed_by_label", models.CharField(blank=True, max_length=100, verbose_name="closed by")),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="supervision.approvalitem",
                        verbose_name="approval item",
                    ),
                ),
                (
                    "window",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="supervision.servicewindow",
                        verbose_name="service window",
                    ),
                ),
                (
                    "token",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rating",
                        to="supervision.visittoken",
                        verbose_name="visit token",
                    ),
                ),
            ],
            options={
                "verbose_name": "rating",
                "verbose_name_plural": "ratings",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["window", "rated_on"], name="rating_of_window"),
                    models.Index(fields=["division_code", "rated_on"], name="rating_of_division"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 5)),
                        name="a_rating_is_one_of_five_steps",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level__gte", 3), ("state", "noted")),
                            models.Q(models.Q(("state", "noted"), _negated=True), ("level__lt", 3)),
                            _connector="OR",
                        ),
                        name="a_poor_rating_and_no_other_is_looked_into",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearlyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("work", models.TextField(blank=True, verbose_name="work done")),
                ("problems", models.TextField(blank=True, verbose_name="problems that remain")),
                ("next_steps", models.TextField(blank=True, verbose_name="next steps")),
                ("counted_at", models.DateTimeField(editable=False, verbose_name="counted at")),
                ("content", models.JSONField(default=dict, editable=False, verbose_name="figures")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("issued", "issued"),
                            ("sent", "sent to the authority above"),
                            ("withdrawn", "withdrawn"),
                            ("dropped", "given up"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="drafted by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="drafted at")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "issued_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="issued on"),
                ),
                (
                    "issued_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="issued by"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("sent_to", models.CharField(blank=True, max_length=200, verbose_name="goes to")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                ("sent_on", models.DateField(blank=True, editable=False, null=True, verbose_name="sent on")),
                (
                    "sent_note",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="number or note of the sending"
                    ),
                ),
            ],
            options={
                "verbose_name": "yearly report",
                "verbose_name_plural": "yearly reports",
                "ordering": ["-year", "division_code"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["dropped", "withdrawn"]), _negated=True),
                        fields=("division_code", "year"),
                        name="one_yearly_report_per_place_and_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_on__isnull", False),
                            _connector="OR",
                        ),
                        name="a_sent_report_has_its_day",
                    ),
                ],
            },
        ),
    ]


Migration.operations = together(Migration.operations)
