"""Permits, penalties, public entries."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.fields
import core.search
from core.migrating import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("credit", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("penalty", "administrative penalty"),
                            ("permit", "administrative permit"),
                            ("listing", "entry of a list"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("record_guid", models.UUIDField(unique=True)),
                ("party_name", models.CharField(max_length=200, verbose_name="party")),
                (
                    "party_kind",
                    models.CharField(
                        choices=[
                            ("organisation", "organisation"),
                            ("individual_business", "individual business"),
                            ("person", "natural person"),
                        ],
                        max_length=20,
                        verbose_name="kind of party",
                    ),
                ),
                (
                    "uscc",
                    models.CharField(
                        blank=True, db_index=True, max_length=18, verbose_name="unified social credit code"
                    ),
                ),
                (
                    "list_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("red", "red list"),
                            ("serious", "serious-dishonesty list"),
                            ("attention", "key-attention list"),
                            ("medical_order", "persons who harmed medical order"),
                        ],
                        max_length=14,
                        verbose_name="list",
                    ),
                ),
                ("list_code", models.CharField(blank=True, max_length=40, verbose_name="code of the list")),
                ("title", models.CharField(max_length=255, verbose_name="about")),
                (
                    "document_no",
                    models.CharField(db_index=True, max_length=128, verbose_name="document number"),
                ),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("authority_name", models.CharField(max_length=200, verbose_name="deciding authority")),
                (
                    "division_code",
                    models.CharField(db_index=True, max_length=6, verbose_name="division code"),
                ),
                ("details", models.JSONField(default=list)),
                ("regime", models.CharField(blank=True, max_length=20, verbose_name="publicity regime")),
                (
                    "publicity_class",
                    models.CharField(blank=True, max_length=10, verbose_name="publicity class"),
                ),
                ("earliest_repair_on", models.DateField(null=True, verbose_name="repair possible from")),
                ("published_on", models.DateField(verbose_name="published on")),
                ("shown_until", models.DateField(null=True, verbose_name="shown until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("shown", "shown"),
                            ("ended", "publication ended"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="shown",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("disputed_since", models.DateField(null=True, verbose_name="disputed since")),
                ("withdrawn_on", models.DateField(null=True, verbose_name="withdrawn on")),
                (
                    "withdrawn_reason",
                    models.CharField(blank=True, max_length=255, verbose_name="why withdrawn"),
                ),
                ("name_norm", models.CharField(max_length=600)),
                ("grams", core.search.GramsField(blank=True, default="", editable=False)),
            ],
            options={
                "verbose_name": "public entry",
                "verbose_name_plural": "public entries",
                "indexes": [
                    models.Index(condition=models.Q(("state", "shown")), fields=["-id"], name="public_shown"),
                    models.Index(
                        condition=models.Q(("state", "shown")), fields=["kind", "-id"], name="public_by_kind"
                    ),
                    models.Index(
                        condition=models.Q(("state", "shown")), fields=["shown_until"], name="public_to_end"
                    ),
                    models.Index(
                        condition=models.Q(("kind", "listing"), ("state", "shown")),
                        fields=["list_code", "-id"],
                        name="public_by_list",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "listing"), ("list_code__gt", ""), ("list_kind__gt", "")),
                            models.Q(
                                models.Q(("kind", "listing"), _negated=True),
                                ("list_code", ""),
                                ("list_kind", ""),
                            ),
                            _connector="OR",
                        ),
                        name="an_entry_of_a_list_names_the_list",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Penalty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "guid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="record number"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("party_name", models.CharField(max_length=200, verbose_name="party")),
                (
                    "party_kind",
                    models.CharField(
                        choices=[
                            ("organisation", "organisation"),
                            ("individual_business", "individual business"),
                            ("person", "natural person"),
                        ],
                        max_length=20,
                        verbose_name="kind of party",
                    ),
                ),
                (
                    "uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                (
                    "registration_no",
                    models.CharField(blank=True, max_length=50, verbose_name="business registration number"),
                ),
                ("org_code", models.CharField(blank=True, max_length=9, verbose_name="organisation code")),
                (
                    "tax_no",
                    models.CharField(blank=True, max_length=20, verbose_name="tax registration number"),
                ),
                (
                    "public_institution_no",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="public-institution certificate number"
                    ),
                ),
                (
                    "social_org_no",
                    models.CharField(blank=True, max_length=50, verbose_name="social-organisation number"),
                ),
                (
                    "legal_representative",
                    models.CharField(blank=True, max_length=60, verbose_name="legal representative"),
                ),
                (
                    "representative_id_type",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="representative's identity document"
                    ),
                ),
                (
                    "representative_id",
                    core.fields.SealedField(
                        blank=True, null=True, verbose_name="representative's identity number"
                    ),
                ),
                (
                    "id_type",
                    models.CharField(blank=True, max_length=64, verbose_name="person's identity document"),
                ),
                ("document_no", models.CharField(max_length=128, verbose_name="document number")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("authority_name", models.CharField(max_length=200, verbose_name="deciding authority")),
                (
                    "authority_code",
                    models.CharField(blank=True, max_length=18, verbose_name="authority's credit code"),
                ),
                ("source_name", models.CharField(blank=True, max_length=200, verbose_name="data source")),
                (
                    "source_code",
                    models.CharField(blank=True, max_length=18, verbose_name="data source's credit code"),
                ),
                ("remark", models.CharField(blank=True, max_length=512, verbose_name="remark")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "waiting for review"),
                            ("approved", "reviewed, waiting for publication"),
                            ("published", "published"),
                            ("withheld", "reviewed, not to be published"),
                            ("ended", "publication ended"),
                            ("annulled", "annulled and withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="to be published by")),
                ("due_provisional", models.BooleanField(default=False, verbose_name="due date provisional")),
                (
                    "made_by",
                    models.CharField(editable=False, max_length=64, verbose_name="entered by (number)"),
                ),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "changed_by",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="last changed by (number)"
                    ),
                ),
                (
                    "reviewed_by",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="reviewed by (number)"
                    ),
                ),
                (
                    "reviewed_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="reviewed by"),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="reviewed at"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published at"),
                ),
                (
                    "shown_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="shown until"),
                ),
                (
                    "withheld_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("minor_class", "minor dishonesty is in principle not published"),
                            ("natural_person", "decisions on natural persons are not published (setting)"),
                            ("minor_person", "the party is a minor: never published"),
                            ("repaired", "the record was repaired"),
                            ("shielded", "shielded by a court's ruling during reorganisation"),
                            ("period_over", "the publicity period has already passed"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="why not published",
                    ),
                ),
                (
                    "annulled_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="annulled on"),
                ),
                (
                    "annulled_reason",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="why annulled"),
                ),
                (
                    "disputed_since",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="disputed since"),
                ),
                (
                    "intake_id",
                    models.BigIntegerField(blank=True, editable=False, null=True, verbose_name="intake"),
                ),
                ("violation_type", models.TextField(verbose_name="violation")),
                ("facts", models.TextField(verbose_name="facts found")),
                ("basis", models.TextField(verbose_name="legal basis")),
                ("kinds", models.JSONField(default=list, verbose_name="kinds of penalty")),
                ("content", models.TextField(verbose_name="content of the penalty")),
                (
                    "fine",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="fine (10,000 yuan)",
                    ),
                ),
                (
                    "confiscated",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=18,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="confiscated (10,000 yuan)",
                    ),
                ),
                (
                    "certificate",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="certificate suspended or revoked"
                    ),
                ),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="penalty valid until")),
                (
                    "stated_publicity_end",
                    models.DateField(blank=True, null=True, verbose_name="publicity end as uploaded"),
                ),
                (
                    "procedure",
                    models.CharField(
                        choices=[("普通", "ordinary procedure"), ("简易", "simplified procedure")],
                        default="普通",
                        max_length=4,
                        verbose_name="procedure",
                    ),
                ),
                ("field_of_law", models.CharField(default="卫生", max_length=20, verbose_name="field")),
                ("is_minor", models.BooleanField(default=False, verbose_name="the party is a minor")),
                ("item_code", models.CharField(blank=True, max_length=20, verbose_name="catalogue item")),
                (
                    "item_count",
                    models.PositiveIntegerField(default=1, verbose_name="persons or departments concerned"),
                ),
                (
                    "regime",
                    models.CharField(
                        blank=True, editable=False, max_length=20, verbose_name="publicity regime"
                    ),
                ),
                (
                    "publicity_class",
                    models.CharField(
                        blank=True, editable=False, max_length=10, verbose_name="publicity class"
                    ),
                ),
                (
                    "earliest_repair_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="repair possible from"
                    ),
                ),
                (
                    "repaired_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="repaired on"),
                ),
                (
                    "shielded_since",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="shielded since"),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "penalty",
                "verbose_name_plural": "penalties",
                "indexes": [
                    models.Index(fields=["state", "due_on"], name="penalty_by_state_and_due"),
                    models.Index(
                        fields=["division_code", "-id"],
                        name="penalty_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "authority_code", "document_no"),
                        name="one_penalty_per_authority_document_and_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fine__isnull", True), ("fine__gte", 0), _connector="OR"),
                        name="a_fine_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confiscated__isnull", True), ("confiscated__gte", 0), _connector="OR"
                        ),
                        name="a_confiscated_amount_is_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("decided_on")),
                            _connector="OR",
                        ),
                        name="a_penalty_does_not_lapse_before_its_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "guid",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="record number"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=1, editable=False, verbose_name="revision")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("party_name", models.CharField(max_length=200, verbose_name="party")),
                (
                    "party_kind",
                    models.CharField(
                        choices=[
                            ("organisation", "organisation"),
                            ("individual_business", "individual business"),
                            ("person", "natural person"),
                        ],
                        max_length=20,
                        verbose_name="kind of party",
                    ),
                ),
                (
                    "uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                (
                    "registration_no",
                    models.CharField(blank=True, max_length=50, verbose_name="business registration number"),
                ),
                ("org_code", models.CharField(blank=True, max_length=9, verbose_name="organisation code")),
                (
                    "tax_no",
                    models.CharField(blank=True, max_length=20, verbose_name="tax registration number"),
                ),
                (
                    "public_institution_no",
                    models.CharField(
                        blank=True, max_length=50, verbose_name="public-institution certificate number"
                    ),
                ),
                (
                    "social_org_no",
                    models.CharField(blank=True, max_length=50, verbose_name="social-organisation number"),
                ),
                (
                    "legal_representative",
                    models.CharField(blank=True, max_length=60, verbose_name="legal representative"),
                ),
                (
                    "representative_id_type",
                    models.CharField(
                        blank=True, max_length=64, verbose_name="representative's identity document"
                    ),
                ),
                (
                    "representative_id",
                    core.fields.SealedField(
                        blank=True, null=True, verbose_name="representative's identity number"
                    ),
                ),
                (
                    "id_type",
                    models.CharField(blank=True, max_length=64, verbose_name="person's identity document"),
                ),
                ("document_no", models.CharField(max_length=128, verbose_name="document number")),
                ("decided_on", models.DateField(verbose_name="decided on")),
                ("authority_name", models.CharField(max_length=200, verbose_name="deciding authority")),
                (
                    "authority_code",
                    models.CharField(blank=True, max_length=18, verbose_name="authority's credit code"),
                ),
                ("source_name", models.CharField(blank=True, max_length=200, verbose_name="data source")),
                (
                    "source_code",
                    models.CharField(blank=True, max_length=18, verbose_name="data source's credit code"),
                ),
                ("remark", models.CharField(blank=True, max_length=512, verbose_name="remark")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("in_review", "waiting for review"),
                            ("approved", "reviewed, waiting for publication"),
                            ("published", "published"),
                            ("withheld", "reviewed, not to be published"),
                            ("ended", "publication ended"),
                            ("annulled", "annulled and withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="to be published by")),
                ("due_provisional", models.BooleanField(default=False, verbose_name="due date provisional")),
                (
                    "made_by",
                    models.CharField(editable=False, max_length=64, verbose_name="entered by (number)"),
                ),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "changed_by",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="last changed by (number)"
                    ),
                ),
                (
                    "reviewed_by",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="reviewed by (number)"
                    ),
                ),
                (
                    "reviewed_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="reviewed by"),
                ),
                (
                    "reviewed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="reviewed at"),
                ),
                (
                    "published_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="published at"),
                ),
                (
                    "shown_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="shown until"),
                ),
                (
                    "withheld_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("minor_class", "minor dishonesty is in principle not published"),
                            ("natural_person", "decisions on natural persons are not published (setting)"),
                            ("minor_person", "the party is a minor: never published"),
                            ("repaired", "the record was repaired"),
                            ("shielded", "shielded by a court's ruling during reorganisation"),
                            ("period_over", "the publicity period has already passed"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="why not published",
                    ),
                ),
                (
                    "annulled_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="annulled on"),
                ),
                (
                    "annulled_reason",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="why annulled"),
                ),
                (
                    "disputed_since",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="disputed since"),
                ),
                (
                    "intake_id",
                    models.BigIntegerField(blank=True, editable=False, null=True, verbose_name="intake"),
                ),
                ("document_title", models.CharField(max_length=200, verbose_name="title of the decision")),
                ("permit_kind", models.CharField(max_length=64, verbose_name="kind of permit")),
                (
                    "certificate_name",
                    models.CharField(blank=True, max_length=200, verbose_name="certificate"),
                ),
                (
                    "certificate_no",
                    models.CharField(blank=True, max_length=64, verbose_name="certificate number"),
                ),
                ("content", models.TextField(verbose_name="content of the permit")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_to", models.DateField(verbose_name="valid to")),
                (
                    "status",
                    models.CharField(
                        choices=[("1", "valid"), ("2", "no longer valid")],
                        default="1",
                        max_length=1,
                        verbose_name="status",
                    ),
                ),
                (
                    "approval_guid",
                    models.UUIDField(
                        blank=True,
                        editable=False,
                        null=True,
                        unique=True,
                        verbose_name="granted application",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "permit",
                "verbose_name_plural": "permits",
                "indexes": [
                    models.Index(fields=["state", "due_on"], name="permit_by_state_and_due"),
                    models.Index(
                        fields=["division_code", "-id"],
                        name="permit_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("subject", "authority_code", "document_no"),
                        name="one_permit_per_authority_document_and_subject",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                        name="a_permit_does_not_lapse_before_it_starts",
                    ),
                ],
            },
        ),
    ]


Migration.operations = together(Migration.operations)
