"""Adopting a standard: the version before it ends on the day before, in the same act; grades follow."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core.actors import Actor, SystemActor
from core.clock import today
from credit.grading.runs import request_run
from credit.models import Standard
from credit.models.grades import Cause
from credit.rules.terms import StandardState
from credit.standards.drafting import refuse_outside
from credit.standards.workflow import STANDARD
from credit.tasks import enqueue

ONE_DAY = timedelta(days=1)


def try_out(standard: Standard, *, by: Actor) -> Standard:
    """Close a draft for changes and put it to the test on real subjects; nothing is written about them."""
    refuse_outside(standard.place, by=by, permission=P.STANDARD_EDIT)
    return STANDARD.apply(standard, "try_out", by=by)


def rework(standard: Standard, *, by: Actor) -> Standard:
    """Open a tried standard for changes again."""
    refuse_outside(standard.place, by=by, permission=P.STANDARD_EDIT)
    return STANDARD.apply(standard, "rework", by=by)


@transaction.atomic
def adopt(standard: Standard, *, by: Actor) -> Standard:
    """Adopt a tried standard as the second officer.

    The adopted version of the same code and place that holds until then ends on the day before. Where the
    new one holds from today on, everybody is graded under it.

    Raises:
        Refusal: it is one's own work, it starts in the past, overlaps with a later version or leaves a gap.
    """
    refuse_outside(standard.place, by=by, permission=P.STANDARD_ADOPT)
    family = Standard.objects.filter(code=standard.code, place=standard.place)
    list(family.select_for_update().order_by("pk").values_list("pk"))  # two adoptions wait for each other
    row = STANDARD.apply(standard, "adopt", by=by, adopted_on=today(), adopted_by=by.label[:100])
    before = family.filter(state=StandardState.ADOPTED, effective_from__lt=row.effective_from)
    if (previous := before.order_by("effective_from").last()) is not None:
        reason = _("Replaced by version %(version)s.") % {"version": row.version}
        _end(previous, row.effective_from - ONE_DAY, by=by, reason=reason)
    if row.effective_from <= today():
        enqueue(request_run(row, as_of=today(), cause=Cause.DEMAND, by=by).pk)
    return row


@transaction.atomic
def end(standard: Standard, *, last_day: date, by: Actor, reason: str) -> Standard:
    """Set the last day of an adopted standard that no other version replaces.

    Raises:
        Refusal: the day lies in the past, or before the standard's first day.
    """
    refuse_outside(standard.place, by=by, permission=P.STANDARD_ADOPT)
    return _end(standard, last_day, by=by, reason=reason)


def retire_ended(*, on: date | None = None) -> int:
    """Retire the adopted standards whose last day has passed; returns how many. May run twice."""
    ended = Standard.objects.filter(state=StandardState.ADOPTED, effective_until__lt=on or today())
    pks = list(ended.order_by("pk").values_list("pk", flat=True))
    return len(STANDARD.apply_many(pks, "retire", by=SystemActor("retire_ended_standards")).done)


def _end(standard: Standard, last_day: date, *, by: Actor, reason: str) -> Standard:
    row = STANDARD.apply(standard, "end", by=by, reason=reason, effective_until=last_day)
    return STANDARD.apply(row, "retire", by=by) if last_day < today() else row
