"""Every step of an application after it came in: completed, accepted, examined, decided, delivered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import evidence
from core.actors import Actor, SystemActor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from core.workdays import add_working_days, working_days_between
from supervision.models import ApprovalCase
from supervision.service import clocks, terms
from supervision.service.choices import CaseState, Door, Outcome
from supervision.service.workflow import APPROVAL

MOST_MISSING = 40
LONGEST_MISSING = 120


def about(case: ApprovalCase) -> str:
    """Return the name under which the papers of a case are kept."""
    return f"supervision.approvalcase:{case.pk}"


@transaction.atomic
def tell_missing(case: ApprovalCase, *, missing: Iterable[str], by: Actor) -> ApprovalCase:
    """Say once, and all at once, what is missing (行政许可法 第32条).

    Telling it piecemeal is a fault of the authority (第72条).

    Raises:
        Refusal: nothing named, or a notice was given already.
    """
    papers = [redact(line.strip())[:LONGEST_MISSING] for line in missing if line.strip()][:MOST_MISSING]
    return _moved(APPROVAL.apply(case, "tell", by=by, missing=papers, told_on=today()))


@transaction.atomic
def complete(case: ApprovalCase, *, by: Actor, files: Iterable[Any] = ()) -> ApprovalCase:
    """Note that the papers were completed: the days for acceptance run from today."""
    evidence.keep_all(list(files), about=about(case), division_code=case.division_code, by=by)
    return _moved(APPROVAL.apply(case, "complete", by=by, completed_on=today()))


def accept(case: ApprovalCase, *, by: Actor) -> ApprovalCase:
    """Accept: the promised limit and that of the law run from today."""
    return _accepted(case, on=today(), deemed=False, by=by)


@transaction.atomic
def _accepted(case: ApprovalCase, *, on: date, deemed: bool, by: Actor) -> ApprovalCase:
    promised = add_working_days(on, case.promised_days)
    law = add_working_days(on, case.statutory_days)
    return _moved(
        APPROVAL.apply(
            case,
            "accept",
            by=by,
            accepted_on=on,
            deemed=deemed,
            due_on=promised.on,
            law_due_on=law.on,
            due_provisional=promised.provisional or law.provisional,
        )
    )


def accept_overdue(*, on: date | None = None) -> int:
    """Accept by force of law what nobody answered in time; returns how many (行政许可法 第32条第1款第4项).

    An application on a commitment that is not signed yet waits on: the signature is the applicant's to give.
    """
    day, done = on or today(), 0
    waiting = ApprovalCase.objects.filter(state=CaseState.RECEIVED).select_related("item", "commitment")
    for case in waiting.order_by("pk"):
        start = case.completed_on or case.received_on
        days = terms.number("accept_days", on=case.received_on, place=case.division_code)
        unsigned = case.door != Door.ORDINARY and (case.commitment is None or not case.commitment.signed_at)
        if unsigned or add_working_days(start, days).on >= day:
            continue
        _accepted(case, on=start, deemed=True, by=SystemActor("approvals"))
        done += 1
    return done


@transaction.atomic
def reject(case: ApprovalCase, *, reason: str, by: Actor) -> ApprovalCase:
    """Do not accept: nothing to be permitted, or not ours to permit. The applicant reads the reason."""
    words = redact(reason.strip())
    return _moved(APPROVAL.apply(case, "reject", by=by, reason=words, reasoning=words, closed_on=today()))


@transaction.atomic
def take_back(case: ApprovalCase, *, reason: str, by: Actor) -> ApprovalCase:
    """Note that the applicant takes the application back."""
    words = redact(reason.strip())
    return _moved(APPROVAL.apply(case, "take_back", by=by, reason=words, reasoning=words, closed_on=today()))


@transaction.atomic
def pause(case: ApprovalCase, *, reason: str, by: Actor) -> ApprovalCase:
    """Stop the clock for a hearing, test or expert review; the applicant is told how long it takes."""
    return _moved(APPROVAL.apply(case, "pause", by=by, reason=redact(reason), paused_on=today()))


@transaction.atomic
def resume(case: ApprovalCase, *, by: Actor) -> ApprovalCase:
    """Let the clock run on: the working days since it was stopped are added to both limits."""
    current = ApprovalCase.objects.select_for_update().get(pk=case.pk)
    stood = working_days_between(current.paused_on, today()) if current.paused_on else 0
    current.paused_days += max(0, stood)
    return _moved(
        APPROVAL.apply(
            case, "resume", by=by, paused_on=None, paused_days=current.paused_days, **_limits(current)
        )
    )


@transaction.atomic
def extend(case: ApprovalCase, *, days: int, reason: str, by: Actor) -> ApprovalCase:
    """Approve a longer limit, once, by at most what the law allows; the applicant is told why.

    Raises:
        Refusal: extended already, too many days, no reason, or one's own case.
    """
    most = terms.number("extension_days", on=case.received_on, place=case.division_code)
    current = ApprovalCase.objects.select_for_update().get(pk=case.pk)
    if current.extended_by_days:
        raise Refusal(_("The limit was extended already; the law allows it once."), field="days")
    if not 1 <= days <= most:
        raise Refusal(_("“Days” must be between 1 and %(most)s working days.") % {"most": most}, field="days")
    current.extended_by_days = days
    return _moved(
        APPROVAL.apply(
            case, "extend", by=by, reason=redact(reason), extended_by_days=days, **_limits(current)
        )
    )


def _limits(case: ApprovalCase) -> dict[str, Any]:
    promised = clocks.last_day(case, case.promised_days)
    law = clocks.last_day(case, case.statutory_days)
    return {
        "due_on": promised.on,
        "law_due_on": law.on,
        "due_provisional": promised.provisional or law.provisional,
    }


@transaction.atomic
def propose(
    case: ApprovalCase, *, outcome: str, reasoning: str, by: Actor, files: Iterable[Any] = ()
) -> ApprovalCase:
    """Propose how to decide, with the reasons."""
    if outcome not in Outcome.values:
        raise Refusal(_("Choose whether the application is granted or refused."), field="outcome")
    evidence.keep_all(list(files), about=about(case), division_code=case.division_code, by=by)
    return _moved(
        APPROVAL.apply(
            case,
            "propose",
            by=by,
            outcome=outcome,
            reasoning=redact(reasoning.strip()),
            proposed_by=by.actor_id,
            proposed_by_label=by.label[:100],
        )
    )


@transaction.atomic
def send_back(case: ApprovalCase, *, reason: str, by: Actor) -> ApprovalCase:
    """Let the first officer examine it again; the limit runs on."""
    return _moved(APPROVAL.apply(case, "send_back", by=by, reason=redact(reason)))


@transaction.atomic
def decide(case: ApprovalCase, *, decision_no: str, by: Actor) -> ApprovalCase:
    """Decide as proposed, by a second officer."""
    return _moved(
        APPROVAL.apply(
            case,
            "decide",
            by=by,
            decision_no=decision_no.strip()[:80],
            decided_on=today(),
            decided_by_label=by.label[:100],
        )
    )


@transaction.atomic
def deliver(case: ApprovalCase, *, by: Actor) -> ApprovalCase:
    """Note that decision and certificate were handed over."""
    return _moved(APPROVAL.apply(case, "deliver", by=by, delivered_on=today(), closed_on=today()))


def _moved(case: ApprovalCase) -> ApprovalCase:
    clocks.keep(case)
    return case


def recompute_limits() -> int:
    """Count limits again whose year was not announced yet when they were counted; returns how many moved."""
    moved = []
    for case in ApprovalCase.objects.filter(due_provisional=True, accepted_on__isnull=False):
        before = (case.due_on, case.law_due_on, case.due_provisional)
        for name, value in _limits(case).items():
            setattr(case, name, value)
        if before != (case.due_on, case.law_due_on, case.due_provisional):
            moved.append(case)
    ApprovalCase.objects.bulk_update(moved, ["due_on", "law_due_on", "due_provisional"])
    return len(moved)
