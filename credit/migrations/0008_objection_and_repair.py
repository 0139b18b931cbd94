"""Objection and repair."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("credit", "0007_standard_lifecycle")]

    operations: list[migrations.operations.base.Operation] = [
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
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
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
        migrations.AddIndex(
            model_name="repair",
            index=models.Index(fields=["subject", "-id"], name="repair_of_subject"),
        ),
        migrations.AddIndex(
            model_name="repair",
            index=models.Index(
                fields=["division_code", "-id"],
                name="repair_by_division",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="repair",
            index=models.Index(fields=["state"], name="repair_by_state"),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "submitted", "returned", "accepted", "under_check"])
                ),
                fields=("record",),
                name="one_open_repair_per_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["approved", "synced"]), _negated=True),
                    ("decided_on__isnull", False),
                    _connector="OR",
                ),
                name="an_approved_repair_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="repair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["refused", "not_accepted"]), _negated=True),
                    models.Q(("decision_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_refused_repair_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="repairbatchitem",
            index=models.Index(fields=["batch", "state"], name="batch_item_by_state"),
        ),
        migrations.AddConstraint(
            model_name="repairbatchitem",
            constraint=models.UniqueConstraint(fields=("batch", "record"), name="one_batch_item_per_record"),
        ),
        migrations.AddConstraint(
            model_name="repairbatchitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["ineligible", "failed"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_ineligible_record_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="repairbatchitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), ("repair__isnull", False), _connector="OR"
                ),
                name="a_repaired_record_names_its_repair",
            ),
        ),
        migrations.AddConstraint(
            model_name="shield",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["entered", "in_force"])),
                fields=("subject",),
                name="one_open_shield_per_subject",
            ),
        ),
        migrations.AddConstraint(
            model_name="shield",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("ended_on__gte", models.F("ruled_on")), _connector="OR"
                ),
                name="a_shield_does_not_end_before_its_ruling",
            ),
        ),
    ]
