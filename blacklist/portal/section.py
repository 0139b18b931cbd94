"""The section "lists" of the portal: procedures from the notice on, entries in force, and past ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.choices import ENDED_STATES, OPEN_STATES, ListKind
from blacklist.choices import ListingState as S
from blacklist.models import Listing
from core.clock import today
from institutions.models import Institution
from institutions.portal.file import running_date
from institutions.portal.sections import Fact, Section, Tone, register

MOST = 100
WINDOW_OPEN = (S.NOTIFIED, S.DEFENDED, S.HEARING)
"""States in which the body may still say something, as long as its window lasts."""


@dataclass(frozen=True, slots=True)
class Told:
    """A listing as the body reads it.

    Args:
        title: name of the list.
        words: where it stands; what the authority thinks before its decision is not told.
        until: last day of its window, None where none runs.
    """

    listing: Listing
    title: str
    words: str
    tone: Tone
    until: date | None


def own(body: Institution) -> QuerySet[Listing]:
    """Return the body's listings of which it was told: by a notice, by publicity, or by a decision.

    What is only proposed stays on the clerk's desk: it may yet be dropped.
    """
    told = Q(notice_served_on__isnull=False) | Q(publicised_on__isnull=False)
    told |= Q(decision_served_on__isnull=False)
    rows = Listing.objects.filter(told, subject_id=body.subject_id)
    return rows.select_related("scheme", "subject").order_by("-pk")


def told_of(listing: Listing) -> Told:
    """Put a listing into the words of the portal."""
    return Told(listing, title_of(listing), _words(listing), _tone(listing), window_until(listing))


def title_of(listing: Listing) -> str:
    """Return the list's name in the reader's language."""
    return listing.scheme.name_shown


def window_until(listing: Listing) -> date | None:
    """Return the last day on which the body may state and defend, None where no window runs today."""
    until = listing.statement_until
    runs = listing.state in WINDOW_OPEN and until is not None and today() <= until
    return until if runs else None


def summary(body: Institution) -> Sequence[Fact]:
    """Return the facts for the portal's first page: a window that runs first."""
    rows = list(own(body)[:MOST])
    facts = [
        running_date(_("Statement and defence until"), until)
        for until in sorted(filter(None, map(window_until, rows)))[:1]
    ]
    facts += [Fact(title_of(row), _words(row), tone=_tone(row)) for row in rows if row.state == S.LISTED]
    under_way = sum(row.state in OPEN_STATES for row in rows)
    if under_way:
        facts.append(Fact(_("Procedures under way"), under_way, tone=Tone.WATCH))
    return facts or [Fact(pgettext_lazy("portal", "Lists"), _("on no list"), tone=Tone.GOOD)]


def context(body: Institution) -> dict[str, Any]:
    """Return the listings of which the body was told, those under way first."""
    rows = [told_of(row) for row in own(body)[:MOST]]
    return {
        "open": [told for told in rows if told.listing.state in (*OPEN_STATES, S.DECIDED)],
        "in_force": [told for told in rows if told.listing.state == S.LISTED],
        "past": [told for told in rows if told.listing.state in (*ENDED_STATES, S.NOT_LISTED, S.TAKEN_BACK)],
    }


def _words(listing: Listing) -> str:
    if listing.state in (S.HEARD, S.WITH_UPPER, S.CONSENTED):
        return str(_("being decided"))
    if listing.state == S.DECIDED and listing.decision_served_on is None:
        return str(_("being decided"))
    return listing.get_state_display()


def _tone(listing: Listing) -> Tone:
    if listing.scheme.kind == ListKind.RED:
        return Tone.GOOD if listing.state == S.LISTED else Tone.PLAIN
    if listing.state == S.LISTED or window_until(listing):
        return Tone.ACT
    return Tone.WATCH if listing.state in (*OPEN_STATES, S.DECIDED) else Tone.GOOD


LISTS = register(
    Section("lists", pgettext_lazy("portal", "Lists"), "portal/lists.html", 45, summary, context)
)
