"""A body reads from when its interview was put off, and why."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Add what a changed notice tells of the former one."""

    dependencies = [("supervision", "0004_ledgers_are_taken_back")]

    operations = [
        migrations.AddField(
            "interview",
            "put_off_from",
            models.DateTimeField(blank=True, editable=False, null=True, verbose_name="put off from"),
        ),
        migrations.AddField(
            "interview",
            "put_off_reason",
            models.CharField(blank=True, editable=False, max_length=255, verbose_name="why it was put off"),
        ),
        migrations.AddConstraint(
            "interview",
            models.CheckConstraint(
                condition=Q(put_off_from__isnull=True) | ~Q(put_off_reason=""),
                name="an_interview_put_off_says_why",
            ),
        ),
    ]
