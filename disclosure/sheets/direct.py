"""New decisions of a long file, stored straight from their values; those on file are left to be compared."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import compress

from core.actors import Actor
from core.models import Deadline, Intake
from core.sheets.findings import RowFinding, warning
from core.sheets.storing import Chunk, ColumnData, Outcome, Rest, Stage, StageTable, copy_into, insert_from
from credit.intake import insert_subjects
from credit.models import Subject
from disclosure.choices import DecisionState
from disclosure.models import Penalty, Permit
from disclosure.services import clocks
from disclosure.sheets.due_dates import DueDates
from disclosure.sheets.matching import named_otherwise

KEYS = StageTable(
    "intake_keys",
    {
        "row_no": "integer",
        "identity": "text",
        "authority_code": "text",
        "document_no": "text",
        "party_name": "text",
    },
)


class DirectDecisions:
    """Stores the decisions of a chunk that nobody has entered yet.

    Args:
        model: Penalty or Permit.
        names: the columns of the stage's rows.
        calendar: the due dates of the file.
    """

    def __init__(self, model: type[Penalty] | type[Permit], names: Sequence[str], calendar: DueDates) -> None:
        self._model = model
        self._names = names
        self._calendar = calendar
        self._chunks = 0

    def store(self, stage: Stage, chunk: Chunk, intake: Intake, by: Actor) -> Rest:
        """Store what is new with its subjects and clocks."""
        self._prepare(stage, chunk)
        rows = dict(zip(self._names, chunk["intake_rows"], strict=True))
        answers = self._looked_up(stage, rows)
        known = [on_file for _subject, on_file, _name, _former in answers]
        rest = {"intake_rows": [list(compress(column, known)) for column in chunk["intake_rows"]]}
        fresh = [not on_file for on_file in known]
        found = self._names_that_differ(rows, answers)
        if any(known):
            rows = {name: list(compress(column, fresh)) for name, column in rows.items()}
        new = len(rows["row_no"])
        if new:
            newest = newest_of(stage, self._model)
            self._copy(stage, rows, [answer[0] for answer in compress(answers, fresh)], intake, by)
            start_clocks(stage, self._model, intake, newest, self._calendar)
        return Rest(rest, found, Outcome(new=new))

    def _prepare(self, stage: Stage, chunk: Chunk) -> None:
        self._chunks += 1
        if self._chunks == 1:
            stage.create(KEYS)
        elif self._chunks == 2:
            stage.analyze_target(self._model, ("subject_id", "authority_code", "document_no"))
            stage.analyze_target(Subject, ("identity",))
        for name in ("intake_subjects", "intake_due"):
            stage.load(name, chunk[name])
        insert_subjects(stage)
        stage.empty("intake_subjects")

    def _looked_up(
        self, stage: Stage, rows: Mapping[str, ColumnData]
    ) -> list[tuple[int, bool, str | None, object]]:
        """Return for each row its subject, whether the decision is on file, and the subject's other name."""
        stage.load(KEYS.name, [rows[name] for name in KEYS.columns])
        answers = stage.fetch(
            "SELECT c.id, t.id IS NOT NULL, CASE WHEN c.name <> k.party_name THEN c.name END, "
            "CASE WHEN c.name <> k.party_name THEN c.former_names END "
            f"FROM {KEYS.name} k JOIN credit_subject c ON c.identity = k.identity "
            f'LEFT JOIN "{self._model._meta.db_table}" t ON t.subject_id = c.id '
            "AND t.authority_code = k.authority_code AND t.document_no = k.document_no ORDER BY k.row_no"
        )
        stage.empty(KEYS.name)
        return answers

    def _names_that_differ(
        self, rows: Mapping[str, ColumnData], answers: Sequence[tuple[int, bool, str | None, object]]
    ) -> list[RowFinding]:
        """Find new rows whose number is on file under another name; the others are found when compared."""
        cell = f"{'CF' if self._model is Penalty else 'XK'}_XDR_MC"
        return [
            RowFinding(int(row or 0), cell, warning("name_differs"))
            for row, stated, (_subject, on_file, name, former) in zip(
                rows["row_no"], rows["party_name"], answers, strict=True
            )
            if name is not None and not on_file and named_otherwise(stated or "", name, former)
        ]

    def _copy(
        self, stage: Stage, rows: Mapping[str, ColumnData], subjects: list[int], intake: Intake, by: Actor
    ) -> None:
        due = self._calendar.of(rows["decided_on"], rows["division_code"])
        columns: dict[str, ColumnData] = {
            name: column for name, column in rows.items() if name not in ("row_no", "identity")
        }
        columns |= {
            "guid": _guids(len(subjects)),
            "subject_id": list(map(str, subjects)),
            "due_on": [on for on, _provisional in due],
            "due_provisional": [provisional for _on, provisional in due],
        }
        values = {"state": DecisionState.IN_REVIEW.value, "intake_id": intake.pk, **maker(by)}
        copy_into(stage, self._model, columns, values)


def newest_of(stage: Stage, model: type[Penalty] | type[Permit]) -> int:
    """Return the highest number a decision has."""
    return stage.count(f'SELECT max(id) FROM "{model._meta.db_table}"')


def start_clocks(
    stage: Stage, model: type[Penalty] | type[Permit], intake: Intake, newest: int, calendar: DueDates
) -> None:
    """Start the clocks of the decisions that this intake added after the one with the number `newest`."""
    kind = clocks.kind_of(model())
    expressions = {
        "object_id": "CAST(t.id AS text)",
        "title": "substr(t.document_no || ' ' || t.authority_name, 1, 255)",
        "division_code": "t.division_code",
        "started_on": "t.decided_on",
        "working_days": calendar.working_days,
        "due_on": "t.due_on",
        "provisional": "t.due_provisional",
    }
    values = {
        "kind": kind.code,
        "object_type": model._meta.label_lower,
        "permission": str(kind.permission),
        "basis": clocks.BASIS,
    }
    source = f'"{model._meta.db_table}" t WHERE t.id > %s AND t.intake_id = %s'
    insert_from(stage, Deadline, expressions, source, [newest, intake.pk], values=values)


def maker(by: Actor) -> dict[str, str]:
    """Return the columns that say who entered a decision."""
    return {"made_by": by.actor_id, "made_by_label": by.label[:100]}


def _guids(count: int) -> list[str]:
    """Return random GUIDs (version 4); made together, they cost a third of `uuid4`."""
    digits = os.urandom(16 * count).hex()
    return [
        f"{digits[at : at + 12]}4{digits[at + 13 : at + 16]}8{digits[at + 17 : at + 32]}"
        for at in range(0, 32 * count, 32)
    ]
