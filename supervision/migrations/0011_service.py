"""Tables of service."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0010_integrity"),
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
            },
        ),
        migrations.AddConstraint(
            model_name="approvalitem",
            constraint=models.UniqueConstraint(
                fields=("code", "place"), name="one_approval_item_per_code_and_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("promised_days__lte", models.F("statutory_days"))),
                name="a_promised_limit_is_within_the_law",
                violation_error_message="The promised limit cannot be longer than the limit of the law.",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("green_days__isnull", True),
                    ("green_days__lte", models.F("promised_days")),
                    _connector="OR",
                ),
                name="the_green_channel_is_not_slower",
                violation_error_message="The green channel cannot take longer than the promised limit.",
            ),
        ),
        migrations.AddIndex(
            model_name="approvalcase",
            index=models.Index(
                condition=models.Q(("state__in", ["accepted", "paused", "proposed"])),
                fields=["due_on"],
                name="approval_case_running",
            ),
        ),
        migrations.AddIndex(
            model_name="approvalcase",
            index=models.Index(fields=["subject", "-id"], name="approval_case_of_subject"),
        ),
        migrations.AddIndex(
            model_name="approvalcase",
            index=models.Index(fields=["item", "state"], name="approval_case_of_item"),
        ),
        migrations.AddConstraint(
            model_name="approvalcase",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="approvalcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["decided", "delivered"]), _negated=True),
                    models.Q(("decided_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_decided_case_says_how_and_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalwarning",
            constraint=models.UniqueConstraint(
                fields=("case", "level", "due_on"), name="one_warning_per_case_level_and_limit"
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["asked", "active", "suspended"])),
                fields=("benefit", "subject"),
                name="a_body_takes_part_in_a_benefit_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefitoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["active", "suspended"]), _negated=True),
                    ("active_since__isnull", False),
                    _connector="OR",
                ),
                name="who_takes_part_says_since_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefituse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("offer__isnull", False)),
                fields=("offer", "month"),
                name="one_count_per_body_benefit_and_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="benefituse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("offer__isnull", True)),
                fields=("benefit", "division_code", "month"),
                name="one_count_per_division_benefit_and_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemmaterial",
            constraint=models.UniqueConstraint(
                fields=("item", "number"), name="one_paper_per_number_of_an_item"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemstep",
            constraint=models.UniqueConstraint(
                fields=("item", "number"), name="one_stage_per_number_of_an_item"
            ),
        ),
        migrations.AddIndex(
            model_name="visittoken",
            index=models.Index(fields=["window", "issued_on"], name="visit_token_of_window"),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["window", "rated_on"], name="rating_of_window"),
        ),
        migrations.AddIndex(
            model_name="rating",
            index=models.Index(fields=["division_code", "rated_on"], name="rating_of_division"),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__gte", 1), ("level__lte", 5)), name="a_rating_is_one_of_five_steps"
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("level__gte", 3), ("state", "noted")),
                    models.Q(models.Q(("state", "noted"), _negated=True), ("level__lt", 3)),
                    _connector="OR",
                ),
                name="a_poor_rating_and_no_other_is_looked_into",
            ),
        ),
    ]
