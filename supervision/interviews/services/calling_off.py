"""Giving up interviews that are not needed any more: proposed ones are dropped, announced ones called off.

What was held is history: minutes and demands stay, and an officer decides what becomes of them.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from core.actors import Actor, ByDecision
from core.clock import today
from core.masking import redact
from supervision.choices import InterviewState as S
from supervision.interviews import clocks
from supervision.interviews.workflow import INTERVIEW
from supervision.models import Interview, InterviewBody

GIVEN_UP: dict[str, str] = {S.PROPOSED: "drop", S.NOTIFIED: "call_off"}
"""By the state of an interview that is not held yet: the step that ends it."""


@transaction.atomic
def drop(row: Interview, *, reason: str, by: Actor) -> Interview:
    """Drop an interview that was only proposed."""
    moved = INTERVIEW.apply(row, "drop", by=by, reason=reason, dropped_reason=redact(reason.strip())[:255])
    clocks.keep(moved)
    return moved


@transaction.atomic
def call_off(row: Interview, *, reason: str, by: Actor) -> Interview:
    """Call off an announced interview; its bodies read in the portal that it is not held, and why."""
    moved = INTERVIEW.apply(
        row,
        "call_off",
        by=by,
        reason=reason,
        dropped_reason=redact(reason.strip())[:255],
        called_off_on=today(),
    )
    # What a body opened so far was the notice; whether it knows of this shows anew.
    InterviewBody.objects.filter(interview=moved).update(read_on=None)
    clocks.keep(moved)
    return moved


def after_false_close_out(rectification: int) -> str:
    """Return how the source keys begin of interviews about false close-outs of a rectification."""
    return f"supervision.rectification:{rectification}:false:"


def asked_for(rectification: int, once: object) -> str:
    """Return the source key of an interview that an officer proposed from a rectification."""
    return f"supervision.rectification:{rectification}:asked:{once}"


def resting_on(rectifications: Collection[int]) -> QuerySet[Interview]:
    """Return the interviews that some rectifications asked for."""
    wanted = Q(pk__in=())
    for pk in rectifications:
        wanted |= Q(source_key__startswith=f"supervision.rectification:{pk}:")
    return Interview.objects.filter(wanted)


def counted(rows: QuerySet[Interview]) -> tuple[int, int]:
    """Count those that are still to be held, and those that were held."""
    found = rows.aggregate(
        open=Count("pk", filter=Q(state__in=GIVEN_UP)),
        held=Count("pk", filter=Q(state__in=(S.HELD, S.CLOSED))),
    )
    return int(found["open"]), int(found["held"])


def give_up(rows: QuerySet[Interview], *, reason: str, by: Actor) -> int:
    """End interviews that are not held yet, as part of an act that took their ground away; again is no harm.

    Args:
        rows: held ones among them stay.
        reason: what the bodies read where they were given notice.
        by: who did that act, which has asked for its own right.

    Returns:
        How many ended.
    """
    decided = ByDecision(by)
    waiting = list(rows.filter(state__in=GIVEN_UP).order_by("pk"))
    for row in waiting:
        end = drop if row.state == S.PROPOSED else call_off
        end(row, reason=reason, by=decided)
    return len(waiting)
