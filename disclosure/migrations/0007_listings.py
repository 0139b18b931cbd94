"""Entries of lists among the public entries."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0006_one_index_by_subject"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicentry",
            name="list_code",
            field=models.CharField(blank=True, default="", max_length=40, verbose_name="code of the list"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="publicentry",
            name="list_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("red", "red list"),
                    ("serious", "serious-dishonesty list"),
                    ("attention", "key-attention list"),
                    ("medical_order", "persons who harmed medical order"),
                ],
                default="",
                max_length=14,
                verbose_name="list",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="publicentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("penalty", "administrative penalty"),
                    ("permit", "administrative permit"),
                    ("listing", "entry of a list"),
                ],
                max_length=8,
                verbose_name="kind",
            ),
        ),
        migrations.AddIndex(
            model_name="publicentry",
            index=models.Index(
                condition=models.Q(("kind", "listing"), ("state", "shown")),
                fields=["list_code", "-id"],
                name="public_by_list",
            ),
        ),
        migrations.AddConstraint(
            model_name="publicentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "listing"), ("list_code__gt", ""), ("list_kind__gt", "")),
                    models.Q(
                        models.Q(("kind", "listing"), _negated=True),
                        ("list_code", ""),
                        ("list_kind", ""),
                    ),
                    _connector="OR",
                ),
                name="an_entry_of_a_list_names_the_list",
            ),
        ),
    ]
