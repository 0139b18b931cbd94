"""Platforms are told of a removal, and the clock runs until the last of them has confirmed it.

国家发展改革委令第58号: display ends within three working days of the removal; the days stand in the rule
table `blacklist.exit`. The message itself is written by the listing's step, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from blacklist.choices import Change
from blacklist.effects import register
from blacklist.exit import clocks
from blacklist.models import Listing, ListingEvent
from blacklist.sharing import key_of, table_of
from core import deadlines
from core.actors import Actor, SystemActor
from core.clock import today
from core.models import Deadline, OutboxEvent
from credit.effects import EffectDone
from exchange.choices import ENDING, State
from exchange.models import Delivery

WORKER = SystemActor("list_removals")
TOLD = "platforms_told"
MOST = 500


@register("telling")
def start_the_clock(
    change: Change, listings: Sequence[Listing], *, on: date, by: Actor, reason: str
) -> list[EffectDone]:
    """Start the clock for what was shared and is not any more."""
    if change != Change.ENDED:
        return []
    shared = [row for row in listings if table_of(row)]
    titles = [(row, f"{row.scheme.name}：{row.subject.in_tasks}") for row in shared]
    clocks.start(clocks.TELL, titles, "tell_platforms", on=on)
    return [
        EffectDone("telling", len(shared), _("The platforms are told; the clock runs until they confirm."))
    ]


def confirmed(listings: Sequence[Listing]) -> list[Listing]:
    """Return the listings whose removal every platform has confirmed, or that no platform ever held."""
    keys = [key_of(row) for row in listings]
    unheard = OutboxEvent.objects.filter(key__in=keys, dispatched_at__isnull=True)
    unsettled = Delivery.objects.filter(key__in=keys, operation__in=ENDING).exclude(
        state__in=(State.ACCEPTED, State.OVERTAKEN)
    )
    waiting = {*unheard.values_list("key", flat=True), *unsettled.values_list("key", flat=True)}
    return [row for row in listings if key_of(row) not in waiting]


def note_told() -> int:
    """Stop the clocks of removals that every platform has confirmed; returns how many (can run twice).

    A removal that no platform has to hear of has nothing to wait for.
    """
    running = Deadline.objects.filter(
        kind=clocks.TELL.code, object_type=Listing._meta.label_lower, closed_at__isnull=True
    )
    noted, last = 0, 0
    while part := list(running.filter(pk__gt=last).order_by("pk")[:MOST]):
        last = part[-1].pk
        rows = Listing.objects.filter(pk__in=[int(clock.object_id) for clock in part]).order_by("pk")
        noted += _note(confirmed(list(rows)))
    return noted


@transaction.atomic
def _note(ready: Sequence[Listing]) -> int:
    """Stop the clocks and write it into the listings' story; two workers at once write it once."""
    pks = [row.pk for row in ready]
    list(Listing.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk").values_list("pk"))
    still = Deadline.objects.filter(
        kind=clocks.TELL.code,
        object_type=Listing._meta.label_lower,
        object_id__in=[str(pk) for pk in pks],
        closed_at__isnull=True,
    )
    open_now = {int(pk) for pk in still.values_list("object_id", flat=True)}
    deadlines.close(clocks.TELL, Listing, open_now)
    ListingEvent.objects.bulk_create(
        ListingEvent(listing_id=pk, step=TOLD, on=today(), by_label=WORKER.label) for pk in sorted(open_now)
    )
    return len(open_now)
