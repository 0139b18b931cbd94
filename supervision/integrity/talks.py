"""A consequence that is an interview is held as every interview is: notice, minutes, demands, follow-up."""

from __future__ import annotations

from collections.abc import Iterable

from core.actors import Actor, ByDecision
from supervision.choices import InterviewKind
from supervision.interviews import services as interviews
from supervision.models import IntegrityMeasure, Interview

PREFIX = "supervision.integritymeasure:"


def key_of(measure: IntegrityMeasure) -> str:
    """Return the source key under which the interview of a consequence is known."""
    return f"{PREFIX}{measure.pk}"


def measure_of(source_key: str) -> int | None:
    """Return the consequence that a source key names, None where it names something else."""
    number = source_key.removeprefix(PREFIX)
    return int(number) if source_key.startswith(PREFIX) and number.isdecimal() else None


def propose(measure: IntegrityMeasure, *, by: Actor) -> Interview:
    """Propose the interview (inside the caller's transaction); once a consequence."""
    return interviews.propose(
        kind=InterviewKind.WARNING,
        subjects=[measure.subject],
        grounds=measure.reason,
        authority_name=measure.authority_name,
        division_code=measure.division_code,
        source_key=key_of(measure),
        by=ByDecision(by),
    )


def give_up(measures: Iterable[IntegrityMeasure], *, reason: str, by: Actor) -> int:
    """Give up the interviews of consequences whose ground is gone; held ones stay. Returns how many."""
    keys = [key_of(measure) for measure in measures]
    return interviews.give_up(Interview.objects.filter(source_key__in=keys), reason=reason, by=by)
