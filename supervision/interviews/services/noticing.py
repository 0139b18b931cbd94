"""Giving the bodies notice of an interview, moving it, and keeping who has read and answered the notice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.actors import Actor
from core.clock import CHINA, today
from core.errors import Refusal
from core.masking import redact
from credit.parties import OWN, must_be_own
from supervision.choices import InterviewReply, InterviewState
from supervision.interviews import clocks
from supervision.interviews.workflow import INTERVIEW
from supervision.models import Interview, InterviewBody

LEAST_WHY = 4
UNANSWERED: dict[str, Any] = {"read_on": None, "reply": "", "reply_words": "", "replied_on": None}
"""What is kept of a body before it opened the notice that holds now."""


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
        basis: document on which it rests; "" leaves that of the proposal.
    """

    number: str
    meets_at: datetime
    place: str
    who_must_come: str = ""
    bring: str = ""
    contact: str = ""
    basis: str = ""


@transaction.atomic
def give_notice(row: Interview, notice: Notice, *, by: Actor) -> Interview:
    """Give the bodies notice; they read it in the portal, and it can be printed.

    Raises:
        Refusal: no number, place or right, a time that has passed, or a number that was used.
    """
    return _noticed(row, notice, "notify", by=by)


@transaction.atomic
def put_off(row: Interview, notice: Notice, *, reason: str, by: Actor) -> Interview:
    """Move an announced interview to another time or place; the bodies read the new notice, and why."""
    InterviewBody.objects.filter(interview=row).update(**UNANSWERED)
    why = redact(reason.strip())[:255]
    return _noticed(row, notice, "put_off", reason, by=by, put_off_from=row.meets_at, put_off_reason=why)


def _noticed(
    row: Interview, notice: Notice, step: str, reason: str = "", *, by: Actor, **more: Any
) -> Interview:
    if timezone.localtime(notice.meets_at, CHINA).date() < today():
        raise Refusal(_("Time: it has passed; choose a time that lies ahead."), field="meets_at")
    taken = Interview.objects.filter(division_code=row.division_code, notice_no=notice.number.strip())
    if notice.number.strip() and taken.exclude(pk=row.pk).exists():
        raise Refusal(
            _("Notice number: this number was given to another interview; take the next one."),
            field="number",
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
        basis=notice.basis.strip()[:255] or row.basis,
        **more,
    )
    clocks.keep(moved)
    return moved


@transaction.atomic
def note_read(body: InterviewBody, *, by: Actor) -> None:
    """Keep the first day on which a body opened its notice in the portal."""
    fresh = InterviewBody.objects.filter(pk=body.pk, read_on__isnull=True).update(read_on=today())
    if fresh:
        audit.record(body.interview, "interview.read", by=by, changes={"body": (None, body.subject_id)})


@transaction.atomic
def reply(body: InterviewBody, *, answer: str, words: str, by: Actor) -> InterviewBody:
    """Keep what a body answers to its notice: that it comes, or that it asks for another time.

    It may change its answer until the interview is held. The authority decides whether it is put off.

    Args:
        answer: an `InterviewReply`.
        words: who comes, by post; or why another time is needed.

    Raises:
        Refusal: not theirs, no interview ahead, no answer, or another time without a reason.
    """
    row = Interview.objects.select_for_update(of=("self",)).get(pk=body.interview_id)
    must_be_own(body.subject_id, by)
    if not by.may(OWN):
        raise Refusal(_("Answer: the body itself answers, in its portal."), field="answer")
    if row.state != InterviewState.NOTIFIED:
        raise Refusal(_("The interview is not ahead any more; there is nothing to answer."))
    if answer not in InterviewReply.values:
        raise Refusal(_("Answer: say whether you come or ask for another time."), field="answer")
    if answer == InterviewReply.LATER and len(words.strip()) < LEAST_WHY:
        raise Refusal(
            _("Words: say why you cannot come then, and when you could, in at least four characters."),
            field="words",
        )
    before = body.reply
    body.reply, body.reply_words, body.replied_on = answer, redact(words.strip())[:200], today()
    body.save(update_fields=["reply", "reply_words", "replied_on"])
    changes = {"body": (None, body.subject_id), "reply": (before, answer)}
    audit.record(row, "interview.reply", by=by, changes=changes)
    return body
