"""The kernel's tables."""

import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

from core.migrating import together


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="CalendarDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(unique=True, verbose_name="day")),
                (
                    "kind",
                    models.CharField(
                        choices=[("holiday", "holiday"), ("workday", "make-up working day")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("occasion", models.CharField(blank=True, max_length=60, verbose_name="occasion")),
                ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
            ],
            options={
                "verbose_name": "calendar day",
                "verbose_name_plural": "calendar days",
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="OutboxCounter",
            fields=[
                ("key", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="at")),
                ("actor_id", models.CharField(db_index=True, max_length=64, verbose_name="actor number")),
                ("actor_label", models.CharField(max_length=100, verbose_name="actor")),
                ("action", models.CharField(max_length=64, verbose_name="action")),
                ("object_type", models.CharField(max_length=64, verbose_name="kind of object")),
                ("object_id", models.CharField(max_length=64, verbose_name="object number")),
                ("object_label", models.CharField(max_length=255, verbose_name="object")),
                ("before", models.JSONField(default=dict, verbose_name="before")),
                ("after", models.JSONField(default=dict, verbose_name="after")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "request_id",
                    models.CharField(blank=True, db_index=True, max_length=36, verbose_name="request number"),
                ),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
            ],
            options={
                "verbose_name": "audit event",
                "verbose_name_plural": "audit events",
                "indexes": [models.Index(fields=["object_type", "object_id", "-id"], name="audit_of_object")],
            },
        ),
        migrations.CreateModel(
            name="Deadline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("object_type", models.CharField(max_length=64, verbose_name="kind of object")),
                ("object_id", models.CharField(max_length=64, verbose_name="object number")),
                ("title", models.CharField(max_length=255, verbose_name="about")),
                ("permission", models.CharField(max_length=64, verbose_name="whose task")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("started_on", models.DateField(verbose_name="clock started on")),
                ("working_days", models.PositiveSmallIntegerField(null=True, verbose_name="working days")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("provisional", models.BooleanField(default=False, verbose_name="provisional")),
                ("bundle", models.CharField(blank=True, max_length=80)),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="opened at")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed at")),
            ],
            options={
                "verbose_name": "deadline",
                "verbose_name_plural": "deadlines",
                "indexes": [
                    models.Index(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=["due_on"],
                        name="deadline_open",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("closed_at__isnull", True), models.Q(("bundle", ""), _negated=True)
                        ),
                        fields=["bundle", "due_on"],
                        name="deadline_bundle",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("kind", "object_type", "object_id"),
                        name="one_open_deadline_of_a_kind_per_object",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        help_text="what it belongs to, such as credit.objection:12",
                        max_length=80,
                        verbose_name="about",
                    ),
                ),
                (
                    "party",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="who may read it besides officers, such as credit.subject:12",
                        max_length=80,
                        verbose_name="shown to",
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=60, verbose_name="kind of evidence")),
                ("name", models.CharField(max_length=120, verbose_name="file name")),
                ("media_type", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.PositiveBigIntegerField(verbose_name="size in bytes")),
                ("digest", models.CharField(max_length=64, verbose_name="SM3 digest")),
                ("stored_as", models.CharField(editable=False, max_length=64, unique=True)),
                ("by_id", models.CharField(max_length=64, verbose_name="uploaded by (id)")),
                ("by_label", models.CharField(max_length=100, verbose_name="uploaded by")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="uploaded at")),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
            ],
            options={
                "verbose_name": "evidence file",
                "verbose_name_plural": "evidence files",
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["about", "id"], name="evidence_about")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="an_evidence_file_is_not_empty"
                    ),
                    models.UniqueConstraint(fields=("about", "digest"), name="one_evidence_file_per_content"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="table")),
                (
                    "mode",
                    models.CharField(
                        choices=[("keep_good", "Keep the good rows"), ("all_or_nothing", "All or nothing")],
                        default="keep_good",
                        max_length=20,
                        verbose_name="mode",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "waiting"),
                            ("running", "being read"),
                            ("done", "taken in"),
                            ("rejected", "not taken in"),
                            ("failed", "broken off"),
                        ],
                        default="queued",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="day of intake")),
                ("file_name", models.CharField(max_length=255, verbose_name="file")),
                ("file_size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                ("file_digest", models.CharField(blank=True, max_length=64, verbose_name="SM3 digest")),
                ("stored_as", models.CharField(blank=True, max_length=120, verbose_name="stored as")),
                ("by_id", models.CharField(max_length=64, verbose_name="uploaded by (id)")),
                ("by_label", models.CharField(max_length=150, verbose_name="uploaded by")),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division")),
                ("covers", models.JSONField(blank=True, default=list, verbose_name="divisions covered")),
                ("office", models.JSONField(blank=True, default=dict, verbose_name="uploading office")),
                ("layout", models.CharField(blank=True, max_length=40, verbose_name="layout")),
                ("header_row", models.PositiveIntegerField(blank=True, null=True, verbose_name="header row")),
                ("expected_rows", models.PositiveIntegerField(default=0, verbose_name="rows expected")),
                ("rows_read", models.PositiveIntegerField(default=0, verbose_name="rows read")),
                ("data_rows", models.PositiveIntegerField(default=0, verbose_name="data rows")),
                ("good_rows", models.PositiveIntegerField(default=0, verbose_name="good rows")),
                ("bad_rows", models.PositiveIntegerField(default=0, verbose_name="bad rows")),
                ("new_rows", models.PositiveIntegerField(default=0, verbose_name="new")),
                ("changed_rows", models.PositiveIntegerField(default=0, verbose_name="changed")),
                ("unchanged_rows", models.PositiveIntegerField(default=0, verbose_name="unchanged")),
                ("error_count", models.PositiveIntegerField(default=0, verbose_name="errors")),
                ("warning_count", models.PositiveIntegerField(default=0, verbose_name="warnings")),
                (
                    "file_findings",
                    models.JSONField(blank=True, default=list, verbose_name="findings about the file"),
                ),
                ("lease", models.CharField(blank=True, max_length=64, verbose_name="held by worker")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "heartbeat_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="last sign of life"),
                ),
                ("submitted_at", models.DateTimeField(auto_now_add=True, verbose_name="uploaded at")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="started at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                ("failure", models.CharField(blank=True, max_length=255, verbose_name="why broken off")),
            ],
            options={
                "verbose_name": "intake",
                "verbose_name_plural": "intakes",
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(fields=["state", "heartbeat_at"], name="intake_by_state"),
                    models.Index(fields=["division_code", "-id"], name="intake_by_division"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "data_rows",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("good_rows"), "+", models.F("bad_rows")
                                ),
                            )
                        ),
                        name="intake_rows_are_good_or_bad",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=80, verbose_name="topic")),
                ("key", models.CharField(max_length=80, verbose_name="key")),
                ("sequence", models.PositiveIntegerField(verbose_name="sequence within the key")),
                ("payload", models.JSONField(default=dict, verbose_name="payload")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                ("dispatched_at", models.DateTimeField(null=True, verbose_name="dispatched at")),
                ("failures", models.PositiveSmallIntegerField(default=0, verbose_name="failed attempts")),
                ("not_before", models.DateTimeField(null=True, verbose_name="not before")),
                ("last_error", models.CharField(blank=True, max_length=200, verbose_name="last error")),
            ],
            options={
                "verbose_name": "outbox event",
                "verbose_name_plural": "outbox events",
                "indexes": [
                    models.Index(
                        condition=models.Q(("dispatched_at__isnull", True)),
                        fields=["id"],
                        name="outbox_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "sequence"), name="one_event_per_key_and_sequence")
                ],
            },
        ),
        migrations.CreateModel(
            name="Rule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("table", models.CharField(max_length=60, verbose_name="table")),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="division-code prefix; empty: whole country",
                        max_length=6,
                        verbose_name="place",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="in force from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="in force to")),
                ("value", models.JSONField(verbose_name="content")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
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
                        max_length=5,
                        verbose_name="origin",
                    ),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
            ],
            options={
                "verbose_name": "rule",
                "verbose_name_plural": "rules",
                "ordering": ["table", "code", "place", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("table", "code", "place", "valid_from"),
                        name="one_rule_per_code_place_and_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="a_rule_does_not_end_before_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeFault",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField(verbose_name="row")),
                (
                    "level",
                    models.CharField(
                        choices=[("error", "error"), ("warning", "warning")],
                        max_length=10,
                        verbose_name="level",
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="kind")),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="column code")),
                ("header", models.CharField(blank=True, max_length=120, verbose_name="column")),
                (
                    "header_text",
                    models.CharField(blank=True, max_length=120, verbose_name="column in the file"),
                ),
                ("says", models.CharField(max_length=60, verbose_name="sentence")),
                ("params", models.JSONField(blank=True, default=dict, verbose_name="words of the sentence")),
                (
                    "intake",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="faults",
                        to="core.intake",
                        verbose_name="intake",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding",
                "verbose_name_plural": "findings",
                "ordering": ("intake", "row", "id"),
                "indexes": [models.Index(fields=["intake", "row"], name="intakefault_by_row")],
            },
        ),
    ]


Migration.operations = together(Migration.operations)
