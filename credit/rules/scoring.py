"""The evaluator: one subject's records under one standard, as plain data.

`credit.grading` says the same in SQL for everybody at once; a property test holds the two equal. Whoever
changes one changes the other.

In order: the records that count (not withdrawn, superseded, annulled, repaired, shielded, disputed, open to
appeal, unconfirmed, outside the cycle, or, for demerit points, entered by hand); of one act only the highest;
each lessened by its age (`credit.rules.decay`: rounded half up to the hundredth, each record by itself);
summed by item up to the item's cap; summed in all up to the standard's; the score, never below the floor; its
band; and the gravest of that band, a veto's grade, a direct grade and the grade of a listed subject.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from credit.rules.cycles import Cycle, running_cycle
from credit.rules.decay import cuts, percent_of, weighted
from credit.rules.standard import NOTHING, CriterionData, StandardData
from credit.rules.terms import CycleKind, Reason, Scale


@dataclass(frozen=True, slots=True)
class EventData:
    """One conduct record as the standards see it.

    Args:
        key: identifies it and breaks ties; all keys of one call are of one type.
        final_on: the day from which it counts; None while reconsideration or litigation is open.
        act: records of the same act count once; "" for an act of its own.
        superseded_on: the day from which a corrected record stands in its place.
        disputed_until: the day the dispute was settled, from which it counts again; None while it lasts.
        shielded_until: the first day after a court's shield; None while it lasts.
        confirmed: a second officer confirmed it, or it came from a decision that had one.
        by_hand: no procedure of its own brought it (`credit.rules.sources`).
    """

    key: int | str
    item: str
    happened_on: date
    final_on: date | None
    count: int = 1
    act: str = ""
    withdrawn_on: date | None = None
    superseded_on: date | None = None
    annulled_on: date | None = None
    repaired_on: date | None = None
    disputed_from: date | None = None
    disputed_until: date | None = None
    shielded_from: date | None = None
    shielded_until: date | None = None
    confirmed: bool = True
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A time from one day on; `until` is the first day after it, None while it lasts."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.since <= day and not _reached(self.until, day)


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one record: `points` is what it is worth at its age, `reason` whether it counts.

    `full` is what it is worth before decay. Caps hold over several records and are not in either.
    """

    event: EventData
    criterion: CriterionData | None
    points: Decimal
    reason: Reason
    full: Decimal = NOTHING

    @property
    def counts(self) -> bool:
        """Tell whether it counts."""
        return self.reason == Reason.COUNTED


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result for one subject: `points` and `bonus` after all caps.

    `label` is the grade or the action ("" for none); `veto`, `direct` and `listed` say what held it down.
    """

    cycle: Cycle
    points: Decimal
    bonus: Decimal
    score: Decimal
    label: str
    veto: bool
    direct: bool
    listed: bool
    lines: tuple[Judged, ...]


def evaluate(
    standard: StandardData,
    events: Iterable[EventData],
    *,
    as_of: date,
    verified_on: Iterable[date] = (),
    valid_to: date | None = None,
    licensed_on: Iterable[date] = (),
    listed: Iterable[Period] = (),
) -> Evaluation:
    """Evaluate one subject as of a day.

    Args:
        standard: the standard in force.
        events: all the subject's records, in any order.
        as_of: the day for which the result holds.
        verified_on: the days on which the subject passed verification.
        valid_to: the last day on which its verification holds, where cycles may be counted back from it.
        licensed_on: the days on which it was licensed or registered.
        listed: the times it stood on a serious list.
    """
    own_days = licensed_on if standard.cycle.kind == CycleKind.FROM_LICENCE else verified_on
    cycle = running_cycle(standard.cycle, as_of, own_days, valid_to)
    judged = [_judge(standard, event, cycle, as_of) for event in events]
    lines = _aged(standard, as_of, _once_per_act(standard, judged))
    counted = [(line.criterion, line.points) for line in lines if line.counts and line.criterion is not None]
    points = capped(_by_item(counted, bonus=False), standard.deduction_cap)
    bonus = capped(_by_item(counted, bonus=True), standard.bonus_cap)
    on_list = bool(standard.serious_list_grade) and any(period.holds(as_of) for period in listed)
    ranks = [standard.leads_to(criterion) for criterion, _points in counted]
    ranks.append(standard.rank(standard.serious_list_grade) if on_list else -1)
    score = standard.score(points, bonus)
    return Evaluation(
        cycle=cycle,
        points=points,
        bonus=bonus,
        score=score,
        label=standard.label(points, score, at_least=max(ranks)),
        veto=any(criterion.veto and standard.leads_to(criterion) >= 0 for criterion, _points in counted),
        direct=any(criterion.direct for criterion, _points in counted),
        listed=on_list,
        lines=tuple(lines),
    )


def reason_for(standard: StandardData, event: EventData, cycle: Cycle, as_of: date) -> Reason:
    """Tell whether a record of an item of the standard counts, apart from "one act counts once"."""
    disputed = _reached(event.disputed_from, as_of) and not _reached(event.disputed_until, as_of)
    shielded = _reached(event.shielded_from, as_of) and not _reached(event.shielded_until, as_of)
    tests = (
        (event.happened_on > as_of, Reason.AFTER_AS_OF),
        (not event.confirmed, Reason.NOT_CONFIRMED),
        (_reached(event.withdrawn_on, as_of), Reason.WITHDRAWN),
        (_reached(event.superseded_on, as_of), Reason.SUPERSEDED),
        (_reached(event.annulled_on, as_of), Reason.ANNULLED),
        (_reached(event.repaired_on, as_of), Reason.REPAIRED),
        (shielded, Reason.SHIELDED),
        (disputed, Reason.DISPUTED),
        (not _reached(event.final_on, as_of), Reason.NOT_FINAL),
        (event.happened_on < cycle.start, Reason.BEFORE_CYCLE),
        (event.by_hand and standard.scale == Scale.ACTIONS, Reason.BY_HAND),
    )
    return next((reason for applies, reason in tests if applies), Reason.COUNTED)


def capped(by_item: Mapping[CriterionData, Decimal], most: Decimal | None) -> Decimal:
    """Add up what items come to, each up to its own cap, all together up to `most` (None: no limit)."""
    total = sum(
        (points if item.cap is None else min(points, item.cap) for item, points in by_item.items()), NOTHING
    )
    return total if most is None else min(total, most)


def _by_item(
    counted: Iterable[tuple[CriterionData, Decimal]], *, bonus: bool
) -> Mapping[CriterionData, Decimal]:
    sums: dict[CriterionData, Decimal] = defaultdict(Decimal)
    for criterion, points in counted:
        if criterion.bonus == bonus:
            sums[criterion] += points
    return sums


def _judge(standard: StandardData, event: EventData, cycle: Cycle, as_of: date) -> Judged:
    criterion = standard.criteria.get(event.item)
    if criterion is None:
        return Judged(event, None, NOTHING, Reason.NOT_IN_STANDARD)
    worth = criterion.worth(event.count)
    return Judged(event, criterion, worth, reason_for(standard, event, cycle, as_of), worth)


def _aged(standard: StandardData, as_of: date, lines: Sequence[Judged]) -> list[Judged]:
    days = cuts(standard.decay, as_of)
    return [
        replace(line, points=weighted(line.full, percent_of(line.event.happened_on, days))) for line in lines
    ]


def _reached(day: date | None, as_of: date) -> bool:
    return day is not None and day <= as_of


def _once_per_act(standard: StandardData, lines: Sequence[Judged]) -> list[Judged]:
    """Let only the highest record of an act count.

    The one that leads to the gravest grade comes first (vetoes and direct grades), then the most points
    (before decay), the earliest, the key. Records that do not count anyway do not displace others; bonuses
    and deductions never displace each other.
    """
    rivals: dict[tuple[str, bool], list[int]] = defaultdict(list)
    heights: dict[int, tuple[int, Decimal, date, int | str]] = {}
    for position, line in enumerate(lines):
        if line.counts and line.event.act and line.criterion is not None:
            rivals[line.event.act, line.criterion.bonus].append(position)
            rank = standard.leads_to(line.criterion)
            heights[position] = (-rank, -line.full, line.event.happened_on, line.event.key)
    displaced = {
        position
        for positions in rivals.values()
        for position in sorted(positions, key=heights.__getitem__)[1:]
    }
    return [
        replace(line, reason=Reason.SAME_ACT) if position in displaced else line
        for position, line in enumerate(lines)
    ]
