"""Storing the four workbooks: every row through the same verb as one from the interface."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.utils import translation

from blacklist.foreign.choices import Extent, ForeignKind, Way
from blacklist.foreign.ends import end_is_known
from blacklist.foreign.parcels import Parcel
from blacklist.foreign.rows import NewEntry, check_row, key_of
from blacklist.foreign.services import CHANGED, ENDED, NEW, UNCHANGED, Reception
from blacklist.models import ForeignDelivery, ForeignSource
from core.actors import Actor
from core.clock import today
from core.crypto import Sealed, seal
from core.errors import Refusal
from core.models import Intake
from core.search import normalise
from core.sheets.columns import kind_named
from core.sheets.context import Context
from core.sheets.findings import Finding, RowFinding, error, warning
from core.sheets.storing import ColumnData, GoodRows, Outcome, Stage, StageTable
from credit.guard import Guard, guard
from credit.models import Subject
from credit.services import RESIDENT_ID, body_identity, masked_number, person_identity

_BATCH = 500
# Our field → the columns that may hold it, without the table's prefix.
FIELDS: dict[str, tuple[str, ...]] = {
    "uscc": ("TYSHXYDM",),
    "registration_no": ("GSZCH",),
    "org_code": ("ZZJGDM",),
    "name": ("JGQC", "XM"),
    "title": ("RYMC",),
    "grade": ("RYDJ",),
    "document_no": ("RDWH",),
    "determined_by": ("RDDW", "RDBMQC"),
    "determined_on": ("RDRQ", "QRYZSXSJ"),
    "facts": ("ZYSXSS",),
    "content": ("RYNR", "CLNR"),
    "address": ("ZCDZ",),
    "representative": ("FDDBR",),
    "note": ("BZ",),
    "ends_on": ("YXQZ",),
    "ended_on": ("YCRQ",),
    "end_reason": ("YCYY",),
}
_NUMBERS = {False: "机构代码", True: "身份证号"}
_DAYS = ("ends_on", "ended_on")
NAMES = ("row_no", "source", "identity", "id_number", "id_masked", *FIELDS)
ROWS = StageTable("intake_rows", {"row_no": "integer", **dict.fromkeys(NAMES[1:], "text")})


class Staged(NamedTuple):
    """One staged row and the source that it belongs to, 0 where none is known."""

    row_no: int
    source: int
    entry: NewEntry


class ListStore:
    """Stores the rows of one of the four tables.

    Args:
        kind: red or black.
        prefix: what the table's column codes start with.
        of_persons: the table of natural persons.
    """

    tables: Sequence[StageTable] = (ROWS,)

    def __init__(self, kind: ForeignKind, prefix: str, *, of_persons: bool) -> None:
        self._kind = kind
        self._prefix = prefix
        self._of_persons = of_persons
        self._day = today()
        self._sources: dict[str, int] | None = None
        self._office: Mapping[str, str] = {}
        self._guard: Guard | None = None
        self._first: dict[str, int] = {}

    def direct(self, codes: Collection[str]) -> None:
        """These files are stored as a whole: a whole list is compared when its last row is known."""

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into the columns of the stage; numbers of persons leave sealed and as digests."""
        self._day, self._office = context.as_of, context.office
        columns: dict[str, ColumnData] = {
            name: self._column(rows, name, day=name in _DAYS) for name in FIELDS
        }
        numbers = self._column(rows, "", code="SFZH")
        columns |= {"row_no": list(map(str, rows.numbers))}
        columns |= {"source": [self._source(name or "", context) for name in columns["determined_by"]]}
        columns |= {"id_number": [seal(number) if number else None for number in numbers]}
        columns |= {"id_masked": [masked_number(RESIDENT_ID, number) if number else "" for number in numbers]}
        columns["identity"] = (
            [person_identity(RESIDENT_ID, number or "") for number in numbers]
            if self._of_persons
            else [
                body_identity(uscc=uscc or "", registration_no=registration or "", org_code=org or "")
                for uscc, registration, org in zip(
                    columns["uscc"], columns["registration_no"], columns["org_code"], strict=True
                )
            ]
        )
        return {"intake_rows": [columns[name] for name in NAMES]}

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """Ask of every row what the interface asks, and whether its source is known."""
        found: list[RowFinding] = []
        sources = self._open_sources(stage)
        if overtaken := self._whole_fault(sources):
            return [RowFinding(row.row_no, self._code("determined_by"), overtaken) for row in _all(stage)]
        for batch in _batches(stage):
            named = _names(batch)
            for row in batch:
                if fault := self._row_fault(row, sources.get(row.source)):
                    found.append(RowFinding(row.row_no, *fault))
                elif (known := named.get(row.entry.identity)) and not _same_name(row.entry.name, known):
                    differs = warning("foreign_name_differs", name=known.name)
                    found.append(RowFinding(row.row_no, self._code("name"), differs))
        return found

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Take the rows in, source by source."""
        outcome = Outcome()
        receptions: dict[int, Reception] = {}
        sources = self._open_sources(stage)
        for batch in _batches(stage):
            for number in sorted({row.source for row in batch}):
                if number not in receptions:
                    receptions[number] = Reception(self._parcel(sources[number], intake), by=by)
                answers = receptions[number].take([row.entry for row in batch if row.source == number])
                outcome.new += answers.count(NEW)
                outcome.changed += answers.count(CHANGED) + answers.count(ENDED)
                outcome.unchanged += answers.count(UNCHANGED)
        for reception in receptions.values():
            reception.close()
        return outcome

    def _parcel(self, source: ForeignSource, intake: Intake) -> Parcel:
        told = intake.office
        # A file whose faulty rows were left out is not whole, whatever its upload says.
        whole = told.get("extent") == Extent.FULL and intake.mode == Intake.Mode.ALL_OR_NOTHING
        return Parcel(
            source=source,
            kind=self._kind,
            of_persons=self._of_persons,
            extent=Extent.FULL if whole else Extent.ADDITIONS,
            way=Way.WORKBOOK,
            list_on=date.fromisoformat(told["list_on"]) if told.get("list_on") else intake.as_of,
            look_first=bool(told.get("look_first")),
            intake=intake,
        )

    def _whole_fault(self, sources: Mapping[int, ForeignSource]) -> Finding | None:
        """A whole list that was overtaken while it waited is not taken in."""
        if self._office.get("extent") != Extent.FULL:
            return None
        newer = ForeignDelivery.objects.filter(
            source__in=sources,
            kind=self._kind,
            of_persons=self._of_persons,
            extent=Extent.FULL,
            list_on__gt=self._office["list_on"],
        )
        return error("older_whole_list") if newer.exists() else None

    def _row_fault(self, row: Staged, source: ForeignSource | None) -> tuple[str, Finding] | None:
        if source is None:
            return self._code("determined_by"), error("no_foreign_source")
        if source.closed_on is not None:
            return self._code("determined_by"), error("foreign_source_closed")
        # The reader compares cells; a body may be named by any of three numbers.
        key = f"{source.pk}:{key_of(self._kind, row.entry)}"
        first = self._first.setdefault(key, row.row_no)
        if first != row.row_no:
            fields = "、".join((_NUMBERS[self._of_persons], "认定文号"))
            return self._code("name"), error("duplicate_in_file", same_as=first, fields=fields)
        return self._fault(row, source)

    def _fault(self, row: Staged, source: ForeignSource) -> tuple[str, Finding] | None:
        try:
            self._check(row.entry, source)
        except Refusal as refusal:
            said = {}
            for language, _name in settings.LANGUAGES:
                with translation.override(language):
                    said[language] = self._said(row.entry, source)
            return self._code(refusal.field), error("refused_fact", said=said)
        return None

    def _check(self, entry: NewEntry, source: ForeignSource) -> None:
        if self._guard is None:
            self._guard = guard(on=self._day, place=source.division_code)
        check_row(self._kind, entry, day=self._day, guard=self._guard)
        end_is_known(source, self._kind, entry)

    def _said(self, entry: NewEntry, source: ForeignSource) -> str:
        # The guard words its findings in the language in which it was made.
        self._guard = None
        try:
            self._check(entry, source)
        except Refusal as refusal:
            return str(refusal)
        finally:
            self._guard = None
        return ""

    def _code(self, field: str) -> str:
        """Return the column of a field in this table; the name's for a fault of the row as a whole."""
        table = kind_named(f"{self._kind}_list{'_person' if self._of_persons else ''}")
        known = {column.code for column in table.columns}
        codes = (f"{self._prefix}_{part}" for part in (*FIELDS.get(field, ()), *FIELDS["name"]))
        return next(code for code in codes if code in known)

    def _column(self, rows: GoodRows, name: str, *, day: bool = False, code: str = "") -> ColumnData:
        for part in (code,) if code else FIELDS[name]:
            full = f"{self._prefix}_{part}"
            if full in rows.columns:
                return rows.get(full) if day else rows.text(full)
        return [None if day else ""] * len(rows.numbers)

    def _source(self, department: str, context: Context) -> str:
        """Return the source that the upload names, or else the one with the determining department's name."""
        if context.office.get("source"):
            return context.office["source"]
        if self._sources is None:
            rows = ForeignSource.objects.order_by("-pk").values_list("pk", "department", "division_code")
            self._sources = {normalise(name): pk for pk, name, division in rows if context.covered(division)}
        return str(self._sources.get(normalise(department), 0))

    def _open_sources(self, stage: Stage) -> dict[int, ForeignSource]:
        keys = [int(row[0]) for row in stage.fetch("SELECT DISTINCT source FROM intake_rows")]
        return ForeignSource.objects.in_bulk(keys)


def _all(stage: Stage) -> Iterator[Staged]:
    for batch in _batches(stage):
        yield from batch


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
        yield [_staged(dict(zip(NAMES, row, strict=True))) for row in rows]


def _staged(row: Mapping[str, str | None]) -> Staged:
    texts = {name: row[name] or "" for name in FIELDS if name not in _DAYS and name != "determined_on"}
    entry = NewEntry(
        identity=row["identity"] or "",
        id_number=Sealed.of_token(row["id_number"]) if row["id_number"] else None,
        id_masked=row["id_masked"] or "",
        determined_on=date.fromisoformat(row["determined_on"] or ""),
        ends_on=_day(row["ends_on"]),
        ended_on=_day(row["ended_on"]),
        **texts,
    )
    return Staged(int(row["row_no"] or 0), int(row["source"] or 0), entry)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _names(batch: Sequence[Staged]) -> dict[str, Subject]:
    """Return the credit files of a batch by identity."""
    identities = {row.entry.identity for row in batch}
    return {subject.identity: subject for subject in Subject.objects.filter(identity__in=identities)}


def _same_name(name: str, subject: Subject) -> bool:
    return normalise(name) in {normalise(known) for known in (subject.name, *subject.former_names)}
