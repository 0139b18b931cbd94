"""Storing commitments from the workbook: staged, held against the files, then taken in (`taking_in`)."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from core.actors import Actor
from core.clock import today
from core.models import Intake
from core.sheets.context import Context
from core.sheets.findings import RowFinding, error
from core.sheets.storing import ColumnData, GoodRows, Outcome, Stage, StageTable
from credit.commitments.register import RUNNING, Desk, RegisterRow
from credit.commitments.taking_in import take_in
from credit.services import subject_identity

CODES = {
    "name": "CN_XDR_MC",
    "number": "CN_BH",
    "kind": "CN_LX",
    "title": "CN_MC",
    "matter": "CN_SX",
    "matter_code": "CN_SXBM",
    "version": "CN_BB",
    "signer": "CN_QSR",
    "post": "CN_ZW",
    "signed_on": "CN_QSRQ",
    "published_on": "CN_GSRQ",
    "due_on": "CN_DQRQ",
    "performance": "CN_LYQK",
    "checker": "CN_HCDW",
    "found_on": "CN_HCRQ",
    "breach": "CN_WNJL",
}
DAYS = ("signed_on", "published_on", "due_on", "found_on")
NAMES = ("row_no", "identity", *CODES)
ROWS = StageTable("intake_rows", {"row_no": "integer", **dict.fromkeys(NAMES[1:], "text")})
SAME = "统一社会信用代码或证件号码、承诺类型、签署日期、事项编码"
_BATCH = 500


class CommitmentStore:
    """Stores the rows of the table `commitments`."""

    tables: Sequence[StageTable] = (ROWS,)

    def __init__(self) -> None:
        self._covers: tuple[str, ...] = ()
        self._as_of = today()

    def direct(self, codes: Collection[str]) -> None:
        """These files are stored as a whole."""

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into the columns of the stage; numbers of persons leave as digests."""
        self._covers, self._as_of = context.covers, context.as_of
        columns: list[ColumnData] = [list(map(str, rows.numbers)), _identities(rows)]
        return {"intake_rows": [*columns, *(rows.text(code) for code in CODES.values())]}

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """Hold every row against the files, and rows that are told apart by no number against one another."""
        found: list[RowFinding] = []
        seen: dict[Hashable, int] = {}
        for desk in self._desks(stage):
            for row in desk.rows:
                found += [RowFinding(row.row_no, *fault) for fault in desk.faults(row, self._covers)]
                key = desk.identity(row)
                if key is not None and (before := seen.setdefault(key, row.row_no)) != row.row_no:
                    says = error("duplicate_in_file", same_as=before, fields=SAME)
                    found.append(RowFinding(row.row_no, row.whose, says))
        return found

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Take the commitments in; what is on file already stays as it is."""
        outcome = Outcome()
        for desk in self._desks(stage):
            outcome += take_in(desk, by=by)
        return outcome

    def _desks(self, stage: Stage) -> Iterator[Desk]:
        for rows in _batches(stage):
            yield Desk(rows, self._as_of)


def _identities(rows: GoodRows) -> list[str]:
    numbers = (rows.text(code) for code in ("CN_XDR_SHXYM", "CN_ZJLX", "CN_ZJHM"))
    return [subject_identity(*told) for told in zip(*numbers, strict=True)]


def _batches(stage: Stage) -> Iterator[list[RegisterRow]]:
    last = 0
    while True:
        rows = stage.fetch(
            f"SELECT {', '.join(NAMES)} FROM intake_rows WHERE row_no > %s ORDER BY row_no LIMIT {_BATCH}",
            [last],
        )
        if not rows:
            return
        last = int(rows[-1][0])
        yield [_row(dict(zip(NAMES, row, strict=True))) for row in rows]


def _row(told: dict[str, Any]) -> RegisterRow:
    days = {name: date.fromisoformat(told[name]) if told[name] else None for name in DAYS}
    row_no, kept = int(told["row_no"]), told["performance"] or RUNNING
    return RegisterRow(**{**told, **days, "row_no": row_no, "performance": kept})
