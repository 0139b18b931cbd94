"""Lists, measures, checks."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import core.fields
import core.search
import credit.report.terms
from core.migrating import together


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("core", "0001_initial"),
        ("credit", "0001_initial"),
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
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("approval", "administrative approval"),
                            ("tender", "procurement or tender"),
                            ("appointment", "appointment of staff"),
                            ("funds", "allocation of funds"),
                            ("award", "award or honour"),
                            ("other", "another purpose"),
                        ],
                        max_length=12,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "purpose_note",
                    models.CharField(blank=True, max_length=200, verbose_name="purpose in words"),
                ),
                (
                    "case_no",
                    models.CharField(
                        blank=True,
                        help_text="of the application, tender or file for which it is asked",
                        max_length=80,
                        verbose_name="number of the matter",
                    ),
                ),
                ("asker_body", models.CharField(max_length=200, verbose_name="asked for by")),
                ("asked_by", models.CharField(editable=False, max_length=64)),
                ("asked_by_label", models.CharField(max_length=100, verbose_name="asked by")),
                ("covers", models.JSONField(default=list, editable=False)),
                (
                    "channel",
                    models.CharField(
                        choices=[("page", "page"), ("workbook", "workbook"), ("api", "interface")],
                        max_length=8,
                        verbose_name="asked through",
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
                ("as_of", models.DateField(verbose_name="as of")),
                ("cut_off", models.DateTimeField(verbose_name="data cut-off")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "queued"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="done",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("total", models.PositiveIntegerField(default=0, verbose_name="names")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="names checked")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="on a list")),
                ("possible", models.PositiveIntegerField(default=0, verbose_name="possible: compare")),
                ("unclear", models.PositiveIntegerField(default=0, verbose_name="cannot be told")),
                (
                    "digest",
                    models.CharField(blank=True, max_length=64, verbose_name="digest of the content (SM3)"),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="asked at")),
                ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="finished at")),
                ("file_name", models.CharField(blank=True, max_length=255, verbose_name="file name")),
                ("stored_as", models.CharField(blank=True, editable=False, max_length=64)),
                ("lease", models.CharField(blank=True, editable=False, max_length=32)),
                ("heartbeat_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("failure", models.CharField(blank=True, max_length=300, verbose_name="failure")),
            ],
            options={
                "verbose_name": "credit check",
                "verbose_name_plural": "credit checks",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        fields=["division_code", "-id"],
                        name="check_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", "other"), _negated=True),
                            models.Q(("purpose_note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_check_for_another_purpose_says_which",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("digest", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_finished_check_has_its_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Department",
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
                            ("health", "health"),
                            ("reform", "development and reform"),
                            ("finance", "finance"),
                            ("market", "market regulation"),
                            ("personnel", "human resources and social security"),
                            ("organisation", "Party organisation and establishment"),
                            ("assets", "state assets"),
                            ("insurance", "medical security"),
                            ("trading", "public resource trading"),
                            ("banking", "financial regulation"),
                            ("services", "government services"),
                            ("civility", "publicity and civility"),
                        ],
                        max_length=12,
                        verbose_name="field",
                    ),
                ),
                (
                    "contact_office",
                    models.CharField(blank=True, max_length=100, verbose_name="contact office"),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(0\\d{2,3}-)?[2-9]\\d{6,7}(-\\d{1,6})?$|^1[0-2]\\d{3}$",
                                "Give the telephone of the office, such as 0431-81234567; never a person's own number.",
                            )
                        ],
                        verbose_name="office telephone",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="takes orders")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="department",
                        to="accounts.agency",
                        verbose_name="agency",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner department",
                "verbose_name_plural": "partner departments",
                "ordering": ["agency__division_code", "agency__name"],
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
                "indexes": [
                    models.Index(fields=["source", "-id"], name="foreign_delivery_of_source"),
                    models.Index(fields=["division_code", "-id"], name="foreign_delivery_by_division"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True), ("extent", "full"), _connector="OR"
                        ),
                        name="only_a_whole_list_waits_to_end_entries",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FourList",
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
                            ("data", "list of data"),
                            ("conduct", "list of conduct"),
                            ("measures", "list of measures"),
                            ("uses", "list of uses"),
                        ],
                        max_length=8,
                        verbose_name="list",
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("adopted", "in force"),
                            ("replaced", "replaced"),
                            ("withdrawn", "withdrawn"),
                            ("dropped", "dropped"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("authority_name", models.CharField(max_length=200, verbose_name="issued by")),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("note", models.TextField(blank=True, verbose_name="explanation")),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adopted on")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="no longer in force from"
                    ),
                ),
                (
                    "withdraw_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="why it was withdrawn"
                    ),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="drafted by"),
                ),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "adopted_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="adopted by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="drafted at")),
            ],
            options={
                "verbose_name": "version of one of the four lists",
                "verbose_name_plural": "versions of the four lists",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "division_code", "version"),
                        name="one_four_list_per_kind_place_and_version",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "adopted")),
                        fields=("kind", "division_code"),
                        name="one_four_list_in_force_per_kind_and_place",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("kind", "division_code"),
                        name="one_four_list_in_draft_per_kind_and_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "dropped"]),
                            models.Q(
                                ("adopted_on__isnull", False),
                                models.Q(("adopted_by_label", ""), _negated=True),
                                models.Q(("document_no", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_adopted_four_list_says_when_and_by_which_document",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(("withdraw_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_withdrawn_four_list_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FourListRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, verbose_name="code")),
                ("group", models.CharField(blank=True, max_length=100, verbose_name="group")),
                ("name", models.CharField(max_length=300, verbose_name="item")),
                ("applies_to", models.CharField(blank=True, max_length=100, verbose_name="applies to")),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                ("department", models.CharField(blank=True, max_length=200, verbose_name="department")),
                ("basis", models.CharField(max_length=400, verbose_name="basis")),
                ("confirmed", models.BooleanField(default=False, verbose_name="basis read in the source")),
                (
                    "origin",
                    models.CharField(blank=True, editable=False, max_length=80, verbose_name="drawn from"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="blacklist.fourlist",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of one of the four lists",
                "verbose_name_plural": "lines of the four lists",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "code"), name="one_line_per_code_and_four_list"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True),
                        name="a_line_of_a_four_list_has_a_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListScheme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "kind",
                    models.CharField(
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
                ("place", models.CharField(blank=True, max_length=6, verbose_name="place")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force to")),
                ("for_bodies", models.BooleanField(default=True, verbose_name="bodies may be listed")),
                ("for_persons", models.BooleanField(default=False, verbose_name="persons may be listed")),
                ("proposer", models.CharField(blank=True, max_length=100, verbose_name="proposed by")),
                ("decider", models.CharField(blank=True, max_length=100, verbose_name="decided by")),
                (
                    "upper_consent",
                    models.BooleanField(default=False, verbose_name="needs the upper authority's consent"),
                ),
                (
                    "needs_notice",
                    models.BooleanField(default=True, verbose_name="written notice before the decision"),
                ),
                (
                    "statement_working_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="statement and defence (working days)"
                    ),
                ),
                (
                    "hearing_working_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="hearing may be asked for within (working days)"
                    ),
                ),
                (
                    "publicise_first_working_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="publicised before the decision (working days)"
                    ),
                ),
                (
                    "term_months",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="term (months)"),
                ),
                ("exit_rules", models.JSONField(blank=True, default=dict, verbose_name="rules of exit")),
                (
                    "breach_rules",
                    models.JSONField(
                        blank=True, default=dict, verbose_name="what a breach does to a red listing"
                    ),
                ),
                ("publishes_bodies", models.BooleanField(default=True, verbose_name="bodies are published")),
                (
                    "publishes_persons",
                    models.BooleanField(default=False, verbose_name="persons are published"),
                ),
                (
                    "lists_responsible_persons",
                    models.BooleanField(default=False, verbose_name="responsible persons are listed too"),
                ),
                (
                    "wilfulness_defence",
                    models.BooleanField(default=False, verbose_name="no listing without intent"),
                ),
                (
                    "counts_as_serious",
                    models.BooleanField(default=False, verbose_name="holds grades down as a serious list"),
                ),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                "verbose_name": "list scheme",
                "verbose_name_plural": "list schemes",
                "ordering": ["code", "-effective_from"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code", "place", "effective_from"),
                        name="one_scheme_version_per_code_place_and_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="a_scheme_ends_after_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "red"),
                            models.Q(("needs_notice", True), ("statement_working_days__gte", 1)),
                            _connector="OR",
                        ),
                        name="a_list_that_burdens_gives_notice_and_a_window",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "red"), _negated=True),
                            ("publicise_first_working_days__gte", 1),
                            _connector="OR",
                        ),
                        name="a_red_list_is_publicised_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "party_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("legal_rep", "legal representative"),
                            ("head", "person in charge"),
                            ("controller", "actual controller"),
                            ("responsible", "directly responsible person"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="listed together as",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("red", "red list"),
                            ("serious", "serious-dishonesty list"),
                            ("attention", "key-attention list"),
                            ("medical_order", "persons who harmed medical order"),
                        ],
                        editable=False,
                        max_length=14,
                        verbose_name="list",
                    ),
                ),
                (
                    "division_code",
                    models.CharField(editable=False, max_length=6, verbose_name="division code"),
                ),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("facts", models.TextField(verbose_name="facts")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("checked", "checked"),
                            ("notified", "notice served"),
                            ("defended", "statement or request for a hearing received"),
                            ("hearing", "hearing ordered"),
                            ("publicised", "publicised for objections"),
                            ("heard", "statement and objections weighed"),
                            ("with_upper", "with the upper authority"),
                            ("consented", "upper authority consents"),
                            ("decided", "decided"),
                            ("listed", "on the list"),
                            ("not_listed", "not listed"),
                            ("taken_back", "proposal taken back"),
                            ("expired", "left at the end of the term"),
                            ("repaired", "left by repair"),
                            ("revoked", "revoked"),
                            ("court", "ended by a court"),
                            ("lost", "lost by a breach"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("proposed_on", models.DateField(verbose_name="proposed on")),
                (
                    "checked_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="checked on"),
                ),
                ("notice_no", models.CharField(blank=True, max_length=80, verbose_name="notice number")),
                (
                    "notice_served_on",
                    models.DateField(blank=True, null=True, verbose_name="notice served on"),
                ),
                (
                    "notice_how",
                    models.CharField(blank=True, max_length=100, verbose_name="how the notice was served"),
                ),
                (
                    "statement_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="statement until"),
                ),
                (
                    "statement_provisional",
                    models.BooleanField(default=False, editable=False, verbose_name="provisional"),
                ),
                (
                    "hearing_until",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="hearing may be asked for until"
                    ),
                ),
                (
                    "statement_on",
                    models.DateField(blank=True, null=True, verbose_name="statement received on"),
                ),
                ("statement", models.TextField(blank=True, verbose_name="statement and defence")),
                (
                    "claims_no_intent",
                    models.BooleanField(default=False, verbose_name="says it was not intended"),
                ),
                (
                    "statement_finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "accepted: no listing"),
                            ("no_intent", "accepted: no intent"),
                            ("rejected", "not accepted"),
                        ],
                        max_length=10,
                        verbose_name="what was found about the statement",
                    ),
                ),
                ("statement_reply", models.TextField(blank=True, verbose_name="reply to the statement")),
                (
                    "hearing_asked_on",
                    models.DateField(blank=True, null=True, verbose_name="hearing asked for on"),
                ),
                (
                    "hearing_told_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="told of the hearing on"
                    ),
                ),
                ("hearing_set_for", models.DateField(blank=True, null=True, verbose_name="hearing set for")),
                (
                    "hearing_place",
                    models.CharField(blank=True, max_length=100, verbose_name="place of the hearing"),
                ),
                ("hearing_on", models.DateField(blank=True, null=True, verbose_name="hearing held on")),
                ("hearing_minutes", models.TextField(blank=True, verbose_name="minutes of the hearing")),
                (
                    "publicised_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="publicised on"),
                ),
                (
                    "publicised_until",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="publicised until"),
                ),
                ("upper_name", models.CharField(blank=True, max_length=200, verbose_name="upper authority")),
                (
                    "upper_asked_on",
                    models.DateField(blank=True, null=True, verbose_name="upper authority asked on"),
                ),
                (
                    "upper_answered_on",
                    models.DateField(blank=True, null=True, verbose_name="upper authority answered on"),
                ),
                (
                    "upper_document_no",
                    models.CharField(blank=True, max_length=80, verbose_name="upper authority's document"),
                ),
                ("decision_no", models.CharField(blank=True, max_length=80, verbose_name="decision number")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided on")),
                (
                    "decision_served_on",
                    models.DateField(blank=True, null=True, verbose_name="decision served on"),
                ),
                (
                    "repair_told_on",
                    models.DateField(blank=True, null=True, verbose_name="told of the way to repair on"),
                ),
                (
                    "listed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="on the list since"),
                ),
                (
                    "ends_on",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="last day of the term"
                    ),
                ),
                (
                    "ended_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="off the list from"),
                ),
                (
                    "end_reason",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="why it ended"),
                ),
                (
                    "end_document_no",
                    models.CharField(blank=True, max_length=80, verbose_name="document that ended it"),
                ),
                (
                    "is_public",
                    models.BooleanField(default=False, editable=False, verbose_name="shown to the public"),
                ),
                ("proposed_by", models.CharField(editable=False, max_length=64)),
                (
                    "proposed_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="proposed by"),
                ),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                ("decided_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "decided_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="decided by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responsible",
                        to="blacklist.listing",
                        verbose_name="listed together with",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listings",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listings",
                        to="blacklist.listscheme",
                        verbose_name="list scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "listing",
                "verbose_name_plural": "listings",
                "indexes": [
                    models.Index(fields=["subject", "-id"], name="listing_of_subject"),
                    models.Index(
                        fields=["division_code", "-id"],
                        name="listing_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                    models.Index(
                        condition=models.Q(("state", "listed")), fields=["ends_on"], name="listing_by_end"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "checked",
                                    "notified",
                                    "defended",
                                    "hearing",
                                    "publicised",
                                    "heard",
                                    "with_upper",
                                    "consented",
                                    "decided",
                                    "listed",
                                ],
                            ),
                            ("parent__isnull", True),
                        ),
                        fields=("scheme", "subject"),
                        name="one_live_listing_per_scheme_and_subject",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "checked",
                                    "notified",
                                    "defended",
                                    "hearing",
                                    "publicised",
                                    "heard",
                                    "with_upper",
                                    "consented",
                                    "decided",
                                    "listed",
                                ],
                            )
                        ),
                        fields=("parent", "subject"),
                        name="one_live_listing_of_a_person_with_a_body",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ["decided", "listed", "expired", "repaired", "revoked", "court", "lost"],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                ("decided_on__isnull", False), models.Q(("decision_no", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_listing_has_its_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ["decided", "listed", "expired", "repaired", "revoked", "court", "lost"],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                models.Q(("decided_by", ""), _negated=True),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_decides_a_listing_of_his_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ["decided", "listed", "expired", "repaired", "revoked", "court", "lost"],
                                ),
                                _negated=True,
                            ),
                            models.Q(
                                models.Q(("kind", "red"), _negated=True),
                                ("notice_served_on__isnull", False),
                                ("statement_until__gt", models.F("notice_served_on")),
                                ("statement_until__isnull", False),
                                ("statement_until__lt", models.F("decided_on")),
                            ),
                            models.Q(
                                ("kind", "red"),
                                ("publicised_on__isnull", False),
                                ("publicised_until__gt", models.F("publicised_on")),
                                ("publicised_until__isnull", False),
                                ("publicised_until__lt", models.F("decided_on")),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_is_listed_before_the_window_is_over",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ["decided", "listed", "expired", "repaired", "revoked", "court", "lost"],
                                ),
                                _negated=True,
                            ),
                            ("statement_on__isnull", True),
                            models.Q(
                                ("statement_finding", "rejected"),
                                models.Q(("statement_reply", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_statement_is_answered_before_the_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ["decided", "listed", "expired", "repaired", "revoked", "court", "lost"],
                                ),
                                _negated=True,
                            ),
                            ("hearing_asked_on__isnull", True),
                            ("hearing_on__isnull", False),
                            _connector="OR",
                        ),
                        name="a_hearing_that_was_asked_for_is_held",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("state", "listed"), _negated=True),
                                models.Q(("state__in", ["expired", "repaired", "lost"]), _negated=True),
                            ),
                            ("listed_on__isnull", False),
                            _connector="OR",
                        ),
                        name="a_listing_has_its_first_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("listed_on__isnull", True),
                            models.Q(
                                (
                                    "state__in",
                                    ["decided", "listed", "expired", "repaired", "revoked", "court", "lost"],
                                ),
                                ("decision_served_on__gte", models.F("decided_on")),
                                ("decision_served_on__isnull", False),
                                ("listed_on__gte", models.F("decision_served_on")),
                                ("repair_told_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_listing_counts_after_its_service",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "red"), models.Q(("state", "lost"), _negated=True), _connector="OR"
                        ),
                        name="only_a_red_listing_is_lost",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["expired", "repaired", "revoked", "court", "lost"]),
                                _negated=True,
                            ),
                            ("ended_on__isnull", False),
                            _connector="OR",
                        ),
                        name="an_ended_listing_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExitApplication",
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
                            ("accepted", "accepted, being checked"),
                            ("checked", "checked, waiting for a second officer"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("lapsed", "lapsed: the listing has ended otherwise"),
                            ("taken_back", "taken back"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("duties_done_on", models.DateField(blank=True, null=True, verbose_name="duties done on")),
                ("correction", models.TextField(blank=True, verbose_name="how the misconduct was corrected")),
                ("commitment", models.TextField(blank=True, editable=False, verbose_name="commitment")),
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
                ("check_note", models.TextField(blank=True, verbose_name="what the check found")),
                (
                    "duties_confirmed",
                    models.BooleanField(default=False, verbose_name="duties confirmed by the check"),
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
                ("decision_no", models.CharField(blank=True, max_length=80, verbose_name="decision number")),
                (
                    "decision_reason",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="reasons"),
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
                    models.JSONField(
                        blank=True, default=list, editable=False, verbose_name="what ended with it"
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
                    "subject",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exits",
                        to="blacklist.listing",
                        verbose_name="listing",
                    ),
                ),
            ],
            options={
                "verbose_name": "application to leave a list",
                "verbose_name_plural": "applications to leave a list",
                "indexes": [models.Index(fields=["subject", "-id"], name="exit_of_subject")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ["draft", "submitted", "returned", "accepted", "checked"])
                        ),
                        fields=("listing",),
                        name="one_open_exit_application_per_listing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "approved"), _negated=True),
                            models.Q(
                                ("checked_on__isnull", False),
                                ("decided_on__isnull", False),
                                models.Q(("decision_no", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_approved_exit_was_checked_and_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_refused_exit_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "foreign_id",
                    models.BigIntegerField(
                        blank=True, db_index=True, null=True, verbose_name="entry of another department"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                ("title", models.CharField(max_length=200, verbose_name="title of the list")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="kept by")),
                ("source_on", models.DateField(blank=True, null=True, verbose_name="since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="last day")),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("is_former", models.BooleanField(default=False, verbose_name="former name")),
                ("is_person", models.BooleanField(default=False, verbose_name="person")),
                ("places", models.CharField(blank=True, editable=False, max_length=80)),
                ("place", models.CharField(blank=True, editable=False, max_length=30)),
                ("tokens", core.search.GramsField(blank=True, default="", editable=False)),
                (
                    "uscc",
                    models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
                ),
                ("number_index", models.CharField(blank=True, editable=False, max_length=80)),
                ("number_shown", models.CharField(blank=True, max_length=64, verbose_name="number")),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="credit.subject",
                        verbose_name="subject",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="check_entries",
                        to="blacklist.listing",
                        verbose_name="listing",
                    ),
                ),
            ],
            options={
                "verbose_name": "name looked through at checks",
                "verbose_name_plural": "names looked through at checks",
                "indexes": [
                    models.Index(
                        condition=models.Q(("uscc", ""), _negated=True),
                        fields=["uscc"],
                        name="check_entry_by_uscc",
                    ),
                    models.Index(
                        condition=models.Q(("number_index", ""), _negated=True),
                        fields=["number_index"],
                        name="check_entry_by_number",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("foreign_id__isnull", True), ("listing__isnull", False)),
                            models.Q(("foreign_id__isnull", False), ("listing__isnull", True)),
                            _connector="OR",
                        ),
                        name="a_checked_name_comes_from_one_list",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_person", False), ("uscc", ""), _connector="OR"),
                        name="a_checked_person_has_no_credit_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListingEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=30, verbose_name="step")),
                ("on", models.DateField(verbose_name="day")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="words")),
                ("by_label", models.CharField(blank=True, max_length=100, verbose_name="by")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="blacklist.listing",
                        verbose_name="listing",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a listing",
                "verbose_name_plural": "steps of a listing",
                "indexes": [models.Index(fields=["listing", "id"], name="listing_event_of_listing")],
            },
        ),
        migrations.CreateModel(
            name="ListingObjection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received_on", models.DateField(verbose_name="received on")),
                ("objector", models.CharField(max_length=200, verbose_name="who objects")),
                (
                    "contact",
                    core.fields.SealedField(blank=True, null=True, verbose_name="how to reach the objector"),
                ),
                ("words", models.TextField(verbose_name="what is objected")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[("upheld", "justified: no listing"), ("rejected", "not justified")],
                        max_length=10,
                        verbose_name="finding",
                    ),
                ),
                ("reply", models.TextField(blank=True, verbose_name="reply")),
                ("handled_on", models.DateField(blank=True, null=True, verbose_name="handled on")),
                ("handled_by_label", models.CharField(blank=True, max_length=100, verbose_name="handled by")),
                (
                    "received_by_label",
                    models.CharField(blank=True, max_length=100, verbose_name="taken in by"),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="objections",
                        to="blacklist.listing",
                        verbose_name="listing",
                    ),
                ),
            ],
            options={
                "verbose_name": "objection to a red listing",
                "verbose_name_plural": "objections to red listings",
                "indexes": [models.Index(fields=["listing", "id"], name="objection_of_listing")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finding", ""), ("handled_on__isnull", True)),
                            models.Q(
                                models.Q(("finding", ""), _negated=True),
                                models.Q(("reply", ""), _negated=True),
                                ("handled_on__gte", models.F("received_on")),
                            ),
                            _connector="OR",
                        ),
                        name="an_objection_is_handled_with_a_reply",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="title in English")),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("place", models.CharField(blank=True, max_length=6, verbose_name="place")),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force to")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                "verbose_name": "edition of the catalogue of measures",
                "verbose_name_plural": "editions of the catalogue of measures",
                "ordering": ["-effective_from", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="an_edition_ends_after_it_began",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[("restriction", "restriction"), ("incentive", "incentive")],
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                (
                    "family",
                    models.CharField(
                        choices=[
                            ("entry", "limits on market or sector entry"),
                            ("office", "limits on holding office"),
                            ("consumption", "limits on consumption"),
                            ("exit", "limits on leaving the country"),
                            ("school", "limits on schooling"),
                            ("funds", "limits on fiscal funds"),
                            ("honours", "limits on honours and awards"),
                            ("preference", "limits on preferential policy and convenience"),
                            ("trading", "limits on public resource trading"),
                            ("publicity", "sharing and publicity"),
                            ("supervision", "key supervision"),
                            ("credit", "credit reporting and lending"),
                            ("notification", "notification of employers"),
                            ("channel", "green channel and simpler procedure"),
                            ("fewer_checks", "fewer checks"),
                            ("priority", "priority"),
                        ],
                        max_length=12,
                        verbose_name="family",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="measure")),
                ("title_en", models.CharField(blank=True, max_length=200, verbose_name="measure in English")),
                (
                    "list_kinds",
                    models.JSONField(blank=True, default=list, verbose_name="may follow these lists"),
                ),
                ("for_bodies", models.BooleanField(default=True, verbose_name="for bodies")),
                ("for_persons", models.BooleanField(default=False, verbose_name="for persons")),
                (
                    "department_kind",
                    models.CharField(
                        choices=[
                            ("health", "health"),
                            ("reform", "development and reform"),
                            ("finance", "finance"),
                            ("market", "market regulation"),
                            ("personnel", "human resources and social security"),
                            ("organisation", "Party organisation and establishment"),
                            ("assets", "state assets"),
                            ("insurance", "medical security"),
                            ("trading", "public resource trading"),
                            ("banking", "financial regulation"),
                            ("services", "government services"),
                            ("civility", "publicity and civility"),
                        ],
                        max_length=12,
                        verbose_name="carried out by",
                    ),
                ),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                ("note", models.TextField(blank=True, verbose_name="note")),
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
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measures",
                        to="blacklist.measureedition",
                        verbose_name="edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "measure",
                "verbose_name_plural": "measures",
                "ordering": ["edition", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "code"), name="one_measure_per_edition_and_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureBasis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="document")),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="article")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("law", "law"),
                            ("regulation", "administrative regulation"),
                            ("local", "local regulation"),
                            ("party_state", "document of the Party's Central Committee or the State Council"),
                            ("department", "document of a department"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force to")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bases",
                        to="blacklist.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "legal basis",
                "verbose_name_plural": "legal bases",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="a_measures_basis_ends_after_it_began",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MeasureOrder",
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
                ("measure_code", models.CharField(editable=False, max_length=20, verbose_name="code")),
                (
                    "kind",
                    models.CharField(
                        choices=[("restriction", "restriction"), ("incentive", "incentive")],
                        editable=False,
                        max_length=11,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(editable=False, max_length=200, verbose_name="measure")),
                ("title_en", models.CharField(blank=True, editable=False, max_length=200)),
                ("basis", models.CharField(editable=False, max_length=300, verbose_name="legal basis")),
                (
                    "confirmed",
                    models.BooleanField(default=False, editable=False, verbose_name="confirmed by a source"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ordered", "ordered"),
                            ("received", "received"),
                            ("executing", "being carried out"),
                            ("executed", "carried out"),
                            ("cannot", "cannot be carried out"),
                            ("ended", "to be lifted"),
                            ("lifted", "lifted"),
                        ],
                        default="ordered",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("ordered_on", models.DateField(verbose_name="ordered on")),
                ("answer_due_on", models.DateField(verbose_name="answer due on")),
                ("period_from", models.DateField(editable=False)),
                ("period_days", models.PositiveSmallIntegerField(editable=False)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="due on")),
                ("received_on", models.DateField(blank=True, null=True, verbose_name="received on")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered on")),
                ("executed_on", models.DateField(blank=True, null=True, verbose_name="carried out on")),
                ("result", models.TextField(blank=True, verbose_name="result")),
                ("cannot_reason", models.TextField(blank=True, verbose_name="why it cannot be carried out")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on")),
                ("end_reason", models.CharField(blank=True, max_length=255, verbose_name="why it ended")),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="lifted on")),
                ("lift_words", models.TextField(blank=True, verbose_name="how it was lifted")),
                ("reminders", models.PositiveSmallIntegerField(default=0, verbose_name="reminders")),
                ("unheeded", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("reminded_on", models.DateField(blank=True, null=True, verbose_name="last reminded on")),
                ("escalated_on", models.DateField(blank=True, null=True, verbose_name="escalated on")),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="ordered by"),
                ),
                (
                    "answered_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="answered by"),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="blacklist.department",
                        verbose_name="department",
                    ),
                ),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="measure_orders",
                        to="blacklist.listing",
                        verbose_name="listing",
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="orders",
                        to="blacklist.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "ordered measure",
                "verbose_name_plural": "ordered measures",
                "indexes": [
                    models.Index(fields=["listing", "id"], name="measure_order_of_listing"),
                    models.Index(fields=["department", "state", "-id"], name="measure_order_of_department"),
                    models.Index(
                        fields=["division_code", "-id"],
                        name="measure_order_by_division",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    ),
                    models.Index(
                        condition=models.Q(("due_on__isnull", False)),
                        fields=["due_on"],
                        name="measure_order_by_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["ended", "lifted"]), _negated=True),
                        fields=("listing", "measure_code", "department"),
                        name="a_measure_is_asked_of_a_department_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "executed"), _negated=True),
                            models.Q(("executed_on__isnull", False), models.Q(("result", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_measure_carried_out_says_when_and_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cannot"), _negated=True),
                            models.Q(("cannot_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_measure_that_cannot_be_taken_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["ended", "lifted"]), _negated=True),
                            models.Q(
                                ("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="an_ended_measure_says_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "lifted"), _negated=True),
                            ("lifted_on__isnull", False),
                            _connector="OR",
                        ),
                        name="a_lifted_measure_says_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("due_on__isnull", False),
                                ("state__in", ["ordered", "received", "executing", "ended"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state__in", ["ordered", "received", "executing", "ended"]),
                                    _negated=True,
                                ),
                                ("due_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_day_is_due_while_a_department_is_awaited",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True),
                        name="no_measure_is_ordered_without_a_basis",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerOrder",
            fields=[],
            options={
                "verbose_name": "measure asked of us",
                "verbose_name_plural": "measures asked of us",
                "proxy": True,
            },
            bases=("blacklist.measureorder",),
        ),
        migrations.CreateModel(
            name="MeasureOrderEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=20, verbose_name="step")),
                ("on", models.DateField(verbose_name="day")),
                ("words", models.CharField(blank=True, max_length=500, verbose_name="words")),
                ("by_label", models.CharField(blank=True, max_length=100, verbose_name="by")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="at")),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="blacklist.measureorder",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an ordered measure",
                "verbose_name_plural": "steps of an ordered measure",
                "indexes": [models.Index(fields=["order", "id"], name="measure_event_of_order")],
            },
        ),
        migrations.CreateModel(
            name="RepresentativeTraining",
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
                    "role",
                    models.CharField(
                        choices=[
                            ("legal_rep", "legal representative"),
                            ("head", "person in charge"),
                            ("controller", "actual controller"),
                            ("responsible", "directly responsible person"),
                        ],
                        max_length=12,
                        verbose_name="who attended",
                    ),
                ),
                ("held_on", models.DateField(verbose_name="held on")),
                ("hours", models.DecimalField(decimal_places=1, max_digits=4, verbose_name="hours")),
                ("organiser", models.CharField(max_length=120, verbose_name="held by")),
                ("matter", models.CharField(blank=True, max_length=200, verbose_name="subject matter")),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                (
                    "listing",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trainings",
                        to="blacklist.listing",
                        verbose_name="listing",
                    ),
                ),
            ],
            options={
                "verbose_name": "training of a representative",
                "verbose_name_plural": "trainings of representatives",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hours__gt", 0), ("hours__lte", 200)),
                        name="a_training_takes_some_hours",
                    ),
                    models.UniqueConstraint(
                        fields=("listing", "role", "held_on", "organiser"), name="one_training_is_noted_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeBasis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.CharField(max_length=200, verbose_name="document")),
                ("document_no", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("article", models.CharField(blank=True, max_length=80, verbose_name="article")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("law", "law"),
                            ("regulation", "administrative regulation"),
                            ("local", "local regulation"),
                            ("party_state", "document of the Party's Central Committee or the State Council"),
                            ("department", "document of a department"),
                        ],
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="in force from")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="in force to")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bases",
                        to="blacklist.listscheme",
                        verbose_name="list scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "legal basis",
                "verbose_name_plural": "legal bases",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("effective_to__isnull", True),
                            ("effective_to__gte", models.F("effective_from")),
                            _connector="OR",
                        ),
                        name="a_basis_ends_after_it_began",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeCriterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                ("text", models.CharField(max_length=500, verbose_name="criterion")),
                (
                    "text_en",
                    models.CharField(blank=True, max_length=500, verbose_name="criterion in English"),
                ),
                ("items", models.JSONField(blank=True, default=list, verbose_name="catalogue items")),
                ("needs_document", models.BooleanField(default=True, verbose_name="rests on a document")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="blacklist.listscheme",
                        verbose_name="list scheme",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "code"), name="one_criterion_per_scheme_and_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListingGround",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document_no", models.CharField(blank=True, max_length=128, verbose_name="document number")),
                ("document_by", models.CharField(blank=True, max_length=200, verbose_name="issued by")),
                ("document_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                (
                    "listing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grounds",
                        to="blacklist.listing",
                        verbose_name="listing",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listing_grounds",
                        to="credit.conductrecord",
                        verbose_name="conduct record",
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="blacklist.schemecriterion",
                        verbose_name="criterion",
                    ),
                ),
            ],
            options={
                "verbose_name": "ground",
                "verbose_name_plural": "grounds",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("record__isnull", False),
                            models.Q(("document_no", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_ground_is_shown_by_a_record_or_document",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SchemeMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scheme_code", models.CharField(max_length=40, verbose_name="list scheme")),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggested_by",
                        to="blacklist.measure",
                        verbose_name="measure",
                    ),
                ),
            ],
            options={
                "verbose_name": "suggested measure",
                "verbose_name_plural": "suggested measures",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme_code", "measure"), name="a_scheme_suggests_a_measure_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckedName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("row", models.PositiveIntegerField(verbose_name="row")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("number", core.fields.SealedField(blank=True, null=True, verbose_name="number")),
                ("number_shown", models.CharField(blank=True, max_length=64, verbose_name="number")),
                ("is_person", models.BooleanField(default=False, verbose_name="person")),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("found", "on a list"),
                            ("possible", "possible: compare"),
                            ("clear", "on no list"),
                            ("unclear", "cannot be told"),
                        ],
                        max_length=8,
                        verbose_name="result",
                    ),
                ),
                ("note", models.CharField(blank=True, editable=False, max_length=20)),
                ("hits", models.JSONField(default=list, editable=False, verbose_name="hits")),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="blacklist.check",
                        verbose_name="credit check",
                    ),
                ),
            ],
            options={
                "verbose_name": "checked name",
                "verbose_name_plural": "checked names",
                "ordering": ["request", "row"],
                "constraints": [
                    models.UniqueConstraint(fields=("request", "row"), name="one_answer_per_check_and_row"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result__in", ["found", "possible"]), _negated=True),
                            models.Q(("hits", []), _negated=True),
                            _connector="OR",
                        ),
                        name="a_hit_says_where",
                    ),
                ],
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
    ]


Migration.operations = together(Migration.operations)
