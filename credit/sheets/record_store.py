"""Storing records from the workbook: the same checks as the form; all wait for a second officer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils import translation

from core.actors import Actor
from core.errors import Refusal
from core.models import Intake
from core.search import normalise
from core.sheets.context import Context
from core.sheets.findings import Finding, RowFinding, error
from core.sheets.storing import ColumnData, GoodRows, Outcome, Stage, StageTable
from credit.models import CatalogueItem, Subject
from credit.services import NewRecord, applies_to, subject_identity
from credit.services.entry import Offered, enter_many
from credit.services.facts import Desk, desk

CODES = {
    "item_code": "XY_XM",
    "title": "XY_XW",
    "happened_on": "XY_RQ",
    "final_on": "XY_QS",
    "count": "XY_SL",
    "authority_name": "XY_JG",
    "document_no": "XY_WH",
    "facts": "XY_SS",
    "note": "XY_BZ",
}
NAMES = ("row_no", "identity", "name", *CODES)
ROWS = StageTable("intake_rows", {"row_no": "integer", **dict.fromkeys(NAMES[1:], "text")})
_BATCH = 500


class Staged(NamedTuple):
    """One staged row, all of it text."""

    row_no: int
    identity: str
    name: str
    item_code: str
    title: str
    happened_on: str
    final_on: str | None
    how_many: str | None
    authority_name: str
    document_no: str
    facts: str
    note: str


class RecordStore:
    """Stores the rows of the table `conduct_records`."""

    tables: Sequence[StageTable] = (ROWS,)

    def __init__(self) -> None:
        self._covers: tuple[str, ...] = ()
        self._desks: dict[str, Desk] = {}
        self._names: dict[str, str] = {}

    def direct(self, codes: Collection[str]) -> None:
        """These files are stored as a whole: every row goes through the checks of a fact."""

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into the columns of the stage; numbers of persons leave as digests."""
        self._covers = context.covers
        identities = [
            subject_identity(uscc, id_type, number)
            for uscc, id_type, number in zip(
                rows.text("XY_SHXYM"), rows.text("XY_ZJLX"), rows.text("XY_ZJHM"), strict=True
            )
        ]
        columns: dict[str, ColumnData] = {name: rows.text(code) for name, code in CODES.items()}
        columns |= {name: rows.get(CODES[name]) for name in ("final_on", "count")}
        columns |= {"row_no": list(map(str, rows.numbers)), "identity": identities}
        columns["name"] = rows.text("XY_MC")
        return {"intake_rows": [columns[name] for name in NAMES]}

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """Ask of every row what the form asks: subject, catalogue, days, count, never-collect guard."""
        self._names = dict(CatalogueItem.objects.order_by("effective_from").values_list("code", "name"))
        found: list[RowFinding] = []
        for batch in _batches(stage):
            subjects = _subjects(batch)
            faults = ((row.row_no, self._fault(row, subjects.get(row.identity))) for row in batch)
            found += [RowFinding(number, *fault) for number, fault in faults if fault]
        return found

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Enter the rows; a fact that is in the file already stays as it is."""
        outcome = Outcome()
        for batch in _batches(stage):
            subjects = _subjects(batch)
            offered = []
            for row in batch:
                subject = subjects[row.identity]
                source = f"credit.intake:{intake.pk}:{row.row_no}"
                offered.append(Offered(self._new(row, subject, source), subject))
            new = enter_many(offered, by=by, desks=self._desk)
            outcome.new += new
            outcome.unchanged += len(batch) - new
        return outcome

    def _fault(self, row: Staged, subject: Subject | None) -> tuple[str, Finding] | None:
        number = "XY_ZJHM" if row.identity.startswith("P:") else "XY_SHXYM"
        if subject is None:
            return number, error("unknown_subject", "subject_without_file")
        if not any(subject.division_code.startswith(prefix) for prefix in self._covers):
            return number, error("outside_jurisdiction")
        if normalise(row.name) not in {normalise(name) for name in (subject.name, *subject.former_names)}:
            return "XY_MC", error("name_differs", "name_of_another_file")
        try:
            self._check(row, subject)
        except Refusal as refusal:
            return CODES.get(refusal.field, "XY_XM"), self._said(row, subject)
        return None

    def _check(self, row: Staged, subject: Subject) -> None:
        self._desk(subject.division_code).check(self._new(row, subject, ""), applies_to(subject))

    def _said(self, row: Staged, subject: Subject) -> Finding:
        """Keep the refusal in every language, so that each reader gets it in their own."""
        said = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                try:
                    self._check(row, subject)
                except Refusal as refusal:
                    said[language] = str(refusal)
        return error("refused_fact", said=said)

    def _desk(self, place: str) -> Desk:
        if place not in self._desks:
            self._desks[place] = desk(place)
        return self._desks[place]

    def _new(self, row: Staged, subject: Subject, source: str) -> NewRecord:
        return NewRecord(
            subject_id=subject.pk,
            item_code=row.item_code,
            title=row.title or self._names.get(row.item_code, "–"),
            happened_on=date.fromisoformat(row.happened_on),
            final_on=date.fromisoformat(row.final_on) if row.final_on else None,
            source=source,
            document_no=row.document_no,
            authority_name=row.authority_name,
            division_code=subject.division_code,
            facts=row.facts,
            count=int(row.how_many or 1),
            note=row.note,
        )


def _batches(stage: Stage) -> Iterator[list[Staged]]:
    last = 0
    while True:
        rows = stage.fetch(
            f"SELECT {', '.join(NAMES)} FROM intake_rows "  # noqa: S608 - own names, values bound
            f"WHERE row_no > %s ORDER BY row_no LIMIT {_BATCH}",
            [last],
        )
        if not rows:
            return
        last = int(rows[-1][0])
        yield [Staged(int(row[0]), *row[1:]) for row in rows]


def _subjects(batch: Sequence[Staged]) -> dict[str, Subject]:
    identities = {row.identity for row in batch}
    return {subject.identity: subject for subject in Subject.objects.filter(identity__in=identities)}
