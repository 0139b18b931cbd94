"""Lists that other departments keep."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.fields
import core.search
import core.search_index


class Migration(migrations.Migration):
    dependencies = [
        ("blacklist", "0003_checks"),
        ("core", "0005_evidence"),
        ("credit", "0012_mended_faults"),
    ]

    operations = [
        migrations.CreateModel(
            name="ForeignSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="Part of the interface's address; it cannot be changed later.",
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9][a-z0-9-]*$",
                                "Code: use small letters, digits and hyphens, such as market-410500.",
                            )
                        ],
                        verbose_name="code",
                    ),
                ),
                ("department", models.CharField(max_length=200, verbose_name="department")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "keeps",
                    models.CharField(
                        help_text="Name of its list or lists, as the department says.",
                        max_length=200,
                        verbose_name="what it keeps",
                    ),
                ),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="basis")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="contact")),
                (
                    "every_days",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Agreed rhythm; 0: none agreed.",
                        verbose_name="delivered every (days)",
                    ),
                ),
                (
                    "last_received_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="last received on"),
                ),
                (
                    "in_force",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="entries in force"),
                ),
                (
                    "closed_on",
                    models.DateField(
                        blank=True,
                        help_text="Its entries stay as they are.",
                        null=True,
                        verbose_name="no longer received since",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
            ],
            options={
                "verbose_name": "source of other departments' lists",
                "verbose_name_plural": "sources of other departments' lists",
            },
        ),
        migrations.CreateModel(
            name="ForeignDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                (
                    "kind",
                    models.CharField(
                        choices=[("red", "red list"), ("black", "serious-dishonesty list")],
                        max_length=5,
                        verbose_name="list",
                    ),
                ),
                ("of_persons", models.BooleanField(default=False, verbose_name="natural persons")),
                (
                    "extent",
                    models.CharField(
                        choices=[("full", "the whole list"), ("additions", "additions and changes")],
                        max_length=9,
                        verbose_name="extent",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[("workbook", "workbook"), ("api", "interface")],
                        max_length=8,
                        verbose_name="came by",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("settled", "settled"),
                            ("waiting", "waits for confirmation"),
                            ("confirmed", "ends confirmed"),
                            ("kept", "incomplete: nothing ended"),
                            ("overtaken", "overtaken by a newer one"),
                        ],
                        default="settled",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("list_on", models.DateField(verbose_name="state of the list on")),
                (
                    "look_first",
                    models.BooleanField(default=False, verbose_name="an officer looks before anything ends"),
                ),
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="file")),
                ("before", models.PositiveIntegerField(default=0, verbose_name="in force before")),
                ("new", models.PositiveIntegerField(default=0, verbose_name="new")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="changed")),
                ("unchanged", models.PositiveIntegerField(default=0, verbose_name="unchanged")),
                ("missing", models.PositiveIntegerField(default=0, verbose_name="no longer named")),
                ("ended", models.PositiveIntegerField(default=0, verbose_name="ended")),
                (
                    "limit_percent",
                    models.PositiveSmallIntegerField(
                        blank=True, editable=False, null=True, verbose_name="asks above (percent)"
                    ),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=150, verbose_name="taken in by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="taken in at")),
                (
                    "intake",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.intake",
                        verbose_name="intake",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="blacklist.foreignsource",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery of a list",
                "verbose_name_plural": "deliveries of lists",
            },
        ),
        migrations.CreateModel(
            name="ForeignEntry",
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
                    "kind",
                    models.CharField(
                        choices=[("red", "red list"), ("black", "serious-dishonesty list")],
                        max_length=5,
                        verbose_name="list",
                    ),
                ),
                ("of_person", models.BooleanField(default=False, verbose_name="natural person")),
                ("key", models.CharField(editable=False, max_length=64)),
                ("identity", models.CharField(editable=False, max_length=80)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_norm", models.CharField(editable=False, max_length=600)),
                ("grams", core.search.GramsField(blank=True, default="", editable=False)),
                (
                    "uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                (
                    "registration_no",
                    models.CharField(blank=True, max_length=32, verbose_name="business registration number"),
                ),
                ("org_code", models.CharField(blank=True, max_length=10, verbose_name="organisation code")),
                ("id_number", core.fields.SealedField(blank=True, null=True, verbose_name="identity number")),
                (
                    "id_masked",
                    models.CharField(blank=True, max_length=64, verbose_name="identity number (masked)"),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="honour")),
                ("grade", models.CharField(blank=True, max_length=40, verbose_name="grade of the honour")),
                ("document_no", models.CharField(blank=True, max_length=128, verbose_name="document number")),
                ("determined_by", models.CharField(max_length=200, verbose_name="determined by")),
                ("determined_on", models.DateField(verbose_name="determined on")),
                ("facts", models.TextField(blank=True, verbose_name="facts")),
                ("content", models.TextField(blank=True, verbose_name="decision")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="address")),
                (
                    "representative",
                    models.CharField(blank=True, max_length=50, verbose_name="legal representative"),
                ),
                ("note", models.CharField(blank=True, max_length=255, verbose_name="remark")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="last day of the term")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="off the list from")),
                (
                    "end_cause",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("absent", "no longer in the source's list"),
                            ("source", "ended by the source"),
                            ("term", "the source's term is over"),
                        ],
                        max_length=6,
                        verbose_name="why it ended",
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=255, verbose_name="reason given by the source"),
                ),
                (
                    "end_list_on",
                    models.DateField(blank=True, null=True, verbose_name="list that no longer names it"),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "received_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brought",
                        to="blacklist.foreigndelivery",
                        verbose_name="brought by",
                    ),
                ),
                (
                    "seen_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named",
                        to="blacklist.foreigndelivery",
                        verbose_name="last named by",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="foreign_entries",
                        to="credit.subject",
                        verbose_name="credit file",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="blacklist.foreignsource",
                        verbose_name="source",
                    ),
                ),
            ],
            options={
                "verbose_name": "entry of another department's list",
                "verbose_name_plural": "entries of other departments' lists",
                "indexes": [
                    models.Index(fields=["identity"], name="foreign_entry_by_identity"),
                    models.Index(
                        fields=["division_code", "-id"],
                        name="foreign_entry_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["source", "kind", "of_person", "seen_in"],
                        name="foreign_entry_in_force",
                    ),
                    models.Index(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=["ends_on"],
                        name="foreign_entry_by_end",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("source", "key"),
                        name="one_foreign_entry_in_force_per_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_cause", ""), ("ended_on__isnull", True)),
                            models.Q(("ended_on__isnull", False), models.Q(("end_cause", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="an_ended_foreign_entry_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("determined_on")),
                            _connector="OR",
                        ),
                        name="a_foreign_entry_does_not_end_before_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("id_number__isnull", False),
                                ("identity__startswith", "P:"),
                                ("of_person", True),
                                ("uscc", ""),
                            ),
                            models.Q(
                                ("id_number__isnull", True),
                                ("of_person", False),
                                models.Q(("identity__startswith", "P:"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_foreign_entry_is_of_a_person_or_a_body",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="foreigndelivery",
            index=models.Index(fields=["source", "-id"], name="foreign_delivery_of_source"),
        ),
        migrations.AddIndex(
            model_name="foreigndelivery",
            index=models.Index(fields=["division_code", "-id"], name="foreign_delivery_by_division"),
        ),
        migrations.AddConstraint(
            model_name="foreigndelivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "waiting"), _negated=True), ("extent", "full"), _connector="OR"
                ),
                name="only_a_whole_list_waits_to_end_entries",
            ),
        ),
        core.search_index.AddGramIndex(
            model_name="ForeignEntry",
            field="grams",
        ),
    ]
