"""Close-outs that do not hold: doubted by one officer, decided by another; false ones go on record.

内卫〔2022〕146号 三(二): concealment, faking and delay lead to an interview and public criticism. What a
false close-out is recorded as, and which interview follows, is rule data (`supervision.rectification`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from accounts.authorities import authority_of
from accounts.permissions import P
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.language import in_kept_words
from core.masking import redact
from core.workdays import add_working_days
from credit.services import NewRecord, applies_to, hold_files, item, record_conduct
from supervision.models import Rectification, RectificationStep
from supervision.rectification import clocks
from supervision.rectification.rules import settings
from supervision.rectification.services.checking import NOT_CHECKED
from supervision.rectification.services.history import note
from supervision.rectification.workflow import RECTIFICATION

NO_DOUBT = {"doubt": "", "doubted_by": "", "doubted_by_label": "", "doubted_on": None}


@transaction.atomic
def doubt(row: Rectification, *, reason: str, by: Actor) -> Rectification:
    """Say that a cross-off does not hold; an officer who had no part in it decides.

    Args:
        reason: what was found instead, where and when; it becomes the facts of the record.
    """
    words = redact(reason.strip())[:500]
    moved = RECTIFICATION.apply(
        row,
        "doubt",
        by=by,
        reason=reason,
        doubt=words,
        doubted_by=by.actor_id,
        doubted_by_label=by.label[:100],
        doubted_on=today(),
    )
    note([moved], "doubt", words=words, by=by)
    clocks.keep([moved])
    return moved


@transaction.atomic
def find_false(row: Rectification, *, by: Actor) -> Rectification:
    """Find a doubted close-out false: it goes on the body's record, and the rectification starts again.

    The interview is proposed by whoever hears `supervision.rectification.false`.

    Raises:
        Refusal: not doubted, no right, or the officer checked, crossed off or doubted it.
    """
    hold_files([row.subject_id])
    row = Rectification.objects.select_for_update(of=("self",)).get(pk=row.pk)
    at, day = settings(today()), today()
    rule = at.value("false_close_out", row.division_code)
    moved = RECTIFICATION.apply(
        row,
        "find_false",
        by=by,
        reason=row.doubt,
        found_false_on=day,
        returned_reason=row.doubt[:255],
        due_on=add_working_days(day, int(rule["due_days"])).on,
        late_on=None,
        escalated_on=None,
        **NOT_CHECKED,
        doubted_by="",
    )
    note([moved], "find_false", words=moved.doubt, by=by)
    _record(moved, str(rule["item"]), by)
    clocks.keep([moved])
    return moved


def _record(row: Rectification, code: str, by: Actor) -> None:
    """Put a false close-out on the body's record; a person's file has no item for it."""
    day = today()
    if not code or row.subject.is_person:
        return
    found = item(code, on=day, place=row.division_code, applies_to=applies_to(row.subject))
    source = sources_of_false([row])[-1]
    with in_kept_words():
        title = _("False close-out of a rectification")
        facts = _("Handed in as put right, but it was not: %(problem)s. Found: %(doubt)s") % {
            "problem": row.problem,
            "doubt": row.doubt,
        }
    record_conduct(
        [
            NewRecord(
                subject_id=row.subject_id,
                item_code=found.code,
                title=title,
                happened_on=row.handed_in_on or day,
                final_on=day,
                source=source,
                document_no=row.document_no,
                authority_name=authority_of(row.division_code, P.RECTIFICATION_DECIDE),
                division_code=row.division_code,
                facts=facts,
                act=source,
            )
        ],
        by=by,
    )


def sources_of_false(rows: Iterable[Rectification]) -> list[str]:
    """Return how the records of false close-outs name where they come from, oldest first in each row."""
    steps = RectificationStep.objects.filter(rectification__in=list(rows), step="find_false")
    counted = steps.order_by("rectification_id").values("rectification__guid").annotate(times=Count("pk"))
    return [
        f"supervision.rectification:{one['rectification__guid']}:{number}"
        for one in counted
        for number in range(1, one["times"] + 1)
    ]


@transaction.atomic
def clear(row: Rectification, *, reason: str, by: Actor) -> Rectification:
    """Decide that a doubted cross-off stands."""
    words = redact(reason.strip())
    moved = RECTIFICATION.apply(row, "clear", by=by, reason=reason, **NO_DOUBT)
    note([moved], "clear", words=words, by=by)
    clocks.keep([moved])
    return moved


@transaction.atomic
def reopen(row: Rectification, *, reason: str, by: Actor) -> Rectification:
    """Open a rectification again whose problem has come back; nothing was false, so nothing is recorded.

    Raises:
        Refusal: not crossed off, no right, no reason.
    """
    if not reason.strip():
        raise Refusal(_("Say in words what has come back."), field="reason")
    at, day = settings(today()), today()
    days = int(at.value("relapse", row.division_code)["due_days"])
    words = redact(reason.strip())
    moved = RECTIFICATION.apply(
        row,
        "reopen",
        by=by,
        reason=reason,
        returned_reason=words[:255],
        due_on=add_working_days(day, days).on,
        late_on=None,
        escalated_on=None,
        **NOT_CHECKED,
    )
    note([moved], "reopen", words=words, by=by)
    clocks.keep([moved])
    return moved
