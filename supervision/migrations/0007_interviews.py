"""Tables of interviews."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("supervision", "0006_inspections")]

    operations = [
        migrations.CreateModel(
            name="Interview",
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
                        choices=[("reminder", "reminder interview"), ("warning", "warning interview")],
                        max_length=8,
                        verbose_name="kind of interview",
                    ),
                ),
                ("grounds", models.TextField(verbose_name="grounds")),
                ("basis", models.CharField(blank=True, max_length=255, verbose_name="legal basis")),
                (
                    "authority_name",
                    models.CharField(
                        max_length=200, verbose_name="authority that determined it and interviews"
                    ),
                ),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("source_key", models.CharField(editable=False, max_length=80, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("notified", "notice given"),
                            ("held", "held, being followed up"),
                            ("closed", "followed up and closed"),
                            ("dropped", "dropped"),
                        ],
                        default="proposed",
                        editable=False,
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("proposed_on", models.DateField(editable=False, verbose_name="proposed on")),
                ("notice_no", models.CharField(blank=True, max_length=80, verbose_name="notice number")),
                ("noticed_on", models.DateField(blank=True, null=True, verbose_name="notice given on")),
                ("meets_at", models.DateTimeField(blank=True, null=True, verbose_name="time")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                ("who_must_come", models.CharField(blank=True, max_length=200, verbose_name="who must come")),
                ("bring", models.CharField(blank=True, max_length=255, verbose_name="what to bring")),
                (
                    "contact",
                    models.CharField(blank=True, max_length=100, verbose_name="contact at the authority"),
                ),
                ("held_on", models.DateField(blank=True, editable=False, null=True, verbose_name="held on")),
                (
                    "host",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="held by"),
                ),
                (
                    "recorder",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="minutes taken by"
                    ),
                ),
                ("minutes", models.TextField(blank=True, editable=False, verbose_name="minutes")),
                (
                    "follow_up_by",
                    models.DateField(
                        blank=True, editable=False, null=True, verbose_name="to be followed up by"
                    ),
                ),
                (
                    "closed_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="closed on"),
                ),
                (
                    "closed_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="closed by"),
                ),
                (
                    "dropped_reason",
                    models.CharField(
                        blank=True, editable=False, max_length=255, verbose_name="reason of dropping"
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="entered by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
            ],
            options={
                "verbose_name": "interview",
                "verbose_name_plural": "interviews",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="InterviewBody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "read_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="notice read on"),
                ),
                (
                    "attendance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("came", "came and signed"),
                            ("unsigned", "came, refused to sign"),
                            ("absent", "did not come"),
                        ],
                        max_length=8,
                        verbose_name="attendance",
                    ),
                ),
                (
                    "came_as",
                    models.CharField(
                        blank=True,
                        help_text="office or post, without a number",
                        max_length=100,
                        verbose_name="represented by",
                    ),
                ),
                ("statement", models.TextField(blank=True, verbose_name="what the body said")),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("met", "demands met"),
                            ("partly", "demands met in part"),
                            ("unmet", "demands not met"),
                        ],
                        max_length=6,
                        verbose_name="result of the follow-up",
                    ),
                ),
                (
                    "result_note",
                    models.CharField(blank=True, max_length=500, verbose_name="note of the follow-up"),
                ),
            ],
            options={
                "verbose_name": "body of an interview",
                "verbose_name_plural": "bodies of interviews",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="InterviewDemand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("text", models.CharField(max_length=500, verbose_name="demand")),
                ("due_on", models.DateField(verbose_name="due on")),
            ],
            options={
                "verbose_name": "demand of an interview",
                "verbose_name_plural": "demands of interviews",
                "ordering": ["interview", "number"],
            },
        ),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(fields=["state", "meets_at"], name="interview_by_state"),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["notified", "held", "closed"]), _negated=True),
                    models.Q(
                        ("meets_at__isnull", False),
                        ("noticed_on__isnull", False),
                        models.Q(("notice_no", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_interview_is_noticed_before_it_is_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["held", "closed"]), _negated=True),
                    models.Q(("held_on__isnull", False), models.Q(("minutes", ""), _negated=True)),
                    _connector="OR",
                ),
                name="an_interview_held_has_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="interview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("notice_no", ""), _negated=True),
                fields=("division_code", "notice_no"),
                name="a_notice_number_is_used_once",
            ),
        ),
        migrations.AddField(
            model_name="interviewbody",
            name="interview",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bodies",
                to="supervision.interview",
                verbose_name="interview",
            ),
        ),
        migrations.AddField(
            model_name="interviewbody",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="interviews",
                to="credit.subject",
                verbose_name="body",
            ),
        ),
        migrations.AddField(
            model_name="interviewdemand",
            name="interview",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="demands",
                to="supervision.interview",
                verbose_name="interview",
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewbody",
            constraint=models.UniqueConstraint(
                fields=("interview", "subject"), name="a_body_is_once_in_an_interview"
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewdemand",
            constraint=models.UniqueConstraint(
                fields=("interview", "number"), name="one_demand_per_number_of_an_interview"
            ),
        ),
    ]
