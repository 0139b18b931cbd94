"""Storing complaints from the workbook: informants are sealed before a row reaches any table.

What the register has settled comes in as settled. An upheld one enters the file as a record that waits for a
second officer: a workbook replaces no four eyes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache

from core import audit, deadlines, outbox, ruletables
from core.actors import Actor
from core.masking import redact
from core.models import Intake
from core.sheets.context import Context
from core.sheets.findings import RowFinding, error
from core.sheets.storing import ColumnData, GoodRows, Outcome, Stage, StageTable
from credit.models import Subject
from credit.services import NewRecord
from credit.services.entry import Offered, enter_many
from credit.services.facts import desk
from supervision.complaints import clocks, informants, keepers
from supervision.complaints.choices import ComplaintState, Procedure
from supervision.complaints.informants import Informant, Sealed
from supervision.complaints.services.filing import RECEIVED, fingerprint
from supervision.models import Complaint, InformantKeeper, InformantShare, SealedInformant

CODES = {
    "number": "TS_BH",
    "channel": "TS_QD",
    "accepted": "TS_SLRQ",
    "body": "TS_JGMC",
    "uscc": "TS_JGDM",
    "topic": "TS_LB",
    "words": "TS_NR",
    "due": "TS_QX",
    "done": "TS_BJRQ",
    "result": "TS_JG",
}
OURS = ("division", "sealed")
ROWS = StageTable("intake_rows", {"row_no": "integer", **dict.fromkeys((*CODES, *OURS), "text")})
UNSEALED = "!"
"""Stands in the stage where a row names somebody whom no keepers could keep safe."""
SEAT = 6
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Staged:
    """One staged row."""

    row_no: int
    number: str
    channel: str
    accepted: str
    body: str
    uscc: str
    topic: str
    words: str
    due: str
    done: str
    result: str
    division: str
    sealed: str


class ComplaintStore:
    """Stores the rows of the table `complaints`."""

    tables: Sequence[StageTable] = (ROWS,)

    def __init__(self) -> None:
        self._covers: tuple[str, ...] = ()

    def direct(self, codes: Collection[str]) -> None:
        """These files are stored as a whole."""

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into the columns of the stage; who complained is sealed here and goes no further."""
        self._covers = context.covers
        texts = [rows.text(code) for code in CODES.values()]
        known = _divisions(rows.text(CODES["uscc"]))
        own = _seat(context)
        divisions = [known.get(uscc, "") if uscc else own for uscc in rows.text(CODES["uscc"])]
        circle = cache(keepers.circle)
        sealed = [
            _sealed(Informant(name=name, contact=phone), division, circle)
            for name, phone, division in zip(rows.text("TS_XM"), rows.text("TS_DH"), divisions, strict=True)
        ]
        return {"intake_rows": [list(map(str, rows.numbers)), *texts, divisions, sealed]}

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """A body by its code needs a file in the officer's divisions; a name needs keepers."""
        found: list[RowFinding] = []
        for staged in _batches(stage):
            for row in staged:
                if not row.division:
                    kind = "unknown_body" if row.uscc else "complaint_needs_place"
                    found.append(RowFinding(row.row_no, CODES["uscc"], error(kind)))
                elif not any(row.division.startswith(prefix) for prefix in self._covers):
                    found.append(RowFinding(row.row_no, CODES["uscc"], error("outside_jurisdiction")))
                elif row.sealed == UNSEALED:
                    found.append(RowFinding(row.row_no, "TS_XM", error("complaint_no_keepers")))
        return found

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Take the complaints in; a number that is known already stays as it is."""
        outcome = Outcome()
        for staged in _batches(stage):
            numbers = [row.number for row in staged]
            known = set(Complaint.objects.filter(number__in=numbers).values_list("number", flat=True))
            fresh = [row for row in staged if row.number not in known]
            _store(fresh, by)
            outcome.new += len(fresh)
            outcome.unchanged += len(staged) - len(fresh)
        return outcome


def _sealed(informant: Informant, division: str, circle: Callable[[str], list[InformantKeeper]]) -> str:
    if not informant or not division:
        return ""
    found = circle(division)
    return informants.seal(informant, found).as_text() if found else UNSEALED


def _seat(context: Context) -> str:
    """Return the place of a body that is not on file: the office's, or the only county covered."""
    office = context.office.get("division", "")
    return office or next((prefix for prefix in context.covers if len(prefix) == SEAT), "")


def _divisions(codes: Sequence[str]) -> dict[str, str]:
    identities = {f"U:{code}" for code in codes if code}
    rows = Subject.objects.filter(identity__in=identities)
    return dict(rows.values_list("uscc", "division_code"))


def _store(staged: Sequence[Staged], by: Actor) -> None:
    identities = {f"U:{row.uscc}" for row in staged if row.uscc}
    subjects = {subject.uscc: subject for subject in Subject.objects.filter(identity__in=identities)}
    rows = [_complaint(row, subjects.get(row.uscc), by) for row in staged]
    Complaint.objects.bulk_create(rows, batch_size=_BATCH)
    packages = [
        (row, Sealed.from_text(kept.sealed)) for row, kept in zip(rows, staged, strict=True) if kept.sealed
    ]
    _store_informants(packages)
    audit.record_many(audit.event(row, "complaint.take_in", by=by) for row in rows)
    outbox.publish_many(RECEIVED, [_told(row) for row in rows])
    deadlines.open_many(clocks.of_open(row) for row in rows if row.is_open)
    _enter_records([row for row in rows if row.is_upheld and row.subject is not None], by)


def _complaint(row: Staged, subject: Subject | None, by: Actor) -> Complaint:
    finding, _colon, phrase = row.result.partition("：")
    accepted, done = date.fromisoformat(row.accepted), date.fromisoformat(row.done) if row.done else None
    words = redact(row.words)
    made = Complaint(
        number=row.number,
        channel=row.channel,
        topic=row.topic,
        subject=subject,
        body_name=row.body,
        division_code=row.division,
        words=words,
        fingerprint=fingerprint(words),
        received_on=accepted,
        accepted_on=accepted,
        procedure=Procedure.PETITION,
        named=bool(row.sealed),
        state=ComplaintState.ANSWERED if done else ComplaintState.ACCEPTED,
        finding=finding,
        facts=phrase,
        answer=phrase,
        decided_on=done,
        answered_on=done,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    if done is None:
        made.due_on = date.fromisoformat(row.due) if row.due else clocks.due(made).on
    return made


def _store_informants(packages: Sequence[tuple[Complaint, Sealed]]) -> None:
    rows = [
        SealedInformant(
            complaint=complaint,
            guid=sealed.guid,
            prefix=sealed.prefix,
            box=sealed.package.box,
            sealed_on=complaint.received_on,
        )
        for complaint, sealed in packages
    ]
    SealedInformant.objects.bulk_create(rows, batch_size=_BATCH)
    InformantShare.objects.bulk_create(
        [
            InformantShare(sealed=row, keeper_id=half.keeper, partner_id=half.partner, box=half.box)
            for row, (_complaint, sealed) in zip(rows, packages, strict=True)
            for half in sealed.package.halves
        ],
        batch_size=_BATCH,
    )


def _told(row: Complaint) -> tuple[str, dict[str, object]]:
    payload: dict[str, object] = {
        "complaint": row.pk,
        "subject": row.subject_id,
        "division_code": row.division_code,
    }
    return f"supervision.complaint:{row.guid}", payload


def _enter_records(rows: Sequence[Complaint], by: Actor) -> None:
    book = ruletables.book(keepers.TABLE)
    offered = []
    for row in rows:
        if row.subject is None or row.decided_on is None:
            continue
        items = book.value("upheld_item", on=row.decided_on, place=row.division_code)
        new = NewRecord(
            subject_id=row.subject.pk,
            item_code=items["person"] if row.subject.is_person else items["body"],
            title=f"{row.facts}（{row.get_topic_display()}）",
            happened_on=row.decided_on,
            final_on=row.decided_on,
            source=f"supervision.complaint:{row.guid}",
        )
        offered.append(Offered(new, row.subject))
    enter_many(offered, by=by, desks=cache(desk))


def _batches(stage: Stage) -> Iterator[list[Staged]]:
    names = ", ".join(field.name for field in fields(Staged))
    last = 0
    while True:
        rows = stage.fetch(
            f"SELECT {names} FROM intake_rows WHERE row_no > %s ORDER BY row_no LIMIT {_BATCH}", [last]
        )
        if not rows:
            return
        last = int(rows[-1][0])
        yield [Staged(int(row[0]), *row[1:]) for row in rows]
