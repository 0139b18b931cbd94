"""New decisions of a long file, stored straight from their values; those on file are left to be compared."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import compress
from time import time_ns
from typing import Any, NamedTuple

from core.actors import Actor
from core.models import Deadline, Intake
from core.sheets.findings import RowFinding, warning
from core.sheets.moving import copy_of, insert_from
from core.sheets.storing import Chunk, ColumnData, CopyText, Prepared, Stage, StageTable
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
        "subject_id": "bigint",
        "authority_code": "text",
        "document_no": "text",
    },
)
_REMEMBERED = 100_000


class OnFile(NamedTuple):
    """A subject as the file knows it: number, name, former names (a list or its JSON text)."""

    pk: int
    name: str
    former_names: Any


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
        self._prepared = self._stored = 0
        self._subjects: dict[str, OnFile] = {}
        self._opened: set[str] = set()

    def prepare(self, stage: Stage, chunk: Chunk) -> Prepared:
        """Open the files of new subjects and tell new decisions from those on file."""
        self._open(stage, chunk)
        rows: dict[str, ColumnData] = dict(zip(self._names, chunk["intake_rows"], strict=True))
        subjects = self._subjects_of(stage, rows["identity"])
        known = self._known(stage, rows, subjects)
        rest: list[ColumnData] = [[] for _column in rows]
        if known:
            fresh = [row not in known for row in rows["row_no"]]
            rest = [list(compress(column, (not new for new in fresh))) for column in rows.values()]
            rows = {name: list(compress(column, fresh)) for name, column in rows.items()}
            subjects = list(compress(subjects, fresh))
        found = self._names_that_differ(rows, subjects)
        return Prepared(rows, [subject.pk for subject in subjects], {"intake_rows": rest}, found)

    def write(self, prepared: Prepared, intake: Intake, by: Actor) -> CopyText | None:
        """Write the new decisions for COPY."""
        rows = prepared.fresh
        if not prepared.subjects:
            return None
        due = self._calendar.of(rows["decided_on"], rows["division_code"])
        columns: dict[str, ColumnData] = {
            name: column for name, column in rows.items() if name not in ("row_no", "identity")
        }
        columns |= {
            "guid": _guids(len(prepared.subjects)),
            "subject_id": list(map(str, prepared.subjects)),
            "due_on": [on for on, _provisional in due],
            "due_provisional": [provisional for _on, provisional in due],
        }
        values = {"state": DecisionState.IN_REVIEW.value, "intake_id": intake.pk, **maker(by)}
        return copy_of(self._model, columns, values)

    def store(self, stage: Stage, text: CopyText, intake: Intake) -> None:
        """Store new decisions and start their clocks."""
        if self._stored == 1:  # the numbers too: the clocks look for the newest ones
            stage.analyze_target(self._model, ("id", "subject_id", "authority_code", "document_no"))
        self._stored += 1
        newest = newest_of(stage, self._model)
        stage.copy(text)
        start_clocks(stage, self._model, intake, newest, self._calendar)

    def _open(self, stage: Stage, chunk: Chunk) -> None:
        """Open the files of subjects that have none."""
        if self._prepared == 0:
            stage.create(KEYS)
        elif self._prepared == 1:
            stage.analyze_target(Subject, ("identity",))
        self._prepared += 1
        for name in ("intake_subjects", "intake_due"):
            stage.load(name, chunk[name])
        if len(self._opened) > _REMEMBERED:
            self._opened.clear()
        # A body whose file this intake opened has no decisions but those of the file, which are told apart.
        self._opened |= {identity for identity in insert_subjects(stage) if identity.startswith("U:")}
        stage.empty("intake_subjects")

    def _subjects_of(self, stage: Stage, identities: ColumnData) -> list[OnFile]:
        """Return the subject of each row; those of earlier chunks are remembered."""
        if len(self._subjects) > _REMEMBERED:
            self._subjects.clear()
        unknown = list({identity for identity in identities if identity}.difference(self._subjects))
        if unknown:
            answers = stage.fetch(
                "SELECT identity, id, name, former_names FROM credit_subject WHERE identity = ANY(%s)",
                [unknown],
            )
            self._subjects |= {identity: OnFile(*answer) for identity, *answer in answers}
        return [self._subjects[identity or ""] for identity in identities]

    def _known(self, stage: Stage, rows: Mapping[str, ColumnData], subjects: list[OnFile]) -> set[str | None]:
        """Return the numbers of the rows whose decision is on file."""
        asked = [
            identity not in self._opened or not authority  # without its authority a row's key is incomplete
            for identity, authority in zip(rows["identity"], rows["authority_code"], strict=True)
        ]
        if not any(asked):
            return set()
        numbers = [str(subject.pk) for subject in subjects]
        keys = [rows["row_no"], numbers, rows["authority_code"], rows["document_no"]]
        stage.load(KEYS.name, [list(compress(column, asked)) for column in keys])
        # OFFSET 0 keeps it a look into the index for each row: a join would read the growing table each time.
        found = stage.fetch(
            f"SELECT k.row_no FROM {KEYS.name} k WHERE EXISTS (SELECT 1 "
            f'FROM "{self._model._meta.db_table}" t WHERE t.subject_id = k.subject_id '
            "AND t.authority_code = k.authority_code AND t.document_no = k.document_no OFFSET 0)"
        )
        stage.empty(KEYS.name)
        return {str(row) for (row,) in found}

    def _names_that_differ(
        self, rows: Mapping[str, ColumnData], subjects: Sequence[OnFile]
    ) -> list[RowFinding]:
        """Find new rows whose number is on file under another name; the others are found when compared."""
        cell = f"{'CF' if self._model is Penalty else 'XK'}_XDR_MC"
        return [
            RowFinding(int(row or 0), cell, warning("name_differs"))
            for row, stated, subject in zip(rows["row_no"], rows["party_name"], subjects, strict=True)
            if stated != subject.name and named_otherwise(stated or "", subject.name, subject.former_names)
        ]


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
    """Return GUIDs in the order of time (RFC 9562, version 7): the index grows at its end.

    Made together, they cost a third of `uuid4`.
    """
    moment, digits = f"{time_ns() // 1_000_000:012x}", os.urandom(10 * count).hex()
    return [f"{moment}7{digits[at : at + 3]}8{digits[at + 3 : at + 18]}" for at in range(0, 20 * count, 20)]
