"""Minutes of an interview with demands and attendance, and its follow-up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import evidence, ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.language import in_kept_words
from core.masking import redact
from credit.services import NewRecord, applies_to, catalogue, hold_files, record_conduct
from supervision.choices import (
    Attendance,
    DemandResult,
    RectificationSource,
)
from supervision.interviews import clocks, sharing
from supervision.interviews.services.proposing import about, propose
from supervision.interviews.workflow import INTERVIEW
from supervision.models import Interview, InterviewBody, InterviewDemand
from supervision.rectification.services import NewRectification, open_many


@dataclass(frozen=True, slots=True)
class Heard:
    """How one body took part: attendance, as what it came, and what it said."""

    attendance: str
    came_as: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that is demanded, with its last day."""

    text: str
    due_on: date


@transaction.atomic
def hold(
    row: Interview,
    *,
    held_on: date,
    host: str,
    recorder: str,
    minutes: str,
    heard: Mapping[int, Heard],
    demands: Iterable[Demand],
    by: Actor,
    files: Iterable[Any] = (),
) -> Interview:
    """Enter the minutes: the record goes into every body's file and to the platforms, demands are opened.

    Args:
        held_on: day of the interview, not ahead.
        host: who held it.
        recorder: who took the minutes.
        minutes: what was said and agreed.
        heard: by subject, how each body took part; one for every body.
        demands: what is demanded; each opens a rectification at each body.
        files: signed minutes, recordings.

    Raises:
        Refusal: no notice, no minutes, a body without attendance, a wrong day, a demand without a day ahead.
    """
    asked = list(demands)
    bodies = list(row.bodies.select_related("subject").order_by("pk"))
    _check_held(held_on, row, bodies, heard, asked)
    hold_files(body.subject_id for body in bodies)
    moved = INTERVIEW.apply(
        row,
        "hold",
        by=by,
        held_on=held_on,
        host=host.strip()[:100],
        recorder=recorder.strip()[:100],
        minutes=redact(minutes.strip()),
        follow_up_by=max((one.due_on for one in asked), default=held_on),
    )
    for body in bodies:
        how = heard[body.subject_id]
        body.attendance, body.came_as = how.attendance, redact(how.came_as.strip())[:100]
        body.statement = redact(how.statement.strip())
    InterviewBody.objects.bulk_update(bodies, ["attendance", "came_as", "statement"])
    _demand(moved, bodies, asked, by)
    _into_files(moved, bodies, by)
    sharing.tell(moved, revision=1)
    if offered := list(files):
        with in_kept_words():
            kind = _("minutes")
        evidence.keep_all(offered, about=about(moved), division_code=moved.division_code, by=by, kind=kind)
    clocks.keep(moved)
    _next_step(moved, [body for body in bodies if body.attendance == Attendance.ABSENT], "absent", by)
    return moved


def _check_held(
    held_on: date,
    row: Interview,
    bodies: Sequence[InterviewBody],
    heard: Mapping[int, Heard],
    demands: Sequence[Demand],
) -> None:
    if held_on > today():
        raise Refusal(
            _("Held on: the day lies ahead; enter the minutes after the interview."), field="held_on"
        )
    if row.noticed_on and held_on < row.noticed_on:
        raise Refusal(_("Held on: the day lies before the notice; check it."), field="held_on")
    for body in bodies:
        if body.subject_id not in heard or heard[body.subject_id].attendance not in Attendance.values:
            raise Refusal(
                _("Attendance: say for “%(body)s” whether it came.") % {"body": body.subject.name},
                field=f"attendance_{body.subject_id}",
            )
    for one in demands:
        if not one.text.strip():
            raise Refusal(_("Demands: say in words what is demanded."), field="demands")
        if one.due_on <= held_on:
            raise Refusal(
                _("Demands: the day of “%(text)s” must lie after the interview.") % {"text": one.text[:40]},
                field="demands",
            )


def _demand(row: Interview, bodies: Sequence[InterviewBody], demands: Sequence[Demand], by: Actor) -> None:
    kept = InterviewDemand.objects.bulk_create(
        [
            InterviewDemand(
                interview=row, number=number, text=redact(one.text.strip())[:500], due_on=one.due_on
            )
            for number, one in enumerate(demands, 1)
        ]
    )
    open_many(
        [
            NewRectification(
                subject_id=body.subject_id,
                division_code=row.division_code,
                source=RectificationSource.INTERVIEW,
                source_key=f"supervision.interviewdemand:{one.pk}:{body.subject_id}",
                problem=one.text,
                facts=row.grounds,
                due_on=one.due_on,
                document_no=row.notice_no,
            )
            for one in kept
            for body in bodies
        ],
        on=today(),
        by=by,
    )


def _into_files(row: Interview, bodies: Sequence[InterviewBody], by: Actor) -> None:
    """Put the interview into every body's credit file as basic information; it costs no points."""
    code = str(ruletables.rule(clocks.TABLE, "record_item", on=today(), place=row.division_code))
    found = catalogue().find(code, on=row.held_on or today(), place=row.division_code)
    if found is None:
        return
    told = [body for body in bodies if applies_to(body.subject) == found.applies_to]
    with in_kept_words():
        titles = {body.pk: f"{row.get_kind_display()}：{body.get_attendance_display()}" for body in told}
    record_conduct(
        [
            NewRecord(
                subject_id=body.subject_id,
                item_code=found.code,
                title=titles[body.pk],
                happened_on=row.held_on or today(),
                final_on=None,
                source=f"supervision.interview:{row.guid}:{body.subject_id}",
                document_no=row.notice_no,
                authority_name=row.authority_name,
                division_code=body.subject.division_code,
                facts=row.grounds,
            )
            for body in told
        ],
        by=by,
    )


@transaction.atomic
def follow_up(
    row: Interview, *, results: Mapping[int, str], notes: Mapping[int, str], by: Actor
) -> Interview:
    """Note for every body whether the demands were met, and close; the platforms hear the result.

    Args:
        results: by subject, a `DemandResult`.
        notes: by subject, what was looked at; needed where demands are not met in full.

    Raises:
        Refusal: not held yet, a body without result, or no words where they are needed.
    """
    bodies = list(row.bodies.select_related("subject").order_by("pk"))
    for body in bodies:
        body.result = results.get(body.subject_id, "")
        body.result_note = redact(notes.get(body.subject_id, "").strip())[:500]
        if body.result not in DemandResult.values:
            raise Refusal(
                _("Result: say for “%(body)s” whether the demands were met.") % {"body": body.subject.name},
                field=f"result_{body.subject_id}",
            )
        if body.result != DemandResult.MET and not body.result_note:
            raise Refusal(
                _("Note: say for “%(body)s” what is still missing.") % {"body": body.subject.name},
                field=f"note_{body.subject_id}",
            )
    moved = INTERVIEW.apply(row, "close", by=by, closed_on=today(), closed_by_label=by.label[:100])
    InterviewBody.objects.bulk_update(bodies, ["result", "result_note"])
    sharing.tell(moved, revision=2)
    clocks.keep(moved)
    _next_step(moved, [body for body in bodies if body.result == DemandResult.UNMET], "unmet", by)
    return moved


def _next_step(row: Interview, bodies: Sequence[InterviewBody], why: str, by: Actor) -> None:
    """After a reminder that was ignored a warning interview is proposed, where the rules say so."""
    rule = ruletables.rule(clocks.TABLE, "next_step", on=today(), place=row.division_code)
    kind = str(rule.get(why, ""))
    if not bodies or not kind or row.kind == kind:
        return
    with in_kept_words():
        words = {
            "absent": _("Did not come to the interview under notice %(no)s: %(grounds)s"),
            "unmet": _("Did not meet the demands of the interview under notice %(no)s: %(grounds)s"),
        }
    propose(
        kind=kind,
        subjects=[body.subject for body in bodies],
        grounds=words[why] % {"no": row.notice_no, "grounds": row.grounds},
        authority_name=row.authority_name,
        division_code=row.division_code,
        source_key=f"supervision.interview:{row.pk}:{why}",
        by=by,
    )
