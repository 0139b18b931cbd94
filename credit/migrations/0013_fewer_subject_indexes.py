"""One index for each column of a subject, instead of two."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("credit", "0012_mended_faults"),
    ]

    operations = [
        migrations.AlterField(
            model_name="subject",
            name="division_code",
            field=models.CharField(max_length=6, verbose_name="division code"),
        ),
        migrations.AlterField(
            model_name="subject",
            name="identity",
            field=models.CharField(editable=False, max_length=80, verbose_name="identity"),
        ),
        migrations.AlterField(
            model_name="subject",
            name="uscc",
            field=models.CharField(blank=True, max_length=18, verbose_name="unified social credit code"),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(fields=["uscc"], name="subject_by_uscc", opclasses=["varchar_pattern_ops"]),
        ),
        migrations.AddIndex(
            model_name="subject",
            index=models.Index(
                fields=["division_code"], name="subject_by_division", opclasses=["varchar_pattern_ops"]
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.UniqueConstraint(fields=("identity",), name="one_subject_per_identity"),
        ),
    ]
