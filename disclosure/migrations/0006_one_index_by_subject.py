"""One index finds the decisions of a subject and keeps them apart: a long intake writes one less."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0005_disputed_repaired_shielded")]

    operations = [
        migrations.RemoveConstraint("penalty", "one_penalty_per_authority_document_and_subject"),
        migrations.AddConstraint(
            "penalty",
            models.UniqueConstraint(
                fields=("subject", "authority_code", "document_no"),
                name="one_penalty_per_authority_document_and_subject",
            ),
        ),
        migrations.RemoveIndex("penalty", "penalty_of_subject"),
        migrations.RemoveConstraint("permit", "one_permit_per_authority_document_and_subject"),
        migrations.AddConstraint(
            "permit",
            models.UniqueConstraint(
                fields=("subject", "authority_code", "document_no"),
                name="one_permit_per_authority_document_and_subject",
            ),
        ),
        migrations.RemoveIndex("permit", "permit_of_subject"),
    ]
