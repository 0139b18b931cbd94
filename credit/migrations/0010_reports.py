"""Credit reports and batches of them; what was issued is never changed: the database itself refuses it."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import credit.report.terms

POSTGRESQL = """
CREATE FUNCTION credit_report_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'credit reports are never changed or deleted';
END $$;
CREATE TRIGGER credit_report_is_insert_only BEFORE UPDATE OR DELETE ON credit_creditreport
    FOR EACH ROW EXECUTE FUNCTION credit_report_is_insert_only();
"""
# On SQLite Django empties tables with DELETE when a test ends, so only changes are refused there.
SQLITE = """
CREATE TRIGGER credit_report_is_insert_only BEFORE UPDATE ON credit_creditreport
BEGIN SELECT RAISE(ABORT, 'credit reports are never changed or deleted'); END;
"""
DROP = {
    "postgresql": "DROP TRIGGER credit_report_is_insert_only ON credit_creditreport;"
    "DROP FUNCTION credit_report_is_insert_only();",
    "sqlite": "DROP TRIGGER credit_report_is_insert_only;",
}


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(
        POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None
    )


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(DROP[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    dependencies = [("credit", "0009_commitments_and_evaluations")]

    operations = [
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
        migrations.RunPython(create, drop),
    ]
