"""Giving the bodies notice of an interview, moving it, and keeping who has read the notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.actors import Actor
from core.clock import CHINA, today
from core.errors import Refusal
from core.masking import redact
from supervision.interviews import clocks
from supervision.interviews.workflow import INTERVIEW
from supervision.models import Interview, InterviewBody


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice of an interview says.

    Args:
        number: its number.
        meets_at: when the interview is held.
        place: where.
        who_must_come: whom the body must send, by post.
        bring: papers to be brought.
        contact: whom to ask at the authority.
    """

    number: str
    meets_at: datetime
    place: str
    who_must_come: str = ""
    bring: str = ""
    contact: str = ""


@transaction.atomic
def give_notice(row: Interview, notice: Notice, *, by: Actor) -> Interview:
    """Give the bodies notice; they read it in the portal, and it can be printed.

    Raises:
        Refusal: no number, place or right, a time that has passed, or a number that was used.
    """
    return _noticed(row, notice, "notify", "", by)


@transaction.atomic
def put_off(row: Interview, notice: Notice, *, reason: str, by: Actor) -> Interview:
    """Move an announced interview to another time or place; the bodies read the new notice."""
    InterviewBody.objects.filter(interview=row).update(read_on=None)
    return _noticed(row, notice, "put_off", reason, by)


def _noticed(row: Interview, notice: Notice, step: str, reason: str, by: Actor) -> Interview:
    if timezone.localtime(notice.meets_at, CHINA).date() < today():
        raise Refusal(_("Time: it has passed; choose a time that lies ahead."), field="meets_at")
    taken = Interview.objects.filter(division_code=row.division_code, notice_no=notice.number.strip())
    if notice.number.strip() and taken.exclude(pk=row.pk).exists():
        raise Refusal(
            _("Notice number: this number was given to another interview; take the next one."),
            field="notice_no",
        )
    moved = INTERVIEW.apply(
        row,
        step,
        by=by,
        reason=reason,
        notice_no=notice.number.strip()[:80],
        noticed_on=today(),
        meets_at=notice.meets_at,
        place=notice.place.strip()[:200],
        who_must_come=redact(notice.who_must_come.strip())[:200],
        bring=redact(notice.bring.strip())[:255],
        contact=notice.contact.strip()[:100],
    )
    clocks.keep(moved)
    return moved


@transaction.atomic
def note_read(body: InterviewBody, *, by: Actor) -> None:
    """Keep the first day on which a body opened its notice in the portal."""
    fresh = InterviewBody.objects.filter(pk=body.pk, read_on__isnull=True).update(read_on=today())
    if fresh:
        audit.record(body.interview, "interview.read", by=by, changes={"body": (None, body.subject_id)})
