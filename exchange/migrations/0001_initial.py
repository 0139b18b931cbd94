"""Platforms and deliveries."""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.fields
import exchange.models.platform
from core.migrating import together


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Platform",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "adapter",
                    models.CharField(
                        choices=[("sandbox", "message interface with receipts (sandbox platform)")],
                        default="sandbox",
                        max_length=20,
                        verbose_name="adapter",
                    ),
                ),
                (
                    "base_url",
                    models.URLField(
                        help_text="without the path; https except on this machine", verbose_name="address"
                    ),
                ),
                ("sender_code", models.CharField(max_length=18, verbose_name="our code as sender")),
                (
                    "receiver_code",
                    models.CharField(blank=True, max_length=18, verbose_name="receiver's code"),
                ),
                ("region_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
                ("secret", core.fields.SealedField(verbose_name="shared secret")),
                ("active", models.BooleanField(default=True, verbose_name="active")),
                (
                    "tables",
                    models.JSONField(default=exchange.models.platform.every_table, verbose_name="tables"),
                ),
                (
                    "share_persons",
                    models.BooleanField(
                        default=False,
                        help_text="decisions on natural persons stay here unless this is on",
                        verbose_name="share natural persons",
                    ),
                ),
                (
                    "layout",
                    models.CharField(default="national-2018", max_length=40, verbose_name="field layout"),
                ),
                (
                    "kind_separator",
                    models.CharField(
                        blank=True,
                        help_text="empty: as the layout says",
                        max_length=2,
                        verbose_name="separator of several kinds",
                    ),
                ),
                (
                    "date_format",
                    models.CharField(
                        blank=True,
                        help_text="empty: as the layout says",
                        max_length=12,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^yyyy([-/.]?)MM\\1dd$", "Write it with yyyy, MM and dd, such as yyyy/MM/dd."
                            )
                        ],
                        verbose_name="date format",
                    ),
                ),
                (
                    "batch_size",
                    models.PositiveSmallIntegerField(
                        default=100,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="records in a batch",
                    ),
                ),
                (
                    "batches_per_minute",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="0: no limit", verbose_name="batches a minute"
                    ),
                ),
                ("window_from", models.TimeField(blank=True, null=True, verbose_name="open from")),
                ("window_to", models.TimeField(blank=True, null=True, verbose_name="open until")),
                (
                    "timeout_seconds",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(300),
                        ],
                        verbose_name="seconds to wait for an answer",
                    ),
                ),
                (
                    "retry_seconds",
                    models.PositiveIntegerField(
                        default=30,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="seconds before the first repetition",
                    ),
                ),
                (
                    "retry_seconds_most",
                    models.PositiveIntegerField(
                        default=3600,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="seconds between repetitions at most",
                    ),
                ),
                (
                    "give_up_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="days before giving up",
                    ),
                ),
                (
                    "failures",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="failures in a row"),
                ),
                (
                    "not_before",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="paused until"),
                ),
                (
                    "last_error",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="last failure"),
                ),
                (
                    "last_answer_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last answer"),
                ),
            ],
            options={
                "verbose_name": "platform",
                "verbose_name_plural": "platforms",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("window_from__isnull", True), ("window_to__isnull", True)),
                            models.Q(("window_from__isnull", False), ("window_to__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_window_has_both_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("batch_size__gte", 1), ("batch_size__lte", 500)),
                        name="a_batch_holds_one_to_five_hundred_records",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("retry_seconds_most__gte", models.F("retry_seconds"))),
                        name="repetitions_do_not_get_faster",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.BigIntegerField(verbose_name="outbox event")),
                ("topic", models.CharField(max_length=80, verbose_name="topic")),
                ("key", models.CharField(max_length=80, verbose_name="key")),
                ("sequence", models.PositiveIntegerField(verbose_name="sequence within the key")),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("penalty_legal", "penalties, organisations"),
                            ("penalty_person", "penalties, natural persons"),
                            ("permit_legal", "permits, organisations"),
                            ("permit_person", "permits, natural persons"),
                            ("commitment_legal", "commitments, organisations"),
                            ("red_legal", "red lists, organisations"),
                            ("red_person", "red lists, natural persons"),
                            ("black_legal", "serious-dishonesty lists, organisations"),
                            ("black_person", "serious-dishonesty lists, natural persons"),
                        ],
                        max_length=20,
                        verbose_name="table",
                    ),
                ),
                (
                    "operation",
                    models.CharField(
                        choices=[("I", "add"), ("U", "amend"), ("R", "withdraw"), ("S", "end of display")],
                        max_length=1,
                        verbose_name="operation",
                    ),
                ),
                ("record_id", models.CharField(max_length=64, verbose_name="record")),
                ("revision", models.PositiveIntegerField(default=1, verbose_name="revision")),
                ("idempotency_key", models.CharField(max_length=90, verbose_name="idempotency key")),
                ("payload", models.JSONField(default=dict, verbose_name="payload")),
                ("label", models.CharField(blank=True, max_length=255, verbose_name="about")),
                (
                    "division_code",
                    models.CharField(blank=True, db_index=True, max_length=6, verbose_name="division code"),
                ),
                ("business_day", models.DateField(null=True, verbose_name="decision date")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("sending", "sending"),
                            ("accepted", "accepted"),
                            ("rejected", "rejected"),
                            ("stuck", "stuck"),
                            ("overtaken", "overtaken"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0, verbose_name="attempts")),
                ("not_before", models.DateTimeField(verbose_name="not before")),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="held until")),
                ("lease_token", models.CharField(blank=True, max_length=32, verbose_name="held by worker")),
                ("may_hold", models.BooleanField(default=False, verbose_name="the platform may hold it")),
                ("alone", models.BooleanField(default=False, verbose_name="sent in a batch of its own")),
                (
                    "stuck_reason",
                    models.CharField(blank=True, max_length=255, verbose_name="why it does not move"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="queued at")),
                ("trying_since", models.DateTimeField(verbose_name="trying since")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="first sent at")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("batch_no", models.CharField(blank=True, max_length=60, verbose_name="last batch")),
                (
                    "content_hash",
                    models.CharField(blank=True, max_length=64, verbose_name="content hash (keyed SM3)"),
                ),
                (
                    "body_digest",
                    models.CharField(blank=True, max_length=64, verbose_name="SM3 digest of the bytes sent"),
                ),
                (
                    "sent_body",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="as sent, personal numbers hidden"
                    ),
                ),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="exchange.platform",
                        verbose_name="platform",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "sending"))),
                        fields=["platform", "table", "id"],
                        name="delivery_queue",
                    ),
                    models.Index(fields=["platform", "state", "operation"], name="delivery_by_state"),
                    models.Index(fields=["platform", "key", "sequence"], name="delivery_line"),
                    models.Index(fields=["record_id", "platform"], name="delivery_of_record"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("platform", "idempotency_key"),
                        name="one_delivery_per_platform_and_idempotency_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stuck"), _negated=True),
                            models.Q(("stuck_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_stuck_delivery_says_why_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            ("lease_until__isnull", False),
                            _connector="OR",
                        ),
                        name="a_delivery_is_sent_under_a_lease",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch_no", models.CharField(blank=True, max_length=60, verbose_name="batch number")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("duration_ms", models.PositiveIntegerField(null=True, verbose_name="milliseconds")),
                ("http_status", models.PositiveSmallIntegerField(null=True, verbose_name="HTTP status")),
                ("error", models.CharField(blank=True, max_length=255, verbose_name="failure")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempt_log",
                        to="exchange.delivery",
                        verbose_name="delivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "attempt",
                "verbose_name_plural": "attempts",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("penalty_legal", "penalties, organisations"),
                            ("penalty_person", "penalties, natural persons"),
                            ("permit_legal", "permits, organisations"),
                            ("permit_person", "permits, natural persons"),
                            ("commitment_legal", "commitments, organisations"),
                            ("red_legal", "red lists, organisations"),
                            ("red_person", "red lists, natural persons"),
                            ("black_legal", "serious-dishonesty lists, organisations"),
                            ("black_person", "serious-dishonesty lists, natural persons"),
                        ],
                        max_length=20,
                        verbose_name="table",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("number", models.PositiveIntegerField(verbose_name="number of the day")),
                ("batch_no", models.CharField(max_length=60, verbose_name="batch number")),
                ("record_count", models.PositiveIntegerField(verbose_name="records")),
                ("body_digest", models.CharField(max_length=64, verbose_name="SM3 digest of the bytes sent")),
                ("opened_at", models.DateTimeField(verbose_name="sent at")),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="batches",
                        to="exchange.platform",
                        verbose_name="platform",
                    ),
                ),
            ],
            options={
                "verbose_name": "batch",
                "verbose_name_plural": "batches",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["platform", "opened_at"], name="batch_rate")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("platform", "table", "day", "number"),
                        name="one_batch_per_platform_table_day_and_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("platform", "the platform"), ("ours", "our own check before sending")],
                        default="platform",
                        max_length=10,
                        verbose_name="found by",
                    ),
                ),
                (
                    "result",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "correct"),
                            (2, "wrong"),
                            (3, "updated"),
                            (4, "not linked to a subject"),
                        ],
                        verbose_name="result",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=12, verbose_name="code")),
                ("field", models.CharField(blank=True, max_length=40, verbose_name="field")),
                ("message", models.CharField(blank=True, max_length=500, verbose_name="message")),
                (
                    "platform_record_id",
                    models.CharField(blank=True, max_length=64, verbose_name="number at the platform"),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("none", "nothing to do"),
                            ("fix", "mend the record"),
                            ("ignore", "ignore"),
                            ("escalate", "ask the platform's office"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="what we do",
                    ),
                ),
                ("batch_no", models.CharField(blank=True, max_length=60, verbose_name="batch number")),
                (
                    "raw",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="answer as received, personal numbers hidden"
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received at")),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="receipts",
                        to="exchange.delivery",
                        verbose_name="delivery",
                    ),
                ),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["received_at"], name="receipt_by_time")],
            },
        ),
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("run", models.CharField(db_index=True, max_length=32, verbose_name="run")),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("penalty_legal", "penalties, organisations"),
                            ("penalty_person", "penalties, natural persons"),
                            ("permit_legal", "permits, organisations"),
                            ("permit_person", "permits, natural persons"),
                            ("commitment_legal", "commitments, organisations"),
                            ("red_legal", "red lists, organisations"),
                            ("red_person", "red lists, natural persons"),
                            ("black_legal", "serious-dishonesty lists, organisations"),
                            ("black_person", "serious-dishonesty lists, natural persons"),
                        ],
                        max_length=20,
                        verbose_name="table",
                    ),
                ),
                ("day", models.DateField(null=True, verbose_name="decision date")),
                ("our_count", models.PositiveIntegerField(verbose_name="records here")),
                ("their_count", models.PositiveIntegerField(verbose_name="records there")),
                ("equal", models.BooleanField(verbose_name="equal")),
                ("missing_there", models.JSONField(blank=True, default=list, verbose_name="missing there")),
                ("unknown_here", models.JSONField(blank=True, default=list, verbose_name="unknown here")),
                ("different", models.JSONField(blank=True, default=list, verbose_name="different content")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "platform",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="exchange.platform",
                        verbose_name="platform",
                    ),
                ),
            ],
            options={
                "verbose_name": "reconciliation",
                "verbose_name_plural": "reconciliations",
                "ordering": ["-id"],
            },
        ),
    ]


Migration.operations = together(Migration.operations)
