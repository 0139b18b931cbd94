"""Tables of inspections."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("supervision", "0005_draws"),
    ]

    operations = [
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
            },
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["subject", "state"], name="inspection_of_subject"),
        ),
        migrations.AddIndex(
            model_name="inspection",
            index=models.Index(fields=["state", "due_on"], name="inspection_by_state"),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True), ("ended_at__gte", models.F("started_at")), _connector="OR"
                ),
                name="an_inspection_does_not_end_before_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("approved_on__isnull", False), ("published_on__isnull", False)),
                    _connector="OR",
                ),
                name="a_published_inspection_was_approved",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionline",
            constraint=models.UniqueConstraint(
                fields=("inspection", "item"), name="one_answer_per_line_of_an_inspection"
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answer", "problem"),
                    models.Q(("due_on__isnull", True), ("measure", ""), ("recorded", False)),
                    _connector="OR",
                ),
                name="only_a_problem_has_a_measure",
            ),
        ),
        migrations.AddIndex(
            model_name="inspectionnotice",
            index=models.Index(fields=["-published_on", "-id"], name="inspection_notice_newest"),
        ),
        migrations.AddIndex(
            model_name="inspectionnotice",
            index=models.Index(fields=["subject", "-published_on"], name="inspection_notice_of_subject"),
        ),
        migrations.AddConstraint(
            model_name="inspectionofficer",
            constraint=models.UniqueConstraint(
                fields=("inspection", "officer"), name="an_inspector_is_once_in_an_inspection"
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionofficer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_at__isnull", True), models.Q(("certificate", ""), _negated=True), _connector="OR"
                ),
                name="an_inspector_on_the_spot_has_a_certificate",
            ),
        ),
        migrations.AddConstraint(
            model_name="inspectionstep",
            constraint=models.UniqueConstraint(
                fields=("inspection", "token"), name="a_step_of_an_inspection_is_kept_once"
            ),
        ),
        InsertOnly(
            "InspectionStep",
            "supervision_inspection_step_is_insert_only",
            "steps of inspections are never changed or deleted",
        ),
    ]
