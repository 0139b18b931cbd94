"""A grade told line by line: record, criterion, clause, points, running score, band (个保法24、48)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from credit.rules import phrases
from credit.rules.cycles import Cycle
from credit.rules.decay import Cut, cuts
from credit.rules.phrases import plain
from credit.rules.standard import NOTHING, CriterionData, StandardData
from credit.rules.terms import Reason, Scale


class LineKind(StrEnum):
    """What a line of an explanation is about."""

    CYCLE = "cycle"
    BASE = "base"
    DEDUCTED = "deducted"
    ADDED = "added"
    IGNORED = "ignored"
    FLOOR = "floor"
    BAND = "band"
    VETO = "veto"
    DIRECT = "direct"
    LISTED = "listed"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Fact:
    """One judged record with the words that a reader needs.

    Args:
        points: what the record is worth at its age, before any cap.
        title: the record's own title, used where the standard has no criterion for it.
    """

    record_id: int | None
    happened_on: date
    item: str
    title: str
    document_no: str
    count: int
    criterion: CriterionData | None
    points: Decimal
    reason: Reason


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation, in the active language.

    Args:
        change: points taken (negative) or added (positive) by this line; for actions, points that add up.
        running: score (grades) or points (actions) after this line; None where nothing is counted.
    """

    kind: LineKind
    text: str
    record_id: int | None = None
    happened_on: date | None = None
    item: str = ""
    clause: str = ""
    document_no: str = ""
    change: Decimal | None = None
    running: Decimal | None = None
    reason: Reason | None = None


def tell(
    standard: StandardData,
    cycle: Cycle,
    facts: Iterable[Fact],
    *,
    as_of: date,
    label: str | None = None,
    listed: bool = False,
) -> list[Line]:
    """Tell how a result came about, in the active language.

    Args:
        facts: the judged records, in any order; told by date.
        label: the grade or action that was established; None to read it off the standard.
        listed: whether the subject's place on a serious list held the grade down.
    """
    lines = [
        Line(LineKind.CYCLE, phrases.cycle(cycle)),
        Line(LineKind.BASE, phrases.base(standard), running=_start(standard)),
    ]
    tally = _Tally(standard, cuts(standard.decay, as_of))
    lines.extend(tally.tell(fact) for fact in sorted(facts, key=_by_date))
    lines.extend(tally.conclude(as_of, label, listed=listed))
    return lines


class _Tally:
    """Adds up while the records are told, so that every line knows the score after it.

    Caps are told on the line on which they are reached; added up like this, the sums are those of
    `credit.rules.scoring.capped`.
    """

    def __init__(self, standard: StandardData, days: list[Cut]) -> None:
        self.standard = standard
        self.days = days
        self.points = NOTHING
        self.bonus = NOTHING
        self.spent: dict[CriterionData, Decimal] = defaultdict(Decimal)
        self.held: dict[LineKind, list[CriterionData]] = defaultdict(list)

    @property
    def running(self) -> Decimal:
        if self.standard.scale == Scale.ACTIONS:
            return self.points
        return self.standard.base - self.points + self.bonus

    def tell(self, fact: Fact) -> Line:
        criterion = fact.criterion
        if criterion is None or fact.reason != Reason.COUNTED:
            text = phrases.ignored(fact.item, criterion, fact.title, fact.reason)
            return self._line(fact, LineKind.IGNORED, text, None)
        text = phrases.counted(criterion, fact.count)
        if fact.points != criterion.worth(fact.count):
            text = phrases.aged(text, fact.points, criterion.worth(fact.count), fact.happened_on, self.days)
        return self._add(fact, criterion, text)

    def conclude(self, as_of: date, label: str | None, *, listed: bool) -> Iterator[Line]:
        standard = self.standard
        score = standard.score(self.points, self.bonus)
        if standard.scale == Scale.GRADES and score > self.running:
            text = _("The score does not go below %(floor)s.") % {"floor": plain(score)}
            yield Line(LineKind.FLOOR, text, running=score)
        result = self.points if standard.scale == Scale.ACTIONS else score
        yield Line(LineKind.BAND, phrases.band(standard, standard.reached(self.points, score), result))
        yield from self._held_down(listed=listed)
        if label is None:
            label = standard.label(self.points, score, at_least=self._rank(listed=listed))
        text = phrases.result(standard, as_of, score=score, points=self.points, label=label)
        yield Line(LineKind.RESULT, text, running=result)

    def _add(self, fact: Fact, criterion: CriterionData, text: str) -> Line:
        """Count a record as far as its item and the standard still allow."""
        by_item = (
            fact.points if criterion.cap is None else min(fact.points, criterion.cap - self.spent[criterion])
        )
        self.spent[criterion] += by_item
        if by_item < fact.points:
            text = phrases.item_capped(text, by_item, criterion)
        most = self.standard.bonus_cap if criterion.bonus else self.standard.deduction_cap
        before = self.bonus if criterion.bonus else self.points
        allowed = by_item if most is None else min(by_item, most - before)
        if allowed < by_item and most is not None:
            text = phrases.all_capped(text, allowed, most, bonus=criterion.bonus)
        if criterion.bonus:
            self.bonus += allowed
            return self._line(fact, LineKind.ADDED, text, allowed)
        self.points += allowed
        if criterion.veto or criterion.direct:
            self.held[LineKind.DIRECT if criterion.direct else LineKind.VETO].append(criterion)
        change = allowed if self.standard.scale == Scale.ACTIONS else -allowed
        return self._line(fact, LineKind.DEDUCTED, text, change)

    def _held_down(self, *, listed: bool) -> Iterator[Line]:
        """Say what holds the grade down, whatever the score: vetoes, direct grades, a serious list."""
        for kind, say in ((LineKind.VETO, phrases.veto), (LineKind.DIRECT, phrases.direct)):
            gravest = max(map(self.standard.leads_to, self.held[kind]), default=-1)
            if gravest >= 0:
                yield Line(kind, say(self.standard, self.held[kind], gravest))
        if listed and self.standard.serious_list_grade:
            yield Line(LineKind.LISTED, phrases.listed(self.standard))

    def _rank(self, *, listed: bool) -> int:
        ranks = [self.standard.leads_to(row) for held in self.held.values() for row in held]
        ranks.append(self.standard.rank(self.standard.serious_list_grade) if listed else -1)
        return max(ranks)

    def _line(self, fact: Fact, kind: LineKind, text: str, change: Decimal | None) -> Line:
        return Line(
            kind,
            text,
            record_id=fact.record_id,
            happened_on=fact.happened_on,
            item=fact.item,
            clause=fact.criterion.clause if fact.criterion else "",
            document_no=fact.document_no,
            change=change,
            running=self.running,
            reason=fact.reason,
        )


def _start(standard: StandardData) -> Decimal:
    return NOTHING if standard.scale == Scale.ACTIONS else standard.base


def _by_date(fact: Fact) -> tuple[date, int]:
    return fact.happened_on, fact.record_id or 0
