"""What an approved inspection brings: conduct records and rectifications, without typing anything again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from core import ruletables
from core.actors import Actor
from core.clock import today
from core.language import in_kept_words
from core.ruletables import RuleBook
from credit.choices import RecordState
from credit.models import ConductRecord
from credit.services import NewRecord, annul_records, record_conduct
from credit.services.facts import Desk, desk
from supervision.choices import UNDER_WAY, ChecklistKind, RectificationSource, RectificationState
from supervision.inspections import clocks
from supervision.inspections.choices import Answer, Measure
from supervision.inspections.selectors import RESULT_TABLE
from supervision.interviews import services as interviews
from supervision.models import Campaign, Inspection, InspectionLine, Rectification
from supervision.rectification import services as rectification
from supervision.rectification.services import NewRectification

NOT_MET = "未达到要求："
"""Stands before a duty in a rectification, kept with the Chinese words of the checklist."""


def source_of(line: InspectionLine) -> str:
    """Return how records and rectifications name the finding they come from."""
    return f"supervision.inspectionline:{line.pk}"


def source_of_result(row: Inspection) -> str:
    """Return how a record names the inspection whose result it is, such as a refusal."""
    return f"supervision.inspection:{row.pk}"


def problems_of(row: Inspection) -> list[InspectionLine]:
    """Return the findings of an inspection with a problem, in the order of the checklist."""
    rows = InspectionLine.objects.filter(inspection=row, answer=Answer.PROBLEM)
    return list(rows.select_related("item").order_by("item__number"))


def records(row: Inspection, found: Iterable[InspectionLine], *, authority: str) -> list[NewRecord]:
    """Return the conduct records of an inspection: its marked findings, and a refusal as such.

    A finding for which a penalty case is opened is left out: its decision brings the record.
    """
    at, day = desk(row.division_code), _day(row)
    wanted = [
        _record(row, line.item.item_code, line.facts, source_of(line), authority, day, at)
        for line in found
        if line.recorded and line.item.item_code
    ]
    if code := _code_of_result(row, ruletables.book(RESULT_TABLE)):
        wanted.append(_record(row, code, row.summary, source_of_result(row), authority, day, at))
    return [new for new in wanted if new is not None]


def rectifications(
    row: Inspection, found: Iterable[InspectionLine], *, concealed: Collection[int] = ()
) -> list[NewRectification]:
    """Return what the body must put right: every finding whose correction was ordered by a day.

    Args:
        concealed: keys of the findings that the body concealed in its self-inspection.
    """
    campaign = Campaign.objects.filter(checklist_id=row.checklist_id).first()
    return [
        NewRectification(
            subject_id=row.subject_id,
            division_code=row.division_code,
            source=RectificationSource.INSPECTION,
            source_key=source_of(line),
            problem=_problem(row, line),
            group=line.item.group,
            facts=line.facts,
            measures=line.item.measures,
            due_on=line.due_on,
            permanent=line.item.permanent,
            campaign_id=campaign.pk if campaign else None,
            item_id=line.item_id,
            item_code=line.item.item_code,
            concealed=line.pk in concealed,
        )
        for line in found
        if line.measure == Measure.ORDER and line.due_on is not None
    ]


def follow(
    row: Inspection, *, on: date, authority: str, by: Actor, concealed: Collection[int] = ()
) -> tuple[int, int]:
    """Bring records and rectifications (inside the transaction of the approval).

    Args:
        on: day of the approval.
        authority: whose inspection it was.
        concealed: keys of the findings that the body concealed in its self-inspection.

    Returns:
        How many records and how many rectifications there are from this inspection.
    """
    found = problems_of(row)
    new = records(row, found, authority=authority)
    record_conduct(new, by=by)
    opened = rectification.open_many(rectifications(row, found, concealed=concealed), on=on, by=by)
    return len(new), len(opened)


@dataclass(frozen=True, slots=True)
class Stake:
    """What rests on an inspection, and goes or stays when its result is withdrawn.

    Args:
        records: of conduct, false close-outs of its problems among them; they are annulled.
        open: rectifications under way; they end.
        closed: rectifications that were crossed off; they stay history.
        interviews: that its rectifications asked for and that are not held yet; they are given up.
        held: interviews that were held; they stay, and an officer decides what becomes of their demands.
    """

    records: int
    open: int
    closed: int
    interviews: int = 0
    held: int = 0


def at_stake(row: Inspection) -> Stake:
    """Count what rests on an inspection."""
    sources, named = _resting_on(row)
    records = ConductRecord.objects.filter(source__in=named).exclude(state=RecordState.ANNULLED)
    counted = Rectification.objects.filter(source_key__in=sources).aggregate(
        open=Count("pk", filter=Q(state__in=UNDER_WAY)),
        closed=Count("pk", filter=Q(state=RectificationState.CROSSED_OFF)),
    )
    waiting, held = interviews.counted(interviews.resting_on(_rectified(sources)))
    return Stake(records.count(), counted["open"], counted["closed"], waiting, held)


def undo(row: Inspection, *, reason: str, by: Actor) -> tuple[int, int, int]:
    """Annul the records of a withdrawn inspection, end its rectifications, give up their interviews.

    An interview that was announced is called off, and its body reads why; one that was held stays.

    Returns:
        How many records were annulled, how many rectifications ended, how many interviews were given up.
    """
    sources, named = _resting_on(row)
    annulled = sum(annul_records(source, on=today(), by=by, reason=reason) for source in named)
    with in_kept_words():
        why = _("The result of the inspection was withdrawn: %(reason)s") % {"reason": reason}
    ended = rectification.lapse_many(sources, reason=why, by=by)
    # Also those of problems that were crossed off since: a close-out of what never was cannot be false.
    resting = interviews.resting_on(_rectified(sources))
    return annulled, ended, interviews.give_up(resting, reason=why, by=by)


def _rectified(sources: Collection[str]) -> list[int]:
    return list(Rectification.objects.filter(source_key__in=sources).values_list("pk", flat=True))


def _resting_on(row: Inspection) -> tuple[list[str], list[str]]:
    """Return how rectifications, and how records, name what they come from in an inspection.

    Close-outs that were false are among the records: of a problem that never was, none can be.
    """
    sources = [source_of(line) for line in problems_of(row)]
    false = rectification.sources_of_false(Rectification.objects.filter(source_key__in=sources))
    return sources, [source_of_result(row), *sources, *false]


def _problem(row: Inspection, line: InspectionLine) -> str:
    """Return the problem in words: lists of campaigns name problems, other checklists name duties."""
    text = line.item.text
    return text if row.checklist.kind == ChecklistKind.CAMPAIGN else f"{NOT_MET}{text}"[:500]


def _code_of_result(row: Inspection, book: RuleBook) -> str:
    rule = book.find(row.result, on=_day(row), place=row.division_code)
    return str(rule.value.get("item_code", "")) if rule else ""


def _record(
    row: Inspection, code: str, facts: str, source: str, authority: str, day: date, at: Desk
) -> NewRecord | None:
    item = at.items.find(code, on=day, place=row.division_code)
    if item is None:
        return None
    return NewRecord(
        subject_id=row.subject_id,
        item_code=code,
        # A checklist names the duty; the record names its breach, as the catalogue does.
        title=item.name,
        happened_on=day,
        final_on=at.counts_from(item, day),
        source=source,
        authority_name=authority,
        division_code=row.division_code,
        facts=facts,
    )


def _day(row: Inspection) -> date:
    return clocks.day_of(row.ended_at) if row.ended_at else today()
