"""Verbs of sector visits: start a sheet, fill it in, sign it by two inspectors, rate."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from credit.evaluations.schemes import BY_SHEET, Scheme, items_of, scheme, sheet_of
from credit.evaluations.scoring import Answers, Tally, clean_answers, result_of, tally
from credit.evaluations.services import NewResult, take_in
from credit.evaluations.workflow import VISIT
from credit.models import Evaluation, SectorVisit, Subject
from credit.models.evaluations import EvaluationWay, VisitOutcome, VisitState
from credit.rules.cycles import add_months


def start_visit(*, subject: Subject, scheme_code: str, visited_on: date, by: Actor) -> SectorVisit:
    """Open the score sheet of a visit; the sheet's words are kept as they are in force that day.

    Raises:
        Refusal: no right, day in the future, a person, or a scheme without a sheet.
    """
    rules, sheet = check_start(subject=subject, scheme_code=scheme_code, visited_on=visited_on, by=by)
    with transaction.atomic():
        row = SectorVisit.objects.create(
            subject=subject,
            scheme=rules.code,
            visited_on=visited_on,
            division_code=subject.division_code,
            sheet=sheet,
            made_by=by.actor_id,
            made_by_label=by.label[:100],
        )
        audit.record(row, "sectorvisit.start", by=by, changes={"scheme": ("", rules.code)})
    return row


def check_start(
    *, subject: Subject, scheme_code: str, visited_on: date, by: Actor
) -> tuple[Scheme, dict[str, Any]]:
    """Check whether a sheet may be opened, and store nothing; returns the scheme and its sheet.

    Raises:
        Refusal: as in `start_visit`.
    """
    if not by.may(P.EVALUATION_KEEP, subject.division_code):
        raise Refusal(_("You do not hold the right to rate this subject."))
    if subject.is_person:
        raise Refusal(_("Score sheets are for bodies; choose a body."), field="subject")
    if visited_on > today():
        raise Refusal(_("“Visited on” lies in the future; enter the day of the visit."), field="visited_on")
    rules = scheme(scheme_code, on=visited_on, place=subject.division_code)
    if rules.source != BY_SHEET:
        raise Refusal(_("“%s” is evaluated by others and has no score sheet.") % rules.shown, field="scheme")
    return rules, sheet_of(rules, on=visited_on, place=subject.division_code)


def fill(visit: SectorVisit, *, given: Answers, remarks: str, by: Actor) -> SectorVisit:
    """Keep what was filled in so far; a sheet with a signature is no longer changed.

    Raises:
        Refusal: no right, already signed, or a line with impossible points.
    """
    if not by.may(P.EVALUATION_KEEP, visit.division_code):
        raise Refusal(_("You do not hold the right to rate this subject."))
    with transaction.atomic():
        row = SectorVisit.objects.select_for_update().get(pk=visit.pk)
        if row.state != VisitState.DRAFT:
            raise Refusal(_("The sheet carries a signature; open it again before changing it."))
        before = row.answers
        row.answers = clean_answers(items_of(row.sheet), given, complete=False)
        row.remarks = redact(remarks.strip())
        row.save(update_fields=["answers", "remarks"])
        audit.record(row, "sectorvisit.fill", by=by, changes={"answers": (before, row.answers)})
    return row


def sign(visit: SectorVisit, *, by: Actor) -> SectorVisit:
    """Sign a filled sheet; the second signature, of another inspector, rates the body.

    Raises:
        Refusal: a line is not judged, no right, or the same inspector signs twice.
    """
    visit.refresh_from_db()
    items = items_of(visit.sheet)
    counted = tally(items, clean_answers(items, visit.answers, complete=True))
    if visit.state == VisitState.DRAFT:
        return VISIT.apply(
            visit,
            "sign_first",
            by=by,
            first_inspector=by.actor_id,
            first_inspector_label=by.label[:100],
            first_signed_at=timezone.now(),
            score=counted.score,
        )
    return _sign_second(visit, counted, by)


def _sign_second(visit: SectorVisit, counted: Tally, by: Actor) -> SectorVisit:
    rules = scheme(visit.scheme, on=visit.visited_on, place=visit.division_code)
    with transaction.atomic():
        Subject.objects.select_for_update().get(pk=visit.subject_id)  # two sheets of one body wait in line
        outcome, result = judge(visit, rules, counted)
        moved = VISIT.apply(
            visit,
            "sign_second",
            by=by,
            second_inspector_label=by.label[:100],
            second_signed_at=timezone.now(),
            score=counted.score,
            outcome=outcome,
        )
        if result:
            _rate(moved, result, counted, by)
    return moved


def judge(visit: SectorVisit, rules: Scheme, counted: Tally) -> tuple[VisitOutcome, str]:
    """Say what a sheet leads to, and the result where it is rated.

    Guangdong's guide: failing a key item (※) = not rated, correct first; Haikou 2010: the first rating needs
    two visits some months apart. Both are rule data of the scheme.
    """
    result = result_of(rules, counted)
    if counted.failed and not result:
        return VisitOutcome.KEY_ITEM, ""
    if not result:
        return VisitOutcome.TOO_LOW, ""
    rated_before = Evaluation.objects.filter(subject=visit.subject_id, scheme=visit.scheme).exists()
    if rules.visits < 2 or rated_before:
        return VisitOutcome.RATED, result
    earlier = SectorVisit.objects.filter(
        subject=visit.subject_id,
        scheme=visit.scheme,
        state=VisitState.SIGNED,
        outcome=VisitOutcome.FIRST_VISIT,
    ).order_by("visited_on")
    first = earlier.first()
    if first is None:
        return VisitOutcome.FIRST_VISIT, ""
    if visit.visited_on < add_months(first.visited_on, rules.months_apart):
        return VisitOutcome.TOO_SOON, ""
    return VisitOutcome.RATED, result


def _rate(visit: SectorVisit, result: str, counted: Tally, by: Actor) -> None:
    new = NewResult(
        subject=visit.subject,
        scheme=visit.scheme,
        year=visit.visited_on.year,
        result=result,
        evaluated_on=visit.visited_on,
        evaluator=_evaluator(visit, by),
        score=counted.score,
    )
    take_in([new], by=by, way=EvaluationWay.SHEET)
    visit.evaluation = Evaluation.objects.get(
        subject=visit.subject_id, scheme=visit.scheme, year=new.year, replaced_at__isnull=True
    )
    visit.save(update_fields=["evaluation"])


def _evaluator(visit: SectorVisit, by: Any) -> str:
    """The authority of the inspectors, else their names."""
    agency = getattr(by, "agency", None)
    return agency.name if agency else f"{visit.first_inspector_label}、{visit.second_inspector_label}"


def reopen(visit: SectorVisit, *, by: Actor, reason: str) -> SectorVisit:
    """Open a sheet again that one inspector has signed; the signature falls."""
    return VISIT.apply(
        visit,
        "reopen",
        by=by,
        reason=reason,
        first_inspector="",
        first_inspector_label="",
        first_signed_at=None,
        score=None,
    )


def drop(visit: SectorVisit, *, by: Actor, reason: str) -> SectorVisit:
    """Drop a sheet that was opened in error."""
    return VISIT.apply(visit, "drop", by=by, reason=reason)
