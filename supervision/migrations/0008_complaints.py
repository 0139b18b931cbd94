"""Tables of complaints."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles_of_supervision"),
        ("credit", "0002_guards_and_gram_index"),
        ("supervision", "0007_interviews"),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "number",
                    models.CharField(
                        editable=False, max_length=40, unique=True, verbose_name="complaint number"
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[("complaint", "complaint"), ("report", "report of unlawful conduct")],
                        default="complaint",
                        max_length=9,
                        verbose_name="nature",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("site", "public site"),
                            ("hotline", "hotline"),
                            ("mailbox", "electronic mailbox"),
                            ("box", "complaints box"),
                            ("letter", "letter"),
                            ("visit", "visit"),
                            ("forwarded", "passed on by a higher authority"),
                        ],
                        default="site",
                        max_length=9,
                        verbose_name="came in by",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("fees", "fees"),
                            ("quality", "quality of care"),
                            ("attitude", "attitude of service"),
                            ("bribes", "red envelopes and kickbacks"),
                            ("staff", "qualification of staff"),
                            ("places", "hygiene of public places"),
                            ("schools", "school health"),
                            ("water", "drinking water"),
                            ("tableware", "tableware"),
                            ("disinfect", "disinfection products"),
                            ("unlicensed", "practice without a licence"),
                            ("other", "something else"),
                        ],
                        default="other",
                        max_length=10,
                        verbose_name="topic",
                    ),
                ),
                ("body_name", models.CharField(max_length=200, verbose_name="body as named")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("words", models.TextField(verbose_name="what is complained about")),
                ("received_on", models.DateField(verbose_name="received on")),
                ("happened_on", models.DateField(blank=True, null=True, verbose_name="happened on")),
                ("named", models.BooleanField(default=False, editable=False, verbose_name="with a name")),
                ("fingerprint", models.CharField(editable=False, max_length=64)),
                (
                    "wave",
                    models.BooleanField(
                        default=False,
                        help_text="unusually many about this body on one day",
                        verbose_name="one of a wave",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "received, being looked at"),
                            ("accepted", "accepted, being handled"),
                            ("proposed", "finding proposed, waiting for a second officer"),
                            ("decided", "decided, to be answered"),
                            ("answered", "answered"),
                            ("transferred", "passed on to the authority in charge"),
                            ("declined", "not accepted"),
                            ("joined", "joined with an earlier one"),
                            ("taken_back", "taken back"),
                        ],
                        default="received",
                        editable=False,
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                (
                    "procedure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("petition", "petition (calendar days)"),
                            ("medical", "medical complaint (working days)"),
                            ("published", "report of false published information (working days)"),
                        ],
                        max_length=9,
                        verbose_name="procedure",
                    ),
                ),
                ("office", models.CharField(blank=True, max_length=100, verbose_name="handling office")),
                (
                    "accepted_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="accepted on"),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="to be answered by"),
                ),
                (
                    "extended_days",
                    models.PositiveSmallIntegerField(
                        default=0, editable=False, verbose_name="extended by days"
                    ),
                ),
                (
                    "extension_reason",
                    models.CharField(blank=True, editable=False, max_length=255, verbose_name="why extended"),
                ),
                ("transferred_to", models.CharField(blank=True, max_length=200, verbose_name="passed on to")),
                (
                    "declined_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_ours", "no matter of the health authority, and nobody to pass it on to"),
                            ("repeated", "repeated: answered already, nothing new"),
                            ("no_clues", "no concrete clue"),
                            ("court", "before a court, in arbitration or reconsideration"),
                            ("malicious", "malicious: the same made-up matter again and again"),
                        ],
                        max_length=9,
                        verbose_name="why not accepted",
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("upheld", "upheld"),
                            ("partly", "partly upheld"),
                            ("not_upheld", "not upheld"),
                            ("unproven", "could not be proven"),
                            ("fabricated", "deliberately made up"),
                        ],
                        max_length=10,
                        verbose_name="finding",
                    ),
                ),
                ("facts", models.TextField(blank=True, verbose_name="facts established")),
                (
                    "item_code",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="item of the collection catalogue"
                    ),
                ),
                ("conduct_on", models.DateField(blank=True, null=True, verbose_name="day of the conduct")),
                (
                    "problem",
                    models.CharField(blank=True, max_length=500, verbose_name="problem to be put right"),
                ),
                ("rectify_by", models.DateField(blank=True, null=True, verbose_name="to be put right by")),
                (
                    "effects",
                    models.JSONField(blank=True, default=list, editable=False, verbose_name="what was done"),
                ),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
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
                    "answered_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="answered on"),
                ),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("good", "satisfied"),
                            ("fair", "fairly satisfied"),
                            ("bad", "not satisfied"),
                        ],
                        editable=False,
                        max_length=4,
                        verbose_name="satisfaction",
                    ),
                ),
                ("tracking", models.CharField(blank=True, editable=False, max_length=64)),
                ("pickup", models.CharField(blank=True, editable=False, max_length=64)),
                ("submission", models.CharField(blank=True, editable=False, max_length=64)),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "joined_to",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joined",
                        to="supervision.complaint",
                        verbose_name="joined with",
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="complaints",
                        to="credit.subject",
                        verbose_name="body complained about",
                    ),
                ),
            ],
            options={
                "verbose_name": "complaint",
                "verbose_name_plural": "complaints",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ComplaintReward",
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
                ("amount", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="amount (yuan)")),
                ("grounds", models.CharField(max_length=500, verbose_name="grounds of the reward")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("approved", "approved, to be collected"),
                            ("paid", "paid"),
                            ("refused", "refused"),
                            ("lapsed", "not collected in time"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("made_by", models.CharField(editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(editable=False, max_length=100, verbose_name="proposed by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("approved_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "approved_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="approved by"),
                ),
                (
                    "approved_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="approved on"),
                ),
                (
                    "collect_by",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="to be collected by"
                    ),
                ),
                ("paid_on", models.DateField(blank=True, editable=False, null=True, verbose_name="paid on")),
                (
                    "paid_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="paid by"),
                ),
                ("voucher_no", models.CharField(blank=True, max_length=80, verbose_name="voucher number")),
                (
                    "complaint",
                    models.OneToOneField(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reward",
                        to="supervision.complaint",
                        verbose_name="complaint",
                    ),
                ),
            ],
            options={
                "verbose_name": "reward for a report",
                "verbose_name_plural": "rewards for reports",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="InformantKeeper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=100, verbose_name="keeper")),
                ("prefix", models.CharField(blank=True, max_length=6, verbose_name="jurisdiction")),
                ("public_key", models.CharField(max_length=64, verbose_name="public key")),
                (
                    "locked_key",
                    core.fields.SealedField(
                        context="informant.keeper", verbose_name="private key under the passphrase"
                    ),
                ),
                ("fingerprint", models.CharField(max_length=32, verbose_name="fingerprint of the key")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting to be admitted"),
                            ("active", "in use"),
                            ("left", "out of use"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=7,
                        verbose_name="state",
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="key made at")),
                ("admitted_on", models.DateField(blank=True, null=True, verbose_name="in use since")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="out of use since")),
                ("failures", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("failed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="informant_keys",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="keeper",
                    ),
                ),
            ],
            options={
                "verbose_name": "keeper of informants",
                "verbose_name_plural": "keepers of informants",
                "ordering": ["prefix", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InformantLook",
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
                        choices=[("look", "look at an informant"), ("change", "change of keys")],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("prefix", models.CharField(blank=True, max_length=6, verbose_name="jurisdiction")),
                ("reason", models.CharField(max_length=255, verbose_name="stated reason")),
                ("changes", models.JSONField(blank=True, default=dict, verbose_name="keys that come and go")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("expires_at", models.DateTimeField(verbose_name="lapses at")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waiting for the second keeper"),
                            ("done", "done"),
                            ("lapsed", "lapsed"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=6,
                        verbose_name="state",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="supervision.informantkeeper",
                        verbose_name="asked by",
                    ),
                ),
                (
                    "complaint",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="looks",
                        to="supervision.complaint",
                        verbose_name="complaint",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seconded",
                        to="supervision.informantkeeper",
                        verbose_name="second keeper",
                    ),
                ),
            ],
            options={
                "verbose_name": "joint act of keepers",
                "verbose_name_plural": "joint acts of keepers",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="SealedInformant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "prefix",
                    models.CharField(blank=True, max_length=6, verbose_name="jurisdiction of the keepers"),
                ),
                ("box", core.fields.SealedField(context="informant.box", verbose_name="sealed data")),
                ("sealed_on", models.DateField(verbose_name="sealed on")),
                (
                    "complaint",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="informant",
                        to="supervision.complaint",
                        verbose_name="complaint",
                    ),
                ),
            ],
            options={
                "verbose_name": "sealed informant",
                "verbose_name_plural": "sealed informants",
            },
        ),
        migrations.CreateModel(
            name="InformantShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("box", models.TextField(verbose_name="share under the keeper's key")),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shares",
                        to="supervision.informantkeeper",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.informantkeeper",
                    ),
                ),
                (
                    "sealed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shares",
                        to="supervision.sealedinformant",
                    ),
                ),
            ],
            options={
                "verbose_name": "share of a key",
                "verbose_name_plural": "shares of keys",
            },
        ),
        migrations.CreateModel(
            name="ForwardedShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("box", models.TextField(verbose_name="share under the second keeper's key and the code")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="supervision.informantkeeper",
                    ),
                ),
                (
                    "look",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="forwarded",
                        to="supervision.informantlook",
                    ),
                ),
                (
                    "sealed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="supervision.sealedinformant",
                    ),
                ),
            ],
            options={
                "verbose_name": "share handed on",
                "verbose_name_plural": "shares handed on",
            },
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["subject", "-received_on"], name="complaint_of_subject"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(fields=["fingerprint"], name="complaint_by_words"),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                fields=["division_code", "-id"],
                name="complaint_by_division",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("tracking", ""), _negated=True),
                fields=("tracking",),
                name="one_complaint_per_tracking_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.UniqueConstraint(
                condition=models.Q(("submission", ""), _negated=True),
                fields=("submission",),
                name="a_form_sent_twice_is_one_complaint",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "joined"), _negated=True),
                    ("joined_to__isnull", False),
                    _connector="OR",
                ),
                name="a_joined_complaint_names_the_earlier_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("joined_to__isnull", True),
                    models.Q(("joined_to", models.F("pk")), _negated=True),
                    _connector="OR",
                ),
                name="a_complaint_is_not_joined_to_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["decided", "answered"]), _negated=True),
                    models.Q(("decided_on__isnull", False), models.Q(("finding", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_decided_complaint_has_a_finding",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True),
                    models.Q(("declined_as", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_declined_complaint_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="complaintreward",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="a_reward_is_more_than_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="complaintreward",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "paid"), _negated=True),
                    models.Q(("paid_on__isnull", False), models.Q(("voucher_no", ""), _negated=True)),
                    _connector="OR",
                ),
                name="a_paid_reward_has_its_day_and_voucher",
            ),
        ),
        migrations.AddConstraint(
            model_name="informantkeeper",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "left"), _negated=True),
                fields=("officer", "prefix", "state"),
                name="one_key_of_a_state_per_keeper_and_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="informantkeeper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "left"), _negated=True), ("left_on__isnull", False), _connector="OR"
                ),
                name="a_key_out_of_use_has_the_day_of_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="informantlook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("second__isnull", True),
                    models.Q(("second", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="the_second_keeper_is_another_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="informantlook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("done_at__isnull", False), ("second__isnull", False)),
                    _connector="OR",
                ),
                name="a_joint_act_that_is_done_names_the_second_keeper",
            ),
        ),
        migrations.AddConstraint(
            model_name="informantlook",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "change"), ("complaint__isnull", False), _connector="OR"),
                name="a_look_is_about_a_complaint",
            ),
        ),
        migrations.AddConstraint(
            model_name="informantshare",
            constraint=models.UniqueConstraint(
                fields=("sealed", "keeper", "partner"), name="one_share_per_pair_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="informantshare",
            constraint=models.CheckConstraint(
                condition=models.Q(("keeper", models.F("partner")), _negated=True),
                name="nobody_is_a_pair_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="forwardedshare",
            constraint=models.UniqueConstraint(
                fields=("look", "sealed", "partner"), name="one_share_handed_on_per_partner"
            ),
        ),
    ]
