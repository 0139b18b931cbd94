"""Verbs of evaluations: take results in, note what became of the tasks that a bad one opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, deadlines, evidence, outbox
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from credit.evaluations import feeds
from credit.evaluations.deadlines import KINDS
from credit.evaluations.schemes import Scheme, scheme
from credit.evaluations.workflow import FOLLOW_UP
from credit.models import Evaluation, EvaluationFollowUp, Subject
from credit.models.evaluations import EvaluationWay, FollowUpKind, FollowUpState
from credit.services import hold_files

TAKEN_IN = "credit.evaluation.taken_in"
FIRST_YEAR = 2000


@dataclass(frozen=True, slots=True)
class NewResult:
    """A result as it arrives.

    Args:
        subject: whose it is.
        scheme: code of the scheme.
        year: the year that was evaluated.
        result: its word, such as 差.
        evaluated_on: when it was established.
        evaluator: who established it.
        score: standardised score, where there is one.
    """

    subject: Subject
    scheme: str
    year: int
    result: str
    evaluated_on: date
    evaluator: str
    score: Decimal | None = None


@dataclass(slots=True)
class Taken:
    """What became of results: new, replacing an earlier one of the year, already known."""

    new: int = 0
    replaced: int = 0
    unchanged: int = 0


def take_in(results: Iterable[NewResult], *, by: Actor, way: EvaluationWay) -> Taken:
    """Take results in, all or none. Earlier results of the same year are kept and marked as replaced.

    津滨卫执法〔2020〕120号 三(二)5: a body evaluated as poor is talked to and made to mend; the scheme's rule
    data says within how many working days.

    Raises:
        Refusal: no right, unknown scheme or result, impossible year or day, older than what is on file.
    """
    taken, offered = Taken(), list(results)
    with transaction.atomic():
        hold_files(
            new.subject.pk for new in offered
        )  # the same result from two sides: one waits, and finds it
        for new in offered:
            _take_one(new, by, way, taken)
    return taken


def _take_one(new: NewResult, by: Actor, way: EvaluationWay, taken: Taken) -> None:
    if not by.may(P.EVALUATION_KEEP, new.subject.division_code):
        raise Refusal(
            _("You do not hold the right to keep evaluations of “%s”.") % new.subject, field="subject"
        )
    rules = check_result(new)
    standing = (
        Evaluation.objects.select_for_update()
        .filter(subject=new.subject, scheme=new.scheme, year=new.year, replaced_at__isnull=True)
        .first()
    )
    if standing is not None:
        if _same(standing, new):
            taken.unchanged += 1
            return
        refuse_older(standing.evaluated_on, new.evaluated_on)
        standing.replaced_at = timezone.now()
        standing.save(update_fields=["replaced_at"])
    row = _store(new, by, way)
    audit.record(
        row,
        "evaluation.take_in",
        by=by,
        changes={"result": (standing.result if standing else "", row.result)},
    )
    if standing is not None:
        _drop_tasks(standing, by)
    _open_tasks(row, rules)
    outbox.publish(TAKEN_IN, f"evaluation:{row.subject_id}:{row.scheme}", _payload(row, standing))
    if _is_newest(row):
        feeds.tell(row, rules, by)
    taken.new += standing is None
    taken.replaced += standing is not None


def check_result(new: NewResult) -> Scheme:
    """Check a result against its scheme; returns the scheme.

    Raises:
        Refusal: names the field and what it takes.
    """
    rules = scheme(new.scheme, on=new.evaluated_on, place=new.subject.division_code)
    words = [word.label for word in rules.results]
    if new.result not in words:
        raise Refusal(
            _("“Result” takes one of: %s.") % "、".join(words),
            field="result",
        )
    if new.evaluated_on > today():
        raise Refusal(_("“Evaluated on” lies in the future."), field="evaluated_on")
    if not FIRST_YEAR <= new.year <= new.evaluated_on.year:
        raise Refusal(
            _("“Year evaluated” must be a year from %(first)s to that of the evaluation, %(last)s.")
            % {"first": FIRST_YEAR, "last": new.evaluated_on.year},
            field="year",
        )
    if not new.evaluator.strip():
        raise Refusal(_("“Evaluated by” is empty: name the body that evaluated."), field="evaluator")
    return rules


def refuse_older(known: date, offered: date) -> None:
    """Refuse a result that is older than what is on file for the same year.

    Raises:
        Refusal: it is older.
    """
    if offered < known:
        raise Refusal(
            _("A result of %(day)s is on file for that year; an older one cannot replace it.")
            % {"day": known.isoformat()},
            field="evaluated_on",
        )


def _same(row: Evaluation, new: NewResult) -> bool:
    return (row.result, row.evaluated_on, row.evaluator, row.score) == (
        new.result,
        new.evaluated_on,
        new.evaluator,
        new.score,
    )


def _store(new: NewResult, by: Actor, way: EvaluationWay) -> Evaluation:
    return Evaluation.objects.create(
        subject=new.subject,
        scheme=new.scheme,
        year=new.year,
        result=new.result,
        score=new.score,
        evaluated_on=new.evaluated_on,
        evaluator=new.evaluator.strip()[:200],
        way=way,
        division_code=new.subject.division_code,
        taken_in_by=by.actor_id,
        taken_in_by_label=by.label[:100],
    )


def _payload(row: Evaluation, before: Evaluation | None) -> dict[str, Any]:
    return {
        "subject": row.subject_id,
        "evaluation": row.pk,
        "scheme": row.scheme,
        "year": row.year,
        "result": row.result,
        "before": before.result if before else "",
        "evaluated_on": row.evaluated_on.isoformat(),
        "division_code": row.division_code,
    }


def _is_newest(row: Evaluation) -> bool:
    return not Evaluation.objects.filter(
        subject=row.subject_id,
        scheme=row.scheme,
        replaced_at__isnull=True,
        evaluated_on__gt=row.evaluated_on,
    ).exists()


def _open_tasks(row: Evaluation, rules: Scheme) -> None:
    for rule in rules.tasks:
        if rule.result != row.result:
            continue
        task = EvaluationFollowUp(
            evaluation=row, kind=rule.kind, division_code=row.division_code, due_on=today()
        )
        task.save()
        clock = deadlines.build(
            KINDS[FollowUpKind(rule.kind)],
            task,
            start=today(),
            working_days=rule.working_days,
            title=f"{row.subject.name} {row.year} {row.result}" if not row.subject.is_person else f"{row}",
            basis=rules.basis,
        )
        task.due_on = clock.due_on
        task.save(update_fields=["due_on"])
        deadlines.open_many([clock])


def _drop_tasks(replaced: Evaluation, by: Actor) -> None:
    """A corrected result takes its open tasks along; if it is still bad, new ones open."""
    for task in replaced.follow_ups.filter(state=FollowUpState.OPEN):
        FOLLOW_UP.apply(task, "drop", by=by, reason=_("The result was replaced by a newer one."))
        deadlines.close(KINDS[FollowUpKind(task.kind)], EvaluationFollowUp, [task.pk])


def about(task: EvaluationFollowUp) -> str:
    """Return how evidence names a task."""
    return f"credit.evaluationfollowup:{task.pk}"


def note_done(
    task: EvaluationFollowUp, *, by: Actor, outcome: str, done_on: date, proof: Sequence[Any] = ()
) -> EvaluationFollowUp:
    """Note that the interview was held, or the rectification checked.

    Raises:
        Refusal: nothing is said about the outcome, or the day lies in the future.
    """
    if done_on > today():
        raise Refusal(_("“Done on” lies in the future; note it when it is done."), field="done_on")
    with transaction.atomic():
        moved = FOLLOW_UP.apply(
            task,
            "do",
            by=by,
            outcome=redact(outcome.strip()),
            done_on=done_on,
            done_by_label=by.label[:100],
        )
        deadlines.close(KINDS[FollowUpKind(moved.kind)], EvaluationFollowUp, [moved.pk])
        evidence.keep_all(
            proof,
            about=about(moved),
            division_code=moved.division_code,
            by=by,
            kind=str(moved.get_kind_display()),
            party=f"credit.subject:{moved.evaluation.subject_id}",
        )
    return moved


def drop_task(task: EvaluationFollowUp, *, by: Actor, reason: str) -> EvaluationFollowUp:
    """Drop a task that is no longer needed, with the reason."""
    with transaction.atomic():
        moved = FOLLOW_UP.apply(task, "drop", by=by, reason=reason)
        deadlines.close(KINDS[FollowUpKind(moved.kind)], EvaluationFollowUp, [moved.pk])
    return moved
