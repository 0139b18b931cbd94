"""Approved repairs are synced once every platform has confirmed the end of display."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from core.actors import SystemActor
from core.clock import today
from credit.models import Repair
from credit.repair import clocks
from credit.repair.choices import RepairState
from credit.repair.workflow import REPAIR

WORKER = SystemActor("repair_sync")
MOST = 1000
Confirmed = Callable[[Iterable[str]], set[str]]
_confirmers: dict[str, Confirmed] = {}


def confirms(prefix: str) -> Callable[[Confirmed], Confirmed]:
    """Register who knows which sources of a prefix the platforms have confirmed as ended."""

    def keep(asked: Confirmed) -> Confirmed:
        _confirmers[prefix] = asked
        return asked

    return keep


def _keep_clocks(rows: list[Repair]) -> None:
    for row in rows:
        clocks.keep(row)


def note_synced() -> int:
    """Move approved repairs on whose end every platform has confirmed; returns how many.

    A record that no platform holds has nothing to wait for.
    """
    rows = Repair.objects.filter(state=RepairState.APPROVED).select_related("record").order_by("pk")
    last = moved = 0
    while waiting := list(rows.filter(pk__gt=last)[:MOST]):
        last = waiting[-1].pk
        moved += _note(waiting)
    return moved


def _note(waiting: list[Repair]) -> int:
    groups: dict[str, list[Repair]] = defaultdict(list)
    for repair in waiting:
        groups[repair.record.source.partition(":")[0]].append(repair)
    ready: list[int] = []
    for prefix, repairs in groups.items():
        ask = _confirmers.get(prefix)
        over = ask([repair.record.source for repair in repairs]) if ask else None
        ready += [repair.pk for repair in repairs if over is None or repair.record.source in over]
    moved = REPAIR.apply_many(
        ready,
        "sync",
        by=WORKER,
        fields=lambda _row: {"synced_on": today()},
        then=_keep_clocks,
    )
    return len(moved.done)
