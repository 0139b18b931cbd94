"""What interviews hear: a false close-out proposes one (内卫〔2022〕146号), gone with its rectification.

A held one ends the task that asked for it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.authorities import authority_of
from accounts.permissions import P
from core.actors import SystemActor
from core.clock import today
from core.language import in_kept_words
from core.models import OutboxEvent
from core.outbox import subscribe
from supervision.choices import InterviewState
from supervision.interviews import services
from supervision.models import Interview, Rectification
from supervision.rectification.rules import settings
from supervision.rectification.tasks_of_evaluations import note_task_done
from supervision.rectification.workflow import DROPPED, FALSE

ME = SystemActor("interviews")


@subscribe(FALSE)
def propose_after_false_close_outs(events: list[OutboxEvent]) -> None:
    """Propose an interview for each close-out that was found false."""
    at = settings(today())
    pks = [event.payload["rectification"] for event in events]
    rows = Rectification.objects.select_related("subject").in_bulk(pks)
    for event in events:
        row = rows[event.payload["rectification"]]
        kind = str(at.value("false_close_out", row.division_code).get("interview", ""))
        if kind:
            with in_kept_words():
                grounds = _("Close-out found false: %(problem)s. Found: %(doubt)s") % {
                    "problem": row.problem,
                    "doubt": row.doubt,
                }
            services.propose(
                kind=kind,
                subjects=[row.subject],
                grounds=grounds,
                authority_name=authority_of(row.division_code, P.INTERVIEW_HOLD),
                division_code=row.division_code,
                source_key=f"{_cause(row.pk)}{event.sequence}",
                by=ME,
            )


@subscribe(DROPPED)
def drop_what_rested_on_a_rectification(events: list[OutboxEvent]) -> None:
    """Drop interviews that are only proposed; one that was announced is left to the officer who holds it."""
    with in_kept_words():
        reason = _("The rectification that asked for it was dropped.")
    for event in events:
        cause = _cause(event.payload["rectification"])
        for row in Interview.objects.filter(source_key__startswith=cause, state=InterviewState.PROPOSED):
            services.drop(row, reason=reason, by=ME)


def _cause(rectification: int) -> str:
    return f"supervision.rectification:{rectification}:false:"


@subscribe("supervision.interview.held")
def close_tasks_of_evaluations(events: list[OutboxEvent]) -> None:
    """Note the tasks for which interviews were held as done; again is no harm."""
    with in_kept_words():
        outcome = _("The interview was held.")
    for event in events:
        note_task_done(event.payload["source_key"], outcome=outcome, by=ME)
