"""Tables of random draws."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles_of_supervision"),
        ("credit", "0002_guards_and_gram_index"),
        ("supervision", "0004_ledgers"),
    ]
    operations = [
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
            ],
            options={
                "verbose_name": "random draw",
                "verbose_name_plural": "random draws",
                "ordering": ["-pk"],
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
            ],
            options={
                "verbose_name": "drawn body",
                "verbose_name_plural": "drawn bodies",
                "ordering": ["draw", "stratum", "mode", "rank"],
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
        migrations.AddField(
            model_name="draw",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="draws",
                to="supervision.plan",
                verbose_name="plan",
            ),
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
            },
        ),
        migrations.AddField(
            model_name="drawnobject",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="supervision.planline",
                verbose_name="line of the plan",
            ),
        ),
        migrations.AddField(
            model_name="draw",
            name="lines",
            field=models.ManyToManyField(
                related_name="draws", to="supervision.planline", verbose_name="lines of the plan"
            ),
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
            },
        ),
        migrations.AddConstraint(
            model_name="expert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "active"),
                    models.Q(("left_on__isnull", False), models.Q(("exit_ground", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_expert_who_left_did_so_on_a_day_and_for_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspector",
            constraint=models.CheckConstraint(
                condition=models.Q(("certificate_no", ""), _negated=True),
                name="an_inspector_holds_a_certificate",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspector",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "active"), ("left_on__isnull", False), _connector="OR"),
                name="an_inspector_who_left_did_so_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="drawnstaff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("expert__isnull", True), ("inspector__isnull", False), ("role", "inspector")),
                    models.Q(("expert__isnull", False), ("inspector__isnull", True), ("role", "expert")),
                    _connector="OR",
                ),
                name="who_goes_is_an_inspector_or_an_expert",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictofinterest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("expert__isnull", True), ("inspector__isnull", False)),
                    models.Q(("expert__isnull", False), ("inspector__isnull", True)),
                    _connector="OR",
                ),
                name="a_conflict_of_interest_is_one_persons",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictofinterest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("inspector", "subject"),
                name="an_inspector_declares_a_body_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="conflictofinterest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("expert", "subject"),
                name="an_expert_declares_a_body_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="leave",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_day__gte", models.F("from_day"))),
                name="a_leave_does_not_end_before_it_begins",
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.UniqueConstraint(
                fields=("plan", "number"), name="one_line_per_number_of_a_plan"
            ),
        ),
        migrations.AddConstraint(
            model_name="planline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("full_coverage", True),
                    models.Q(("ratio__gt", 0), ("ratio__lte", 10000)),
                    _connector="OR",
                ),
                name="a_line_of_a_plan_has_a_share_or_covers_all",
            ),
        ),
        migrations.AddIndex(
            model_name="drawnobject",
            index=models.Index(fields=["subject", "-id"], name="drawn_objects_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="drawnobject",
            constraint=models.UniqueConstraint(
                fields=("draw", "stratum", "code"), name="a_body_is_drawn_once_a_stratum"
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["drawn", "approved", "opened"]), _negated=True),
                    models.Q(models.Q(("result", ""), _negated=True), ("drawn_at__isnull", False)),
                    _connector="OR",
                ),
                name="a_draw_that_was_held_has_a_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(("opened_seed", ""), ("state__in", ["opened", "void"]), _connector="OR"),
                name="a_seed_is_open_only_after_the_draw",
            ),
        ),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "void"), _negated=True),
                    models.Q(("void_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_void_draw_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_replacement_gives_reasons"
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "asked"), models.Q(("decided_by_label", ""), _negated=True), _connector="OR"
                ),
                name="a_decided_replacement_was_decided_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "object"), ("state", "asked")),
                fields=("drawn_object",),
                name="one_open_replacement_of_a_drawn_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("staff",),
                name="one_open_replacement_of_who_goes",
            ),
        ),
    ]
