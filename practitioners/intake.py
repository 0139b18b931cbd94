"""Storing practitioners and their places of practice: found again by their identity document."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db import models
from django.utils import timezone

from core import audit
from core.actors import Actor
from core.identifiers import division_of_uscc
from core.models import Intake
from core.sheets.context import Context
from core.sheets.findings import RowFinding, error
from core.sheets.moving import insert_from, update_from
from core.sheets.storing import ColumnData, GoodRows, Outcome, Stage, StageTable
from credit.intake import SUBJECTS, SubjectDesk, day_changes, insert_subjects
from credit.services import RESIDENT_ID, move_licences
from practitioners.models import Practice, Practitioner

PERSON_CODES = {
    "category": "RY_LB",
    "certificate_no": "RY_ZSBM",
    "practice_class": "RY_ZYLB",
    "practice_scope": "RY_ZYFW",
    "title": "RY_ZC",
    "registered_on": "RY_ZCRQ",
    "main_uscc": "RY_JGDM",
}
PRACTICE_CODES = {
    "institution_uscc": "RY_JGDM",
    "institution_name": "RY_JGMC",
    "started_on": "ZY_KS",
    "ended_on": "ZY_JS",
    "is_main": "ZY_ZY",
    "change_kind": "ZY_BG",
}
_TYPES = {
    "row_no": "integer",
    "registered_on": "date",
    "started_on": "date",
    "ended_on": "date",
    "is_main": "bool",
}
_BATCH = 500


def _table(codes: Mapping[str, str]) -> StageTable:
    names = ("row_no", "identity", *codes)
    return StageTable("intake_rows", {name: _TYPES.get(name, "text") for name in names})


class PeopleStore:
    """What both tables share: a person, and columns that are compared and corrected."""

    model: type[models.Model]
    codes: Mapping[str, str]
    key: tuple[str, ...] = ()
    join: str
    found: str

    def __init__(self) -> None:
        self.tables: Sequence[StageTable] = (_table(self.codes), SUBJECTS)
        self._desk = SubjectDesk()
        self._present: list[str] = []

    def direct(self, codes: Collection[str]) -> None:
        """These files are stored as a whole."""

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into the columns of the stage."""
        self._present = [name for name, code in self.codes.items() if code in rows.columns]
        columns: dict[str, ColumnData] = {
            name: self._column(name, code, rows) for name, code in self.codes.items()
        }
        divisions = [division_of_uscc(code) if code else "" for code in rows.text("RY_JGDM")]
        types = [kind or RESIDENT_ID for kind in rows.get("RY_ZJLX")]
        columns["row_no"] = list(map(str, rows.numbers))
        columns["identity"] = self._desk.persons(rows.text("RY_XM"), types, rows.text("RY_ZJHM"), divisions)
        return {
            "intake_rows": [columns[name] for name in ("row_no", "identity", *self.codes)],
            "intake_subjects": self._desk.staged(),
        }

    def _column(self, name: str, code: str, rows: GoodRows) -> ColumnData:
        if name == "is_main":
            return ["0" if value == "f" else "1" for value in rows.get(code)]
        return rows.get(code) if name in _TYPES else rows.text(code)

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """Find what only the stored data can tell."""
        stage.analyze()
        return []

    def _apply(self, stage: Stage, by: Actor, extra: Mapping[str, str]) -> Outcome:
        compared = [name for name in self._present if name not in self.key]
        different = " OR ".join(f"NOT (t.{name} {stage.same} s.{name})" for name in compared)
        same_row = f"{self.found} WHERE {different}" if different else f"{self.found} WHERE 1 = 0"
        touched = [pk for (pk,) in stage.fetch(f"SELECT t.id FROM {same_row}")]
        before = self._read(touched)
        stamps = [stage.connection.ops.adapt_datetimefield_value(timezone.now())]
        has_stamp = any(item.attname == "updated_at" for item in self.model._meta.concrete_fields)
        expressions = {name: f"s.{name}" for name in compared} | ({"updated_at": "%s"} if has_stamp else {})
        if touched:
            condition = f"{self.join} WHERE {self._on()} AND ({different})"
            update_from(stage, self.model, expressions, condition, stamps if has_stamp else ())
        self._tell(before, compared, by)
        new = insert_from(
            stage,
            self.model,
            {name: f"s.{name}" for name in self.codes} | dict(extra),
            f"{self.join} WHERE NOT EXISTS (SELECT 1 FROM {self.model._meta.db_table} t WHERE {self._on()})",
        )
        return Outcome(
            new, len(touched), stage.count("SELECT count(*) FROM intake_rows") - new - len(touched)
        )

    def _on(self) -> str:
        raise NotImplementedError

    def _read(self, pks: Sequence[int]) -> dict[int, models.Model]:
        found: dict[int, models.Model] = {}
        for start in range(0, len(pks), _BATCH):
            found |= self.model._base_manager.in_bulk(pks[start : start + _BATCH])
        return found

    def _tell(self, before: Mapping[int, models.Model], names: Sequence[str], by: Actor) -> None:
        after = self._read(list(before))
        for pk, old in before.items():
            pairs = {name: (getattr(old, name), getattr(after[pk], name)) for name in names}
            changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
            audit.record(after[pk], f"{self.model._meta.model_name}.change", by=by, changes=changes)


class PractitionerStore(PeopleStore):
    """Stores the rows of the table `practitioners`."""

    model = Practitioner
    codes = PERSON_CODES
    join = "intake_rows s JOIN credit_subject c ON c.identity = s.identity"
    found = f"{join} JOIN practitioners_practitioner t ON t.subject_id = c.id"

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Open new files, correct those that differ; the file follows the person to the new place of work."""
        insert_subjects(stage)
        if "registered_on" in self._present:
            move_licences(day_changes(stage, self.join, self.model._meta.db_table, "registered_on"))
        outcome = self._apply(stage, by, {"subject_id": "c.id"})
        self._follow(stage)
        return outcome

    def _on(self) -> str:
        return "t.subject_id = c.id"

    @staticmethod
    def _follow(stage: Stage) -> None:
        """Set each person's division to that of the main place of practice, from its archive or its code."""
        where = "coalesce(i.division_code, substr(s.main_uscc, 3, 6))"
        stage.execute(
            f"UPDATE credit_subject AS t SET division_code = {where} FROM intake_rows s "
            "LEFT JOIN credit_subject b ON b.identity = 'U:' || s.main_uscc "
            "LEFT JOIN institutions_institution i ON i.subject_id = b.id "
            f"WHERE t.identity = s.identity AND s.main_uscc <> '' AND t.division_code <> {where}"
        )


class PracticeStore(PeopleStore):
    """Stores the rows of the table `practices`."""

    model = Practice
    codes = PRACTICE_CODES
    key = ("institution_uscc", "started_on")
    join = (
        "intake_rows s JOIN credit_subject c ON c.identity = s.identity "
        "JOIN practitioners_practitioner p ON p.subject_id = c.id "
        "LEFT JOIN credit_subject b ON b.identity = 'U:' || s.institution_uscc "
        "LEFT JOIN institutions_institution i ON i.subject_id = b.id"
    )
    found = (
        f"{join} JOIN practitioners_practice t ON t.practitioner_id = p.id "
        "AND t.institution_uscc = s.institution_uscc AND t.started_on = s.started_on"
    )

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """A place of practice needs a person who is on file."""
        stage.analyze()
        rows = stage.fetch(
            "SELECT s.row_no FROM intake_rows s WHERE NOT EXISTS (SELECT 1 FROM credit_subject c "
            "JOIN practitioners_practitioner p ON p.subject_id = c.id WHERE c.identity = s.identity) "
            "ORDER BY s.row_no"
        )
        return [RowFinding(row, "RY_ZJHM", error("unknown_practitioner")) for (row,) in rows]

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Add new places of practice, correct those that differ."""
        return self._apply(stage, by, {"practitioner_id": "p.id", "institution_id": "i.id"})

    def _on(self) -> str:
        keys = " AND ".join(f"t.{name} = s.{name}" for name in self.key)
        return f"t.practitioner_id = p.id AND {keys}"
