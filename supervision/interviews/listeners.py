"""What interviews hear: a false close-out proposes one (内卫〔2022〕146号), given up with its rectification.

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
from supervision.interviews import services
from supervision.models import Rectification
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
                source_key=f"{services.after_false_close_out(row.pk)}{event.sequence}",
                by=ME,
            )


@subscribe(DROPPED)
def drop_what_rested_on_a_rectification(events: list[OutboxEvent]) -> None:
    """Give up what is not held yet: of a problem that never was nobody is interviewed; held ones stay."""
    with in_kept_words():
        reason = _("The rectification that asked for it was dropped.")
    pks = {event.payload["rectification"] for event in events}
    services.give_up(services.resting_on(pks), reason=reason, by=ME)


@subscribe("supervision.interview.held")
def close_tasks_of_evaluations(events: list[OutboxEvent]) -> None:
    """Note the tasks for which interviews were held as done; again is no harm."""
    with in_kept_words():
        outcome = _("The interview was held.")
    for event in events:
        note_task_done(event.payload["source_key"], outcome=outcome, by=ME)
