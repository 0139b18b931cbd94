"""Storing results from the workbook: each goes through the same verb as one from the interface."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from core.actors import Actor
from core.models import Intake
from core.search import normalise
from core.sheets.context import Context
from core.sheets.findings import RowFinding, error, warning
from core.sheets.storing import ColumnData, GoodRows, Outcome, Stage, StageTable
from credit.evaluations.schemes import NATIONAL
from credit.evaluations.services import NewResult, take_in
from credit.models import Evaluation, Subject
from credit.models.evaluations import EvaluationWay

CODES = {
    "uscc": "PJ_SHXYM",
    "name": "PJ_MC",
    "year": "PJ_ND",
    "result": "PJ_JG",
    "evaluated_on": "PJ_RQ",
    "evaluator": "PJ_DW",
}
ROWS = StageTable("intake_rows", {"row_no": "integer", **dict.fromkeys(CODES, "text")})
_BATCH = 500
Staged = tuple[int, str, str, int, str, date, str]


class EvaluationStore:
    """Stores the rows of the table `evaluation_results`."""

    tables: Sequence[StageTable] = (ROWS,)

    def __init__(self) -> None:
        self._covers: tuple[str, ...] = ()

    def direct(self, codes: Collection[str]) -> None:
        """These files are stored as a whole."""

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into the columns of the stage."""
        self._covers = context.covers
        texts = [rows.text(code) for code in CODES.values()]
        return {"intake_rows": [list(map(str, rows.numbers)), *texts]}

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """A result needs a credit file within the officer's divisions, and must not be older than ours."""
        found: list[RowFinding] = []
        for staged in _batches(stage):
            subjects = _subjects(staged)
            standing = _standing(subjects)
            for row, uscc, name, year, _result, day, _evaluator in staged:
                subject = subjects.get(uscc)
                if subject is None:
                    found.append(RowFinding(row, CODES["uscc"], error("unknown_body")))
                    continue
                if not any(subject.division_code.startswith(prefix) for prefix in self._covers):
                    found.append(RowFinding(row, CODES["uscc"], error("outside_jurisdiction")))
                    continue
                if normalise(name) != subject.name_norm and name not in subject.former_names:
                    found.append(
                        RowFinding(row, CODES["name"], warning("name_of_another", name=subject.name))
                    )
                known = standing.get((subject.pk, year))
                if known is not None and day < known:
                    says = error("older_evaluation", day=known.isoformat())
                    found.append(RowFinding(row, CODES["evaluated_on"], says))
        return found

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Take the results in; earlier ones of the same year stay as replaced."""
        outcome = Outcome()
        for staged in _batches(stage):
            subjects = _subjects(staged)
            taken = take_in(
                (
                    NewResult(subjects[uscc], NATIONAL, year, result, day, evaluator)
                    for _row, uscc, _name, year, result, day, evaluator in staged
                ),
                by=by,
                way=EvaluationWay.WORKBOOK,
            )
            outcome.new += taken.new
            outcome.changed += taken.replaced
            outcome.unchanged += taken.unchanged
        return outcome


def _batches(stage: Stage) -> Iterator[list[Staged]]:
    names = ", ".join(("row_no", *CODES))
    last = 0
    while True:
        rows = stage.fetch(
            f"SELECT {names} FROM intake_rows WHERE row_no > %s ORDER BY row_no LIMIT {_BATCH}", [last]
        )
        if not rows:
            return
        last = int(rows[-1][0])
        yield [
            (int(row), uscc, name, int(year), result, date.fromisoformat(day), evaluator)
            for row, uscc, name, year, result, day, evaluator in rows
        ]


def _subjects(staged: Sequence[Staged]) -> dict[str, Subject]:
    identities = {f"U:{uscc}" for _row, uscc, *_rest in staged}
    return {subject.uscc: subject for subject in Subject.objects.filter(identity__in=identities)}


def _standing(subjects: Mapping[str, Subject]) -> dict[tuple[int, int], date]:
    rows = Evaluation.objects.filter(
        subject__in=subjects.values(), scheme=NATIONAL, replaced_at__isnull=True
    ).values_list("subject_id", "year", "evaluated_on")
    return {(subject, year): day for subject, year, day in rows}
