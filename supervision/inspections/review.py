"""After the spot: another officer approves, publishes, sends back or withdraws."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.authorities import authority_of
from accounts.permissions import P
from core import outbox
from core.actors import Actor
from core.clock import CHINA
from core.errors import Refusal
from core.language import in_kept_words
from core.masking import redact
from core.search import normalise
from supervision.inspections import clocks, following, sharing
from supervision.inspections.choices import InspectionState, Measure, RecusalState, StepKind
from supervision.inspections.naming import PUBLIC_REASONS
from supervision.inspections.selectors import national_words, seat_of
from supervision.inspections.services import locked
from supervision.inspections.steps import NOW, Mark, remember
from supervision.inspections.workflow import INSPECTION, PUBLISHED, WITHDRAWN, key
from supervision.models import Inspection, InspectionNotice

TARGETED = "targeted"
"""What the public reads instead of a complaint or a warning: who gave cause is nobody's business."""


@transaction.atomic
def send_back(inspection: Inspection, *, reason: str, by: Actor, mark: Mark = NOW) -> Inspection:
    """Return an inspection to its inspectors with what is missing."""
    row = INSPECTION.apply(
        inspection, "return", by=by, reason=reason, returned_reason=redact(reason.strip())[:255]
    )
    clocks.start_doing([row], on=clocks.day_of(mark.arrived))
    remember(row, StepKind.RETURNED, by=by, words=reason, mark=mark)
    return row


@transaction.atomic
def approve(
    inspection: Inspection, *, by: Actor, concealed: Collection[int] = (), mark: Mark = NOW
) -> Inspection:
    """Approve the result as an officer who did not inspect; records and rectifications come with it.

    Args:
        concealed: keys of the findings that the body concealed in its self-inspection
            (`supervision.inspections.denials`); its rectification is marked so.

    Raises:
        Refusal: no right, one's own inspection, or not handed in.
    """
    row = locked(inspection)
    if seat_of(row, by) is not None:
        raise Refusal(_("“Approve the result” needs another officer: you inspected yourself."))
    if row.recusal_state == RecusalState.ASKED:
        raise Refusal(
            _("The body asked that an inspector stays out: decide that first, then approve the result.")
        )
    on = clocks.day_of(mark.arrived)
    row = INSPECTION.apply(
        row,
        "approve",
        by=by,
        approved_on=on,
        approved_by_label=by.label[:100],
    )
    authority = authority_of(row.division_code, P.INSPECTION_APPROVE)
    brought, opened = following.follow(row, on=on, authority=authority, by=by, concealed=concealed)
    with in_kept_words():
        words = _("records: %(records)s, rectifications: %(opened)s") % {
            "records": brought,
            "opened": opened,
        }
    remember(row, StepKind.APPROVED, by=by, words=words, mark=mark)
    return row


@transaction.atomic
def publish(inspection: Inspection, *, by: Actor, mark: Mark = NOW) -> InspectionNotice:
    """Publish an approved result, and tell the platforms."""
    on = clocks.day_of(mark.arrived)
    row = INSPECTION.apply(inspection, "publish", by=by, published_on=on)
    clocks.stop(row, clocks.PUBLISH)
    notice = _derived(row, authority_of(row.division_code, P.INSPECTION_APPROVE))
    notice.save(force_insert=True)
    remember(row, StepKind.PUBLISHED, by=by, mark=mark)
    outbox.publish(PUBLISHED, key(row), told(notice))
    sharing.tell(notice)
    return notice


@transaction.atomic
def withdraw(inspection: Inspection, *, reason: str, by: Actor, mark: Mark = NOW) -> Inspection:
    """Withdraw a result that was wrong: off the public site and the platforms, nothing rests on it any more.

    Its records are annulled, its rectifications end, and interviews about them that are not held yet are
    given up, in the same transaction.
    """
    row = locked(inspection)
    if seat_of(row, by) is not None:
        raise Refusal(_("“Withdraw the result” needs another officer: you inspected yourself."))
    was_public = row.state == InspectionState.PUBLISHED
    row = INSPECTION.apply(row, "withdraw", by=by, reason=reason, ended_reason=redact(reason.strip())[:255])
    clocks.stop(row, *clocks.KINDS)
    annulled, ended, interviews = following.undo(row, reason=reason, by=by)
    with in_kept_words():
        words = _(
            "%(reason)s (records annulled: %(records)s, rectifications ended: %(ended)s, "
            "interviews given up: %(interviews)s)"
        ) % {"reason": reason.strip(), "records": annulled, "ended": ended, "interviews": interviews}
    remember(row, StepKind.WITHDRAWN, by=by, words=words, mark=mark)
    if was_public:
        notice = InspectionNotice.objects.get(inspection=row)
        notice.withdrawn_on = clocks.day_of(mark.arrived)
        notice.save(update_fields=["withdrawn_on"])
        outbox.publish(WITHDRAWN, key(row), told(notice))
        sharing.tell(notice, reason=row.ended_reason)
    return row


def told(notice: InspectionNotice) -> dict[str, Any]:
    """Return what other parts hear of a published result: what the public reads, in the national words."""
    return {
        "inspection": str(notice.guid),
        "source": notice.inspection.source_key,
        "subject": notice.subject_id,
        "name": notice.name,
        "uscc": notice.number,
        "authority": notice.authority_name,
        "division_code": notice.division_code,
        "reason": notice.reason,
        "speciality": notice.speciality,
        "checklist": notice.checklist,
        "inspected_on": notice.inspected_on.isoformat(),
        "result": notice.result,
        "result_words": national_words(notice.result, place=notice.division_code),
        "problems": [problem["text"] for problem in notice.problems],
        "published_on": notice.published_on.isoformat(),
        "withdrawn_on": notice.withdrawn_on.isoformat() if notice.withdrawn_on else None,
    }


def _derived(row: Inspection, authority: str) -> InspectionNotice:
    """Turn an inspection into what the public reads; the inspectors' own words stay inside."""
    if row.ended_at is None or row.published_on is None:
        raise ValueError("only a finished inspection is published")
    problems = [
        {"number": line.item.number, "text": line.item.text, "measure": line.measure or Measure.ORDER.value}
        for line in following.problems_of(row)
    ]
    return InspectionNotice(
        guid=row.guid,
        inspection=row,
        subject_id=row.subject_id,
        name=row.subject.name,
        number=row.subject.uscc,
        name_norm=normalise(row.subject.name),
        division_code=row.division_code,
        authority_name=authority,
        reason=row.reason if row.reason in PUBLIC_REASONS else TARGETED,
        speciality=row.speciality,
        checklist=row.checklist.title,
        lines=row.lines.count(),
        inspected_on=row.ended_at.astimezone(CHINA).date(),
        result=row.result,
        problems=problems,
        published_on=row.published_on,
    )
