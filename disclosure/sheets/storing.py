"""Storing permits and penalties: new ones wait for review, open ones are corrected, reviewed ones stay.

A decision is recognised by authority code, document number and subject. The same row again changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from core.actors import Actor
from core.models import Intake
from core.sheets.context import Context
from core.sheets.findings import RowFinding, error, warning
from core.sheets.moving import insert_from
from core.sheets.storing import ColumnData, GoodRows, Outcome, Stage, StageTable
from credit.choices import SubjectKind
from credit.intake import SUBJECTS, SubjectDesk, insert_subjects
from credit.services import RESIDENT_ID
from disclosure.choices import DecisionState
from disclosure.models import Penalty, Permit
from disclosure.national import PENALTY_FIELDS, PERMIT_FIELDS
from disclosure.sheets.direct import DirectDecisions, maker, newest_of, start_clocks
from disclosure.sheets.due_dates import DUE, DueDates
from disclosure.sheets.matching import Matching

OPEN = (DecisionState.DRAFT, DecisionState.IN_REVIEW)
_DAYS = frozenset({"decided_on", "valid_from", "valid_to", "stated_publicity_end"})
_AMOUNTS = frozenset({"fine", "confiscated"})
_RENAMED = {"shown_until": "stated_publicity_end"}


class DecisionStore:
    """Stores the rows of one of the four tables.

    Args:
        model: Penalty or Permit.
        person: the table for natural persons.
    """

    def __init__(self, model: type[Penalty] | type[Permit], *, person: bool) -> None:
        self.model = model
        self.person = person
        self.prefix = "CF" if model is Penalty else "XK"
        fields = PENALTY_FIELDS if model is Penalty else PERMIT_FIELDS
        self.codes = {
            _RENAMED.get(item.attribute, item.attribute): item.code
            for item in fields
            if item.attribute != "id_number"
        }
        self.names = ["row_no", "identity", "division_code", *self.codes]
        self.tables: Sequence[StageTable] = (
            StageTable("intake_rows", {name: self._type(name) for name in self.names}),
            SUBJECTS,
            DUE,
        )
        self._desk = SubjectDesk()
        self._json: dict[tuple[str, ...], str] = {}
        self.calendar = DueDates()
        self._present: list[str] = []
        self._opened: dict[str, str] = {}

    def direct(self, codes: Collection[str]) -> DirectDecisions | None:
        """A file that names its authorities may be: the checks have found its repeated rows."""
        named = f"{self.prefix}_{'CFJGDM' if self.model is Penalty else 'XKJGDM'}" in codes
        return DirectDecisions(self.model, self.names, self.calendar) if named else None

    def _type(self, name: str) -> str:
        if name in _DAYS:
            return "date"
        if name in _AMOUNTS:
            return "numeric"
        return {"row_no": "integer", "kinds": "jsonb"}.get(name, "text")

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into the columns of the stage."""
        self._present = [name for name, code in self.codes.items() if code in rows.columns]
        columns: dict[str, Sequence[Any]] = {
            name: self._column(name, code, rows) for name, code in self.codes.items()
        }
        self._fill(columns, context)
        divisions = _divisions(columns, context)
        columns["division_code"] = divisions
        columns["row_no"] = [str(number) for number in rows.numbers]
        columns["identity"] = self._identities(columns, rows, divisions)
        return {
            "intake_rows": [columns[name] for name in self.names],
            "intake_subjects": self._desk.staged(),
            "intake_due": self.calendar.staged(zip(columns["decided_on"], divisions, strict=True)),
        }

    def _column(self, name: str, code: str, rows: GoodRows) -> Sequence[Any]:
        if name in _DAYS or name in _AMOUNTS:
            return rows.get(code)
        if name == "kinds":
            return [self._kinds_text(kinds) for kinds in rows.get(code)]
        if name == "representative_id":
            return self._desk.sealed(rows.get(code))
        return rows.text(code)

    def _kinds_text(self, kinds: tuple[str, ...]) -> str:
        text = self._json.get(kinds)
        if text is None:
            text = self._json[kinds] = json.dumps(list(kinds), ensure_ascii=False)
        return text

    def _fill(self, columns: dict[str, Sequence[Any]], context: Context) -> None:
        """Fill what old layouts lack from the file's kind and the uploading office."""
        office = context.office
        columns["authority_code"] = _filled(columns["authority_code"], office.get("code", ""))
        columns["source_code"] = _filled(columns["source_code"], office.get("code", ""))
        columns["source_name"] = _filled(columns["source_name"], office.get("name", ""))
        if self.person:
            columns["party_kind"] = [str(SubjectKind.PERSON)] * len(columns["party_kind"])
        elif "" in columns["party_kind"]:
            columns["party_kind"] = [
                kind
                or str(SubjectKind.INDIVIDUAL_BUSINESS if uscc.startswith("92") else SubjectKind.ORGANISATION)
                for kind, uscc in zip(columns["party_kind"], columns["uscc"], strict=True)
            ]
        if self.model is Permit:
            columns["status"] = _filled(columns["status"], str(Permit.Status.VALID))
            if None in columns["valid_from"]:
                pairs = zip(columns["valid_from"], columns["decided_on"], strict=True)
                columns["valid_from"] = [start or decided for start, decided in pairs]

    def _identities(
        self, columns: dict[str, Sequence[Any]], rows: GoodRows, divisions: Sequence[str]
    ) -> list[str]:
        if not self.person:
            numbers = list(zip(columns["uscc"], columns["org_code"], columns["registration_no"], strict=True))
            return self._desk.bodies(columns["party_name"], columns["party_kind"], numbers, divisions)
        numbers_of = rows.get(f"{self.prefix}_XDR_ZJHM")
        types = rows.get(f"{self.prefix}_XDR_ZJLX")
        columns["id_type"] = [id_type or RESIDENT_ID for id_type in types]
        return self._desk.persons(columns["party_name"], columns["id_type"], numbers_of, divisions)

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """Find rows that differ from a reviewed decision, and rows that turn out to be the same."""
        insert_subjects(stage)
        stage.analyze()
        self._match = Matching(stage, self.model, self._present, OPEN, self._opened)
        cell, name = f"{self.prefix}_WSH", f"{self.prefix}_XDR_MC"
        found = [
            RowFinding(row, cell, error("already_reviewed")) for row in self._match.reviewed_and_different()
        ]
        found += [RowFinding(row, name, warning("name_differs")) for row in self._match.named_otherwise()]
        if "authority_code" in self._present:
            return found
        fields = (
            "处罚机关、决定书文号、相对人代码"
            if self.model is Penalty
            else "许可机关、决定书文号、相对人代码"
        )
        found += [
            RowFinding(row, cell, error("duplicate_in_file", same_as=first, fields=fields))
            for row, first in self._match.repeated()
        ]
        return found

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Insert new decisions, correct open ones, start their clocks."""
        match = self._match
        newest = newest_of(stage, self.model)
        new = self._insert(stage, intake, by)
        if new:
            start_clocks(stage, self.model, intake, newest, self.calendar)
        changed = match.correct(intake, by)
        return Outcome(new, changed, match.unchanged())

    def _insert(self, stage: Stage, intake: Intake, by: Actor) -> int:
        expressions = {name: f"s.{name}" for name in self.names if name not in ("row_no", "identity")}
        expressions |= {
            "guid": stage.new_guid,
            "subject_id": "c.id",
            "due_on": "d.due_on",
            "due_provisional": "d.provisional",
            "state": f"'{DecisionState.IN_REVIEW.value}'",
            "intake_id": str(int(intake.pk)),
        }
        source = (
            "intake_rows s JOIN credit_subject c ON c.identity = s.identity "
            "JOIN intake_due d ON d.decided_on = s.decided_on AND d.division_code = s.division_code "
            "WHERE NOT EXISTS (SELECT 1 FROM intake_match m WHERE m.row_no = s.row_no)"
        )
        return insert_from(stage, self.model, expressions, source, values=maker(by))


def _filled(values: Sequence[str], default: str) -> Sequence[str]:
    return [value or default for value in values] if default and "" in values else values


def _divisions(columns: Mapping[str, Sequence[str]], context: Context) -> list[str]:
    """Return the division of each deciding authority: from its code, the source's, or the office's."""
    office = context.office.get("division", "")
    found: dict[tuple[str, str], str] = {}
    divisions = []
    for pair in zip(columns["authority_code"], columns["source_code"], strict=True):
        division = found.get(pair)
        if division is None:
            places = (code[2:8] for code in pair)
            division = next(
                (place for place in places if len(place) == 6 and place.isdigit() and place[0] != "0"), office
            )
            found[pair] = division
        divisions.append(division)
    return divisions
