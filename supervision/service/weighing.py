"""What follows for a permit given on a commitment that was broken: a second officer weighs revoking it.

行政许可法 第69条: a permit had by deceit is revoked; nothing is revoked here by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from core import audit, deadlines
from core.actors import Actor, SystemActor
from core.clock import today
from core.masking import redact
from supervision.models import ApprovalCase
from supervision.service import clocks, terms
from supervision.service.choices import CaseState, Outcome
from supervision.service.workflow import APPROVAL

BY = SystemActor("approvals")


def note_broken(commitment_ids: Sequence[int]) -> int:
    """Mark the cases that rest on broken commitments, with a clock each; returns how many are new."""
    rows = ApprovalCase.objects.filter(
        commitment_id__in=commitment_ids, commitment_broken_on__isnull=True
    ).select_related("item")
    day, found = today(), list(rows.order_by("pk"))
    for case in found:
        case.commitment_broken_on = day
        audit.record(
            case, "approvalcase.commitment_broken", by=BY, changes={"commitment_broken_on": (None, day)}
        )
    ApprovalCase.objects.bulk_update(found, ["commitment_broken_on"])
    given = [case for case in found if case.outcome == Outcome.GRANTED and case.decided_on]
    deadlines.open_many(
        deadlines.build(
            clocks.WEIGH,
            case,
            start=day,
            working_days=terms.number("weigh_days", on=day, place=case.division_code),
            title=f"{case.number} {case.item.name} {case.applicant}",
            basis=terms.basis("weigh_days", on=day, place=case.division_code),
        )
        for case in given
    )
    return len(found)


def note_mended(commitment_ids: Sequence[int]) -> int:
    """Take the mark away where a breach was taken back and nothing was weighed yet; returns how many."""
    rows = ApprovalCase.objects.filter(
        commitment_id__in=commitment_ids, commitment_broken_on__isnull=False, weighed_on__isnull=True
    )
    found = list(rows.select_related("item"))
    for case in found:
        changes = {"commitment_broken_on": (case.commitment_broken_on, None)}
        audit.record(case, "approvalcase.breach_taken_back", by=BY, changes=changes)
        case.commitment_broken_on = None
    ApprovalCase.objects.bulk_update(found, ["commitment_broken_on"])
    deadlines.close(clocks.WEIGH, ApprovalCase, [case.pk for case in found])
    return len(found)


def may_be_weighed(case: ApprovalCase) -> bool:
    """Tell whether the question of revoking is open."""
    return (
        case.commitment_broken_on is not None
        and case.weighed_on is None
        and case.state == CaseState.DELIVERED
        and case.outcome == Outcome.GRANTED
    )


@transaction.atomic
def weigh(case: ApprovalCase, *, words: str, by: Actor) -> ApprovalCase:
    """Note what became of the permit: revoked under which number, or kept and why."""
    row = APPROVAL.apply(case, "weigh", by=by, weighed_on=today(), weighing=redact(words.strip())[:255])
    deadlines.close(clocks.WEIGH, ApprovalCase, [row.pk])
    return row
