"""Figures of ordered measures: the tracking board, and statistics by department, measure and year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import ExtractYear

from blacklist.measures.choices import OrderState
from blacklist.measures.choices import OrderState as S
from blacklist.models import Department, MeasureOrder

COLUMNS = tuple(OrderState)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many orders stand in a state, and how many of them are late."""

    state: OrderState
    count: int
    late: int


@dataclass(frozen=True, slots=True)
class Line:
    """One department on the board: its cells in the order of `COLUMNS`, and its sums."""

    department: Department
    cells: tuple[Cell, ...]
    count: int
    late: int


def board(orders: QuerySet[MeasureOrder], day: date) -> list[Line]:
    """Count orders by department and state; who is late the most comes first.

    Args:
        orders: those the reader may see, narrowed as wished.
        day: orders whose last day lies before it are late.
    """
    counted = orders.order_by().values_list("department_id", "state")
    counts = {
        (department, state): (count, late)
        for department, state, count, late in counted.annotate(
            n=Count("pk"), late=Count("pk", filter=Q(due_on__lt=day))
        )
    }
    involved = {department for department, _state in counts}
    lines = []
    for department in Department.objects.filter(pk__in=involved).select_related("agency"):
        cells = tuple(Cell(state, *counts.get((department.pk, state), (0, 0))) for state in COLUMNS)
        lines.append(
            Line(department, cells, sum(cell.count for cell in cells), sum(cell.late for cell in cells))
        )
    return sorted(lines, key=lambda line: (-line.late, -line.count, str(line.department)))


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of the statistics.

    Args:
        label: department, measure or year.
        ordered: how many were ordered.
        answered: how many were answered; `in_time` of them by their last day.
        overdue: how many are not answered although their last day has passed.
        executed: how many were carried out, also if they have ended since.
        cannot: how many cannot be carried out.
        lifting: how many ended and are still to be confirmed as lifted.
        lifted: how many are confirmed as lifted.
    """

    label: str
    ordered: int
    answered: int
    in_time: int
    overdue: int
    executed: int
    cannot: int
    lifting: int
    lifted: int

    @property
    def in_time_rate(self) -> int | None:
        """Percent answered in time, of those answered or overdue; None where no answer was due yet."""
        due = self.answered + self.overdue
        return round(100 * self.in_time / due) if due else None

    @property
    def executed_rate(self) -> int | None:
        """Percent carried out, of all that were ordered; None where nothing was."""
        return round(100 * self.executed / self.ordered) if self.ordered else None


def _figures(day: date) -> dict[str, Any]:
    answered = Q(answered_on__isnull=False)
    return {
        "ordered": Count("pk"),
        "answered": Count("pk", filter=answered),
        "in_time": Count("pk", filter=answered & Q(answered_on__lte=F("answer_due_on"))),
        "overdue": Count(
            "pk", filter=Q(state__in=(S.ORDERED, S.RECEIVED), answered_on__isnull=True, answer_due_on__lt=day)
        ),
        "executed": Count("pk", filter=Q(executed_on__isnull=False)),
        "cannot": Count("pk", filter=Q(state=S.CANNOT)),
        "lifting": Count("pk", filter=Q(state=S.ENDED)),
        "lifted": Count("pk", filter=Q(state=S.LIFTED)),
    }


def by_department(orders: QuerySet[MeasureOrder], day: date) -> list[Figures]:
    """Count by department, the most orders first."""
    return _grouped(orders, ("department__agency__name",), day)


def by_measure(orders: QuerySet[MeasureOrder], day: date) -> list[Figures]:
    """Count by measure; the same measure of two editions counts together."""
    return _grouped(orders, ("measure_code", "title"), day)


def by_year(orders: QuerySet[MeasureOrder], day: date) -> list[Figures]:
    """Count by the year of the order, the latest first."""
    found = _grouped(orders.annotate(year=ExtractYear("ordered_on")), ("year",), day)
    return sorted(found, key=lambda row: row.label, reverse=True)


def in_all(orders: QuerySet[MeasureOrder], day: date) -> Figures:
    """Count everything."""
    return Figures("", **orders.aggregate(**_figures(day)))


def _grouped(orders: QuerySet[MeasureOrder], by: Sequence[str], day: date) -> list[Figures]:
    rows = orders.order_by().values(*by).annotate(**_figures(day)).order_by("-ordered", *by)
    return [
        Figures(" ".join(str(row[name]) for name in by), **{name: row[name] for name in _figures(day)})
        for row in rows
    ]
