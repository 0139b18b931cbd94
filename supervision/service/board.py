"""The supervising officer's board: what is near its limit, and how each item keeps its promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from core import ruletables
from core.workdays import current_calendar
from supervision.models import ApprovalCase, ApprovalItem
from supervision.service import terms
from supervision.service.choices import BEFORE_ACCEPTANCE, RUNNING, CaseState, Level

MOST_URGENT = 30


@dataclass(frozen=True, slots=True)
class Urgent:
    """A running case with its light."""

    case: ApprovalCase
    level: Level
    left: int


@dataclass(slots=True)
class ItemLine:
    """How one item stands.

    Args:
        waiting: received, not accepted yet.
        running: under examination.
        lights: running cases by light.
        closed: decided in the last twelve months.
        late: of these, after the promised day.
        mean: working days used on average, None where nothing was decided.
    """

    item: ApprovalItem
    waiting: int = 0
    running: int = 0
    lights: dict[str, int] = field(default_factory=dict)
    closed: int = 0
    late: int = 0
    mean: float | None = None

    @property
    def on_time(self) -> int | None:
        """Per cent of the decided that kept the promised day, rounded down."""
        return (self.closed - self.late) * 100 // self.closed if self.closed else None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows."""

    urgent: list[Urgent]
    more_urgent: int
    lines: list[ItemLine]
    counts: dict[str, int]


def board(rows: QuerySet[ApprovalCase], *, on: date) -> Board:
    """Put the board together for the cases an officer may see; five statements, whatever the number."""
    book = ruletables.book(terms.TABLE)
    lines: dict[int, ItemLine] = {}
    items = {row.pk: row for row in ApprovalItem.objects.all()}
    _count_states(rows, lines, items)
    urgent = _lights(rows, lines, items, on, book)
    _decided(rows, lines, items, on)
    counts = {level: sum(line.lights.get(level, 0) for line in lines.values()) for level in Level.values}
    counts["waiting"] = sum(line.waiting for line in lines.values())
    counts["running"] = sum(line.running for line in lines.values())
    ordered = sorted(lines.values(), key=lambda line: (line.item.office, line.item.code))
    return Board(urgent[:MOST_URGENT], max(0, len(urgent) - MOST_URGENT), ordered, counts)


def _of(lines: dict[int, ItemLine], items: dict[int, ApprovalItem], pk: int) -> ItemLine:
    return lines.setdefault(pk, ItemLine(items[pk]))


def _count_states(
    rows: QuerySet[ApprovalCase], lines: dict[int, ItemLine], items: dict[int, ApprovalItem]
) -> None:
    counted = (
        rows.order_by()
        .values("item_id")
        .annotate(
            waiting=Count("pk", filter=Q(state__in=BEFORE_ACCEPTANCE)),
            running=Count("pk", filter=Q(state__in=RUNNING)),
        )
    )
    for row in counted:
        line = _of(lines, items, row["item_id"])
        line.waiting, line.running = row["waiting"], row["running"]


def _lights(
    rows: QuerySet[ApprovalCase],
    lines: dict[int, ItemLine],
    items: dict[int, ApprovalItem],
    on: date,
    book: ruletables.RuleBook,
) -> list[Urgent]:
    calendar = current_calendar()
    running = rows.filter(state__in=(CaseState.ACCEPTED, CaseState.PROPOSED), due_on__isnull=False)
    lights: dict[str, terms.Lights] = {}
    found = []
    # Beyond two weeks no light is lit anywhere; so the whole table is never read.
    for case in running.filter(due_on__lte=on + timedelta(days=21)).select_related("item", "subject"):
        place = case.division_code
        if place not in lights:
            lights[place] = terms.lights(on=on, place=place, book=book)
        if case.due_on is None or (level := lights[place].level(case.due_on, on)) is None:
            continue
        line = _of(lines, items, case.item_id)
        line.lights[level] = line.lights.get(level, 0) + 1
        found.append(Urgent(case, level, calendar.working_days_between(on, case.due_on)))
    return sorted(found, key=lambda row: (row.left, row.case.pk))


def _decided(
    rows: QuerySet[ApprovalCase],
    lines: dict[int, ItemLine],
    items: dict[int, ApprovalItem],
    on: date,
) -> None:
    closed = rows.filter(decided_on__gt=on - timedelta(days=365), accepted_on__isnull=False)
    by_item = (
        closed.order_by()
        .values("item_id")
        .annotate(closed=Count("pk"), late=Count("pk", filter=Q(decided_on__gt=F("due_on"))))
    )
    for row in by_item:
        line = _of(lines, items, row["item_id"])
        line.closed, line.late = row["closed"], row["late"]
    calendar = current_calendar()
    days: dict[int, list[int]] = {}
    spans = closed.values_list("item_id", "accepted_on", "decided_on", "paused_days")
    for item_id, accepted, decided, paused in spans:
        if accepted is None or decided is None:
            continue
        used = max(0, calendar.working_days_between(accepted, decided) - paused)
        days.setdefault(item_id, []).append(used)
    for item_id, used_days in days.items():
        lines[item_id].mean = round(sum(used_days) / len(used_days), 1)


def offices(lines: Sequence[ItemLine]) -> list[tuple[str, list[ItemLine]]]:
    """Group the lines by handling office."""
    found: dict[str, list[ItemLine]] = {}
    for line in lines:
        found.setdefault(line.item.office, []).append(line)
    return list(found.items())
