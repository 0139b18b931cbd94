"""Joint measures."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_partner"),
        ("blacklist", "0001_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="Department",
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
                            ("health", "health"),
                            ("reform", "development and reform"),
                            ("finance", "finance"),
                            ("market", "market regulation"),
                            ("personnel", "human resources and social security"),
                            ("organisation", "Party organisation and establishment"),
                            ("assets", "state assets"),
                            ("insurance", "medical security"),
                            ("trading", "public resource trading"),
                            ("banking", "financial regulation"),
                            ("services", "government services"),
                            ("civility", "publicity and civility"),
                        ],
                        max_length=12,
                        verbose_name="field",
                    ),
                ),
                (
                    "contact_office",
                    models.CharField(blank=True, max_length=100, verbose_name="contact office"),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(0\\d{2,3}-)?[2-9]\\d{6,7}(-\\d{1,6})?$|^1[0-2]\\d{3}$",
                                "Give the telephone of the office, such as 0431-81234567; never a person's own number.",
                            )
                        ],
                        verbose_name="office telephone",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="takes orders")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="department",
                        to="accounts.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner department",
                "verbose_name_plural": "partner departments",
                "ordering": ["agency__division_code", "agency__name"],
            },
        ),
        migrations.CreateModel(
            name="MeasureEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("place", models.CharField(blank=True, max_length=6, verbose_name="place")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force to")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                "verbose_name": "edition of the catalogue of measures",
                "verbose_name_plural": "editions of the catalogue of measures",
                "ordering": ["-effective_from", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="an_edition_ends_after_it_began",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[("restriction", "restriction"), ("incentive", "incentive")],
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("entry", "limits on market or sector entry"),
                            ("office", "limits on holding office"),
                            ("consumption", "limits on consumption"),
                            ("exit", "limits on leaving the country"),
                            ("school", "limits on schooling"),
                            ("funds", "limits on fiscal funds"),
                            ("honours", "limits on honours and awards"),
                            ("preference", "limits on preferential policy and convenience"),
                            ("trading", "limits on public resource trading"),
                            ("publicity", "sharing and publicity"),
                            ("supervision", "key supervision"),
                            ("credit", "credit reporting and lending"),
                            ("notification", "notification of employers"),
                            ("channel", "green channel and simpler procedure"),
                            ("fewer_checks", "fewer checks"),
                            ("priority", "priority"),
                        ],
                        max_length=12,
                        verbose_name="family",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="measure")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="measure in English")),
                (
                    "list_kinds",
                    models.JSONField(blank=True, default=list, verbose_name="may follow these lists"),
                ),
                ("for_bodies", models.BooleanField(default=True, verbose_name="for bodies")),
                ("for_persons", models.BooleanField(default=False, verbose_name="for persons")),
                (
                    "department_kind",
                    models.CharField(
                        choices=[
                            ("health", "health"),
                            ("reform", "development and reform"),
                            ("finance", "finance"),
                            ("market", "market regulation"),
                            ("personnel", "human resources and social security"),
                            ("organisation", "Party organisation and establishment"),
                            ("assets", "state assets"),
                            ("insurance", "medical security"),
                            ("trading", "public resource trading"),
                            ("banking", "financial regulation"),
                            ("services", "government services"),
                            ("civility", "publicity and civility"),
                        ],
                        max_length=12,
                        verbose_name="carried out by",
                    ),
                ),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="blacklist.measureedition",
                        verbose_name="edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure",
                "verbose_name_plural": "measures",
                "ordering": ["edition", "code"],
            },
        ),
        migrations.CreateModel(
            name="MeasureOrder",
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
                ("measure_code", models.CharField(editable=False, max_length=20, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[("restriction", "restriction"), ("incentive", "incentive")],
                        editable=False,
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(editable=False, max_length=200, verbose_name="measure")),
                ("title_en", models.CharField(blank=True, editable=False, max_length=200)),
                ("basis", models.CharField(editable=False, max_length=300, verbose_name="legal basis")),
                (
                    "confirmed",
                    models.BooleanField(default=False, editable=False, verbose_name="confirmed by a source"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ordered", "ordered"),
                            ("received", "received"),
                            ("executing", "being carried out"),
                            ("executed", "carried out"),
                            ("cannot", "cannot be carried out"),
                            ("ended", "to be lifted"),
                            ("lifted", "lifted"),
                        ],
                        default="ordered",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("ordered_on", models.DateField(verbose_name="ordered on")),
                ("answer_due_on", models.DateField(verbose_name="answer due on")),
                ("period_from", models.DateField(editable=False)),
                ("period_days", models.PositiveSmallIntegerField(editable=False)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="received on")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                ("executed_on", models.DateField(blank=True, null=True, verbose_name="carried out on")),
                ("result", models.TextField(blank=True, verbose_name="result")),
                ("cannot_reason", models.TextField(blank=True, verbose_name="why it cannot be carried out")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("end_reason", models.CharField(blank=True, max_length=255, verbose_name="why it ended")),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="lifted on")),
                ("lift_words", models.TextField(blank=True, verbose_name="how it was lifted")),
                ("reminders", models.PositiveSmallIntegerField(default=0, verbose_name="reminders")),
                ("unheeded", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="last reminded on")),
                ("escalated_on", models.DateField(blank=True, null=True, verbose_name="escalated on")),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="ordered by"),
                ),
                (
                    "answered_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="answered by"),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="blacklist.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_orders",
                        to="blacklist.listing",
                        verbose_name="listing",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="blacklist.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "ordered measure",
                "verbose_name_plural": "ordered measures",
            },
        ),
        migrations.CreateModel(
            name="PartnerOrder",
            fields=[],
            options={
                "verbose_name": "measure asked of us",
                "verbose_name_plural": "measures asked of us",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("blacklist.measureorder",),
        ),
        migrations.CreateModel(
            name="MeasureOrderEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=20, verbose_name="step")),
                ("on", models.DateField(verbose_name="day")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="words")),
                ("by_label", models.CharField(blank=True, max_length=100, verbose_name="by")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="blacklist.measureorder",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an ordered measure",
                "verbose_name_plural": "steps of an ordered measure",
            },
        ),
        migrations.CreateModel(
            name="SchemeMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme_code", models.CharField(max_length=40, verbose_name="list scheme")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggested_by",
                        to="blacklist.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "suggested measure",
                "verbose_name_plural": "suggested measures",
            },
        ),
        migrations.CreateModel(
            name="MeasureBasis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="document")),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="article")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("law", "law"),
                            ("regulation", "administrative regulation"),
                            ("local", "local regulation"),
                            ("party_state", "document of the Party's Central Committee or the State Council"),
                            ("department", "document of a department"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force to")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bases",
                        to="blacklist.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "legal basis",
                "verbose_name_plural": "legal bases",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="a_measures_basis_ends_after_it_began",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.UniqueConstraint(
                fields=("edition", "code"), name="one_measure_per_edition_and_code"
            ),
        ),
        migrations.AddIndex(
            model_name="measureorder",
            index=models.Index(fields=["listing", "id"], name="measure_order_of_listing"),
        ),
        migrations.AddIndex(
            model_name="measureorder",
            index=models.Index(fields=["department", "state", "-id"], name="measure_order_of_department"),
        ),
        migrations.AddIndex(
            model_name="measureorder",
            index=models.Index(
                fields=["division_code", "-id"],
                name="measure_order_by_division",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="measureorder",
            index=models.Index(
                condition=models.Q(("due_on__isnull", False)), fields=["due_on"], name="measure_order_by_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="measureorder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["ended", "lifted"]), _negated=True),
                fields=("listing", "measure_code", "department"),
                name="a_measure_is_asked_of_a_department_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "executed"), _negated=True),
                    models.Q(("executed_on__isnull", False), models.Q(("result", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_measure_carried_out_says_when_and_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "cannot"), _negated=True),
                    models.Q(("cannot_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_measure_that_cannot_be_taken_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["ended", "lifted"]), _negated=True),
                    models.Q(("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_ended_measure_says_when_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "lifted"), _negated=True),
                    ("lifted_on__isnull", False),
                    _connector="OR",
                ),
                name="a_lifted_measure_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureorder",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("due_on__isnull", False),
                        ("state__in", ["ordered", "received", "executing", "ended"]),
                    ),
                    models.Q(
                        models.Q(("state__in", ["ordered", "received", "executing", "ended"]), _negated=True),
                        ("due_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_day_is_due_while_a_department_is_awaited",
            ),
        ),
        migrations.AddConstraint(
            model_name="measureorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", ""), _negated=True), name="no_measure_is_ordered_without_a_basis"
            ),
        ),
        migrations.AddIndex(
            model_name="measureorderevent",
            index=models.Index(fields=["order", "id"], name="measure_event_of_order"),
        ),
        migrations.AddConstraint(
            model_name="schememeasure",
            constraint=models.UniqueConstraint(
                fields=("scheme_code", "measure"), name="a_scheme_suggests_a_measure_once"
            ),
        ),
    ]
