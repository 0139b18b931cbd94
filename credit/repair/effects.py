"""What the end of a conduct record means for applications for its repair: nothing is left to repair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.actors import Actor, ByDecision
from credit.choices import Change, RecordState
from credit.effects import EffectDone, register
from credit.models import ConductRecord, Repair
from credit.repair import clocks
from credit.repair.choices import OPEN_STATES, Outcome
from credit.repair.workflow import REPAIR
from credit.rules.standing import ENDINGS

NAME = "applications for repair"


@register(NAME)
def applications_lapse(
    change: Change, records: Sequence[ConductRecord], *, on: date, by: Actor, reason: str
) -> Iterable[EffectDone]:
    """End the open applications for records that were ended by something else, and say why to the party."""
    if change not in ENDINGS:
        return []
    rows = Repair.objects.filter(record__in=records, state__in=OPEN_STATES).select_related("record")
    ended = [_lapse(row, on, by) for row in rows.order_by("pk")]
    return [EffectDone(NAME, len(ended), gettext_lazy("open applications for repair ended"))] if ended else []


def _lapse(row: Repair, on: date, by: Actor) -> Repair:
    label = RecordState(row.record.state).label
    why = _("The record is “%(state)s” already; nothing is left to repair.") % {"state": label}
    moved = REPAIR.apply(
        row,
        "lapse",
        by=ByDecision(by),
        reason=why,
        outcome=Outcome.NOT_ACCEPTED,
        decision_reason=why[:255],
        decided_by_label=by.label[:100],
        decided_on=on,
    )
    clocks.keep(moved)
    return moved
