"""Leaving a list: applications for repair of an entry, training of representatives."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("blacklist", "0005_four_lists"),
        ("credit", "0012_mended_faults"),
    ]

    operations = [
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
                    "listing",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exits",
                        to="blacklist.listing",
                        verbose_name="listing",
                    ),
                ),
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
            name="RepresentativeTraining",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
    ]
