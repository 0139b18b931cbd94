"""Tasks of inspection: opened by draws, plans, complaints, campaigns and officers; given to inspectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.permissions import P
from core import audit, outbox, ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from core.workdays import add_working_days
from credit.models import Subject
from institutions.models import Institution
from supervision.campaigns.checklists import in_force
from supervision.choices import ChecklistKind
from supervision.inspections import clocks
from supervision.inspections.choices import InspectionReason, InspectionState, StepKind
from supervision.inspections.steps import NOW, Mark, build, remember, remember_many
from supervision.inspections.workflow import INSPECTION, OPENED, key
from supervision.models import Checklist, ConflictOfInterest, Inspection, InspectionOfficer


@dataclass(frozen=True, slots=True)
class NewInspection:
    """One task to be opened.

    Args:
        speciality: of the checklist; "" the general one.
        checklist_id: the checklist; None takes the one in force for the body and the speciality.
        reason: an `InspectionReason`.
        source_key: what it comes from, such as "supervision.drawnobject:12"; the same opens one task.
        due_on: last day; None takes the working days of the rule table.
        inspectors: ids of officers; they may be named later.
        grounds: why, in words for the inspectors; never who complained.
    """

    subject_id: int
    division_code: str
    speciality: str
    checklist_id: int | None
    reason: str
    source_key: str
    due_on: date | None = None
    inspectors: Sequence[int] = field(default_factory=tuple)
    grounds: str = ""


def open_many(news: Iterable[NewInspection], *, by: Actor, mark: Mark = NOW) -> list[Inspection]:
    """Open tasks of inspection; a source that has one already keeps it.

    Returns:
        The inspection of every source, new or known, in the order asked.

    Raises:
        Refusal: no right in a division, no checklist, or an inspector who may not inspect there.
    """
    offered = {new.source_key: new for new in news}
    try:
        with transaction.atomic():
            known = _open_unknown(offered, by, mark)
    except IntegrityError:  # the same sources came twice at the same moment: what the other opened stands
        with transaction.atomic():
            known = _open_unknown(offered, by, mark)
    return [known[source] for source in offered]


def _open_unknown(offered: Mapping[str, NewInspection], by: Actor, mark: Mark) -> dict[str, Inspection]:
    known = {row.source_key: row for row in Inspection.objects.filter(source_key__in=list(offered))}
    fresh = [new for source, new in offered.items() if source not in known]
    opened = _opened(fresh, by, mark) if fresh else []
    return known | {row.source_key: row for row in opened}


def _opened(fresh: list[NewInspection], by: Actor, mark: Mark) -> list[Inspection]:
    on = today()
    _check_right({new.division_code for new in fresh}, by)
    subjects = Subject.objects.in_bulk({new.subject_id for new in fresh})
    checklists = _checklists(fresh, on)
    officers = _officers(fresh)
    book = ruletables.book(clocks.TABLE)
    rows = []
    for new in fresh:
        subject = subjects[new.subject_id]
        if subject.is_person:
            raise Refusal(
                _("Body: persons are not inspected; choose the body they work for."), field="subject"
            )
        days = int(book.value("do_days", on=on, place=new.division_code))
        rows.append(
            Inspection(
                subject=subject,
                division_code=new.division_code,
                speciality=checklists[new.source_key].speciality or new.speciality,
                checklist=checklists[new.source_key],
                reason=InspectionReason(new.reason),
                source_key=new.source_key,
                grounds=redact(new.grounds.strip())[:255],
                due_on=new.due_on or add_working_days(on, days).on,
                made_by=by.actor_id,
                made_by_label=by.label[:100],
            )
        )
    Inspection.objects.bulk_create(rows, batch_size=500)
    pairs = tied(officers, subjects)
    crew = []
    for row, new in zip(rows, fresh, strict=True):
        for pk in dict.fromkeys(new.inspectors):
            _check_inspector(officers[pk], row.division_code)
            if (pk, row.subject_id) in pairs:
                check_ties([officers[pk]], [row.subject_id])
            crew.append(InspectionOfficer(inspection=row, officer=officers[pk]))
    InspectionOfficer.objects.bulk_create(crew, batch_size=500)
    audit.record_many(audit.event(row, "inspection.open", by=by) for row in rows)
    remember_many(build(row, StepKind.OPENED, by=by, words=row.grounds, mark=mark) for row in rows)
    clocks.start_doing(rows, on=on)
    outbox.publish_many(
        OPENED,
        [
            (
                key(row),
                {
                    "inspection": str(row.guid),
                    "subject": row.subject_id,
                    "source": row.source_key,
                    "division_code": row.division_code,
                },
            )
            for row in rows
        ],
    )
    return rows


def _check_right(divisions: set[str], by: Actor) -> None:
    for code in divisions:
        if not (by.may(P.INSPECTION_PLAN, code) or by.may(P.INSPECTION_APPROVE, code)):
            raise Refusal(_("You do not hold the right to plan inspections of this division."))


def _checklists(fresh: list[NewInspection], on: date) -> dict[str, Checklist]:
    """Return the checklist of every new task, by its source: few different ones, each looked up once.

    No list, no inspection: what may be looked at is laid down beforehand (国办发〔2015〕58号).
    """
    named = Checklist.objects.in_bulk({new.checklist_id for new in fresh if new.checklist_id})
    unnamed = {new.subject_id for new in fresh if not new.checklist_id}
    categories: Mapping[int, str] = dict(
        Institution.objects.filter(subject_id__in=unnamed).values_list("subject_id", "category")
    )
    looked_up: dict[tuple[str, str, str], Checklist | None] = {}
    found = {}
    for new in fresh:
        checklist = named.get(new.checklist_id) if new.checklist_id else None
        if checklist is None:
            asked = (categories.get(new.subject_id, ""), new.division_code, new.speciality)
            if asked not in looked_up:
                looked_up[asked] = in_force(
                    ChecklistKind.INSPECTION, category=asked[0], place=asked[1], speciality=asked[2], day=on
                )
            checklist = looked_up[asked]
        if checklist is None:
            raise Refusal(
                _("Checklist: none is in force for “%(speciality)s”; add one before inspecting.")
                % {"speciality": new.speciality or "–"},
                field="checklist",
            )
        found[new.source_key] = checklist
    return found


def _officers(fresh: list[NewInspection]) -> dict[int, Officer]:
    wanted = {pk for new in fresh for pk in new.inspectors}
    officers = Officer.objects.in_bulk(wanted)
    if missing := wanted - set(officers):
        raise Refusal(
            _("Inspectors: no officer has the number %(no)s.") % {"no": min(missing)}, field="inspectors"
        )
    return officers


def tied(officer_ids: Iterable[int], subject_ids: Iterable[int]) -> set[tuple[int, int]]:
    """Return the pairs of officer and body with a declared tie that stands (行政处罚法 art. 43: recusal)."""
    open_end = Q(ended_on__isnull=True) | Q(ended_on__gt=today())
    rows = ConflictOfInterest.objects.filter(
        open_end, inspector__officer_id__in=set(officer_ids), subject_id__in=set(subject_ids)
    )
    return set(rows.values_list("inspector__officer_id", "subject_id"))


def check_ties(officers: Iterable[Officer], subject_ids: Iterable[int]) -> None:
    """Refuse an inspector who has declared a tie to a body.

    Raises:
        Refusal: the sentence names the inspector, not the tie.
    """
    known = {officer.pk: officer for officer in officers}
    for officer_id, _subject in sorted(tied(known, subject_ids)):
        raise Refusal(
            _("Inspectors: %(name)s has declared a tie to this body and stays out; choose somebody else.")
            % {"name": known[officer_id]},
            field="inspectors",
        )


def _check_inspector(officer: Officer, division_code: str) -> None:
    if not officer.may(P.INSPECTION_DO, division_code):
        raise Refusal(
            _("Inspectors: %(name)s may not inspect in this division.") % {"name": officer},
            field="inspectors",
        )


@transaction.atomic
def name_inspectors(
    inspection: Inspection, *, officers: Sequence[Officer], by: Actor, reason: str = "", mark: Mark = NOW
) -> Inspection:
    """Name the inspectors of a task, or replace some; who has shown the certificate on the spot stays.

    Raises:
        Refusal: no right, too late, not allowed to inspect, or a drawn inspector replaced without a reason.
    """
    row = locked(inspection)
    had = {one.officer_id: one for one in row.crew.select_related("officer")}
    wanted = {officer.pk: officer for officer in officers}
    gone = [one for pk, one in had.items() if pk not in wanted]
    # Drawn inspectors are changed only by approval and with a reason: the draw is public.
    right = P.INSPECTION_APPROVE if row.reason == InspectionReason.DRAW and gone else P.INSPECTION_PLAN
    if not (by.may(right, row.division_code) or by.may(P.INSPECTION_APPROVE, row.division_code)):
        raise Refusal(_("You do not hold the right to name the inspectors of this task."))
    if row.state not in (InspectionState.PLANNED, InspectionState.RUNNING):
        raise Refusal(_("The inspection is over; its inspectors stay as they were."))
    if gone and not reason.strip():
        raise Refusal(_("Stated reason: say why an inspector is replaced."), field="reason")
    if any(one.joined_at for one in gone):
        raise Refusal(_("Inspectors: who has shown the certificate on the spot cannot be taken out."))
    for officer in officers:
        _check_inspector(officer, row.division_code)
    check_ties(officers, [row.subject_id])
    row.crew.filter(pk__in=[one.pk for one in gone]).delete()
    InspectionOfficer.objects.bulk_create(
        InspectionOfficer(inspection=row, officer=officer) for pk, officer in wanted.items() if pk not in had
    )
    names = "、".join(str(officer) for officer in officers)
    changes = {"inspectors": ([str(one.officer) for one in had.values()], names)}
    audit.record(row, "inspection.name_inspectors", by=by, reason=reason, changes=changes)
    words = f"{names}：{reason.strip()}" if reason.strip() else names
    remember(row, StepKind.CREW, by=by, words=words, mark=mark)
    return row


@transaction.atomic
def drop(inspection: Inspection, *, reason: str, by: Actor, mark: Mark = NOW) -> Inspection:
    """Drop a task that was opened by mistake; a body that has closed is a result, not a reason to drop."""
    row = INSPECTION.apply(
        inspection, "drop", by=by, reason=reason, ended_reason=redact(reason.strip())[:255]
    )
    clocks.stop(row, *clocks.KINDS)
    remember(row, StepKind.DROPPED, by=by, words=reason, mark=mark)
    return row


def locked(inspection: Inspection) -> Inspection:
    """Read an inspection again under lock (inside the caller's transaction)."""
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("subject", "checklist")
    return rows.get(pk=inspection.pk)
