"""Tables of campaigns."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bulletin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("work", models.TextField(blank=True, verbose_name="work done")),
                ("problems", models.TextField(blank=True, verbose_name="problems that remain")),
                ("next_steps", models.TextField(blank=True, verbose_name="next steps")),
                ("counted_at", models.DateTimeField(editable=False, verbose_name="counted at")),
                ("content", models.JSONField(default=dict, editable=False, verbose_name="figures")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("issued", "issued"),
                            ("sent", "sent to the authority above"),
                            ("withdrawn", "withdrawn"),
                            ("dropped", "given up"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="drafted by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="drafted at")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "issued_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="issued on"),
                ),
                (
                    "issued_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="issued by"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("monthly", "monthly bulletin"), ("final", "final report")],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="counted within the campaign", verbose_name="issue"
                    ),
                ),
                ("begins_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
            ],
            options={
                "verbose_name": "bulletin",
                "verbose_name_plural": "bulletins",
                "ordering": ["-ends_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CampaignArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=60, verbose_name="area")),
                ("work", models.TextField(blank=True, verbose_name="main work")),
                ("offices", models.CharField(blank=True, max_length=200, verbose_name="responsible offices")),
            ],
            options={
                "verbose_name": "area of a campaign",
                "verbose_name_plural": "areas of campaigns",
                "ordering": ["campaign", "number"],
            },
        ),
        migrations.CreateModel(
            name="YearlyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("authority_name", models.CharField(max_length=200, verbose_name="authority")),
                ("division_code", models.CharField(max_length=6, verbose_name="division code")),
                ("work", models.TextField(blank=True, verbose_name="work done")),
                ("problems", models.TextField(blank=True, verbose_name="problems that remain")),
                ("next_steps", models.TextField(blank=True, verbose_name="next steps")),
                ("counted_at", models.DateTimeField(editable=False, verbose_name="counted at")),
                ("content", models.JSONField(default=dict, editable=False, verbose_name="figures")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("issued", "issued"),
                            ("sent", "sent to the authority above"),
                            ("withdrawn", "withdrawn"),
                            ("dropped", "given up"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("made_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "made_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="drafted by"),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="drafted at")),
                ("changed_by", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "issued_on",
                    models.DateField(blank=True, editable=False, null=True, verbose_name="issued on"),
                ),
                (
                    "issued_by_label",
                    models.CharField(blank=True, editable=False, max_length=100, verbose_name="issued by"),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("sent_to", models.CharField(blank=True, max_length=200, verbose_name="goes to")),
                ("due_on", models.DateField(verbose_name="due on")),
                ("basis", models.CharField(blank=True, max_length=200, verbose_name="legal basis")),
                ("confirmed", models.BooleanField(default=False, verbose_name="confirmed by a source")),
                ("sent_on", models.DateField(blank=True, editable=False, null=True, verbose_name="sent on")),
                (
                    "sent_note",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="number or note of the sending"
                    ),
                ),
            ],
            options={
                "verbose_name": "yearly report",
                "verbose_name_plural": "yearly reports",
                "ordering": ["-year", "division_code"],
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="changed_by",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="campaign",
            name="closed_by_label",
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name="closed by"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="closed_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="closed on"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="contact",
            field=models.CharField(
                blank=True,
                help_text="an office's number, no person's own",
                max_length=60,
                verbose_name="telephone of the office",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="lead_office",
            field=models.CharField(blank=True, max_length=120, verbose_name="leading office"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="started_by_label",
            field=models.CharField(blank=True, editable=False, max_length=100, verbose_name="started by"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="started_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="started on"),
        ),
        migrations.AddField(
            model_name="campaignbody",
            name="added_by_label",
            field=models.CharField(blank=True, max_length=100, verbose_name="added by"),
        ),
        migrations.AddField(
            model_name="campaignbody",
            name="left_on",
            field=models.DateField(blank=True, null=True, verbose_name="left on"),
        ),
        migrations.AddField(
            model_name="campaignbody",
            name="left_why",
            field=models.CharField(blank=True, max_length=255, verbose_name="why it left"),
        ),
        migrations.AddConstraint(
            model_name="campaignbody",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True), models.Q(("left_why", ""), _negated=True), _connector="OR"
                ),
                name="a_body_leaves_a_campaign_with_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="bulletin",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="bulletins",
                to="supervision.campaign",
                verbose_name="campaign",
            ),
        ),
        migrations.AddField(
            model_name="campaignarea",
            name="campaign",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="areas",
                to="supervision.campaign",
                verbose_name="campaign",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["dropped", "withdrawn"]), _negated=True),
                fields=("division_code", "year"),
                name="one_yearly_report_per_place_and_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="yearlyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sent"), _negated=True), ("sent_on__isnull", False), _connector="OR"
                ),
                name="a_sent_report_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["dropped", "withdrawn"]), _negated=True),
                fields=("campaign", "kind", "ends_on"),
                name="one_bulletin_per_campaign_and_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.UniqueConstraint(fields=("campaign", "number"), name="one_bulletin_per_number"),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("begins_on"))),
                name="a_bulletin_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulletin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "dropped"]), ("issued_on__isnull", False), _connector="OR"
                ),
                name="an_issued_bulletin_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignarea",
            constraint=models.UniqueConstraint(
                fields=("campaign", "number"), name="one_area_per_number_of_a_campaign"
            ),
        ),
        migrations.AddConstraint(
            model_name="campaignarea",
            constraint=models.UniqueConstraint(
                fields=("campaign", "title"), name="one_area_per_title_of_a_campaign"
            ),
        ),
    ]
