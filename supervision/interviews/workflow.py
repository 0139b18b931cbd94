"""The procedure of an interview: proposed, notice given, held with minutes, followed up; or called off."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from core.workflow import Transition, Workflow
from supervision.choices import InterviewState as S
from supervision.models import Interview

LEAST_WORDS = 10


def _minuted(row: Interview) -> str | Promise | None:
    if len(row.minutes.strip()) < LEAST_WORDS:
        return _("Minutes: write at least ten characters; what was said, by whom, and what was agreed.")
    if not row.host.strip():
        return _("Held by: name the officers who held the interview.")
    return None


def _noticed(row: Interview) -> str | Promise | None:
    if not row.notice_no.strip():
        return _("Notice number: an interview is announced under a number.")
    if not row.place.strip():
        return _("Place: say where the interview is held.")
    return None


def payload(row: Interview, step: Transition) -> dict[str, Any]:
    """Tell of an interview without its words."""
    return {
        "interview": row.pk,
        "guid": str(row.guid),
        "kind": row.kind,
        "source_key": row.source_key,
        "state": step.target,
        "division_code": row.division_code,
    }


INTERVIEW: Workflow[Interview] = Workflow(
    Interview,
    Transition(
        "notify",
        frozenset({S.PROPOSED}),
        S.NOTIFIED,
        P.INTERVIEW_HOLD,
        pgettext_lazy("interview", "Give notice"),
        guard=_noticed,
        topic="supervision.interview.notified",
    ),
    Transition(
        "put_off",
        frozenset({S.NOTIFIED}),
        S.NOTIFIED,
        P.INTERVIEW_HOLD,
        pgettext_lazy("interview", "Put off to another time"),
        guard=_noticed,
        needs_reason=True,
        topic="supervision.interview.notified",
    ),
    Transition(
        "hold",
        frozenset({S.NOTIFIED}),
        S.HELD,
        P.INTERVIEW_HOLD,
        pgettext_lazy("interview", "Enter the minutes"),
        guard=_minuted,
        topic="supervision.interview.held",
    ),
    Transition(
        "close",
        frozenset({S.HELD}),
        S.CLOSED,
        P.INTERVIEW_HOLD,
        pgettext_lazy("interview", "Follow up and close"),
        topic="supervision.interview.closed",
    ),
    Transition(
        "drop",
        frozenset({S.PROPOSED}),
        S.DROPPED,
        P.INTERVIEW_HOLD,
        pgettext_lazy("interview", "Drop"),
        needs_reason=True,
        topic="supervision.interview.dropped",
    ),
    # The bodies were told, so they are told of this too.
    Transition(
        "call_off",
        frozenset({S.NOTIFIED}),
        S.DROPPED,
        P.INTERVIEW_HOLD,
        pgettext_lazy("interview", "Call off"),
        needs_reason=True,
        topic="supervision.interview.dropped",
    ),
    title=_("Interview"),
    payload=payload,
    key=lambda row: f"supervision.interview:{row.guid}",
)
