"""Rectifications that are worked off together: those of one campaign, or those due in one month.

Each keeps its own clock; a task box shows many of them as one line that leads to the list.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from core.deadlines import Bundle
from credit.rules.cycles import add_months
from supervision.models import Campaign, Rectification

CAMPAIGN, MONTH = "campaign", "month"


def of(row: Rectification) -> str:
    """Return what a rectification is worked off together with."""
    if row.campaign_id:
        return f"{CAMPAIGN}:{row.campaign_id}"
    return f"{MONTH}:{row.due_on or row.opened_on:%Y-%m}"


def in_words(narrowed: str) -> Callable[[Collection[str]], Mapping[str, Bundle]]:
    """Return the function that puts the bundles of one kind of clock into words.

    Args:
        narrowed: the filter of the list that shows what the clocks of this kind ask for.
    """

    def words(codes: Collection[str]) -> Mapping[str, Bundle]:
        parts = {code: code.rsplit(":", 2)[1:] for code in codes}
        campaigns = Campaign.objects.in_bulk(
            {int(value) for what, value in parts.values() if what == CAMPAIGN and value.isdecimal()}
        )
        found, listed = {}, reverse("admin:supervision_rectification_changelist")
        for code, (what, value) in parts.items():
            url = f"{listed}?{narrowed}&division_code__exact={code.split(':')[1]}"
            if what == MONTH:
                within = _in(date.fromisoformat(f"{value}-01"))
                found[code] = Bundle(_("Rectifications due in %(month)s") % {"month": value}, url + within)
            elif campaign := campaigns.get(int(value)):
                found[code] = Bundle(campaign.title, f"{url}&campaign={campaign.pk}")
        return found

    return words


def _in(first: date) -> str:
    after = add_months(first, 1)
    return f"&campaign__isnull=True&due_on__gte={first.isoformat()}&due_on__lt={after.isoformat()}"
