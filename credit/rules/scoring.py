"""The evaluator: one subject's records under one standard, as plain data.

`credit.grading` says the same in SQL for everybody at once; a property test holds the two equal. Whoever
changes one changes the other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from credit.rules.cycles import Cycle, running_cycle
from credit.rules.standard import NOTHING, CriterionData, StandardData
from credit.rules.terms import Reason


@dataclass(frozen=True, slots=True)
class EventData:
    """One conduct record as the standards see it.

    Args:
        key: identifies it and breaks ties; all keys of one call are of one type.
        final_on: the day from which it counts; None while reconsideration or litigation is open.
        act: records of the same act count once; "" for an act of its own.
        disputed_until: the day the dispute was settled, from which it counts again; None while it lasts.
    """

    key: int | str
    item: str
    happened_on: date
    final_on: date | None
    count: int = 1
    act: str = ""
    withdrawn_on: date | None = None
    annulled_on: date | None = None
    repaired_on: date | None = None
    disputed_from: date | None = None
    disputed_until: date | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one record: `points` is what it is worth, `reason` whether it counts."""

    event: EventData
    criterion: CriterionData | None
    points: Decimal
    reason: Reason

    @property
    def counts(self) -> bool:
        """Tell whether it counts."""
        return self.reason == Reason.COUNTED


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result for one subject; `bonus` is after the cap, `label` the grade or the action ("" for none)."""

    cycle: Cycle
    points: Decimal
    bonus: Decimal
    score: Decimal
    label: str
    veto: bool
    lines: tuple[Judged, ...]


def evaluate(
    standard: StandardData, events: Iterable[EventData], *, as_of: date, verified_on: Iterable[date] = ()
) -> Evaluation:
    """Evaluate one subject as of a day.

    Args:
        standard: the standard in force.
        events: all the subject's records, in any order.
        as_of: the day for which the result holds.
        verified_on: the days on which the subject passed verification.
    """
    cycle = running_cycle(standard.cycle, as_of, verified_on)
    lines = _once_per_act([_judge(standard, event, cycle, as_of) for event in events])
    points = sum((line.points for line in lines if line.counts and not _is_bonus(line)), NOTHING)
    earned = sum((line.points for line in lines if line.counts and _is_bonus(line)), NOTHING)
    veto = any(line.counts and line.criterion is not None and line.criterion.veto for line in lines)
    bonus = min(earned, standard.bonus_cap)
    score = standard.score(points, bonus)
    label = standard.label(points, score, veto=veto)
    return Evaluation(cycle, points, bonus, score, label, veto, tuple(lines))


def reason_for(event: EventData, cycle: Cycle, as_of: date) -> Reason:
    """Tell whether a record of an item of the standard counts, apart from "one act counts once"."""
    tests = (
        (event.happened_on > as_of, Reason.AFTER_AS_OF),
        (_reached(event.withdrawn_on, as_of), Reason.WITHDRAWN),
        (_reached(event.annulled_on, as_of), Reason.ANNULLED),
        (_reached(event.repaired_on, as_of), Reason.REPAIRED),
        (_reached(event.disputed_from, as_of) and not _reached(event.disputed_until, as_of), Reason.DISPUTED),
        (not _reached(event.final_on, as_of), Reason.NOT_FINAL),
        (event.happened_on < cycle.start, Reason.BEFORE_CYCLE),
    )
    return next((reason for applies, reason in tests if applies), Reason.COUNTED)


def _judge(standard: StandardData, event: EventData, cycle: Cycle, as_of: date) -> Judged:
    criterion = standard.criteria.get(event.item)
    if criterion is None:
        return Judged(event, None, NOTHING, Reason.NOT_IN_STANDARD)
    return Judged(event, criterion, criterion.worth(event.count), reason_for(event, cycle, as_of))


def _reached(day: date | None, as_of: date) -> bool:
    return day is not None and day <= as_of


def _is_bonus(line: Judged) -> bool:
    return line.criterion is not None and line.criterion.bonus


def _once_per_act(lines: Sequence[Judged]) -> list[Judged]:
    """Let only the highest record of an act count: a veto first, then the most points, the earliest, the key.

    Records that do not count anyway do not displace others; bonuses and deductions never displace each
    other.
    """
    rivals: dict[tuple[str, bool], list[int]] = defaultdict(list)
    for position, line in enumerate(lines):
        if line.counts and line.event.act:
            rivals[line.event.act, _is_bonus(line)].append(position)
    displaced = {
        position
        for positions in rivals.values()
        for position in sorted(positions, key=lambda place: _height(lines[place]))[1:]
    }
    return [
        replace(line, reason=Reason.SAME_ACT) if position in displaced else line
        for position, line in enumerate(lines)
    ]


def _height(line: Judged) -> tuple[bool, Decimal, date, int | str]:
    veto = line.criterion is not None and line.criterion.veto
    return (not veto, -line.points, line.event.happened_on, line.event.key)
