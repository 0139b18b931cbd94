"""A plan of random inspection is submitted before another officer approves it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Add the state and who submitted; drafts of before stay drafts, to be submitted by their drafters."""

    dependencies = [("supervision", "0002_steps_are_insert_only")]

    operations = [
        migrations.RemoveConstraint("plan", "one_plan_of_a_place_and_year"),
        migrations.RemoveConstraint("plan", "a_plan_in_force_was_approved_on_a_day"),
        migrations.AddField(
            "plan",
            "return_reason",
            models.CharField(blank=True, editable=False, max_length=255, verbose_name="why it was returned"),
        ),
        migrations.AddField(
            "plan", "submitted_by", models.CharField(blank=True, editable=False, max_length=64)
        ),
        migrations.AddField(
            "plan",
            "submitted_by_label",
            models.CharField(blank=True, editable=False, max_length=100, verbose_name="submitted by"),
        ),
        migrations.AddField(
            "plan",
            "submitted_on",
            models.DateField(blank=True, editable=False, null=True, verbose_name="submitted for approval on"),
        ),
        migrations.AddField(
            "plan",
            "taken_over",
            models.TextField(blank=True, editable=False, verbose_name="taken over from an earlier plan"),
        ),
        migrations.AlterField(
            "plan",
            "state",
            models.CharField(
                choices=[
                    ("draft", "being prepared"),
                    ("submitted", "submitted, waits for approval"),
                    ("approved", "approved and published"),
                    ("closed", "closed"),
                    ("dropped", "dropped"),
                ],
                default="draft",
                editable=False,
                max_length=9,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            "plan",
            models.UniqueConstraint(
                condition=Q(("state__in", ["draft", "submitted", "approved"])),
                fields=("division_code", "year"),
                name="one_plan_of_a_place_and_year",
            ),
        ),
        migrations.AddConstraint(
            "plan",
            models.CheckConstraint(
                condition=Q(("state__in", ["draft", "submitted", "dropped"]))
                | Q(("approved_on__isnull", False)),
                name="a_plan_in_force_was_approved_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            "plan",
            models.CheckConstraint(
                condition=~Q(("state", "submitted"))
                | Q(("submitted_on__isnull", False)) & ~Q(("submitted_by", "")),
                name="a_submitted_plan_was_submitted_by_somebody",
            ),
        ),
    ]
