"""What the evaluators read beyond the first standards: caps, direct grades, decay, licence days, serious lists."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

import credit.fields

POSTGRESQL = """
CREATE FUNCTION credit_grade_history_is_insert_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the history of grades is never changed or deleted';
END $$;
CREATE TRIGGER credit_grade_history_is_insert_only BEFORE UPDATE OR DELETE ON credit_gradechange
    FOR EACH ROW EXECUTE FUNCTION credit_grade_history_is_insert_only();
"""
# On SQLite Django empties tables with DELETE when a test ends, so only changes are refused there.
SQLITE = """
CREATE TRIGGER credit_grade_history_is_insert_only BEFORE UPDATE ON credit_gradechange
BEGIN SELECT RAISE(ABORT, 'the history of grades is never changed or deleted'); END;
"""
DROP = {
    "postgresql": "DROP TRIGGER credit_grade_history_is_insert_only ON credit_gradechange;"
    "DROP FUNCTION credit_grade_history_is_insert_only();",
    "sqlite": "DROP TRIGGER credit_grade_history_is_insert_only;",
}


def close_the_history(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(
        POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE, params=None
    )


def open_the_history(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(DROP[schema_editor.connection.vendor], params=None)


def row_id() -> tuple[str, models.BigAutoField[int, int]]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("credit", "0005_points")]

    operations = [
        migrations.CreateModel(
            name="DecayStep",
            fields=[
                row_id(),
                ("from_months", models.PositiveSmallIntegerField(verbose_name="from an age of (months)")),
                ("percent", models.PositiveSmallIntegerField(verbose_name="counts for (percent)")),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decay_steps",
                        to="credit.standard",
                        verbose_name="standard",
                    ),
                ),
            ],
            options={
                "verbose_name": "decay step",
                "verbose_name_plural": "decay steps",
                "ordering": ["standard", "from_months"],
            },
        ),
        migrations.CreateModel(
            name="DueRegrade",
            fields=[
                (
                    "subject",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="credit.subject",
                    ),
                ),
                ("due_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                row_id(),
                ("issued_on", models.DateField(verbose_name="issued on")),
                (
                    "document_no",
                    models.CharField(blank=True, max_length=128, verbose_name="document number"),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="licences",
                        to="credit.subject",
                        verbose_name="credit subject",
                    ),
                ),
            ],
            options={"verbose_name": "licence day", "verbose_name_plural": "licence days"},
        ),
        migrations.CreateModel(
            name="ListedPeriod",
            fields=[
                row_id(),
                ("since", models.DateField(verbose_name="on the list since")),
                ("until", models.DateField(blank=True, null=True, verbose_name="off the list from")),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="list")),
                ("source", models.CharField(max_length=80, unique=True, verbose_name="source")),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listed_periods",
                        to="credit.subject",
                        verbose_name="credit subject",
                    ),
                ),
            ],
            options={
                "verbose_name": "time on a serious list",
                "verbose_name_plural": "times on a serious list",
            },
        ),
        migrations.RemoveConstraint(model_name="standard", name="cycle_from_verification_has_months"),
        migrations.AddField(
            model_name="criterion",
            name="cap",
            field=credit.fields.PointsField(
                blank=True,
                decimal_places=2,
                help_text="All records of this item in a cycle together count for no more; empty: no limit.",
                max_digits=9,
                null=True,
                verbose_name="most points of this item",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="direct",
            field=models.BooleanField(
                default=False,
                help_text="Such as a refused assessment: the grade is put directly, whatever the score.",
                verbose_name="lowest directly",
            ),
        ),
        migrations.AddField(
            model_name="criterion",
            name="grade",
            field=models.CharField(
                blank=True,
                help_text="For a veto: this item's own grade, else the standard's. For “lowest directly”: "
                "else the gravest.",
                max_length=60,
                verbose_name="grade it leads to",
            ),
        ),
        migrations.AddField(
            model_name="grade",
            name="direct",
            field=models.BooleanField(default=False, verbose_name="put directly"),
        ),
        migrations.AddField(
            model_name="grade",
            name="listed",
            field=models.BooleanField(default=False, verbose_name="on a serious list"),
        ),
        migrations.AddField(
            model_name="graderun",
            name="outcome",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="Of a trial: [grade held, grade of the trial, subjects] each.",
                verbose_name="outcome",
            ),
        ),
        migrations.AddField(
            model_name="graderun",
            name="population",
            field=models.PositiveIntegerField(default=0, verbose_name="subjects to grade"),
        ),
        migrations.AddField(
            model_name="graderun",
            name="reached",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="graderun",
            name="requested_by_label",
            field=models.CharField(blank=True, max_length=100, verbose_name="requested by"),
        ),
        migrations.AddField(
            model_name="graderun",
            name="trial",
            field=models.BooleanField(
                default=False,
                help_text="Tells what the grades of a day would be; writes none.",
                verbose_name="trial",
            ),
        ),
        migrations.RemoveConstraint(model_name="graderun", name="one_running_grade_run_per_standard"),
        migrations.AddConstraint(
            model_name="graderun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "running"), ("trial", False)),
                fields=("standard",),
                name="one_running_grade_run_per_standard",
            ),
        ),
        migrations.AddField(
            model_name="standard",
            name="deduction_cap",
            field=credit.fields.PointsField(
                blank=True,
                decimal_places=2,
                help_text="All records of a cycle together cost no more; empty: no limit.",
                max_digits=9,
                null=True,
                verbose_name="most points taken in all",
            ),
        ),
        migrations.AlterField(
            model_name="grade",
            name="cycle_basis",
            field=models.CharField(
                choices=[
                    ("verification", "verification passed"),
                    ("licence", "licence date"),
                    ("calendar", "calendar years"),
                    ("fallback", "calendar years, because no verification is known"),
                    ("no_licence", "calendar years, because no licence date is known"),
                ],
                max_length=12,
                verbose_name="cycle found by",
            ),
        ),
        migrations.AlterField(
            model_name="standard",
            name="cycle_kind",
            field=models.CharField(
                choices=[
                    ("from_verification", "from the day verification was passed"),
                    ("from_licence", "from the licence date"),
                    ("calendar_years", "calendar years"),
                ],
                max_length=20,
                verbose_name="cycle",
            ),
        ),
        migrations.AlterField(
            model_name="standard",
            name="cycle_years",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="Otherwise: used for a subject whose verification or licence day is not known.",
                verbose_name="calendar years in a cycle",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("direct", False), models.Q(("bonus", False), ("veto", False)), _connector="OR"
                ),
                name="lowest_directly_is_neither_veto_nor_bonus",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("grade", ""), ("veto", True), ("direct", True), _connector="OR"),
                name="only_a_veto_or_lowest_directly_leads_to_a_grade",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("cap__isnull", True), ("cap__gt", 0), _connector="OR"),
                name="most_points_of_an_item_are_more_than_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cycle_kind", "calendar_years"),
                    models.Q(("cycle_months__gte", 1), ("cycle_months__isnull", False)),
                    _connector="OR",
                ),
                name="cycle_from_a_day_has_months",
            ),
        ),
        migrations.AddConstraint(
            model_name="standard",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deduction_cap__isnull", True), ("deduction_cap__gt", 0), _connector="OR"
                ),
                name="most_points_taken_are_more_than_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="decaystep",
            constraint=models.UniqueConstraint(
                fields=("standard", "from_months"), name="decay_age_is_once_in_a_standard"
            ),
        ),
        migrations.AddConstraint(
            model_name="decaystep",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_months__gte", 1)), name="decay_starts_after_a_month_or_more"
            ),
        ),
        migrations.AddConstraint(
            model_name="decaystep",
            constraint=models.CheckConstraint(condition=models.Q(("percent__lt", 100)), name="decay_lessens"),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.UniqueConstraint(
                fields=("subject", "issued_on"), name="one_licence_per_subject_and_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="listedperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"
                ),
                name="nobody_leaves_a_list_before_entering_it",
            ),
        ),
        migrations.RunPython(close_the_history, open_the_history),
    ]
