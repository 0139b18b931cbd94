"""Storing matters from the workbook: each is received as if it had been entered on the page.

Who sent it is sealed before a row reaches any table.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from core import crypto
from core.actors import Actor
from core.models import Intake
from core.sheets.context import Context
from core.sheets.findings import RowFinding, error
from core.sheets.storing import ColumnData, GoodRows, Outcome, Stage, StageTable
from credit.models import Subject
from supervision.matters.services import NewMatter, receive
from supervision.models import Matter

CODES = {
    "number": "SX_BH",
    "kind": "SX_LB",
    "title": "SX_BT",
    "demand": "SX_NR",
    "uscc": "SX_DM",
    "received": "SX_SDRQ",
    "due": "SX_QX",
}
OURS = ("sender", "division")
ROWS = StageTable("intake_rows", {"row_no": "integer", **dict.fromkeys((*CODES, *OURS), "text")})
SEAT = 6
_BATCH = 500
Staged = tuple[int, str, str, str, str, str, str, str, str, str]


class MatterStore:
    """Stores the rows of the table `matters`."""

    tables: Sequence[StageTable] = (ROWS,)

    def __init__(self) -> None:
        self._covers: tuple[str, ...] = ()

    def direct(self, codes: Collection[str]) -> None:
        """These files are stored as a whole."""

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into the columns of the stage."""
        self._covers = context.covers
        codes = rows.text(CODES["uscc"])
        known = {subject.uscc: subject.division_code for subject in _bodies(codes).values()}
        own = context.office.get("division", "") or next(
            (prefix for prefix in context.covers if len(prefix) == SEAT), ""
        )
        senders = [crypto.seal(words) if words else "" for words in rows.text("SX_LY")]
        divisions = [known.get(code, "") if code else own for code in codes]
        texts = [rows.text(code) for code in CODES.values()]
        return {"intake_rows": [list(map(str, rows.numbers)), *texts, senders, divisions]}

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """A body by its code needs a file in the officer's divisions."""
        found: list[RowFinding] = []
        for staged in _batches(stage):
            for row in staged:
                uscc, division = row[5], row[9]
                if not division:
                    kind = "unknown_body" if uscc else "matter_needs_place"
                    found.append(RowFinding(row[0], CODES["uscc"], error(kind)))
                elif not any(division.startswith(prefix) for prefix in self._covers):
                    found.append(RowFinding(row[0], CODES["uscc"], error("outside_jurisdiction")))
        return found

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Take the matters in; one that is known by kind and number stays as it is."""
        outcome = Outcome()
        for staged in _batches(stage):
            known = set(
                Matter.objects.filter(number__in=[row[1] for row in staged]).values_list(
                    "division_code", "kind", "number"
                )
            )
            bodies = _bodies([row[5] for row in staged])
            fresh = [row for row in staged if (row[9], row[2], row[1]) not in known]
            for row in fresh:
                receive(_new(row, bodies), by=by)
            outcome.new += len(fresh)
            outcome.unchanged += len(staged) - len(fresh)
        return outcome


def _new(row: Staged, bodies: Mapping[str, Subject]) -> NewMatter:
    _row_no, number, kind, title, demand, uscc, received, due, sender, division = row
    return NewMatter(
        kind=kind,
        title=title,
        number=number,
        demand=demand,
        sender=crypto.unseal(sender) if sender else "",
        received_on=date.fromisoformat(received),
        due_on=date.fromisoformat(due) if due else None,
        division_code=division,
        subject_id=bodies[uscc].pk if uscc else None,
    )


def _bodies(codes: Collection[str]) -> dict[str, Subject]:
    identities = {f"U:{code}" for code in codes if code}
    return {row.uscc: row for row in Subject.objects.filter(identity__in=identities)}


def _batches(stage: Stage) -> Iterator[list[Staged]]:
    names = ", ".join(("row_no", *CODES, *OURS))
    last = 0
    while True:
        rows = stage.fetch(
            f"SELECT {names} FROM intake_rows WHERE row_no > %s ORDER BY row_no LIMIT {_BATCH}", [last]
        )
        if not rows:
            return
        last = int(rows[-1][0])
        yield [(int(row[0]), *(value or "" for value in row[1:])) for row in rows]  # type: ignore[misc]  # ten columns
