"""List schemes and listings."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("credit", "0012_mended_faults"),
    ]

    operations = [
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
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(fields=["subject", "-id"], name="listing_of_subject"),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                fields=["division_code", "-id"],
                name="listing_by_division",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="listing",
            index=models.Index(
                condition=models.Q(("state", "listed")), fields=["ends_on"], name="listing_by_end"
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.UniqueConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            ["decided", "listed", "expired", "repaired", "revoked", "court", "lost"],
                        ),
                        _negated=True,
                    ),
                    models.Q(("decided_on__isnull", False), models.Q(("decision_no", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_decided_listing_has_its_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
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
                        ("statement_finding", "rejected"), models.Q(("statement_reply", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_statement_is_answered_before_the_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind", "red"), models.Q(("state", "lost"), _negated=True), _connector="OR"
                ),
                name="only_a_red_listing_is_lost",
            ),
        ),
        migrations.AddConstraint(
            model_name="listing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["expired", "repaired", "revoked", "court", "lost"]), _negated=True
                    ),
                    ("ended_on__isnull", False),
                    _connector="OR",
                ),
                name="an_ended_listing_says_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemebasis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_to__isnull", True),
                    ("effective_to__gte", models.F("effective_from")),
                    _connector="OR",
                ),
                name="a_basis_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemecriterion",
            constraint=models.UniqueConstraint(
                fields=("scheme", "code"), name="one_criterion_per_scheme_and_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="listingground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("record__isnull", False), models.Q(("document_no", ""), _negated=True), _connector="OR"
                ),
                name="a_ground_is_shown_by_a_record_or_document",
            ),
        ),
    ]
