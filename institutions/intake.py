"""Storing institution archives: found again by their credit code, corrected where they differ."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from django.utils import timezone

from core import audit
from core.actors import Actor
from core.models import Intake
from core.sheets.context import Context
from core.sheets.findings import RowFinding
from core.sheets.moving import insert_from, update_from
from core.sheets.storing import ColumnData, GoodRows, Outcome, Stage, StageTable
from credit.choices import SubjectKind
from credit.intake import SUBJECTS, SubjectDesk, day_changes, insert_subjects
from credit.models import Subject
from credit.services import DayChange, move_licences, move_verified_until
from institutions.models import Institution
from institutions.naming import follow_archive

CODES = {
    "category": "JG_LB",
    "level": "JG_JB",
    "ownership": "JG_XZ",
    "licence_no": "JG_DJH",
    "legal_representative": "JG_FRDB",
    "staff_count": "JG_RS",
    "departments": "JG_KM",
    "address": "JG_DZ",
    "division_code": "JG_QH",
    "licence_issued_on": "JG_FZR",
    "licence_valid_to": "JG_XKQ",
    "verification_valid_to": "JG_JYQ",
    "quantified_class": "JG_LH",
}
_TYPES = {
    "row_no": "integer",
    "staff_count": "integer",
    "departments": "jsonb",
    "licence_issued_on": "date",
    "licence_valid_to": "date",
    "verification_valid_to": "date",
}
NAMES = ("row_no", "identity", "name", *CODES)
ROWS = StageTable("intake_rows", {name: _TYPES.get(name, "text") for name in NAMES})
_JOIN = "intake_rows s JOIN credit_subject c ON c.identity = s.identity"
FOLLOWED: Mapping[str, Callable[[Iterable[DayChange]], int]] = {
    "licence_issued_on": move_licences,
    "verification_valid_to": move_verified_until,
}
"""Days of the archive that scoring cycles are found by."""
_BATCH = 500


class InstitutionStore:
    """Stores the rows of the table `institutions`."""

    tables: Sequence[StageTable] = (ROWS, SUBJECTS)

    def __init__(self) -> None:
        self._desk = SubjectDesk()
        self._present: list[str] = []

    def direct(self, codes: Collection[str]) -> None:
        """These files are stored as a whole."""

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into the columns of the stage."""
        self._present = [name for name, code in CODES.items() if code in rows.columns]
        names, usccs, divisions = rows.text("JG_MC"), rows.text("JG_SHXYM"), rows.text("JG_QH")
        kinds = [
            SubjectKind.INDIVIDUAL_BUSINESS if uscc.startswith("92") else SubjectKind.ORGANISATION
            for uscc in usccs
        ]
        identities = self._desk.bodies(names, kinds, [(uscc, None, None) for uscc in usccs], divisions)
        columns: dict[str, ColumnData] = {
            name: self._column(name, code, rows) for name, code in CODES.items()
        }
        columns |= {"row_no": list(map(str, rows.numbers)), "identity": identities, "name": names}
        return {"intake_rows": [columns[name] for name in NAMES], "intake_subjects": self._desk.staged()}

    @staticmethod
    def _column(name: str, code: str, rows: GoodRows) -> ColumnData:
        if name == "departments":
            return [json.dumps(list(words or ())) for words in rows.get(code)]
        return rows.get(code) if name in _TYPES else rows.text(code)

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """An archive can always be corrected: nothing to find."""
        stage.analyze()
        return []

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Open new archives, correct those that differ, keep former names."""
        insert_subjects(stage)
        touched = self._differing(stage)
        before = _read(touched)
        for column, move in FOLLOWED.items():
            if column in self._present:
                move(day_changes(stage, _JOIN, Institution._meta.db_table, column))
        renamed = _rename(stage, by)
        update_from(
            stage,
            Institution,
            {name: f"s.{name}" for name in self._present} | {"updated_at": "%s"},
            f"{_JOIN} WHERE t.subject_id = c.id AND ({self._different(stage)})",
            [stage.connection.ops.adapt_datetimefield_value(timezone.now())],
        )
        self._tell(before, by)
        new = insert_from(
            stage,
            Institution,
            {name: f"s.{name}" for name in CODES} | {"subject_id": "c.id"},
            f"{_JOIN} WHERE NOT EXISTS (SELECT 1 FROM institutions_institution i WHERE i.subject_id = c.id)",
        )
        changed = len(set(touched) | renamed)
        return Outcome(new, changed, stage.count("SELECT count(*) FROM intake_rows") - new - changed)

    def _different(self, stage: Stage) -> str:
        return " OR ".join(f"NOT (t.{name} {stage.same} s.{name})" for name in self._present)

    def _differing(self, stage: Stage) -> list[int]:
        rows = stage.fetch(
            f"SELECT t.subject_id FROM {_JOIN} JOIN institutions_institution t ON t.subject_id = c.id "
            f"WHERE {self._different(stage)}"
        )
        return [pk for (pk,) in rows]

    def _tell(self, before: Mapping[int, Institution], by: Actor) -> None:
        after = _read(list(before))
        for pk, old in before.items():
            pairs = {name: (getattr(old, name), getattr(after[pk], name)) for name in self._present}
            changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
            audit.record(after[pk], "institution.change", by=by, changes=changes)


def _read(subject_ids: Sequence[int]) -> dict[int, Institution]:
    found: dict[int, Institution] = {}
    for start in range(0, len(subject_ids), _BATCH):
        part = subject_ids[start : start + _BATCH]
        found |= {
            row.subject_id: row
            for row in Institution.objects.filter(subject_id__in=part).select_related("subject")
        }
    return found


def _rename(stage: Stage, by: Actor) -> set[int]:
    """Give subjects the name and division that their archive states; the old name stays as a former name.

    Returns:
        The ids of renamed subjects that had an archive already.
    """
    rows = stage.fetch(
        f"SELECT c.id, s.name, s.division_code, i.id FROM {_JOIN} LEFT JOIN institutions_institution i "
        "ON i.subject_id = c.id WHERE c.name <> s.name OR c.division_code <> s.division_code"
    )
    renamed = set()
    for pk, name, division, archive in rows:
        follow_archive(Subject.objects.get(pk=pk), name, division, by=by)
        if archive is not None:
            renamed.add(pk)
    return renamed
