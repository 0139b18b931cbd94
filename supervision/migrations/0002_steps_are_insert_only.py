"""The minute of an inspection is only ever added to."""

from django.db import migrations

from core.insert_only import InsertOnly


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_initial")]

    operations = [
        InsertOnly(
            "InspectionStep",
            "supervision_inspection_step_is_insert_only",
            "steps of inspections are never changed or deleted",
        ),
    ]
