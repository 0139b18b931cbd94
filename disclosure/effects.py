"""Display and sharing end, or are marked, together with the conduct record (`credit.effects`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy

from core.actors import Actor
from credit.choices import Change, RecordState
from credit.effects import EffectDone, register
from credit.models import ConductRecord
from disclosure.models import Penalty
from disclosure.services import standing

SOURCE = "disclosure.penalty:"
ENDED = (RecordState.WITHDRAWN, RecordState.ANNULLED, RecordState.SUPERSEDED, RecordState.REPAIRED)


def penalties_of(records: Sequence[ConductRecord]) -> list[Penalty]:
    """Return the penalties behind these records, locked, once each."""
    guids = {record.source.removeprefix(SOURCE) for record in records if record.source.startswith(SOURCE)}
    rows = Penalty._base_manager.select_for_update(of=("self",)).filter(guid__in=guids)
    return list(rows.select_related("subject").order_by("pk"))


@dataclass(frozen=True, slots=True)
class _Act:
    """One change on its way into the decisions: when, by whom, why."""

    on: date
    by: Actor
    reason: str

    def disputed(self, found: Sequence[Penalty]) -> int:
        return sum(standing.mark(row, since=self.on) for row in found)

    def settled(self, found: Sequence[Penalty]) -> int:
        return sum(standing.mark(row, since=None) for row in found)

    def repaired(self, found: Sequence[Penalty]) -> int:
        for row in found:
            standing.end_after_repair(row, on=self.on, by=self.by, reason=self.reason)
        return len(found)

    def withdrawn(self, found: Sequence[Penalty]) -> int:
        return sum(
            standing.withdraw(row, on=self.on, by=self.by, reason=self.reason)
            for row in _without_other(found)
        )

    def unrepaired(self, found: Sequence[Penalty]) -> int:
        return sum(standing.unrepair(row, on=self.on, by=self.by, reason=self.reason) for row in found)

    def superseded(self, found: Sequence[Penalty]) -> int:
        return _corrected(found, on=self.on)

    def shielded(self, found: Sequence[Penalty]) -> int:
        for row in found:
            standing.shield(row, on=self.on, by=self.by, reason=self.reason)
        return len(found)

    def unshielded(self, found: Sequence[Penalty]) -> int:
        for row in found:
            standing.unshield(row, on=self.on, by=self.by)
        return len(found)


DOES = {
    Change.DISPUTED: (
        _Act.disputed,
        gettext_lazy("The public entry is marked as disputed, the platforms are told."),
    ),
    Change.SETTLED: (
        _Act.settled,
        gettext_lazy("The dispute mark is gone from the public entry, the platforms are told."),
    ),
    Change.REPAIRED: (
        _Act.repaired,
        gettext_lazy("Display and sharing have ended, the platforms are told."),
    ),
    Change.UNREPAIRED: (
        _Act.unrepaired,
        gettext_lazy("Display and sharing have begun again, the platforms are told."),
    ),
    Change.WITHDRAWN: (
        _Act.withdrawn,
        gettext_lazy("The public entry is withdrawn and says why, the platforms are told."),
    ),
    Change.ANNULLED: (
        _Act.withdrawn,
        gettext_lazy("The public entry is withdrawn and says why, the platforms are told."),
    ),
    Change.SUPERSEDED: (
        _Act.superseded,
        gettext_lazy("The public entry is corrected, the platforms are told."),
    ),
    Change.SHIELDED: (
        _Act.shielded,
        gettext_lazy("Display and sharing are suspended, the platforms are told."),
    ),
    Change.UNSHIELDED: (
        _Act.unshielded,
        gettext_lazy("The rules of the day decide again about display."),
    ),
}


@register("publication")
def end_or_mark_publication(
    change: Change, records: Sequence[ConductRecord], *, on: date, by: Actor, reason: str
) -> list[EffectDone]:
    """Carry a change of conduct records into the decisions behind them, the public entries, the platforms."""
    found = penalties_of(records)
    if not found:
        return []
    carry, words = DOES[change]
    count = carry(_Act(on, by, reason), found)
    return [EffectDone("publication", count, words)] if count else []


def _without_other(found: Sequence[Penalty]) -> list[Penalty]:
    """Leave out penalties on which another record in force still rests."""
    sources = {f"{SOURCE}{row.guid}": row for row in found}
    live = ConductRecord.objects.filter(source__in=sources).exclude(state__in=ENDED)
    resting = set(live.values_list("source", flat=True))
    return [row for source, row in sources.items() if source not in resting]


def _corrected(found: Sequence[Penalty], *, on: date) -> int:
    count = 0
    for penalty in found:
        fresh = ConductRecord.objects.filter(
            source=f"{SOURCE}{penalty.guid}", supersedes__isnull=False, superseded_on__isnull=True
        )
        if (record := fresh.order_by("-pk").first()) is not None:
            standing.correct(penalty, record, on=on)
            count += 1
    return count
