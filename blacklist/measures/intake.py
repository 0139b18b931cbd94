"""Storing departments' answers from the workbook: each takes the same step as one from the page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist.measures import services
from blacklist.measures.choices import OrderState
from blacklist.measures.workflow import ORDER
from blacklist.models import MeasureOrder
from core.actors import Actor
from core.models import Intake
from core.scope import division_filter
from core.sheets.context import Context
from core.sheets.findings import RowFinding, error
from core.sheets.storing import ColumnData, GoodRows, Outcome, Stage, StageTable
from credit.parties import OnPaper

CODES = {"number": "CS_BH", "answer": "CS_JG", "day": "CS_RQ", "words": "CS_SM"}
ROWS = StageTable("intake_rows", {"row_no": "integer", **dict.fromkeys(CODES, "text")})
REACHED = {
    "receive": OrderState.RECEIVED,
    "accept": OrderState.EXECUTING,
    "execute": OrderState.EXECUTED,
    "cannot": OrderState.CANNOT,
    "confirm_lifted": OrderState.LIFTED,
}
_BATCH = 500
Staged = tuple[int, str, str, date | None, str]


class AnswerStore:
    """Stores the rows of the table `measure_answers`."""

    tables: Sequence[StageTable] = (ROWS,)

    def __init__(self) -> None:
        self._covers: tuple[str, ...] = ()

    def direct(self, codes: Collection[str]) -> None:
        """These files are stored as a whole."""

    def stage(self, rows: GoodRows, context: Context) -> Mapping[str, Sequence[ColumnData]]:
        """Turn a chunk into the columns of the stage."""
        self._covers = context.covers
        return {"intake_rows": [list(map(str, rows.numbers)), *(rows.text(code) for code in CODES.values())]}

    def late_findings(self, stage: Stage) -> list[RowFinding]:
        """Find numbers that are no orders of these divisions, and steps that are not possible now."""
        found: list[RowFinding] = []
        for staged in _batches(stage):
            orders = _orders(staged, self._covers)
            for row, number, answer, day, _words in staged:
                order = orders.get(number)
                if order is None:
                    found.append(RowFinding(row, CODES["number"], error("unknown_order")))
                elif order.state != REACHED[answer] and (sentence := _refusal(order, answer)):
                    says = error("measure_answer_refused", sentence=sentence)
                    found.append(RowFinding(row, CODES["answer"], says))
                elif order.state != REACHED[answer] and _too_early(order, answer, day):
                    found.append(RowFinding(row, CODES["day"], error("measure_day_early")))
        return found

    def apply(self, stage: Stage, intake: Intake, by: Actor) -> Outcome:
        """Take the steps; an order that has reached the answer's state already stays as it is."""
        outcome = Outcome()
        clerk = OnPaper(by, P.MEASURE_HANDLE)
        for staged in _batches(stage):
            orders = _orders(staged, tuple(intake.covers))
            for _row, number, answer, day, words in staged:
                order = orders[number]
                if order.state == REACHED[answer]:
                    outcome.unchanged += 1
                    continue
                _take(order, answer, day, words, clerk)
                outcome.changed += 1
        return outcome


def _take(order: MeasureOrder, answer: str, day: date | None, words: str, by: Actor) -> None:
    match answer:
        case "receive":
            services.receive(order, by=by)
        case "accept":
            services.accept(order, by=by, words=words)
        case "execute":
            services.execute(order, result=words, executed_on=day or order.ordered_on, by=by)
        case "cannot":
            services.cannot(order, reason=words, by=by)
        case _:
            services.confirm_lifted(order, lifted_on=day, words=words, by=by)


def _refusal(order: MeasureOrder, answer: str) -> str:
    step = ORDER.transitions[answer]
    if order.state in step.sources:
        return ""
    return _("“%(verb)s” is not possible: “%(object)s” is now in the state “%(state)s”.") % {
        "verb": step.label,
        "object": order,
        "state": order.get_state_display(),
    }


def _too_early(order: MeasureOrder, answer: str, day: date | None) -> bool:
    since = {"execute": order.ordered_on, "confirm_lifted": order.ended_on}.get(answer)
    return since is not None and day is not None and day < since


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
            (int(row), number.strip().upper(), answer, date.fromisoformat(day) if day else None, words)
            for row, number, answer, day, words in rows
        ]


def _orders(staged: Sequence[Staged], covers: tuple[str, ...]) -> dict[str, MeasureOrder]:
    pks = [int(number[2:]) for _row, number, *_rest in staged if number[2:].isdecimal()]
    rows = MeasureOrder.objects.filter(division_filter("division_code", covers), pk__in=pks)
    return {order.number: order for order in rows.select_related("department", "listing")}
