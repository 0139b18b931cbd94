"""A grade told line by line: record, criterion, clause, points, running score (个人信息保护法 24, 48)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from credit.rules.cycles import Cycle
from credit.rules.standard import NOTHING, CriterionData, StandardData
from credit.rules.terms import Per, Reason, Scale


class LineKind(StrEnum):
    """What a line of an explanation is about."""

    CYCLE = "cycle"
    BASE = "base"
    DEDUCTED = "deducted"
    ADDED = "added"
    IGNORED = "ignored"
    FLOOR = "floor"
    VETO = "veto"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Fact:
    """One judged record with the words that a reader needs.

    Args:
        points: what the record is worth, before any cap.
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
    standard: StandardData, cycle: Cycle, facts: Iterable[Fact], *, as_of: date, label: str | None = None
) -> list[Line]:
    """Tell how a result came about, in the active language.

    Args:
        facts: the judged records, in any order; told by date.
        label: the grade or action that was established; None to read it off the standard.
    """
    lines = [_cycle_line(cycle), _base_line(standard)]
    tally = _Tally(standard)
    lines.extend(tally.tell(fact) for fact in sorted(facts, key=_by_date))
    lines.extend(tally.conclude(as_of, label))
    return lines


def plain(value: Decimal) -> str:
    """Write points without idle zeros and without an exponent."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def title_of(criterion: CriterionData) -> str:
    """Return the criterion's title in the active language, Chinese where there is no English one."""
    chinese = (get_language() or "").startswith("zh")
    return criterion.title if chinese or not criterion.title_en else criterion.title_en


def label_of(standard: StandardData, label: str) -> str:
    """Return a grade or action in the active language."""
    chinese = (get_language() or "").startswith("zh")
    english = next((band.label_en for band in standard.bands if band.label == label), "")
    return label if chinese or not english else english


class _Tally:
    """Adds up while the records are told, so that every line knows the score after it."""

    def __init__(self, standard: StandardData) -> None:
        self.standard = standard
        self.points = NOTHING
        self.bonus = NOTHING
        self.vetoed: list[CriterionData] = []

    @property
    def running(self) -> Decimal:
        if self.standard.scale == Scale.ACTIONS:
            return self.points
        return self.standard.base - self.points + self.bonus

    def tell(self, fact: Fact) -> Line:
        criterion = fact.criterion
        if criterion is None or fact.reason != Reason.COUNTED:
            return self._line(fact, LineKind.IGNORED, _ignored_text(fact), None)
        if criterion.bonus:
            return self._add(fact, criterion)
        return self._deduct(fact, criterion)

    def conclude(self, as_of: date, label: str | None) -> Iterator[Line]:
        score = self.standard.score(self.points, self.bonus)
        if self.standard.scale == Scale.GRADES and score > self.running:
            text = _("The score does not go below %(floor)s.") % {"floor": plain(score)}
            yield Line(LineKind.FLOOR, text, running=score)
        if self.vetoed and self.standard.veto_grade:
            yield Line(LineKind.VETO, self._veto_text())
        if label is None:
            label = self.standard.label(self.points, score, veto=bool(self.vetoed))
        yield Line(LineKind.RESULT, self._result_text(score, as_of, label), running=self._result(score))

    def _deduct(self, fact: Fact, criterion: CriterionData) -> Line:
        self.points += fact.points
        if criterion.veto:
            self.vetoed.append(criterion)
        change = fact.points if self.standard.scale == Scale.ACTIONS else -fact.points
        return self._line(fact, LineKind.DEDUCTED, _counted_text(fact, criterion), change)

    def _add(self, fact: Fact, criterion: CriterionData) -> Line:
        allowed = min(fact.points, self.standard.bonus_cap - self.bonus)
        self.bonus += allowed
        text = _counted_text(fact, criterion)
        if allowed < fact.points:
            text = _("%(text)s; only %(allowed)s of it, because bonus points end at %(cap)s") % {
                "text": text,
                "allowed": plain(allowed),
                "cap": plain(self.standard.bonus_cap),
            }
        return self._line(fact, LineKind.ADDED, text, allowed)

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

    def _veto_text(self) -> str:
        return _("Veto by %(titles)s: %(grade)s at best.") % {
            "titles": ", ".join(title_of(criterion) for criterion in self.vetoed),
            "grade": label_of(self.standard, self.standard.veto_grade),
        }

    def _result(self, score: Decimal) -> Decimal:
        return self.points if self.standard.scale == Scale.ACTIONS else score

    def _result_text(self, score: Decimal, as_of: date, label: str) -> str:
        words = {
            "day": as_of.isoformat(),
            "score": plain(score),
            "points": plain(self.points),
            "full": plain(self.standard.base),
            "label": label_of(self.standard, label),
        }
        if self.standard.scale == Scale.GRADES:
            return _("As of %(day)s: score %(score)s, grade %(label)s.") % words
        if not label:
            return _("As of %(day)s: %(points)s of %(full)s points, no action due.") % words
        return _("As of %(day)s: %(points)s of %(full)s points: %(label)s.") % words


def _cycle_line(cycle: Cycle) -> Line:
    text = _("Cycle from %(start)s to %(end)s (%(basis)s); counting starts again at zero on %(reset)s.") % {
        "start": cycle.start.isoformat(),
        "end": cycle.end.isoformat(),
        "basis": cycle.basis.label,
        "reset": cycle.resets_on.isoformat(),
    }
    return Line(LineKind.CYCLE, text)


def _base_line(standard: StandardData) -> Line:
    if standard.scale == Scale.ACTIONS:
        text = _("Points add up from 0; the full number is %(full)s.") % {"full": plain(standard.base)}
        return Line(LineKind.BASE, text, running=NOTHING)
    text = _("Base score %(base)s.") % {"base": plain(standard.base)}
    return Line(LineKind.BASE, text, running=standard.base)


def _counted_text(fact: Fact, criterion: CriterionData) -> str:
    words = {
        "item": criterion.item,
        "title": title_of(criterion),
        "points": plain(criterion.points),
        "count": fact.count,
    }
    if criterion.per == Per.PERSON:
        return _("%(item)s %(title)s: %(points)s per person, %(count)s persons") % words
    if criterion.per == Per.DEPARTMENT:
        return _("%(item)s %(title)s: %(points)s per department, %(count)s departments") % words
    return _("%(item)s %(title)s: %(points)s") % words


def _ignored_text(fact: Fact) -> str:
    return _("%(item)s %(title)s: does not count (%(reason)s)") % {
        "item": fact.item,
        "title": title_of(fact.criterion) if fact.criterion else fact.title,
        "reason": fact.reason.label,
    }


def _by_date(fact: Fact) -> tuple[date, int]:
    return fact.happened_on, fact.record_id or 0
