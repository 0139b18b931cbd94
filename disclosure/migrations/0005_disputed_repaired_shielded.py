"""Dispute mark, repair and court shield on decisions and their public entries."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0004_fewer_indexes")]

    operations: list[migrations.operations.base.Operation] = [
        migrations.AddField(
            model_name="penalty",
            name="disputed_since",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="disputed since"),
        ),
        migrations.AddField(
            model_name="penalty",
            name="repaired_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="repaired on"),
        ),
        migrations.AddField(
            model_name="penalty",
            name="shielded_since",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="shielded since"),
        ),
        migrations.AddField(
            model_name="permit",
            name="disputed_since",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="disputed since"),
        ),
        migrations.AddField(
            model_name="publicentry",
            name="disputed_since",
            field=models.DateField(null=True, verbose_name="disputed since"),
        ),
        migrations.AlterField(
            model_name="penalty",
            name="withheld_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("minor_class", "minor dishonesty is in principle not published"),
                    ("natural_person", "decisions on natural persons are not published (setting)"),
                    ("minor_person", "the party is a minor: never published"),
                    ("repaired", "the record was repaired"),
                    ("shielded", "shielded by a court's ruling during reorganisation"),
                    ("period_over", "the publicity period has already passed"),
                ],
                editable=False,
                max_length=20,
                verbose_name="why not published",
            ),
        ),
        migrations.AlterField(
            model_name="permit",
            name="withheld_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("minor_class", "minor dishonesty is in principle not published"),
                    ("natural_person", "decisions on natural persons are not published (setting)"),
                    ("minor_person", "the party is a minor: never published"),
                    ("repaired", "the record was repaired"),
                    ("shielded", "shielded by a court's ruling during reorganisation"),
                    ("period_over", "the publicity period has already passed"),
                ],
                editable=False,
                max_length=20,
                verbose_name="why not published",
            ),
        ),
    ]
