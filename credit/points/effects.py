"""What a change of a conduct record means for demerit points: an annulled penalty takes its points back.

Road-traffic rules say so expressly; for health it is our default (domain 4.4, Annex B 4). The points follow
in the transaction of the change, or nothing happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from core import deadlines
from core.actors import Actor, ByDecision
from credit.choices import Change
from credit.effects import EffectDone, register
from credit.models import ConductRecord, DemeritEntry
from credit.models.points import UNDECIDED
from credit.points.choices import EntryState
from credit.points.workflow import DECISION, ENTRY, NOTICE
from credit.services import change_records

GONE = (Change.ANNULLED, Change.WITHDRAWN)


NAME = "demerit points"


@register(NAME)
def points_follow(
    change: Change, records: Sequence[ConductRecord], *, on: date, by: Actor, reason: str
) -> list[EffectDone]:
    """End the entries of records that fell, and take back what was scored for a penalty that fell."""
    if change not in (*GONE, Change.SUPERSEDED):
        return []
    actor = ByDecision(by)
    done = [_end_own(change, records, on=on, by=actor, reason=reason)]
    if change in GONE:
        why = _("The penalty for the same act no longer stands: %(reason)s") % {"reason": reason}
        done += [
            _drop_undecided(records, on=on, by=actor, why=why),
            _annul_carried(records, on=on, by=actor, why=why),
        ]
    return [part for part in done if part.count]


def _end_own(
    change: Change, records: Sequence[ConductRecord], *, on: date, by: Actor, reason: str
) -> EffectDone:
    """End the confirmed entries whose own record fell or was superseded."""
    step = "reverse" if change in GONE else "correct"
    why = reason.strip() or str(change.label)
    entries = list(DemeritEntry.objects.filter(record__in=records, state=EntryState.CONFIRMED))
    for entry in entries:
        ENTRY.apply(entry, step, by=by, reason=why, ended_on=on, ended_reason=why[:255])
    return EffectDone(NAME, len(entries), _("demerit entries ended"))


def _drop_undecided(records: Sequence[ConductRecord], *, on: date, by: Actor, why: str) -> EffectDone:
    """Drop what was about to be scored for these penalties."""
    entries = list(DemeritEntry.objects.filter(penalty_record__in=records, state__in=UNDECIDED))
    for entry in entries:
        step = "discard" if entry.state == EntryState.DRAFT else "drop"
        ENTRY.apply(entry, step, by=by, reason=why, ended_on=on, ended_reason=why[:255])
    for kind in (NOTICE, DECISION):
        deadlines.close(kind, DemeritEntry, [entry.pk for entry in entries])
    return EffectDone(NAME, len(entries), _("demerit entries dropped"))


def _annul_carried(records: Sequence[ConductRecord], *, on: date, by: Actor, why: str) -> EffectDone:
    """Annul the records that carry the points scored for these penalties; their entries follow."""
    fallen = list(
        ConductRecord.objects.filter(
            demerit_entry__penalty_record__in=records, demerit_entry__state=EntryState.CONFIRMED
        )
    )
    if fallen:
        change_records(fallen, Change.ANNULLED, on=on, by=by, reason=why)
    return EffectDone(NAME, len(fallen), _("demerit points taken back"))
