"""What the night does for late departments: reminders once a period, then the deciding officer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from blacklist.measures import clocks
from blacklist.measures.choices import UNANSWERED
from blacklist.measures.clocks import Clocks
from blacklist.measures.services import hold, note_all
from blacklist.measures.workflow import REMINDED, key_of, message
from blacklist.models import MeasureOrder
from core import audit, outbox
from core.actors import Actor, SystemActor
from core.clock import today
from core.workdays import add_working_days

BY = SystemActor("measure_reminders")
AT_ONCE = 500


def follow_up(*, on: date | None = None, by: Actor = BY) -> int:
    """Count open periods again by the calendar of today, and remind the departments that are late.

    A department is reminded on the first day after its last one, and again once each further period. After
    the number of reminders that the rule table names, the deciding officer gets a task. May run twice.

    Returns:
        How many reminders were sent.
    """
    day = on or today()
    recount()
    known, sent, last = clocks.clocks(day), 0, 0
    while True:
        late = MeasureOrder.objects.filter(due_on__lt=day, pk__gt=last).order_by("pk")
        pks = list(late.values_list("pk", flat=True)[:AT_ONCE])
        if not pks:
            return sent
        last = pks[-1]
        sent += _remind(pks, known, day, by)


def recount() -> int:
    """Compute the last days of open periods again (a year's calendar comes late); returns how many moved."""
    moved = 0
    periods = MeasureOrder.objects.filter(due_on__isnull=False).order_by()
    open_ones = periods.values_list("period_from", "period_days", "due_on").distinct()
    for start, days, known in list(open_ones):
        due = add_working_days(start, days).on
        if due != known:
            same = MeasureOrder.objects.filter(period_from=start, period_days=days, due_on=known)
            same.filter(state__in=UNANSWERED).update(answer_due_on=due)
            moved += same.update(due_on=due)
    return moved


@transaction.atomic
def _remind(pks: Sequence[int], known: Clocks, day: date, by: Actor) -> int:
    hold(MeasureOrder.objects.filter(pk__in=pks).values_list("listing_id", flat=True))
    rows = MeasureOrder.objects.select_for_update().filter(pk__in=pks, due_on__lt=day).order_by("pk")
    due = [order for order in rows if _is_time(order, known, day)]
    by_count: dict[int, list[MeasureOrder]] = defaultdict(list)
    for order in due:
        order.reminders += 1
        order.unheeded += 1
        order.reminded_on = day
        if order.unheeded >= known.escalates_after(order.division_code):
            order.escalated_on = order.escalated_on or day
        by_count[order.unheeded].append(order)
    MeasureOrder.objects.bulk_update(due, ["reminders", "unheeded", "reminded_on", "escalated_on"])
    for count, orders in by_count.items():
        words = _("reminder no. %(count)s of this period") % {"count": count}
        note_all(orders, "remind", on=day, by=by, words=words)
    audit.record_many(
        audit.event(
            order,
            "measureorder.remind",
            by=by,
            changes={"reminders": (order.reminders - 1, order.reminders)},
        )
        for order in due
    )
    outbox.publish_many(REMINDED, [(key_of(order), message(order, order.state)) for order in due])
    clocks.keep({order.listing_id for order in due})
    return len(due)


def _is_time(order: MeasureOrder, known: Clocks, day: date) -> bool:
    if order.reminded_on is None:
        return True
    return add_working_days(order.reminded_on, known.days("remind", order.division_code)).on <= day
