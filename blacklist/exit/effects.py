"""Applications lapse when the listing ends on another way (`blacklist.effects`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from blacklist.choices import Change
from blacklist.effects import register
from blacklist.exit import clocks
from blacklist.exit.choices import OPEN
from blacklist.exit.workflow import EXIT
from blacklist.models import ExitApplication, Listing
from core import deadlines
from core.actors import Actor, ByDecision
from credit.effects import EffectDone


@register("exits")
def let_applications_lapse(
    change: Change, listings: Sequence[Listing], *, on: date, by: Actor, reason: str
) -> list[EffectDone]:
    """Close what is still open about listings that are over: applications, and reviews of their grounds."""
    if change != Change.ENDED:
        return []
    pks = [row.pk for row in listings]
    deadlines.close(clocks.REVIEW, Listing, pks)
    rows = ExitApplication.objects.filter(listing__in=pks, state__in=OPEN).order_by("pk")
    lapsed = EXIT.apply_many(
        list(rows.values_list("pk", flat=True)),
        "lapse",
        by=ByDecision(by),
        reason=reason or _("the listing has ended"),
        then=_keep_clocks,
    )
    return [EffectDone("exits", len(lapsed.done), _("The open application to leave the list has lapsed."))]


def _keep_clocks(rows: list[ExitApplication]) -> None:
    for row in rows:
        clocks.keep(row)
