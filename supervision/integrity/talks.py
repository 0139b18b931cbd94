"""A consequence that is an interview is held as every interview is: notice, minutes, demands, follow-up."""

from __future__ import annotations

from core.actors import Actor, ByDecision
from supervision.choices import InterviewKind
from supervision.interviews import services as interviews
from supervision.models import IntegrityMeasure, Interview


def key_of(measure: IntegrityMeasure) -> str:
    """Return the source key under which the interview of a consequence is known."""
    return f"supervision.integritymeasure:{measure.pk}"


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
