"""Commitments, and evaluations by others."""

from __future__ import annotations

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import credit.fields

KEPT = ("text", "text_digest", "signature", "way", "signer_name", "signer_post", "signed_on", "signed_at")
CHANGED = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in KEPT)
POSTGRESQL = f"""
CREATE FUNCTION credit_signed_text_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL AND ({CHANGED}) THEN
        RAISE EXCEPTION 'the text and signature of a signed commitment never change';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER credit_signed_text_stays BEFORE UPDATE ON credit_commitment
    FOR EACH ROW EXECUTE FUNCTION credit_signed_text_stays();
"""
SQLITE = f"""
CREATE TRIGGER credit_signed_text_stays BEFORE UPDATE ON credit_commitment
WHEN OLD.signed_at IS NOT NULL AND ({CHANGED.replace("IS DISTINCT FROM", "IS NOT")})
BEGIN SELECT RAISE(ABORT, 'the text and signature of a signed commitment never change'); END;
"""
DROP = {
    "postgresql": "DROP TRIGGER credit_signed_text_stays ON credit_commitment;"
    "DROP FUNCTION credit_signed_text_stays();",
    "sqlite": "DROP TRIGGER credit_signed_text_stays;",
}


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(
        POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None
    )


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(DROP[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    dependencies = [("credit", "0008_objection_and_repair")]

    operations = [
        migrations.CreateModel(
            name="CommitmentTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=60, verbose_name="code")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="division-code prefix; empty: whole country",
                        max_length=6,
                        verbose_name="place",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("approval", "replacing an approval"),
                            ("incomplete", "accepted with papers missing"),
                            ("certificate", "in place of a certificate"),
                            ("proactive", "made public of one's own accord"),
                            ("self_discipline", "self-discipline of the sector"),
                            ("repair", "for credit repair"),
                            ("other", "other"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                (
                    "applies_to",
                    models.CharField(
                        choices=[
                            ("institution", "organisations and individual businesses"),
                            ("practitioner", "persons"),
                        ],
                        max_length=12,
                        verbose_name="signed by",
                    ),
                ),
                (
                    "matter_code",
                    models.CharField(blank=True, max_length=40, verbose_name="code of the matter"),
                ),
                (
                    "self_service",
                    models.BooleanField(
                        default=False,
                        help_text="otherwise an officer first draws it up for the body",
                        verbose_name="a body may sign it unasked",
                    ),
                ),
                (
                    "due_rule",
                    models.CharField(
                        choices=[
                            ("none", "no last day: it holds until it ends"),
                            ("working_days", "working days after signing"),
                            ("days", "calendar days after signing"),
                            ("months", "months after signing"),
                            ("set", "set for each commitment"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="period for keeping it",
                    ),
                ),
                (
                    "due_count",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="how many",
                    ),
                ),
                ("published", models.BooleanField(default=False, verbose_name="to be published")),
                ("checked", models.BooleanField(default=True, verbose_name="performance is checked")),
                (
                    "breach_item",
                    models.CharField(
                        blank=True,
                        help_text="the item under which a broken commitment enters the file",
                        max_length=20,
                        verbose_name="catalogue item of a breach",
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
            ],
            options={
                "verbose_name": "commitment template",
                "verbose_name_plural": "commitment templates",
                "ordering": ["kind", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "place"), name="one_commitment_template_per_code_and_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_count__isnull", True), ("due_rule__in", ["none", "set"])),
                            models.Q(
                                ("due_count__gte", 1),
                                ("due_count__isnull", False),
                                ("due_rule__in", ["working_days", "days", "months"]),
                            ),
                            _connector="OR",
                        ),
                        name="a_counted_last_day_says_how_many",
                        violation_error_message="“How many” must be filled exactly where the period is counted in days or months.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("applies_to", "institution"), ("published", False), _connector="OR"
                        ),
                        name="commitments_of_persons_are_not_published",
                        violation_error_message="Commitments of natural persons are not published.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("checked", False), models.Q(("breach_item", ""), _negated=True), _connector="OR"
                        ),
                        name="a_checked_commitment_names_the_item_of_its_breach",
                        violation_error_message="“Catalogue item of a breach” is empty: a commitment that is checked must name it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommitmentText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "text",
                    models.TextField(
                        help_text="{name}, {code} and {matter} stand for the body's name, its code and the matter.",
                        verbose_name="text",
                    ),
                ),
                ("text_en", models.TextField(blank=True, verbose_name="text in English")),
                ("in_force_from", models.DateField(verbose_name="in force from")),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="credit.commitmenttemplate",
                        verbose_name="template",
                    ),
                ),
            ],
            options={
                "verbose_name": "text version",
                "verbose_name_plural": "text versions",
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="commitment number")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "matter",
                    models.CharField(
                        blank=True,
                        help_text="what the commitment is given for",
                        max_length=200,
                        verbose_name="matter",
                    ),
                ),
                (
                    "matter_code",
                    models.CharField(blank=True, max_length=40, verbose_name="code of the matter"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "waiting for signature"),
                            ("signed", "signed"),
                            ("published", "published"),
                            ("doubted", "breach to be confirmed"),
                            ("performed", "kept"),
                            ("breached", "broken"),
                            ("ended", "ended"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="text as signed")),
                (
                    "text_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the text (SM3)"),
                ),
                (
                    "signature",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=64,
                        verbose_name="keyed digest of text and signature",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[("portal", "in the portal"), ("paper", "on paper")],
                        max_length=6,
                        verbose_name="signed",
                    ),
                ),
                ("signer_name", models.CharField(blank=True, max_length=60, verbose_name="signer")),
                ("signer_post", models.CharField(blank=True, max_length=60, verbose_name="signer's post")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="signed on")),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="signature stored at"),
                ),
                ("signed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "signed_by_label",
                    models.CharField(blank=True, max_length=100, verbose_name="signature entered by"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="to be kept by")),
                ("due_provisional", models.BooleanField(default=False, editable=False)),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                ("hidden_on", models.DateField(blank=True, null=True, verbose_name="no longer shown from")),
                (
                    "performance",
                    models.CharField(
                        blank=True,
                        choices=[("full", "kept"), ("partly", "kept in part"), ("not", "not kept")],
                        max_length=6,
                        verbose_name="performance",
                    ),
                ),
                ("findings", models.TextField(blank=True, verbose_name="what the check found")),
                ("found_on", models.DateField(blank=True, null=True, verbose_name="checked on")),
                ("found_by", models.CharField(blank=True, editable=False, max_length=64)),
                ("found_by_label", models.CharField(blank=True, max_length=100, verbose_name="checked by")),
                (
                    "confirmed_by_label",
                    models.CharField(blank=True, max_length=100, verbose_name="breach confirmed by"),
                ),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("end_reason", models.CharField(blank=True, max_length=255, verbose_name="why it ended")),
                ("revision", models.PositiveIntegerField(default=1, editable=False)),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                ("made_by_label", models.CharField(blank=True, max_length=100, verbose_name="drawn up by")),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="drawn up at")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="credit.commitmenttemplate",
                        verbose_name="template",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="credit.commitmenttext",
                        verbose_name="text version",
                    ),
                ),
            ],
            options={"verbose_name": "commitment", "verbose_name_plural": "commitments"},
        ),
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.CharField(max_length=40, verbose_name="evaluation scheme")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year evaluated")),
                ("result", models.CharField(max_length=40, verbose_name="result")),
                (
                    "score",
                    credit.fields.PointsField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        verbose_name="standardised score",
                    ),
                ),
                ("evaluated_on", models.DateField(verbose_name="evaluated on")),
                ("evaluator", models.CharField(max_length=200, verbose_name="evaluated by")),
                (
                    "way",
                    models.CharField(
                        choices=[("workbook", "workbook"), ("api", "interface"), ("sheet", "score sheet")],
                        max_length=8,
                        verbose_name="came by",
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("taken_in_at", models.DateTimeField(auto_now_add=True, verbose_name="taken in at")),
                ("taken_in_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "taken_in_by_label",
                    models.CharField(blank=True, max_length=100, verbose_name="taken in by"),
                ),
                ("replaced_at", models.DateTimeField(blank=True, null=True, verbose_name="replaced at")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={"verbose_name": "evaluation", "verbose_name_plural": "evaluations"},
        ),
        migrations.CreateModel(
            name="EvaluationFollowUp",
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
                        choices=[("interview", "interview"), ("rectification", "rectification")],
                        max_length=14,
                        verbose_name="task",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("done", "done"), ("dropped", "dropped")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                ("done_by_label", models.CharField(blank=True, max_length=100, verbose_name="done by")),
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="opened at")),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="credit.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
            ],
            options={"verbose_name": "task of an evaluation", "verbose_name_plural": "tasks of evaluations"},
        ),
        migrations.CreateModel(
            name="SectorVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme", models.CharField(max_length=40, verbose_name="evaluation scheme")),
                ("visited_on", models.DateField(verbose_name="visited on")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("sheet", models.JSONField(default=dict, editable=False, verbose_name="score sheet")),
                ("answers", models.JSONField(default=dict, editable=False, verbose_name="answers")),
                ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being filled in"),
                            ("half_signed", "signed by one inspector"),
                            ("signed", "signed by two inspectors"),
                            ("dropped", "dropped"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("first_inspector", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "first_inspector_label",
                    models.CharField(blank=True, max_length=100, verbose_name="first inspector"),
                ),
                ("first_signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed at")),
                (
                    "second_inspector_label",
                    models.CharField(blank=True, max_length=100, verbose_name="second inspector"),
                ),
                (
                    "second_signed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="signed at (second)"),
                ),
                (
                    "score",
                    credit.fields.PointsField(
                        blank=True,
                        decimal_places=2,
                        max_digits=9,
                        null=True,
                        verbose_name="standardised score",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("rated", "rated"),
                            ("first_visit", "first visit: rated after a second one"),
                            ("too_soon", "too soon after the first visit"),
                            ("key_item", "not rated: a key item failed"),
                            ("too_low", "not rated: score too low"),
                        ],
                        max_length=12,
                        verbose_name="outcome",
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "evaluation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="credit.evaluation",
                        verbose_name="evaluation",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sector_visits",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={"verbose_name": "sector visit", "verbose_name_plural": "sector visits"},
        ),
        migrations.CreateModel(
            name="AdmissionEducation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("held_on", models.DateField(verbose_name="date")),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("on_site", "in person at the counter"),
                            ("lecture", "lecture or class"),
                            ("online", "course on the net"),
                            ("reading", "reading matter handed over"),
                        ],
                        max_length=8,
                        verbose_name="form",
                    ),
                ),
                (
                    "occasion",
                    models.CharField(
                        help_text="the permit, registration or filing it belongs to",
                        max_length=120,
                        verbose_name="occasion",
                    ),
                ),
                ("participant", models.CharField(max_length=60, verbose_name="who took part")),
                ("note", models.CharField(blank=True, max_length=255, verbose_name="note")),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="admission_education",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "admission education",
                "verbose_name_plural": "admission education",
                "indexes": [models.Index(fields=["subject", "held_on"], name="education_of_subject")],
            },
        ),
        migrations.AddConstraint(
            model_name="commitmenttext",
            constraint=models.UniqueConstraint(
                fields=("template", "number"), name="one_text_per_template_and_number"
            ),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["subject", "-id"], name="commitment_of_subject"),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(
                condition=models.Q(("hidden_on__isnull", True), ("published_on__isnull", False)),
                fields=["-published_on", "-id"],
                name="commitment_on_display",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at__isnull", True), ("state", "draft")),
                    models.Q(("signed_at__isnull", True), ("state", "ended")),
                    models.Q(
                        ("signed_at__isnull", False),
                        ("signed_on__isnull", False),
                        models.Q(("text", ""), _negated=True),
                        models.Q(("signer_name", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_signed_commitment_has_text_signer_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("published_on__isnull", False),
                    _connector="OR",
                ),
                name="a_published_commitment_says_since_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["performed", "breached"]), _negated=True),
                    models.Q(("performance", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_checked_commitment_says_how_it_was_kept",
            ),
        ),
        migrations.AddIndex(
            model_name="evaluation",
            index=models.Index(fields=["subject", "scheme", "-evaluated_on"], name="evaluation_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_at__isnull", True)),
                fields=("subject", "scheme", "year"),
                name="one_standing_evaluation_per_scheme_and_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationfollowup",
            constraint=models.UniqueConstraint(
                fields=("evaluation", "kind"), name="one_task_of_a_kind_per_evaluation"
            ),
        ),
        migrations.AddIndex(
            model_name="sectorvisit",
            index=models.Index(fields=["subject", "scheme", "-visited_on"], name="visit_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="sectorvisit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True),
                    models.Q(
                        models.Q(("first_inspector_label", ""), _negated=True),
                        models.Q(("second_inspector_label", ""), _negated=True),
                        models.Q(("outcome", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_signed_sheet_has_two_inspectors_and_an_outcome",
            ),
        ),
        migrations.RunPython(create, drop),
    ]
