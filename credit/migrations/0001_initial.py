"""The credit file."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models

import core.fields
import core.search
import credit.fields
import credit.report.terms
from core.migrating import together


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Subject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("identity", models.CharField(editable=False, max_length=80, verbose_name="identity")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("organisation", "organisation"),
                            ("individual_business", "individual business"),
                            ("person", "natural person"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_norm", models.CharField(editable=False, max_length=600)),
                ("grams", core.search.GramsField(blank=True, default="", editable=False)),
                ("former_names", models.JSONField(blank=True, default=list, verbose_name="former names")),
                (
                    "uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                ("id_type", models.CharField(blank=True, max_length=64, verbose_name="identity document")),
                ("id_number", core.fields.SealedField(blank=True, null=True, verbose_name="identity number")),
                (
                    "id_masked",
                    models.CharField(blank=True, max_length=64, verbose_name="identity number (masked)"),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "active"), ("closed", "closed")],
                        default="active",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="file opened at")),
            ],
            options={
                "verbose_name": "credit subject",
                "verbose_name_plural": "credit subjects",
                "indexes": [
                    models.Index(fields=["kind", "id"], name="subject_by_kind"),
                    models.Index(fields=["uscc"], name="subject_by_uscc", opclasses=["varchar_pattern_ops"]),
                    models.Index(
                        fields=["division_code"],
                        name="subject_by_division",
                        opclasses=["varchar_pattern_ops"],
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("identity",), name="one_subject_per_identity"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "person"), ("identity__startswith", "P:"), ("uscc", "")),
                            models.Q(
                                models.Q(("kind", "person"), _negated=True),
                                models.Q(("identity__startswith", "P:"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_person_has_no_credit_code_and_a_body_no_id_number",
                    ),
                ],
            },
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
            options={
                "verbose_name": "evaluation",
                "verbose_name_plural": "evaluations",
                "indexes": [
                    models.Index(fields=["subject", "scheme", "-evaluated_on"], name="evaluation_of_subject")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("subject", "scheme", "year"),
                        name="one_standing_evaluation_per_scheme_and_year",
                    )
                ],
            },
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
            options={
                "verbose_name": "task of an evaluation",
                "verbose_name_plural": "tasks of evaluations",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evaluation", "kind"), name="one_task_of_a_kind_per_evaluation"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GradeChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_id", models.BigIntegerField(verbose_name="subject")),
                ("standard_id", models.BigIntegerField(verbose_name="standard")),
                ("run_id", models.UUIDField(verbose_name="run or change that wrote it")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("nightly", "nightly run"),
                            ("change", "a record changed"),
                            ("demand", "on demand"),
                        ],
                        max_length=8,
                        verbose_name="cause",
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded at")),
                ("as_of", models.DateField(verbose_name="as of")),
                ("from_as_of", models.DateField(null=True, verbose_name="as of, before")),
                ("from_cycle_start", models.DateField(null=True, verbose_name="cycle from, before")),
                (
                    "from_points",
                    credit.fields.PointsField(
                        decimal_places=2, max_digits=9, null=True, verbose_name="points, before"
                    ),
                ),
                (
                    "from_score",
                    credit.fields.PointsField(
                        decimal_places=2, max_digits=9, null=True, verbose_name="score, before"
                    ),
                ),
                (
                    "from_label",
                    models.CharField(blank=True, max_length=60, verbose_name="grade or action, before"),
                ),
                ("from_veto", models.BooleanField(null=True, verbose_name="veto, before")),
                ("from_lines", models.TextField(blank=True, verbose_name="reason line by line, before")),
                ("to_cycle_start", models.DateField(verbose_name="cycle from, after")),
                (
                    "to_points",
                    credit.fields.PointsField(decimal_places=2, max_digits=9, verbose_name="points, after"),
                ),
                (
                    "to_score",
                    credit.fields.PointsField(decimal_places=2, max_digits=9, verbose_name="score, after"),
                ),
                (
                    "to_label",
                    models.CharField(blank=True, max_length=60, verbose_name="grade or action, after"),
                ),
                ("to_veto", models.BooleanField(verbose_name="veto, after")),
            ],
            options={
                "verbose_name": "grade change",
                "verbose_name_plural": "grade changes",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["subject_id", "standard_id", "-id"], name="grade_change_of_subject"),
                    models.Index(fields=["run_id"], name="grade_change_of_run"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issued_on", models.DateField(verbose_name="issued on")),
                ("document_no", models.CharField(blank=True, max_length=128, verbose_name="document number")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="licences",
                        to="credit.subject",
                        verbose_name="credit subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "licence day",
                "verbose_name_plural": "licence days",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "issued_on"), name="one_licence_per_subject_and_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField(verbose_name="on the list since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="off the list from")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="list")),
                ("source", models.CharField(max_length=80, unique=True, verbose_name="source")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listed_periods",
                        to="credit.subject",
                        verbose_name="credit subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "time on a serious list",
                "verbose_name_plural": "times on a serious list",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="nobody_leaves_a_list_before_entering_it",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_id", models.BigIntegerField(verbose_name="conduct record")),
                ("subject_id", models.BigIntegerField(verbose_name="subject")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("disputed", "marked as disputed"),
                            ("settled", "dispute settled"),
                            ("superseded", "superseded by a correction"),
                            ("withdrawn", "withdrawn"),
                            ("annulled", "annulled"),
                            ("repaired", "repaired"),
                            ("shielded", "shielded"),
                            ("unshielded", "shield ended"),
                            ("unrepaired", "repair revoked"),
                        ],
                        max_length=10,
                        verbose_name="change",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="takes effect on")),
                (
                    "known_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="known since"),
                ),
                ("by", models.CharField(max_length=64, verbose_name="actor number")),
                ("by_label", models.CharField(max_length=100, verbose_name="actor")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("replaced_by", models.BigIntegerField(blank=True, null=True, verbose_name="replaced by")),
                ("notes", models.JSONField(blank=True, default=dict, verbose_name="notes")),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
            ],
            options={
                "verbose_name": "change of a record",
                "verbose_name_plural": "changes of records",
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["record_id", "id"], name="change_of_record"),
                    models.Index(fields=["subject_id", "id"], name="change_of_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepairBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "basis",
                    models.CharField(
                        help_text="such as 《吉林省一般行政处罚信用信息批量修复工作方案》",
                        max_length=255,
                        verbose_name="work plan it rests on",
                    ),
                ),
                ("rule", models.JSONField(default=dict, verbose_name="selection rule")),
                (
                    "duties_done",
                    models.CharField(
                        help_text="departments fetch the proof from their own systems",
                        max_length=255,
                        verbose_name="how it is known that the duties are done",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "rule being written"),
                            ("examined", "records examined"),
                            ("approved", "approved, to be filed with the upper office"),
                            ("filed", "filed with the upper office"),
                            ("running", "being carried out"),
                            ("done", "carried out"),
                            ("dropped", "given up"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "examined_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="examined on"),
                ),
                (
                    "selected",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="records selected"),
                ),
                ("eligible", models.PositiveIntegerField(default=0, editable=False, verbose_name="eligible")),
                (
                    "approved_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="approved by"),
                ),
                (
                    "approved_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="approved on"),
                ),
                (
                    "filed_with",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="filed with"),
                ),
                (
                    "filing_no",
                    models.CharField(
                        blank=True, editable=False, max_length=128, verbose_name="filing number"
                    ),
                ),
                (
                    "filed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="filed on"),
                ),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "finished_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="finished at"),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                ("examined_by", models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                "verbose_name": "batch repair",
                "verbose_name_plural": "batch repairs",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["filed", "running", "done"]), _negated=True),
                            models.Q(("filed_on__isnull", False), models.Q(("filing_no", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_batch_is_filed_before_it_is_carried_out",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "Simplified Chinese"), ("en", "English")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("procurement", "government procurement"),
                            ("tender", "tender and bidding"),
                            ("approval", "administrative approval"),
                            ("market_entry", "market entry"),
                            ("qualification", "review of qualifications and awards"),
                            ("funds", "allocation of funds"),
                            ("supervision", "supervision by an authority"),
                            ("own_use", "the subject's own use"),
                            ("other", "another purpose"),
                        ],
                        max_length=16,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "purpose_note",
                    models.CharField(blank=True, max_length=200, verbose_name="purpose in words"),
                ),
                ("asker", models.CharField(max_length=200, verbose_name="who asked for it")),
                ("authorisation", models.CharField(blank=True, max_length=200, verbose_name="authorisation")),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "what anybody may know"),
                            ("authorised", "what the subject agreed to tell"),
                            ("whole", "everything that counts"),
                        ],
                        max_length=10,
                        verbose_name="tells",
                    ),
                ),
                (
                    "division_code",
                    models.CharField(blank=True, db_index=True, max_length=6, verbose_name="division code"),
                ),
                ("subject_ids", models.JSONField(default=list, verbose_name="subjects")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="reports")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="written")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("expired", "file deleted"),
                        ],
                        default="queued",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("requested_by", models.CharField(editable=False, max_length=64)),
                ("requested_by_label", models.CharField(max_length=100, verbose_name="asked for by")),
                ("issuer", models.CharField(max_length=320, verbose_name="issuer as printed")),
                ("requested_at", models.DateTimeField(auto_now_add=True, verbose_name="requested at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                ("lease", models.CharField(blank=True, editable=False, max_length=32)),
                ("heartbeat_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("pieces", models.JSONField(default=list, editable=False)),
                ("stored_as", models.CharField(blank=True, editable=False, max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="bytes")),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="file kept until")),
                ("failure", models.CharField(blank=True, max_length=100, verbose_name="failure")),
            ],
            options={
                "verbose_name": "batch of credit reports",
                "verbose_name_plural": "batches of credit reports",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("stored_as", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_finished_batch_of_reports_has_its_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CreditReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
                (
                    "language",
                    models.CharField(
                        choices=[("zh-hans", "Simplified Chinese"), ("en", "English")],
                        max_length=8,
                        verbose_name="language",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("procurement", "government procurement"),
                            ("tender", "tender and bidding"),
                            ("approval", "administrative approval"),
                            ("market_entry", "market entry"),
                            ("qualification", "review of qualifications and awards"),
                            ("funds", "allocation of funds"),
                            ("supervision", "supervision by an authority"),
                            ("own_use", "the subject's own use"),
                            ("other", "another purpose"),
                        ],
                        max_length=16,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "purpose_note",
                    models.CharField(blank=True, max_length=200, verbose_name="purpose in words"),
                ),
                ("asker", models.CharField(max_length=200, verbose_name="who asked for it")),
                (
                    "authorisation",
                    models.CharField(
                        blank=True,
                        help_text="the subject's written agreement: date or number of the paper",
                        max_length=200,
                        verbose_name="authorisation",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("public", "what anybody may know"),
                            ("authorised", "what the subject agreed to tell"),
                            ("whole", "everything that counts"),
                        ],
                        max_length=10,
                        verbose_name="tells",
                    ),
                ),
                (
                    "check_code",
                    models.CharField(
                        default=credit.report.terms.new_code,
                        max_length=16,
                        unique=True,
                        verbose_name="check code",
                    ),
                ),
                ("cut_off", models.DateTimeField(verbose_name="data cut-off")),
                ("content", models.JSONField(editable=False)),
                ("digest", models.CharField(max_length=64, verbose_name="digest of the content (SM3)")),
                ("issued_by", models.CharField(max_length=64, verbose_name="issued by (number)")),
                ("issued_by_label", models.CharField(max_length=100, verbose_name="issued by")),
                ("issuer", models.CharField(max_length=320, verbose_name="issuer as printed")),
                ("issued_at", models.DateTimeField(auto_now_add=True, verbose_name="issued at")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="credit.reportbatch",
                        verbose_name="batch",
                    ),
                ),
            ],
            options={
                "verbose_name": "credit report",
                "verbose_name_plural": "credit reports",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        fields=["division_code", "-id"],
                        name="report_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("batch__isnull", False)),
                        fields=("batch", "subject"),
                        name="one_report_per_batch_and_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "authorised"), _negated=True),
                            models.Q(("authorisation", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_authorised_report_names_the_authorisation",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportBatchPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="credit.reportbatch",
                        verbose_name="batch of credit reports",
                    ),
                ),
            ],
            options={
                "verbose_name": "place of a batch of reports",
                "verbose_name_plural": "places of batches of reports",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("batch", "division_code"), name="one_row_per_batch_and_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=40, verbose_name="rule")),
                ("period", models.CharField(max_length=80, verbose_name="period")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                ("reason", models.CharField(max_length=500, verbose_name="reason")),
                ("reason_en", models.CharField(blank=True, max_length=500, verbose_name="reason in English")),
                ("to_body", models.BooleanField(default=True, verbose_name="shown to the body")),
                ("event_on", models.DateField(blank=True, null=True, verbose_name="day it is about")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("dismissed", "dismissed"),
                            ("lapsed", "no longer the case"),
                        ],
                        default="open",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("opened_on", models.DateField(verbose_name="opened on")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                ("closed_by_label", models.CharField(blank=True, max_length=100, verbose_name="closed by")),
                (
                    "dismissed_reason",
                    models.CharField(blank=True, max_length=255, verbose_name="why dismissed"),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="risk_warnings",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "risk warning",
                "verbose_name_plural": "risk warnings",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["division_code", "-id"],
                        name="risk_warning_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rule", "subject", "period"), name="one_warning_per_rule_subject_and_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dismissed"), _negated=True),
                            models.Q(("dismissed_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_warning_is_dismissed_with_a_reason",
                    ),
                ],
            },
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
            options={
                "verbose_name": "sector visit",
                "verbose_name_plural": "sector visits",
                "indexes": [
                    models.Index(fields=["subject", "scheme", "-visited_on"], name="visit_of_subject")
                ],
                "constraints": [
                    models.CheckConstraint(
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
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Standard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("version", models.CharField(max_length=20, verbose_name="version")),
                ("place", models.CharField(blank=True, max_length=6, verbose_name="place (division prefix)")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                (
                    "applies_to",
                    models.CharField(
                        choices=[
                            ("institution", "organisations and individual businesses"),
                            ("practitioner", "persons"),
                        ],
                        max_length=12,
                        verbose_name="applies to",
                    ),
                ),
                (
                    "scale",
                    models.CharField(
                        choices=[
                            ("grades", "grade by remaining score"),
                            ("actions", "action by points reached"),
                        ],
                        max_length=8,
                        verbose_name="scale",
                    ),
                ),
                (
                    "base",
                    credit.fields.PointsField(decimal_places=2, max_digits=9, verbose_name="base score"),
                ),
                (
                    "floor",
                    credit.fields.PointsField(
                        decimal_places=2, default=0, max_digits=9, verbose_name="lowest score"
                    ),
                ),
                (
                    "bonus_cap",
                    credit.fields.PointsField(
                        decimal_places=2, default=0, max_digits=9, verbose_name="most bonus points"
                    ),
                ),
                (
                    "deduction_cap",
                    credit.fields.PointsField(
                        blank=True,
                        decimal_places=2,
                        help_text="All records of a cycle together cost no more; empty: no limit.",
                        max_digits=9,
                        null=True,
                        verbose_name="most points taken in all",
                    ),
                ),
                (
                    "veto_grade",
                    models.CharField(blank=True, max_length=60, verbose_name="grade after a veto"),
                ),
                (
                    "serious_list_grade",
                    models.CharField(blank=True, max_length=60, verbose_name="grade while on a serious list"),
                ),
                (
                    "cycle_kind",
                    models.CharField(
                        choices=[
                            ("from_verification", "from the day verification was passed"),
                            ("from_licence", "from the licence date"),
                            ("calendar_years", "calendar years"),
                        ],
                        max_length=20,
                        verbose_name="cycle",
                    ),
                ),
                (
                    "cycle_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="months in a cycle"),
                ),
                (
                    "cycle_years",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Otherwise: used for a subject whose verification or licence day is not known.",
                        verbose_name="calendar years in a cycle",
                    ),
                ),
                (
                    "cycle_anchor",
                    models.PositiveSmallIntegerField(
                        default=2000, verbose_name="a year in which a cycle starts"
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="document")),
                ("article", models.CharField(blank=True, max_length=100, verbose_name="article")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("verified", "read in the source"),
                            ("gku", "local default, to be confirmed"),
                        ],
                        max_length=8,
                        verbose_name="certainty",
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="effective until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("tried", "tried"),
                            ("adopted", "adopted"),
                            ("retired", "retired"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "made_by",
                    models.CharField(blank=True, editable=False, max_length=64, verbose_name="drafted by"),
                ),
                (
                    "changed_by",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="last changed by"
                    ),
                ),
                (
                    "adopted_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="adopted on"),
                ),
                (
                    "adopted_by",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="adopted by"),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="credit.standard",
                        verbose_name="drafted from",
                    ),
                ),
            ],
            options={
                "verbose_name": "scoring standard",
                "verbose_name_plural": "scoring standards",
                "ordering": ["code", "-effective_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "version", "place"), name="standard_version_is_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cycle_kind", "calendar_years"),
                            models.Q(("cycle_months__gte", 1), ("cycle_months__isnull", False)),
                            _connector="OR",
                        ),
                        name="cycle_from_a_day_has_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("deduction_cap__isnull", True), ("deduction_cap__gt", 0), _connector="OR"
                        ),
                        name="most_points_taken_are_more_than_none",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cycle_years__gte", 1)), name="cycle_has_at_least_one_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_until__isnull", True),
                            ("effective_until__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="standard_does_not_end_before_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Band",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="grade or action")),
                (
                    "label_en",
                    models.CharField(blank=True, max_length=100, verbose_name="grade or action in English"),
                ),
                ("minimum", credit.fields.PointsField(decimal_places=2, max_digits=9, verbose_name="from")),
                (
                    "consequences",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Codes of the rule table “credit.consequence”.",
                        verbose_name="consequences",
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bands",
                        to="credit.standard",
                        verbose_name="standard",
                    ),
                ),
            ],
            options={
                "verbose_name": "band",
                "verbose_name_plural": "bands",
                "ordering": ["standard", "-minimum"],
                "constraints": [
                    models.UniqueConstraint(fields=("standard", "label"), name="label_is_once_in_a_standard"),
                    models.UniqueConstraint(
                        fields=("standard", "minimum"), name="minimum_is_once_in_a_standard"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsequenceTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, verbose_name="consequence")),
                ("title", models.CharField(max_length=200, verbose_name="what is to be done")),
                (
                    "title_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="what is to be done, in English"
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="grade or action")),
                (
                    "ground",
                    models.CharField(
                        help_text="what it was opened for; the same ground opens it once",
                        max_length=160,
                        verbose_name="ground",
                    ),
                ),
                ("cycle_start", models.DateField(blank=True, null=True, verbose_name="cycle from")),
                ("office", models.CharField(blank=True, max_length=100, verbose_name="office")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
                ("opened_on", models.DateField(verbose_name="opened on")),
                ("working_days", models.PositiveSmallIntegerField(verbose_name="working days")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "open"),
                            ("done", "done"),
                            ("waived", "waived"),
                            ("lapsed", "lapsed"),
                        ],
                        default="open",
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                ("outcome", models.TextField(blank=True, verbose_name="outcome")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consequence_tasks",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consequence_tasks",
                        to="credit.standard",
                        verbose_name="standard",
                    ),
                ),
            ],
            options={
                "verbose_name": "consequence to carry out",
                "verbose_name_plural": "consequences to carry out",
                "ordering": ["opened_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("subject", "code"),
                        name="one_open_task_per_consequence",
                    ),
                    models.UniqueConstraint(
                        fields=("subject", "code", "ground"), name="one_task_per_consequence_and_ground"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_on__isnull", True), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True), ("closed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_task_has_a_closing_day_once_closed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item_code", models.CharField(max_length=20, verbose_name="item code")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                ("clause", models.CharField(blank=True, max_length=100, verbose_name="clause")),
                ("points", credit.fields.PointsField(decimal_places=2, max_digits=9, verbose_name="points")),
                (
                    "per",
                    models.CharField(
                        choices=[
                            ("occurrence", "per occurrence"),
                            ("person", "per person"),
                            ("department", "per department"),
                        ],
                        default="occurrence",
                        max_length=12,
                        verbose_name="counted",
                    ),
                ),
                ("veto", models.BooleanField(default=False, verbose_name="veto")),
                ("bonus", models.BooleanField(default=False, verbose_name="bonus")),
                (
                    "direct",
                    models.BooleanField(
                        default=False,
                        help_text="Such as a refused assessment: the grade is put directly, whatever the score.",
                        verbose_name="lowest directly",
                    ),
                ),
                (
                    "grade",
                    models.CharField(
                        blank=True,
                        help_text="For a veto: this item's own grade, else the standard's. For “lowest directly”: else the gravest.",
                        max_length=60,
                        verbose_name="grade it leads to",
                    ),
                ),
                (
                    "cap",
                    credit.fields.PointsField(
                        blank=True,
                        decimal_places=2,
                        help_text="All records of this item in a cycle together count for no more; empty: no limit.",
                        max_digits=9,
                        null=True,
                        verbose_name="most points of this item",
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="credit.standard",
                        verbose_name="standard",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "ordering": ["standard", "item_code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("standard", "item_code"), name="item_is_once_in_a_standard"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("points__gte", 0)), name="criterion_points_are_not_negative"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("bonus", True), ("veto", True), _negated=True),
                        name="bonus_is_never_a_veto",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("direct", False), models.Q(("bonus", False), ("veto", False)), _connector="OR"
                        ),
                        name="lowest_directly_is_neither_veto_nor_bonus",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("grade", ""), ("veto", True), ("direct", True), _connector="OR"),
                        name="only_a_veto_or_lowest_directly_leads_to_a_grade",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cap__isnull", True), ("cap__gt", 0), _connector="OR"),
                        name="most_points_of_an_item_are_more_than_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecayStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_months", models.PositiveSmallIntegerField(verbose_name="from an age of (months)")),
                ("percent", models.PositiveSmallIntegerField(verbose_name="counts for (percent)")),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decay_steps",
                        to="credit.standard",
                        verbose_name="standard",
                    ),
                ),
            ],
            options={
                "verbose_name": "decay step",
                "verbose_name_plural": "decay steps",
                "ordering": ["standard", "from_months"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("standard", "from_months"), name="decay_age_is_once_in_a_standard"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_months__gte", 1)), name="decay_starts_after_a_month_or_more"
                    ),
                    models.CheckConstraint(condition=models.Q(("percent__lt", 100)), name="decay_lessens"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run_id", models.UUIDField(verbose_name="run or change that wrote it")),
                ("as_of", models.DateField(verbose_name="as of")),
                ("cycle_start", models.DateField(verbose_name="cycle from")),
                ("cycle_end", models.DateField(verbose_name="cycle until")),
                (
                    "cycle_basis",
                    models.CharField(
                        choices=[
                            ("verification", "verification passed"),
                            ("licence", "licence date"),
                            ("calendar", "calendar years"),
                            ("fallback", "calendar years, because no verification is known"),
                            ("no_licence", "calendar years, because no licence date is known"),
                        ],
                        max_length=12,
                        verbose_name="cycle found by",
                    ),
                ),
                ("points", credit.fields.PointsField(decimal_places=2, max_digits=9, verbose_name="points")),
                ("bonus", credit.fields.PointsField(decimal_places=2, max_digits=9, verbose_name="bonus")),
                ("score", credit.fields.PointsField(decimal_places=2, max_digits=9, verbose_name="score")),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="grade or action")),
                ("veto", models.BooleanField(verbose_name="veto")),
                ("direct", models.BooleanField(default=False, verbose_name="put directly")),
                ("listed", models.BooleanField(default=False, verbose_name="on a serious list")),
                (
                    "lines",
                    models.TextField(
                        help_text="JSON: [record, criterion, hundredths of points] per record that counted.",
                        verbose_name="reason, line by line",
                    ),
                ),
                ("prior_as_of", models.DateField(editable=False, null=True)),
                ("prior_cycle_start", models.DateField(editable=False, null=True)),
                (
                    "prior_points",
                    credit.fields.PointsField(decimal_places=2, editable=False, max_digits=9, null=True),
                ),
                (
                    "prior_score",
                    credit.fields.PointsField(decimal_places=2, editable=False, max_digits=9, null=True),
                ),
                ("prior_label", models.CharField(blank=True, editable=False, max_length=60)),
                ("prior_veto", models.BooleanField(editable=False, null=True)),
                ("prior_lines", models.TextField(blank=True, editable=False)),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grades",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grades",
                        to="credit.standard",
                        verbose_name="standard",
                    ),
                ),
            ],
            options={
                "verbose_name": "grade",
                "verbose_name_plural": "grades",
                "ordering": ["standard", "subject"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "standard"), name="one_grade_per_subject_and_standard"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GradeRun",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("as_of", models.DateField(verbose_name="as of")),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("nightly", "nightly run"),
                            ("change", "a record changed"),
                            ("demand", "on demand"),
                        ],
                        max_length=8,
                        verbose_name="cause",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="queued",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("requested_by", models.CharField(max_length=100, verbose_name="requested by")),
                (
                    "requested_by_label",
                    models.CharField(blank=True, max_length=100, verbose_name="requested by"),
                ),
                ("requested_at", models.DateTimeField(auto_now_add=True, verbose_name="requested at")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="started at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="lease until")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "trial",
                    models.BooleanField(
                        default=False,
                        help_text="Tells what the grades of a day would be; writes none.",
                        verbose_name="trial",
                    ),
                ),
                ("population", models.PositiveIntegerField(default=0, verbose_name="subjects to grade")),
                ("reached", models.BigIntegerField(editable=False, null=True)),
                (
                    "outcome",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Of a trial: [grade held, grade of the trial, subjects] each.",
                        verbose_name="outcome",
                    ),
                ),
                ("graded", models.PositiveIntegerField(default=0, verbose_name="subjects graded")),
                ("written", models.PositiveIntegerField(default=0, verbose_name="grades written")),
                (
                    "relabelled",
                    models.PositiveIntegerField(default=0, verbose_name="grades or actions changed"),
                ),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="failure")),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="credit.standard",
                        verbose_name="standard",
                    ),
                ),
            ],
            options={
                "verbose_name": "grading run",
                "verbose_name_plural": "grading runs",
                "ordering": ["-requested_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "running"), ("trial", False)),
                        fields=("standard",),
                        name="one_running_grade_run_per_standard",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("passed_on", models.DateField(verbose_name="passed on")),
                ("document_no", models.CharField(blank=True, max_length=128, verbose_name="document number")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verifications",
                        to="credit.subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "verification",
                "verbose_name_plural": "verifications",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "passed_on"), name="one_verification_per_subject_and_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CatalogueItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="item code")),
                ("version", models.CharField(max_length=20, verbose_name="version")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="empty: whole country",
                        max_length=6,
                        verbose_name="place (division prefix)",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "applies_to",
                    models.CharField(
                        choices=[
                            ("institution", "organisations and individual businesses"),
                            ("practitioner", "persons"),
                        ],
                        max_length=12,
                        verbose_name="applies to",
                    ),
                ),
                (
                    "polarity",
                    models.CharField(
                        choices=[
                            ("good", "good conduct"),
                            ("bad", "bad conduct"),
                            ("basic", "basic information"),
                        ],
                        max_length=5,
                        verbose_name="kind of information",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("minor", "minor"),
                            ("ordinary", "ordinary"),
                            ("serious", "serious"),
                            ("none", "none"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                (
                    "points",
                    credit.fields.PointsField(
                        decimal_places=2, default=0, max_digits=9, verbose_name="default points"
                    ),
                ),
                (
                    "per",
                    models.CharField(
                        choices=[
                            ("occurrence", "per occurrence"),
                            ("person", "per person"),
                            ("department", "per department"),
                        ],
                        default="occurrence",
                        max_length=12,
                        verbose_name="counted",
                    ),
                ),
                (
                    "counts_from",
                    models.CharField(
                        choices=[
                            ("happened", "the day it happened"),
                            ("decided", "the day of the document"),
                            ("final", "the day it became final"),
                        ],
                        default="decided",
                        max_length=8,
                        verbose_name="counts from",
                    ),
                ),
                (
                    "retention_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="empty: without end",
                        null=True,
                        verbose_name="kept for (months)",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("internal", "within government only"),
                            ("authorised", "only with the subject's authority"),
                        ],
                        default="internal",
                        max_length=10,
                        verbose_name="use",
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="document")),
                ("article", models.CharField(blank=True, max_length=100, verbose_name="article")),
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
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="effective until")),
            ],
            options={
                "verbose_name": "catalogue item",
                "verbose_name_plural": "collection catalogue",
                "ordering": ["applies_to", "code", "place", "-effective_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "place", "version"), name="item_version_is_unique"
                    ),
                    models.UniqueConstraint(
                        fields=("code", "place", "effective_from"),
                        name="one_item_version_per_place_and_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_until__isnull", True),
                            ("effective_until__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="item_does_not_end_before_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("points__gte", 0),
                            models.Q(
                                models.Q(("polarity", "basic"), _negated=True), ("points", 0), _connector="OR"
                            ),
                        ),
                        name="item_points_are_not_negative_and_basic_items_have_none",
                    ),
                ],
            },
        ),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("template", "number"), name="one_text_per_template_and_number"
                    )
                ],
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
                        choices=[
                            ("portal", "in the portal"),
                            ("paper", "on paper"),
                            ("roll", "on paper, entered from a register"),
                        ],
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
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "commitment",
                "verbose_name_plural": "commitments",
                "indexes": [
                    models.Index(fields=["subject", "-id"], name="commitment_of_subject"),
                    models.Index(
                        condition=models.Q(("hidden_on__isnull", True), ("published_on__isnull", False)),
                        fields=["-published_on", "-id"],
                        name="commitment_on_display",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            ("published_on__isnull", False),
                            _connector="OR",
                        ),
                        name="a_published_commitment_says_since_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["performed", "breached"]), _negated=True),
                            models.Q(("performance", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_checked_commitment_says_how_it_was_kept",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConductRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item_code", models.CharField(max_length=20, verbose_name="item")),
                ("title", models.CharField(max_length=255, verbose_name="conduct")),
                ("facts", models.TextField(blank=True, verbose_name="facts")),
                ("authority_name", models.CharField(blank=True, max_length=200, verbose_name="authority")),
                ("document_no", models.CharField(blank=True, max_length=128, verbose_name="document number")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="what it came from, such as disclosure.penalty:12",
                        max_length=80,
                        verbose_name="source",
                    ),
                ),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
                (
                    "act",
                    models.CharField(
                        blank=True,
                        help_text="records of the same act count once, under the highest item",
                        max_length=80,
                        verbose_name="act",
                    ),
                ),
                (
                    "count",
                    models.PositiveIntegerField(
                        default=1, help_text="persons or departments concerned", verbose_name="count"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="of a correction: what was wrong",
                        max_length=255,
                        verbose_name="remark",
                    ),
                ),
                ("happened_on", models.DateField(verbose_name="date")),
                (
                    "final_on",
                    models.DateField(blank=True, null=True, verbose_name="counts as dishonest from"),
                ),
                ("known_at", models.DateTimeField(auto_now_add=True, verbose_name="known since")),
                (
                    "review",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting for confirmation"),
                            ("returned", "sent back"),
                            ("confirmed", "confirmed"),
                            ("discarded", "discarded"),
                        ],
                        db_default="confirmed",
                        default="confirmed",
                        max_length=9,
                        verbose_name="review",
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True,
                        db_default=django.db.models.functions.datetime.Now(),
                        default=django.utils.timezone.now,
                        null=True,
                        verbose_name="confirmed at",
                    ),
                ),
                ("made_by", models.CharField(blank=True, db_default="", editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, db_default="", max_length=100, verbose_name="entered by"),
                ),
                ("changed_by", models.CharField(blank=True, db_default="", editable=False, max_length=64)),
                (
                    "reviewed_by_label",
                    models.CharField(blank=True, db_default="", max_length=100, verbose_name="confirmed by"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("normal", "normal"),
                            ("disputed", "disputed"),
                            ("superseded", "superseded"),
                            ("withdrawn", "withdrawn"),
                            ("annulled", "annulled"),
                            ("repaired", "repaired"),
                        ],
                        default="normal",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("superseded_on", models.DateField(blank=True, null=True, verbose_name="superseded on")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn on")),
                ("annulled_on", models.DateField(blank=True, null=True, verbose_name="annulled on")),
                ("repaired_on", models.DateField(blank=True, null=True, verbose_name="repaired on")),
                ("disputed_from", models.DateField(blank=True, null=True, verbose_name="disputed from")),
                ("disputed_until", models.DateField(blank=True, null=True, verbose_name="disputed until")),
                ("shielded_from", models.DateField(blank=True, null=True, verbose_name="shielded from")),
                ("shielded_until", models.DateField(blank=True, null=True, verbose_name="shielded until")),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="credit.catalogueitem",
                        verbose_name="catalogue item",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="credit.conductrecord",
                        verbose_name="supersedes",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "conduct record",
                "verbose_name_plural": "conduct records",
                "indexes": [
                    models.Index(fields=["subject", "happened_on"], name="record_of_subject"),
                    models.Index(fields=["source"], name="record_by_source"),
                    models.Index(
                        condition=models.Q(("review", "confirmed"), _negated=True),
                        fields=["review", "-id"],
                        name="record_to_confirm",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="a_record_counts_at_least_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", False), ("review", "confirmed")),
                            models.Q(
                                models.Q(("review", "confirmed"), _negated=True),
                                ("confirmed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="only_a_confirmed_record_has_the_time_of_it",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), _negated=True), ("superseded_on__isnull", True)
                        ),
                        fields=("source", "item_code"),
                        name="one_record_per_source_and_item",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(editable=False, max_length=80, verbose_name="about (number)")),
                ("title", models.CharField(editable=False, max_length=255, verbose_name="about")),
                (
                    "document_no",
                    models.CharField(
                        blank=True, editable=False, max_length=128, verbose_name="document number"
                    ),
                ),
                (
                    "division_code",
                    models.CharField(editable=False, max_length=6, verbose_name="division code"),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "portal"),
                            ("paper", "on paper, at the counter"),
                            ("platform", "credit platform (Credit China)"),
                            ("batch", "batch repair"),
                        ],
                        default="portal",
                        editable=False,
                        max_length=10,
                        verbose_name="came in by",
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("content", "the content is wrong"),
                            ("not_ours", "it does not concern us"),
                            ("fallen", "the decision was changed or annulled"),
                            ("period", "it is shown longer than allowed"),
                            ("repair", "the result of a repair"),
                            ("other", "something else"),
                        ],
                        max_length=10,
                        verbose_name="what is wrong",
                    ),
                ),
                ("claim", models.TextField(verbose_name="what is wrong, and what would be right")),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "marked_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="marked as disputed on"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received, being examined"),
                            ("with_provider", "passed to the provider"),
                            ("answered", "provider answered"),
                            ("experts", "with testing or expert review"),
                            ("proposed", "finding proposed, waiting for a second officer"),
                            ("decided", "decided"),
                            ("told", "decided and told"),
                            ("taken_back", "taken back by the party"),
                        ],
                        default="received",
                        editable=False,
                        max_length=14,
                        verbose_name="state",
                    ),
                ),
                (
                    "provider_name",
                    models.CharField(blank=True, max_length=200, verbose_name="provider asked"),
                ),
                (
                    "passed_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="passed to the provider on"
                    ),
                ),
                ("provider_answer", models.TextField(blank=True, verbose_name="provider's answer")),
                (
                    "provider_confirms",
                    models.BooleanField(
                        blank=True, null=True, verbose_name="the provider stands by the record"
                    ),
                ),
                (
                    "answered_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="provider answered on"
                    ),
                ),
                (
                    "paused_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="tests or expert review since"
                    ),
                ),
                (
                    "paused_days",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="working days of tests and expert review"
                    ),
                ),
                (
                    "extended_by_days",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="extended by working days"
                    ),
                ),
                (
                    "extension_reason",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="why extended"),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "upheld"), ("partly", "partly upheld"), ("rejected", "rejected")],
                        max_length=8,
                        verbose_name="finding",
                    ),
                ),
                (
                    "remedy",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdraw", "withdraw the record everywhere"),
                            ("correct", "replace the record by a corrected one"),
                            ("none", "the record stays as it is"),
                        ],
                        max_length=8,
                        verbose_name="what follows",
                    ),
                ),
                ("correction", models.JSONField(blank=True, default=dict, verbose_name="corrected content")),
                ("reasoning", models.TextField(blank=True, verbose_name="reasoning")),
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
                    "effects",
                    models.JSONField(blank=True, default=list, editable=False, verbose_name="what was done"),
                ),
                (
                    "told_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="party told on"),
                ),
                (
                    "told_how",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="how the party was told"
                    ),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "record",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="credit.conductrecord",
                        verbose_name="conduct record",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "objection",
                "verbose_name_plural": "objections",
                "indexes": [
                    models.Index(fields=["subject", "-id"], name="objection_of_subject"),
                    models.Index(
                        fields=["division_code", "-id"],
                        name="objection_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                    models.Index(fields=["about"], name="objection_by_about"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["received", "with_provider", "answered", "experts", "proposed"])
                        ),
                        fields=("subject", "about"),
                        name="one_open_objection_per_subject_and_record",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["decided", "told"]), _negated=True),
                            models.Q(
                                ("decided_on__isnull", False),
                                models.Q(("finding", ""), _negated=True),
                                models.Q(("remedy", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_objection_has_a_finding",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_on__isnull", True),
                            models.Q(
                                ("answered_on__gte", models.F("passed_on")), ("passed_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_provider_answers_after_being_asked",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Repair",
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
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("portal", "portal"),
                            ("paper", "on paper, at the counter"),
                            ("platform", "credit platform (Credit China)"),
                            ("batch", "batch repair"),
                        ],
                        default="portal",
                        editable=False,
                        max_length=10,
                        verbose_name="came in by",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "being written"),
                            ("submitted", "handed in"),
                            ("returned", "returned for completion"),
                            ("accepted", "accepted"),
                            ("not_accepted", "not accepted"),
                            ("under_check", "checked, waiting for a second officer"),
                            ("approved", "approved, effects ended"),
                            ("refused", "refused"),
                            ("synced", "platforms have confirmed"),
                            ("revoked", "revoked, effects restored"),
                            ("closed", "closed"),
                            ("taken_back", "taken back by the party"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "regime",
                    models.CharField(
                        blank=True, editable=False, max_length=20, verbose_name="governing rules"
                    ),
                ),
                (
                    "class_name",
                    models.CharField(
                        blank=True, editable=False, max_length=10, verbose_name="class of dishonesty"
                    ),
                ),
                (
                    "earliest_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="may apply from"),
                ),
                ("duties_done_on", models.DateField(blank=True, null=True, verbose_name="duties done on")),
                ("correction", models.TextField(blank=True, verbose_name="how the misconduct was corrected")),
                (
                    "commitment",
                    models.TextField(blank=True, editable=False, verbose_name="text of the commitment"),
                ),
                (
                    "commitment_by",
                    models.CharField(blank=True, max_length=60, verbose_name="commitment given by"),
                ),
                (
                    "commitment_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="commitment given on"
                    ),
                ),
                (
                    "submitted_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="handed in on"),
                ),
                (
                    "returned_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="what is missing"
                    ),
                ),
                (
                    "accepted_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="accepted on"),
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
                (
                    "check_note",
                    models.TextField(blank=True, editable=False, verbose_name="what the check found"),
                ),
                (
                    "confirmed",
                    models.JSONField(
                        default=list, editable=False, verbose_name="conditions confirmed by the check"
                    ),
                ),
                (
                    "extended_by_days",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="extended by working days"
                    ),
                ),
                (
                    "extension_reason",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="why extended"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("not_accepted", "not accepted"),
                            ("revoked", "granted, later revoked"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="outcome",
                    ),
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
                    "decision_reason",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="reasons"),
                ),
                ("effects", models.JSONField(default=list, editable=False, verbose_name="what was ended")),
                (
                    "synced_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="platforms confirmed on"
                    ),
                ),
                (
                    "revocation_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="why to be revoked"
                    ),
                ),
                ("revocation_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "revocation_by_label",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="revocation proposed by"
                    ),
                ),
                (
                    "revoked_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="revoked by"),
                ),
                (
                    "revoked_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="revoked on"),
                ),
                (
                    "restored",
                    models.JSONField(default=list, editable=False, verbose_name="what was restored"),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="credit.conductrecord",
                        verbose_name="conduct record",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repairs",
                        to="credit.repairbatch",
                        verbose_name="batch repair",
                    ),
                ),
            ],
            options={
                "verbose_name": "repair",
                "verbose_name_plural": "repairs",
                "indexes": [
                    models.Index(fields=["subject", "-id"], name="repair_of_subject"),
                    models.Index(
                        fields=["division_code", "-id"],
                        name="repair_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                    models.Index(fields=["state"], name="repair_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "submitted", "returned", "accepted", "under_check"])
                        ),
                        fields=("record",),
                        name="one_open_repair_per_record",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "synced"]), _negated=True),
                            ("decided_on__isnull", False),
                            _connector="OR",
                        ),
                        name="an_approved_repair_has_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["refused", "not_accepted"]), _negated=True),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_refused_repair_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "revoked"), _negated=True),
                            models.Q(
                                ("revoked_on__isnull", False),
                                models.Q(("revocation_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_revoked_repair_says_when_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepairBar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("reason", models.CharField(max_length=255, verbose_name="why")),
                ("from_on", models.DateField(verbose_name="from")),
                ("until_on", models.DateField(verbose_name="until")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
                ("made_by_label", models.CharField(max_length=100, verbose_name="entered by")),
                (
                    "repair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bars",
                        to="credit.repair",
                        verbose_name="repair",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repair_bars",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "bar on repair",
                "verbose_name_plural": "bars on repair",
                "indexes": [models.Index(fields=["subject", "-until_on"], name="bar_of_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gt", models.F("from_on"))),
                        name="a_bar_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RepairBatchItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ineligible", "not eligible"),
                            ("waiting", "eligible, waiting"),
                            ("done", "repaired"),
                            ("failed", "not repaired"),
                        ],
                        max_length=10,
                        verbose_name="result",
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=255, verbose_name="why")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="credit.repairbatch",
                        verbose_name="batch repair",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_items",
                        to="credit.conductrecord",
                        verbose_name="conduct record",
                    ),
                ),
                (
                    "repair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batch_items",
                        to="credit.repair",
                        verbose_name="repair",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of a batch",
                "verbose_name_plural": "records of batches",
                "indexes": [models.Index(fields=["batch", "state"], name="batch_item_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "record"), name="one_batch_item_per_record"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["ineligible", "failed"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_ineligible_record_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("repair__isnull", False),
                            _connector="OR",
                        ),
                        name="a_repaired_record_names_its_repair",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Shield",
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
                ("court", models.CharField(max_length=200, verbose_name="court")),
                ("ruling_no", models.CharField(max_length=128, verbose_name="number of the ruling")),
                ("ruled_on", models.DateField(verbose_name="ruled on")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("entered", "entered, waiting for a second officer"),
                            ("in_force", "in force"),
                            ("completed", "plan completed, records repaired"),
                            ("lifted", "lifted"),
                            ("dropped", "given up"),
                        ],
                        default="entered",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "starts_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="shielded from"),
                ),
                (
                    "end_ruling_no",
                    models.CharField(
                        blank=True,
                        editable=False,
                        max_length=128,
                        verbose_name="number of the ruling that ends it",
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="ended on"),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "approved_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="approved by"),
                ),
                (
                    "records",
                    models.ManyToManyField(
                        blank=True, editable=False, related_name="shields", to="credit.conductrecord"
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shields",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "court shield",
                "verbose_name_plural": "court shields",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["entered", "in_force"])),
                        fields=("subject",),
                        name="one_open_shield_per_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("ruled_on")),
                            _connector="OR",
                        ),
                        name="a_shield_does_not_end_before_its_ruling",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DemeritEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item_code", models.CharField(max_length=20, verbose_name="item")),
                ("item_title", models.CharField(max_length=200, verbose_name="conduct")),
                (
                    "count",
                    models.PositiveIntegerField(default=1, verbose_name="persons or departments concerned"),
                ),
                ("points", credit.fields.PointsField(decimal_places=2, max_digits=9, verbose_name="points")),
                ("happened_on", models.DateField(verbose_name="day of the conduct")),
                ("facts", models.TextField(verbose_name="facts found")),
                (
                    "authority_name",
                    models.CharField(blank=True, max_length=200, verbose_name="scoring authority"),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "on_the_spot",
                    models.BooleanField(
                        default=False,
                        help_text="Only for items up to the scheme's limit; the party is heard there and then.",
                        verbose_name="scored on the spot",
                    ),
                ),
                ("notice_no", models.CharField(blank=True, max_length=80, verbose_name="notice number")),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="notice served on")),
                (
                    "defence_until",
                    models.DateField(blank=True, null=True, verbose_name="statement and defence until"),
                ),
                ("defence_text", models.TextField(blank=True, verbose_name="statement and defence")),
                ("defended_on", models.DateField(blank=True, null=True, verbose_name="defence received on")),
                (
                    "defence_result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waived", "waived in writing"),
                            ("rejected", "not accepted"),
                            ("partly", "accepted in part"),
                            ("accepted", "accepted"),
                        ],
                        max_length=8,
                        verbose_name="result of the defence",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer to the defence")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("served", "notice served"),
                            ("answered", "defence answered"),
                            ("confirmed", "confirmed"),
                            ("dropped", "dropped"),
                            ("corrected", "corrected by another entry"),
                            ("reversed", "taken back"),
                        ],
                        default="draft",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                (
                    "made_by",
                    models.CharField(editable=False, max_length=64, verbose_name="first scorer (number)"),
                ),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="first scorer"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "changed_by",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="last changed by (number)"
                    ),
                ),
                (
                    "confirmed_by",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="second scorer (number)"
                    ),
                ),
                (
                    "confirmed_by_label",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="second scorer"
                    ),
                ),
                ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="confirmed on")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="dropped, corrected or taken back on"
                    ),
                ),
                ("ended_reason", models.CharField(blank=True, max_length=255, verbose_name="why")),
                (
                    "corrects",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="credit.demeritentry",
                        verbose_name="corrects the entry",
                    ),
                ),
                (
                    "penalty_record",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scored_by",
                        to="credit.conductrecord",
                        verbose_name="penalty for the same act",
                    ),
                ),
                (
                    "record",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demerit_entry",
                        to="credit.conductrecord",
                        verbose_name="conduct record",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demerit_entries",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="demerit_entries",
                        to="credit.standard",
                        verbose_name="scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "demerit entry",
                "verbose_name_plural": "demerit entries",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(fields=["state", "division_code"], name="entry_by_state"),
                    models.Index(fields=["subject", "happened_on"], name="entry_of_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="an_entry_counts_at_least_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("points__gt", 0)), name="an_entry_has_points"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(
                                ("record__isnull", False),
                                models.Q(("notice_no", ""), _negated=True),
                                ("served_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="confirmed_points_have_a_notice_and_a_record",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by", ""),
                            models.Q(("confirmed_by", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="points_are_confirmed_by_a_second_scorer",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("notice_no", ""), _negated=True),
                        fields=("scheme", "notice_no"),
                        name="a_notice_number_is_used_once_in_a_scheme",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("draft", "served", "answered"))),
                        fields=("scheme", "item_code", "penalty_record"),
                        name="an_item_is_scored_once_at_a_time_for_a_penalty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DueRegrade",
            fields=[
                (
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="credit.subject",
                    ),
                ),
                ("due_at", models.DateTimeField(db_index=True)),
            ],
        ),
    ]


Migration.operations = together(Migration.operations)
