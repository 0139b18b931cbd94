"""Tell the credit files until when verification holds, for the archives that stand already."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def tell(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Copy the days; the next run of grading follows them."""
    archives = apps.get_model("institutions", "Institution").objects.filter(
        verification_valid_to__isnull=False
    )
    ends = apps.get_model("credit", "VerifiedUntil")
    days = archives.values_list("subject_id", "verification_valid_to").iterator(chunk_size=2000)
    batch = []
    for subject_id, day in days:
        batch.append(ends(subject_id=subject_id, day=day))
        if len(batch) == 2000:
            ends.objects.bulk_create(batch, ignore_conflicts=True)
            batch = []
    ends.objects.bulk_create(batch, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("credit", "0003_ends_of_verification"), ("institutions", "0001_initial")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
