"""What makes a standard unusable, one sentence each. Forms, files and services all ask here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from credit.rules.standard import NOTHING, CriterionData, CycleRule, StandardData, graveness
from credit.rules.terms import CycleKind, Scale

# Absurd beyond these, whatever a place decides; they keep the arithmetic of dates within the calendar.
MOST_CYCLE_MONTHS = 120
MOST_CYCLE_YEARS = 10
MOST_DECAY_MONTHS = 600


def faults(standard: StandardData) -> Iterator[str]:
    """Yield one sentence for each thing that makes a standard unusable."""
    yield from _band_faults(standard)
    yield from _grade_faults(standard)
    yield from _cycle_faults(standard.cycle)
    yield from _criterion_faults(standard)
    yield from _decay_faults(standard)
    for number in _numbers(standard):
        if not number.is_finite() or number != round(number, 2):
            yield _("%(number)s is no number with at most two decimal places.") % {"number": number}


def _band_faults(standard: StandardData) -> Iterator[str]:
    bands = standard.bands
    if not bands:
        yield _("A standard needs at least one grade or action.")
        return
    if len({band.label for band in bands}) < len(bands):
        yield _("Two grades or actions of the standard have the same name.")
    if len({band.minimum for band in bands}) < len(bands):
        yield _("Two grades or actions start at the same number: a score would have two.")
    gravest = max(bands, key=lambda band: graveness(standard.scale, band))
    if standard.scale == Scale.GRADES and gravest.minimum > standard.floor:
        yield _(
            "Scores below %(minimum)s have no grade; the lowest grade must start at the floor, %(floor)s."
        ) % {"minimum": gravest.minimum, "floor": standard.floor}
    if standard.scale == Scale.GRADES and standard.floor > standard.base:
        yield _("The lowest score (%(floor)s) is above the base score (%(base)s).") % {
            "floor": standard.floor,
            "base": standard.base,
        }


def _grade_faults(standard: StandardData) -> Iterator[str]:
    labels = {band.label for band in standard.bands}
    if standard.veto_grade and standard.veto_grade not in labels:
        yield _("The veto grade “%(grade)s” is not one of the grades.") % {"grade": standard.veto_grade}
    if standard.serious_list_grade and standard.serious_list_grade not in labels:
        yield _("The grade while on a serious list, “%(grade)s”, is not one of the grades.") % {
            "grade": standard.serious_list_grade
        }
    for criterion in standard.criteria.values():
        if criterion.grade and criterion.grade not in labels:
            yield _("The grade “%(grade)s” of item %(item)s is not one of the grades.") % {
                "grade": criterion.grade,
                "item": criterion.item,
            }


def _cycle_faults(cycle: CycleRule) -> Iterator[str]:
    if cycle.kind == CycleKind.FROM_VERIFICATION and cycle.months < 1:
        yield _("A cycle from verification needs a length of at least one month.")
    if cycle.kind == CycleKind.FROM_LICENCE and cycle.months < 1:
        yield _("A cycle from the licence date needs a length of at least one month.")
    if cycle.years < 1:
        yield _("A cycle needs a length of at least one year.")
    if cycle.months > MOST_CYCLE_MONTHS or cycle.years > MOST_CYCLE_YEARS:
        yield _("A cycle is no longer than %(years)s years.") % {"years": MOST_CYCLE_YEARS}


def _criterion_faults(standard: StandardData) -> Iterator[str]:
    criteria = standard.criteria.values()
    if not standard.veto_grade and any(row.veto and not row.grade for row in criteria):
        yield _("The standard has veto items but no grade that a veto leads to.")
    if standard.bonus_cap == NOTHING and any(criterion.bonus for criterion in criteria):
        yield _("The standard has bonus items but allows no bonus points.")
    if standard.deduction_cap is not None and standard.deduction_cap <= NOTHING:
        yield _("The most points taken in all must be more than 0.")
    for criterion in criteria:
        yield from _faults_of_one(criterion)


def _faults_of_one(criterion: CriterionData) -> Iterator[str]:
    words = {"item": criterion.item, "points": criterion.points, "cap": criterion.cap}
    if criterion.points < NOTHING:
        yield _("The points of item %(item)s are negative.") % words
    if criterion.veto + criterion.bonus + criterion.direct > 1:
        yield _("Item %(item)s is more than one of veto, “lowest directly” and bonus.") % words
    if criterion.grade and not criterion.veto and not criterion.direct:
        yield _("Item %(item)s leads to a grade but is neither a veto nor “lowest directly”.") % words
    if criterion.cap is not None and criterion.cap < max(criterion.points, Decimal("0.01")):
        yield (
            _("The most points of item %(item)s (%(cap)s) are fewer than one record of it (%(points)s).")
            % words
        )


def _decay_faults(standard: StandardData) -> Iterator[str]:
    steps = sorted(standard.decay, key=lambda step: step.from_months)
    for step in steps:
        if not 1 <= step.from_months <= MOST_DECAY_MONTHS or not 0 <= step.percent < 100:
            yield _("A decay step needs an age of 1 to %(most)s months and a percentage from 0 to 99.") % {
                "most": MOST_DECAY_MONTHS
            }
    for younger, older in pairwise(steps):
        if younger.from_months == older.from_months or younger.percent <= older.percent:
            yield _("From %(months)s months on a record must count for less than before.") % {
                "months": older.from_months
            }


def _numbers(standard: StandardData) -> Iterator[Decimal]:
    yield from (standard.base, standard.floor, standard.bonus_cap)
    yield from (band.minimum for band in standard.bands)
    if standard.deduction_cap is not None:
        yield standard.deduction_cap
    for criterion in standard.criteria.values():
        yield criterion.points
        if criterion.cap is not None:
            yield criterion.cap
