"""Warnings near a promised limit: raised by themselves, answered by the supervising officer.

川卫发〔2017〕122号附表 第8项: 明确各环节办理时间节点, 实施时限临期自动预警.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit, deadlines, outbox, ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from core.workdays import add_working_days
from supervision.models import ApprovalCase, ApprovalWarning
from supervision.service import clocks, terms
from supervision.service.choices import CaseState, Level

WARNED = "supervision.approval.warned"
LEAST_WORDS = 4
WARNED_STATES = (CaseState.ACCEPTED, CaseState.PROPOSED)
"""A stopped clock comes near nothing."""


@transaction.atomic
def warn(*, on: date | None = None) -> int:
    """Raise a warning for every case whose light changed; returns how many are new. May run any time."""
    day = on or today()
    book = ruletables.book(terms.TABLE)
    rows = ApprovalCase.objects.filter(state__in=WARNED_STATES, due_on__lte=_horizon(day, book))
    fresh = []
    for case in rows.select_related("item").order_by("pk"):
        if case.due_on is None:
            continue
        level = terms.lights(on=day, place=case.division_code, book=book).level(case.due_on, day)
        if level is not None:
            fresh.append(ApprovalWarning(case=case, level=level, due_on=case.due_on, raised_on=day))
    return _store(fresh, day)


def _horizon(day: date, book: ruletables.RuleBook) -> date:
    """Return the day beyond which no place's light is lit: what lies later is not even read."""
    widest = max((int(row.value["yellow"]) for row in book.rows if row.code == "warn_days"), default=0)
    return add_working_days(day, widest).on


def _store(fresh: list[ApprovalWarning], day: date) -> int:
    known = set(
        ApprovalWarning.objects.filter(case__in=[row.case_id for row in fresh]).values_list(
            "case_id", "level", "due_on"
        )
    )
    new = [row for row in fresh if (row.case_id, str(row.level), row.due_on) not in known]
    ApprovalWarning.objects.bulk_create(new, ignore_conflicts=True)
    serious = [row for row in new if row.level != Level.YELLOW]
    deadlines.open_many(_clock(row, day) for row in serious)
    outbox.publish_many(WARNED, [(f"supervision.approval:{row.case.guid}", _message(row)) for row in new])
    return len(new)


def _clock(row: ApprovalWarning, day: date) -> deadlines.Deadline:
    case = row.case
    days = terms.number("urge_days", on=day, place=case.division_code)
    title = f"{case.number} {case.item.name} {case.applicant}"
    basis = terms.basis("warn_days", on=day, place=case.division_code)
    return deadlines.build(clocks.URGE, case, start=day, working_days=days, title=title, basis=basis)


def _message(row: ApprovalWarning) -> dict[str, object]:
    return {
        "case": row.case_id,
        "level": str(row.level),
        "due_on": row.due_on.isoformat(),
        "division_code": row.case.division_code,
    }


@transaction.atomic
def urge(case: ApprovalCase, *, words: str, by: Actor) -> int:
    """Hurry a case: the handling officer reads the words on the case's page; returns the warnings answered.

    Raises:
        Refusal: no right, nothing said, or no warning waits.
    """
    if not by.may(P.DECISION_REVIEW, case.division_code):
        raise Refusal(_("You do not hold the right to hurry applications in this division."))
    said = redact(words.strip())[:255]
    if len(said) < LEAST_WORDS:
        raise Refusal(_("Say in at least four characters what is to be done."), field="words")
    waiting = ApprovalWarning.objects.filter(case=case, urged_on__isnull=True)
    answered = waiting.update(urged_on=today(), urged_by_label=by.label[:100], words=said)
    if not answered:
        raise Refusal(_("No warning of this application waits for an answer."))
    deadlines.close(clocks.URGE, ApprovalCase, [case.pk])
    audit.record(case, "approvalcase.urge", by=by, reason=said)
    return answered
