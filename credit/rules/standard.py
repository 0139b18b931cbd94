"""A scoring standard as plain data: what the pure evaluator and the SQL builder both read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from credit.rules.terms import CycleKind, Per, Scale

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class CycleRule:
    """When counting starts again.

    Args:
        kind: from the verification day, or calendar years.
        months: length of a cycle from verification, in months.
        years: length of a calendar cycle, in years; with cycles from verification, the fallback's.
        anchor: any year in which a calendar cycle starts.
    """

    kind: CycleKind
    months: int = 0
    years: int = 1
    anchor: int = 2000


@dataclass(frozen=True, slots=True)
class CriterionData:
    """What one item is worth. `points` is per unit of `per`."""

    item: str
    title: str
    points: Decimal
    per: Per = Per.OCCURRENCE
    veto: bool = False
    bonus: bool = False
    title_en: str = ""
    clause: str = ""

    def worth(self, count: int) -> Decimal:
        """Return the points of one record of this item that concerns `count` persons or departments."""
        return self.points if self.per == Per.OCCURRENCE else self.points * count


@dataclass(frozen=True, slots=True)
class BandData:
    """From `minimum` on (score or points, by the standard's scale) the label applies."""

    label: str
    minimum: Decimal
    label_en: str = ""


@dataclass(frozen=True, slots=True)
class StandardData:
    """One version of a standard.

    Args:
        base: score of a subject without any record (for actions: the full points, such as 12).
        bands: from the mildest to the gravest.
        criteria: by item code.
    """

    code: str
    version: str
    scale: Scale
    base: Decimal
    cycle: CycleRule
    bands: tuple[BandData, ...]
    criteria: Mapping[str, CriterionData]
    floor: Decimal = NOTHING
    bonus_cap: Decimal = NOTHING
    veto_grade: str = ""

    def score(self, points: Decimal, bonus: Decimal) -> Decimal:
        """Return what remains of the base score, never below the floor."""
        return max(self.floor, self.base - points + bonus)

    def label(self, points: Decimal, score: Decimal, *, veto: bool) -> str:
        """Return the grade or the action due; "" where no action is due yet."""
        reached = self._reached(points, score)
        if veto and self.veto_grade:
            reached = max(reached, self.rank(self.veto_grade))
        return self.bands[reached].label if reached >= 0 else ""

    @property
    def clean_label(self) -> str:
        """The grade or action of a subject without any record."""
        return self.label(NOTHING, self.score(NOTHING, NOTHING), veto=False)

    def rank(self, label: str) -> int:
        """Return how grave a label is: 0 the mildest, -1 for none.

        Raises:
            KeyError: the standard has no such label.
        """
        if not label:
            return -1
        for position, band in enumerate(self.bands):
            if band.label == label:
                return position
        raise KeyError(label)

    def _reached(self, points: Decimal, score: Decimal) -> int:
        if self.scale == Scale.GRADES:
            return next(position for position, band in enumerate(self.bands) if score >= band.minimum)
        return sum(points >= band.minimum for band in self.bands) - 1


def graveness(scale: Scale, band: BandData) -> Decimal:
    """Return the sort key that puts bands from the mildest to the gravest."""
    return -band.minimum if scale == Scale.GRADES else band.minimum


def faults(standard: StandardData) -> Iterator[str]:
    """Yield one sentence for each thing that makes a standard unusable."""
    yield from _band_faults(standard)
    yield from _cycle_faults(standard.cycle)
    yield from _criterion_faults(standard)
    for number in _numbers(standard):
        if not number.is_finite() or number != round(number, 2):
            yield _("%(number)s is no number with at most two decimal places.") % {"number": number}


def _band_faults(standard: StandardData) -> Iterator[str]:
    if not standard.bands:
        yield _("A standard needs at least one grade or action.")
    elif standard.scale == Scale.GRADES and standard.bands[-1].minimum > standard.floor:
        yield _(
            "Scores below %(minimum)s have no grade; the lowest grade must start at the floor, %(floor)s."
        ) % {"minimum": standard.bands[-1].minimum, "floor": standard.floor}
    if standard.veto_grade and standard.veto_grade not in {band.label for band in standard.bands}:
        yield _("The veto grade “%(grade)s” is not one of the grades.") % {"grade": standard.veto_grade}


def _cycle_faults(cycle: CycleRule) -> Iterator[str]:
    if cycle.kind == CycleKind.FROM_VERIFICATION and cycle.months < 1:
        yield _("A cycle from verification needs a length of at least one month.")
    if cycle.years < 1:
        yield _("A cycle needs a length of at least one year.")


def _criterion_faults(standard: StandardData) -> Iterator[str]:
    criteria = standard.criteria.values()
    if not standard.veto_grade and any(criterion.veto for criterion in criteria):
        yield _("The standard has veto items but no grade that a veto leads to.")
    if standard.bonus_cap == NOTHING and any(criterion.bonus for criterion in criteria):
        yield _("The standard has bonus items but allows no bonus points.")
    for criterion in criteria:
        if criterion.points < NOTHING:
            yield _("The points of item %(item)s are negative.") % {"item": criterion.item}


def _numbers(standard: StandardData) -> Iterator[Decimal]:
    yield from (standard.base, standard.floor, standard.bonus_cap)
    yield from (band.minimum for band in standard.bands)
    yield from (criterion.points for criterion in standard.criteria.values())
