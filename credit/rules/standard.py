"""A scoring standard as plain data: what the pure evaluator and the SQL builder both read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from credit.rules.terms import CycleKind, Per, Scale

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class CycleRule:
    """When counting starts again.

    Args:
        kind: from the verification day, from the licence date, or calendar years.
        months: length of a cycle from verification or licence, in months.
        years: length of a calendar cycle, in years; with the other kinds, that of the fallback.
        anchor: any year in which a calendar cycle starts.
    """

    kind: CycleKind
    months: int = 0
    years: int = 1
    anchor: int = 2000


@dataclass(frozen=True, slots=True)
class CriterionData:
    """What one item is worth.

    Args:
        points: per unit of `per`.
        veto: one such record, and the grade is at best `grade` (or else the standard's veto grade).
        direct: "lowest directly", such as a refused assessment: the grade is put at `grade` (or else at the
            gravest) whatever the score.
        cap: most points that all records of the item in a cycle count for; None for no limit.
    """

    item: str
    title: str
    points: Decimal
    per: Per = Per.OCCURRENCE
    veto: bool = False
    bonus: bool = False
    title_en: str = ""
    clause: str = ""
    direct: bool = False
    grade: str = ""
    cap: Decimal | None = None

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
class DecayData:
    """From an age of `from_months` months on a record counts for `percent` of its points."""

    from_months: int
    percent: int


@dataclass(frozen=True, slots=True)
class StandardData:
    """One version of a standard.

    Args:
        base: score of a subject without any record (for actions: the full points, such as 12).
        bands: from the mildest to the gravest.
        criteria: by item code.
        deduction_cap: most points that everything together costs; None for no limit.
        serious_list_grade: the grade at best of a subject on a serious list; "" where lists do not matter.
        decay: in any order.
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
    deduction_cap: Decimal | None = None
    serious_list_grade: str = ""
    decay: tuple[DecayData, ...] = ()

    def score(self, points: Decimal, bonus: Decimal) -> Decimal:
        """Return what remains of the base score, never below the floor."""
        return max(self.floor, self.base - points + bonus)

    def label(self, points: Decimal, score: Decimal, *, at_least: int = -1) -> str:
        """Return the grade or the action due, no milder than a rank; "" where no action is due yet."""
        reached = max(self.reached(points, score), at_least)
        return self.bands[reached].label if reached >= 0 else ""

    @property
    def clean_label(self) -> str:
        """The grade or action of a subject without any record."""
        return self.label(NOTHING, self.score(NOTHING, NOTHING))

    def leads_to(self, criterion: CriterionData) -> int:
        """Return the rank at which one record of an item puts the grade at least; -1 where it does not."""
        if criterion.direct:
            return self.rank(criterion.grade) if criterion.grade else len(self.bands) - 1
        return self.rank(criterion.grade or self.veto_grade) if criterion.veto else -1

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

    def reached(self, points: Decimal, score: Decimal) -> int:
        """Return the rank that points and score come to by themselves; -1 for none."""
        if self.scale == Scale.GRADES:
            return next(position for position, band in enumerate(self.bands) if score >= band.minimum)
        return sum(points >= band.minimum for band in self.bands) - 1


def graveness(scale: Scale, band: BandData) -> Decimal:
    """Return the sort key that puts bands from the mildest to the gravest."""
    return -band.minimum if scale == Scale.GRADES else band.minimum
