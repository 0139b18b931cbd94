"""Subjects on their way in from workbooks: staged once each, inserted where the file is not open yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from core.crypto import seal
from core.identifiers import division_of_uscc
from core.sheets.moving import insert_telling
from core.sheets.storing import ColumnData, Stage, StageTable
from credit.choices import SubjectKind
from credit.models import Subject
from credit.services import RESIDENT_ID, DayChange, masked_number, name_fields, person_identity

SUBJECTS = StageTable(
    "intake_subjects",
    {
        "identity": "text",
        "kind": "text",
        "name": "text",
        "name_norm": "text",
        "grams": "text",
        "uscc": "text",
        "id_type": "text",
        "id_number": "text",
        "id_masked": "text",
        "division_code": "text",
    },
)
_COLUMNS = tuple(SUBJECTS.columns)
_REMEMBERED = 100_000
Row = tuple[str | None, ...]
K = TypeVar("K")


class SubjectDesk:
    """Turns the names and numbers of a chunk into identities, and stages each subject once.

    What it remembers is bounded: a subject that comes back after very many others is staged again, which the
    insert forgives.
    """

    def __init__(self) -> None:
        self._staged: set[int] = set()
        self._identities: dict[tuple[str | None, str], str] = {}
        self._tokens: dict[str, str] = {}
        self._rows: list[Row] = []

    def bodies(
        self,
        names: Sequence[str],
        kinds: Sequence[str],
        numbers: Sequence[tuple[str | None, str | None, str | None]],
        divisions: Sequence[str],
    ) -> list[str]:
        """Return the identities of bodies; `numbers`: credit code, organisation code, registration number."""
        identities = []
        for name, kind, (uscc, org_code, registration), division in zip(
            names, kinds, numbers, divisions, strict=True
        ):
            identity = f"U:{uscc}" if uscc else f"O:{org_code}" if org_code else f"R:{registration}"
            identities.append(identity)
            if self._new(identity):
                place = division_of_uscc(uscc) if uscc and uscc[2:8].isdigit() else division
                self._stage(identity, kind, name, uscc or "", None, place)
        return identities

    def persons(
        self,
        names: Sequence[str],
        id_types: Sequence[str | None],
        numbers: Sequence[str],
        divisions: Sequence[str],
    ) -> list[str]:
        """Return the identities of persons by their identity documents."""
        identities = []
        for name, id_type, number, division in zip(names, id_types, numbers, divisions, strict=True):
            key = (id_type, number)
            identity = self._identities.get(key)
            if identity is None:
                identity = person_identity(id_type or RESIDENT_ID, number)
                _bounded(self._identities)[key] = identity
            identities.append(identity)
            if self._new(identity):
                self._stage(
                    identity, SubjectKind.PERSON, name, "", (id_type or RESIDENT_ID, number), division
                )
        return identities

    def sealed(self, numbers: Sequence[str | None]) -> list[str | None]:
        """Return sealed tokens of numbers; the same number in one file gets the same token."""
        tokens = self._tokens
        found: list[str | None] = []
        for number in numbers:
            if not number:
                found.append(None)
                continue
            token = tokens.get(number)
            if token is None:
                token = _bounded(tokens)[number] = seal(number)
            found.append(token)
        return found

    def staged(self) -> list[ColumnData]:
        """Return the subjects to stage, column by column, and forget them."""
        columns: list[ColumnData] = [list(column) for column in zip(*self._rows, strict=True)]
        self._rows = []
        return columns

    def _new(self, identity: str) -> bool:
        digest = hash(identity)
        if digest in self._staged:
            return False
        if len(self._staged) >= _REMEMBERED:
            self._staged.clear()
        self._staged.add(digest)
        return True

    def _stage(
        self, identity: str, kind: str, name: str, uscc: str, document: tuple[str, str] | None, division: str
    ) -> None:
        id_type = token = masked = ""
        if document is not None:
            id_type, token, masked = document[0], seal(document[1]), masked_number(*document)
        search = name_fields(name)
        self._rows.append(
            (
                identity,
                str(kind),
                name,
                search["name_norm"],
                search["grams"],
                uscc,
                id_type,
                token or None,
                masked,
                division,
            )
        )


def _bounded(memory: dict[K, str]) -> dict[K, str]:
    if len(memory) >= _REMEMBERED:
        memory.clear()
    return memory


def insert_subjects(stage: Stage) -> set[str]:
    """Open the files of staged subjects that have none; returns their identities."""
    source = (
        "(SELECT s.*, row_number() OVER (PARTITION BY s.identity ORDER BY s.name) AS place "
        "FROM intake_subjects s) s "
        "WHERE s.place = 1 AND NOT EXISTS (SELECT 1 FROM credit_subject c WHERE c.identity = s.identity) "
        "ON CONFLICT (identity) DO NOTHING"
    )
    return set(insert_telling(stage, Subject, {name: f"s.{name}" for name in _COLUMNS}, source, "identity"))


def day_changes(stage: Stage, join: str, archive: str, column: str) -> list[DayChange]:
    """Return for whom the staged rows state a day anew, before the archives are written.

    Args:
        join: the staged rows `s` with their subjects `c`.
        archive: table of the archives, one row a subject.
        column: column of the day, in the stage and in the archive.
    """
    rows = stage.fetch(
        f"SELECT c.id, t.{column}, s.{column} FROM {join} LEFT JOIN {archive} t ON t.subject_id = c.id "
        f"WHERE NOT (t.{column} {stage.same} s.{column})"
    )
    return [DayChange(pk, _day(before), _day(after)) for pk, before, after in rows]


def _day(value: date | str | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
