"""Entries of lists as the public sees them: derived, masked, made and ended with the listing in one act.

Bodies are shown where the scheme publishes bodies; persons only where it publishes persons, and then by a
masked name without a number (发改财金〔2018〕1399号: persons are withheld by default). `Listing.is_public` is
the listing's own answer; this module never widens it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from blacklist.choices import Change, ListingState
from blacklist.effects import register
from blacklist.exit.rules import ExitCase
from blacklist.exit.selectors import cases_of
from blacklist.models import Listing, SchemeBasis
from blacklist.sharing import OPERATION_OF, WITHDRAW
from core.actors import Actor
from core.masking import mask_name, redact
from core.search import grams, normalise
from credit.effects import EffectDone
from disclosure.choices import PublicKind, PublicState
from disclosure.models import PublicEntry
from disclosure.public_form import CONTENT
from disclosure.services.publishing import rebuilds, store_entries

LIST, PARTY, USCC, FACTS = "MD_MDMC", "MD_XDR_MC", "MD_XDR_SHXYM", "MD_SS"
BASIS, NUMBER, DECIDED, SINCE, UNTIL = "MD_YJ", "MD_RDWH", "MD_RDRQ", "MD_LRRQ", "MD_QX"
AUTHORITY, TOGETHER = "MD_RDJG", "MD_LDLR"
"""Codes of the columns; no national standard was found for them, so they are the house's own."""
BATCH = 500


def may_be_shown(listing: Listing) -> bool:
    """Tell whether the public may see a listing: in force, and within its scheme's scope of publication."""
    scheme = listing.scheme
    scope = scheme.publishes_persons if listing.subject.is_person else scheme.publishes_bodies
    return listing.state == ListingState.LISTED and listing.is_public and scope


def listing_entry(listing: Listing, case: ExitCase, *, published_on: date) -> PublicEntry:
    """Derive (not save) the public form of a listing in force.

    Args:
        listing: with scheme (and its bases) and subject.
        case: what the rules of leaving ask of it.
        published_on: first day of display.
    """
    subject, scheme = listing.subject, listing.scheme
    name = mask_name(subject.name) if subject.is_person else subject.name
    return PublicEntry(
        kind=PublicKind.LISTING,
        list_kind=scheme.kind,
        list_code=scheme.code,
        record_guid=listing.guid,
        party_name=name,
        party_kind=subject.kind,
        uscc="" if subject.is_person else subject.uscc,
        title=scheme.name,
        document_no=listing.decision_no,
        decided_on=listing.decided_on or published_on,
        authority_name=listing.authority_name,
        division_code=listing.division_code,
        details=_details(listing, name),
        earliest_repair_on=case.repair_from if case.repair is not None else None,
        published_on=published_on,
        shown_until=listing.ends_on,
        state=PublicState.SHOWN,
        name_norm=normalise(name),
        grams=grams(name),
    )


def _details(listing: Listing, name: str) -> list[list[Any]]:
    subject, scheme = listing.subject, listing.scheme
    facts = redact(listing.facts)
    if subject.is_person:
        facts = facts.replace(subject.name, name)
    rows: list[tuple[str, str]] = [
        (PARTY, name),
        (USCC, "" if subject.is_person else subject.uscc),
        (TOGETHER, str(listing.get_party_role_display()) if listing.party_role else ""),
        (LIST, scheme.name),
        (FACTS, facts),
        (BASIS, "；".join(str(basis) for basis in scheme.bases.all() if _held(basis, listing))),
        (NUMBER, listing.decision_no),
        (DECIDED, _iso(listing.decided_on)),
        (SINCE, _iso(listing.listed_on)),
        (UNTIL, _iso(listing.ends_on)),
        (AUTHORITY, listing.authority_name),
    ]
    return [[code, value] for code, value in rows if value]


def _held(basis: SchemeBasis, listing: Listing) -> bool:
    """Tell whether a basis was in force on the day of the decision."""
    day = listing.decided_on
    if day is None:
        return True
    return basis.effective_from <= day and (basis.effective_to is None or day <= basis.effective_to)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@register("publication")
def show_or_end_entries(
    change: Change, listings: Sequence[Listing], *, on: date, by: Actor, reason: str
) -> list[EffectDone]:
    """Show what came on a list, and end or withdraw what left it, in the act that decided so."""
    if change == Change.LISTED:
        shown = [row for row in listings if may_be_shown(row)]
        store_entries(_derived(shown, dict.fromkeys((row.pk for row in shown), on)))
        return [EffectDone("publication", len(shown), _("The entry of the list is shown to the public."))]
    ended = sum(_end(row, on) for row in listings)
    return [EffectDone("publication", ended, _("The entry of the list is not shown any more."))]


def _end(listing: Listing, on: date) -> int:
    """End the display of a listing, or withdraw it with the reason where it should never have been."""
    shown = PublicEntry.objects.filter(record_guid=listing.guid, state=PublicState.SHOWN)
    if OPERATION_OF[listing.state] != WITHDRAW:
        return shown.update(state=PublicState.ENDED)
    words = redact(listing.end_reason) or str(listing.get_state_display())
    return shown.update(state=PublicState.WITHDRAWN, withdrawn_on=on, withdrawn_reason=words[:255])


def _derived(listings: Sequence[Listing], since: dict[int, date]) -> list[PublicEntry]:
    rows = Listing.objects.filter(pk__in=[row.pk for row in listings]).select_related("subject", "scheme")
    found = list(rows.prefetch_related("scheme__bases").order_by("pk"))
    if not found:
        return []
    cases = cases_of(found, max(since.values()))
    return [listing_entry(row, cases[row.pk], published_on=since[row.pk]) for row in found]


@rebuilds
def rebuild() -> int:
    """Derive every entry of a list again from its listing; returns how many changed (none, when all is well).

    What is missing is shown; what is not to be shown any more ends.
    """
    public = Listing.objects.filter(state=ListingState.LISTED, is_public=True).select_related(
        "scheme", "subject"
    )
    changed, last = 0, 0
    right: set[UUID] = set()
    while part := list(public.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = part[-1].pk
        rows = [row for row in part if may_be_shown(row)]
        right |= {row.guid for row in rows}
        changed += _rebuild(rows)
    stray = PublicEntry.objects.filter(kind=PublicKind.LISTING, state=PublicState.SHOWN)
    gone = [
        entry.pk for entry in stray.only("pk", "record_guid").iterator() if entry.record_guid not in right
    ]
    return changed + PublicEntry.objects.filter(pk__in=gone).update(state=PublicState.ENDED)


def _rebuild(rows: Sequence[Listing]) -> int:
    known = {
        entry.record_guid: entry
        for entry in PublicEntry.objects.filter(record_guid__in=[row.guid for row in rows])
    }
    since = {
        row.pk: known[row.guid].published_on if row.guid in known else row.listed_on or date.min
        for row in rows
    }
    stale = [entry for entry in _derived(rows, since) if _differs(entry, known.get(entry.record_guid))]
    store_entries(stale)
    return len(stale)


def _differs(fresh: PublicEntry, known: PublicEntry | None) -> bool:
    return known is None or any(getattr(known, name) != getattr(fresh, name) for name in (*CONTENT, "state"))
