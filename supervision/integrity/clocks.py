"""The clocks of government integrity: self-scores, review, decision, explanation, correction, end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines, ruletables
from core.clock import today
from core.deadlines import DeadlineKind
from core.language import in_kept_words
from core.models import Deadline
from core.ruletables import RuleBook
from core.scope import division_of
from supervision.integrity.choices import RUNNING, WRITABLE
from supervision.integrity.choices import AssessmentState as A
from supervision.integrity.choices import BreachState as B
from supervision.integrity.choices import MeasureState as M
from supervision.integrity.choices import RoundState as R
from supervision.integrity.tables import CLOCKS
from supervision.models import Assessment, AssessmentRound, IntegrityBreach, IntegrityMeasure

_ROUND = "admin:supervision_assessmentround_change"
_ASSESSMENT = "admin:supervision_assessment_change"
_BREACH = "admin:supervision_integritybreach_change"
_MEASURE = "admin:supervision_integritymeasure_change"


def _kind(code: str, label: Any, permission: str, page: str) -> DeadlineKind:
    return deadlines.register(DeadlineKind(code, label, permission, page))


SELF_SCORES = _kind("integrity_self", _("Self-scores come in"), P.INTEGRITY_REVIEW, _ROUND)
RESULTS = _kind("integrity_results", _("Results are published inside"), P.INTEGRITY_DECIDE, _ROUND)
REVIEW = _kind("integrity_review", _("Review the self-score"), P.INTEGRITY_REVIEW, _ASSESSMENT)
DECIDE = _kind("integrity_decide", _("Decide the result"), P.INTEGRITY_DECIDE, _ASSESSMENT)
CONFIRM = _kind("integrity_confirm", _("Decide on a breach"), P.INTEGRITY_DECIDE, _BREACH)
CORRECT = _kind("integrity_correct", _("The body corrects its breach"), P.INTEGRITY_REVIEW, _BREACH)
CHECK = _kind("integrity_check", _("Decide on the correction of a breach"), P.INTEGRITY_DECIDE, _BREACH)
IMPOSE = _kind("integrity_impose", _("Decide on a consequence"), P.INTEGRITY_DECIDE, _MEASURE)
EXPLAIN = _kind("integrity_explain", _("The body explains itself"), P.INTEGRITY_REVIEW, _MEASURE)
ENDS = _kind("integrity_end", _("A consequence ends"), P.INTEGRITY_REVIEW, _MEASURE)
ROUND_KINDS = (SELF_SCORES, RESULTS)
ASSESSMENT_KINDS = (REVIEW, DECIDE)
BREACH_KINDS = (CONFIRM, CORRECT, CHECK)
MEASURE_KINDS = (IMPOSE, EXPLAIN, ENDS)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A clock that should run: a fixed day with its basis, or working days from a day by the rule `code`."""

    kind: DeadlineKind
    row: models.Model
    title: str
    due_on: date | None = None
    start: date | None = None
    code: str = ""
    basis: str = ""


def keep_round(row: AssessmentRound) -> None:
    """Set the clocks of a round."""
    with in_kept_words():
        set_by = str(_("day set when the assessment was drafted"))
    wanted = []
    if row.state == R.OPEN:
        wanted.append(_Wanted(RESULTS, row, row.title, due_on=row.result_due_on, basis=set_by))
        if row.assessments.filter(state__in=WRITABLE).exists():
            wanted.append(_Wanted(SELF_SCORES, row, row.title, due_on=row.self_due_on, basis=set_by))
    _keep(ROUND_KINDS, AssessmentRound, [row.pk], wanted)


def keep_assessments(rows: Iterable[Assessment]) -> None:
    """Set the clocks of assessments, and of the rounds whose last self-score may have come in."""
    held = list(rows)
    wanted = []
    for row in held:
        if row.state == A.HANDED_IN and row.handed_in_on:
            wanted.append(_Wanted(REVIEW, row, str(row), start=row.handed_in_on, code="review"))
        if row.state == A.REVIEWED and row.reviewed_on:
            wanted.append(_Wanted(DECIDE, row, str(row), start=row.reviewed_on, code="decide"))
    _keep(ASSESSMENT_KINDS, Assessment, [row.pk for row in held], wanted)
    for parent in AssessmentRound.objects.filter(pk__in={row.round_id for row in held}):
        keep_round(parent)


def keep_breach(row: IntegrityBreach) -> None:
    """Set the clocks of a breach."""
    title = f"{row.subject.name}：{row.title}"
    wanted = []
    if row.state == B.PROPOSED:
        wanted.append(_Wanted(CONFIRM, row, title, start=today(), code="decide_breach"))
    if row.state == B.CONFIRMED and row.correct_by:
        wanted.append(_Wanted(CORRECT, row, title, due_on=row.correct_by))
    if row.state == B.CORRECTION and row.correction_on:
        # A second officer has for the correction as long as for the breach.
        wanted.append(_Wanted(CHECK, row, title, start=row.correction_on, code="decide_breach"))
    _keep(BREACH_KINDS, IntegrityBreach, [row.pk], wanted)


def keep_measures(rows: Iterable[IntegrityMeasure]) -> None:
    """Set the clocks of consequences."""
    held = list(rows)
    wanted: list[_Wanted] = []
    for row in held:
        wanted += _of_measure(row)
    _keep(MEASURE_KINDS, IntegrityMeasure, [row.pk for row in held], wanted)


def _of_measure(row: IntegrityMeasure) -> Iterator[_Wanted]:
    if row.state == M.PROPOSED:
        yield _Wanted(IMPOSE, row, str(row), start=today(), code="impose")
    if row.state == M.IN_FORCE and row.explain_by:
        yield _Wanted(EXPLAIN, row, str(row), due_on=row.explain_by)
    if row.state in RUNNING and row.ends_on:
        yield _Wanted(ENDS, row, str(row), due_on=row.ends_on, basis=row.document_no)


def _keep(
    kinds: Iterable[DeadlineKind], model: type[models.Model], pks: Iterable[int], wanted: list[_Wanted]
) -> None:
    """Close what should not run; a clock that runs rightly keeps the day on which it began."""
    pairs = {(one.kind.code, str(one.row.pk)) for one in wanted}
    for kind in kinds:
        gone = [pk for pk in pks if (kind.code, str(pk)) not in pairs]
        fixed = [one.row.pk for one in wanted if one.kind is kind and one.due_on is not None]
        if gone or fixed:
            deadlines.close(kind, model, [*gone, *fixed])
    if wanted:
        book = ruletables.book(CLOCKS)
        deadlines.open_many(_built(one, book) for one in wanted)


def _built(one: _Wanted, book: RuleBook) -> Deadline:
    place = division_of(one.row)
    if one.due_on is None:
        start = one.start or today()
        rule = book.find(one.code, on=start, place=place)
        basis = f"{rule.document} {rule.article}".strip() if rule else ""
        days = int(book.value(one.code, on=start, place=place))
        return deadlines.build(
            one.kind, one.row, start=start, working_days=days, title=one.title, basis=basis
        )
    return Deadline(
        kind=one.kind.code,
        object_type=one.row._meta.label_lower,
        object_id=str(one.row.pk),
        title=one.title[:255],
        permission=one.kind.permission,
        division_code=place,
        started_on=today(),
        working_days=None,
        due_on=one.due_on,
        basis=one.basis[:200],
    )


def days(code: str, *, on: date, place: str) -> int:
    """Return the days of a rule of the table of clocks."""
    return int(ruletables.rule(CLOCKS, code, on=on, place=place))
