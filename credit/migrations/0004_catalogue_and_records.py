"""The collection catalogue, and the history of conduct records: only ever added to."""

from __future__ import annotations

import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import credit.fields

POSTGRESQL = """
CREATE FUNCTION credit_history_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'changes of conduct records are never changed or deleted';
END $$;
CREATE TRIGGER credit_history_is_insert_only BEFORE UPDATE OR DELETE ON credit_recordevent
    FOR EACH ROW EXECUTE FUNCTION credit_history_is_insert_only();
"""
# On SQLite Django empties tables with DELETE when a test ends, so only changes are refused there.
SQLITE = """
CREATE TRIGGER credit_history_is_insert_only BEFORE UPDATE ON credit_recordevent
BEGIN SELECT RAISE(ABORT, 'changes of conduct records are never changed or deleted'); END;
"""
DROP = {
    "postgresql": "DROP TRIGGER credit_history_is_insert_only ON credit_recordevent;"
    "DROP FUNCTION credit_history_is_insert_only();",
    "sqlite": "DROP TRIGGER credit_history_is_insert_only;",
}


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(
        POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None
    )


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(DROP[schema_editor.connection.vendor], params=None)


class Migration(migrations.Migration):
    dependencies = [("credit", "0003_alter_subject_name_norm")]

    operations = [
        migrations.CreateModel(
            name="CatalogueItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="item code")),
                ("version", models.CharField(max_length=20, verbose_name="version")),
                (
                    "place",
                    models.CharField(
                        blank=True,
                        help_text="empty: whole country",
                        max_length=6,
                        verbose_name="place (division prefix)",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="name in English")),
                (
                    "applies_to",
                    models.CharField(
                        choices=[
                            ("institution", "organisations and individual businesses"),
                            ("practitioner", "persons"),
                        ],
                        max_length=12,
                        verbose_name="applies to",
                    ),
                ),
                (
                    "polarity",
                    models.CharField(
                        choices=[
                            ("good", "good conduct"),
                            ("bad", "bad conduct"),
                            ("basic", "basic information"),
                        ],
                        max_length=5,
                        verbose_name="kind of information",
                    ),
                ),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("minor", "minor"),
                            ("ordinary", "ordinary"),
                            ("serious", "serious"),
                            ("none", "none"),
                        ],
                        default="none",
                        max_length=8,
                        verbose_name="severity",
                    ),
                ),
                (
                    "points",
                    credit.fields.PointsField(
                        decimal_places=2, default=0, max_digits=9, verbose_name="default points"
                    ),
                ),
                (
                    "per",
                    models.CharField(
                        choices=[
                            ("occurrence", "per occurrence"),
                            ("person", "per person"),
                            ("department", "per department"),
                        ],
                        default="occurrence",
                        max_length=12,
                        verbose_name="counted",
                    ),
                ),
                (
                    "counts_from",
                    models.CharField(
                        choices=[
                            ("happened", "the day it happened"),
                            ("decided", "the day of the document"),
                            ("final", "the day it became final"),
                        ],
                        default="decided",
                        max_length=8,
                        verbose_name="counts from",
                    ),
                ),
                (
                    "retention_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="empty: without end",
                        null=True,
                        verbose_name="kept for (months)",
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        choices=[
                            ("public", "public"),
                            ("internal", "within government only"),
                            ("authorised", "only with the subject's authority"),
                        ],
                        default="internal",
                        max_length=10,
                        verbose_name="use",
                    ),
                ),
                ("document", models.CharField(blank=True, max_length=200, verbose_name="document")),
                ("article", models.CharField(blank=True, max_length=100, verbose_name="article")),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("verified", "read in the source"),
                            ("gku", "local default, to be confirmed"),
                        ],
                        default="gku",
                        max_length=8,
                        verbose_name="certainty",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[("file", "shipped with Chengyi"), ("local", "entered here")],
                        default="local",
                        editable=False,
                        max_length=5,
                        verbose_name="origin",
                    ),
                ),
                ("effective_from", models.DateField(verbose_name="effective from")),
                ("effective_until", models.DateField(blank=True, null=True, verbose_name="effective until")),
            ],
            options={
                "verbose_name": "catalogue item",
                "verbose_name_plural": "collection catalogue",
                "ordering": ["applies_to", "code", "place", "-effective_from"],
            },
        ),
        migrations.CreateModel(
            name="RecordEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record_id", models.BigIntegerField(verbose_name="conduct record")),
                ("subject_id", models.BigIntegerField(verbose_name="subject")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("disputed", "marked as disputed"),
                            ("settled", "dispute settled"),
                            ("superseded", "superseded by a correction"),
                            ("withdrawn", "withdrawn"),
                            ("annulled", "annulled"),
                            ("repaired", "repaired"),
                            ("shielded", "shielded"),
                            ("unshielded", "shield ended"),
                        ],
                        max_length=10,
                        verbose_name="change",
                    ),
                ),
                ("effective_on", models.DateField(verbose_name="takes effect on")),
                (
                    "known_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="known since"),
                ),
                ("by", models.CharField(max_length=64, verbose_name="actor number")),
                ("by_label", models.CharField(max_length=100, verbose_name="actor")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("replaced_by", models.BigIntegerField(blank=True, null=True, verbose_name="replaced by")),
                ("notes", models.JSONField(blank=True, default=dict, verbose_name="notes")),
                ("division_code", models.CharField(blank=True, max_length=6, verbose_name="division code")),
            ],
            options={
                "verbose_name": "change of a record",
                "verbose_name_plural": "changes of records",
                "ordering": ["id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="conductrecord",
            name="one_record_per_source_and_item",
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="changed_by",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="confirmed_at",
            field=models.DateTimeField(
                blank=True,
                db_default=django.db.models.functions.datetime.Now(),
                default=django.utils.timezone.now,
                null=True,
                verbose_name="confirmed at",
            ),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="made_by",
            field=models.CharField(blank=True, db_default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="made_by_label",
            field=models.CharField(blank=True, db_default="", max_length=100, verbose_name="entered by"),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="note",
            field=models.CharField(
                blank=True,
                db_default="",
                help_text="of a correction: what was wrong",
                max_length=255,
                verbose_name="remark",
            ),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="review",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting for confirmation"),
                    ("returned", "sent back"),
                    ("confirmed", "confirmed"),
                    ("discarded", "discarded"),
                ],
                db_default="confirmed",
                default="confirmed",
                max_length=9,
                verbose_name="review",
            ),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="reviewed_by_label",
            field=models.CharField(blank=True, db_default="", max_length=100, verbose_name="confirmed by"),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="shielded_from",
            field=models.DateField(blank=True, null=True, verbose_name="shielded from"),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="shielded_until",
            field=models.DateField(blank=True, null=True, verbose_name="shielded until"),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="superseded_on",
            field=models.DateField(blank=True, null=True, verbose_name="superseded on"),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="supersedes",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replacement",
                to="credit.conductrecord",
                verbose_name="supersedes",
            ),
        ),
        migrations.AlterField(
            model_name="conductrecord",
            name="state",
            field=models.CharField(
                choices=[
                    ("normal", "normal"),
                    ("disputed", "disputed"),
                    ("superseded", "superseded"),
                    ("withdrawn", "withdrawn"),
                    ("annulled", "annulled"),
                    ("repaired", "repaired"),
                ],
                default="normal",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueitem",
            constraint=models.UniqueConstraint(
                fields=("code", "place", "version"), name="item_version_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueitem",
            constraint=models.UniqueConstraint(
                fields=("code", "place", "effective_from"), name="one_item_version_per_place_and_start"
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_until__isnull", True),
                    ("effective_until__gte", models.F("effective_from")),
                    _connector="OR",
                ),
                name="item_does_not_end_before_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="catalogueitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("points__gte", 0),
                    models.Q(models.Q(("polarity", "basic"), _negated=True), ("points", 0), _connector="OR"),
                ),
                name="item_points_are_not_negative_and_basic_items_have_none",
            ),
        ),
        migrations.AddField(
            model_name="conductrecord",
            name="item",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="records",
                to="credit.catalogueitem",
                verbose_name="catalogue item",
            ),
        ),
        migrations.AddIndex(
            model_name="conductrecord",
            index=models.Index(
                condition=models.Q(("review", "confirmed"), _negated=True),
                fields=["review", "-id"],
                name="record_to_confirm",
            ),
        ),
        migrations.AddConstraint(
            model_name="conductrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("confirmed_at__isnull", False), ("review", "confirmed")),
                    models.Q(
                        models.Q(("review", "confirmed"), _negated=True), ("confirmed_at__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="only_a_confirmed_record_has_the_time_of_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="conductrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("source", ""), _negated=True), ("superseded_on__isnull", True)),
                fields=("source", "item_code"),
                name="one_record_per_source_and_item",
            ),
        ),
        migrations.AddIndex(
            model_name="recordevent",
            index=models.Index(fields=["record_id", "id"], name="change_of_record"),
        ),
        migrations.AddIndex(
            model_name="recordevent",
            index=models.Index(fields=["subject_id", "id"], name="change_of_subject"),
        ),
        migrations.RunPython(create, drop),
    ]
