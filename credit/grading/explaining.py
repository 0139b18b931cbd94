"""Tells a stored grade line by line, as it was computed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects

from credit.choices import Review, Usage
from credit.fields import points_of
from credit.grading.own_days import day_behind
from credit.grading.standards import criteria_by_id, standard_data
from credit.models import ConductRecord, Grade
from credit.rules.cycles import Cycle
from credit.rules.explanation import Fact, Line, tell
from credit.rules.phrases import label_of
from credit.rules.scoring import EventData, reason_for
from credit.rules.sources import entered_by_hand
from credit.rules.standard import NOTHING, CriterionData, StandardData
from credit.rules.terms import CycleBasis, Reason


@dataclass(frozen=True, slots=True)
class Rung:
    """One grade or action of a standard: from which score or points on, and whether it is the one held."""

    label: str
    minimum: Decimal
    held: bool


def explain(grade: Grade, *, authorised: bool = True) -> list[Line]:
    """Tell how a grade came about, in the active language.

    What counted, and with how many points, is what the grade itself kept on the day it was computed. Why the
    subject's other records did not count is read from their dates as of that day; a record that became known
    or changed afterwards is told as such.

    Args:
        authorised: whether the words of facts that need the subject's own authority may be told.
    """
    standard = _standard_of(grade)
    cycle = Cycle(grade.cycle_start, grade.cycle_end, CycleBasis(grade.cycle_basis), day_behind(grade))
    told = facts(grade, standard, cycle, authorised=authorised)
    return tell(standard, cycle, told, as_of=grade.as_of, label=grade.label, listed=grade.listed)


def ladder(grade: Grade) -> list[Rung]:
    """Return the grades or actions of a grade's standard from the mildest, in the active language."""
    standard = _standard_of(grade)
    return [
        Rung(label_of(standard, band.label), band.minimum, band.label == grade.label)
        for band in standard.bands
    ]


def _standard_of(grade: Grade) -> StandardData:
    """Read a grade's standard with all its rows, once for as long as the grade is held."""
    prefetch_related_objects([grade.standard], "bands", "criteria", "decay_steps")
    return standard_data(grade.standard)


def facts(grade: Grade, standard: StandardData, cycle: Cycle, *, authorised: bool = True) -> list[Fact]:
    """Return every record of the graded subject with what became of it."""
    criteria = criteria_by_id(grade.standard)
    worths = {record: (criterion, points_of(worth)) for record, criterion, worth in kept(grade.lines)}
    records = list(ConductRecord.objects.filter(subject_id=grade.subject_id).select_related("item"))
    for row in records:
        if not authorised and row.item is not None and row.item.scope == Usage.AUTHORISED:
            row.title, row.document_no = str(Usage.AUTHORISED.label), ""
    counted = {
        row.pk: (criteria.get(worths[row.pk][0]) or _gone(row, worths[row.pk][1]), worths[row.pk][1])
        for row in records
        if row.pk in worths
    }
    acts = {(row.act, counted[row.pk][0].bonus) for row in records if row.pk in counted}
    told = []
    for row in records:
        if row.pk in counted:
            told.append(_fact(row, *counted[row.pk], Reason.COUNTED))
            continue
        other = standard.criteria.get(row.item_code)
        worth = other.worth(row.count) if other else NOTHING
        told.append(_fact(row, other, worth, _why_not(standard, row, acts, cycle, grade.as_of)))
    return told


def kept(lines: str) -> list[tuple[int, int, int]]:
    """Read the kept reason: record, criterion, hundredths of points."""
    return [(record, criterion, worth) for record, criterion, worth in json.loads(lines)]


def event_of(row: ConductRecord) -> EventData:
    """Return a conduct record as the pure evaluator reads it."""
    return EventData(
        key=row.pk,
        item=row.item_code,
        happened_on=row.happened_on,
        final_on=row.final_on,
        count=row.count,
        act=row.act,
        withdrawn_on=row.withdrawn_on,
        superseded_on=row.superseded_on,
        annulled_on=row.annulled_on,
        repaired_on=row.repaired_on,
        disputed_from=row.disputed_from,
        disputed_until=row.disputed_until,
        shielded_from=row.shielded_from,
        shielded_until=row.shielded_until,
        confirmed=row.review == Review.CONFIRMED,
        by_hand=entered_by_hand(row.source),
    )


def _gone(row: ConductRecord, points: Decimal) -> CriterionData:
    """Stand in for a criterion that was taken out of the standard after the grade was computed."""
    return CriterionData(item=row.item_code, title=row.title, points=points)


def _why_not(
    standard: StandardData,
    row: ConductRecord,
    acts: set[tuple[str, bool]],
    cycle: Cycle,
    as_of: date,
) -> Reason:
    criterion = standard.criteria.get(row.item_code)
    if criterion is None:
        return Reason.NOT_IN_STANDARD
    reason = reason_for(standard, event_of(row), cycle, as_of)
    if reason != Reason.COUNTED:
        return reason
    return Reason.SAME_ACT if row.act and (row.act, criterion.bonus) in acts else Reason.LATER


def _fact(row: ConductRecord, criterion: CriterionData | None, points: Decimal, reason: Reason) -> Fact:
    return Fact(
        record_id=row.pk,
        happened_on=row.happened_on,
        item=row.item_code,
        title=row.title,
        document_no=row.document_no,
        count=row.count,
        criterion=criterion,
        points=points,
        reason=reason,
    )
