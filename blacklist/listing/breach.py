"""A red listing is lost by a breach: what bad records of a red-listed subject do, as its scheme says.

Serious dishonesty that is final ends the listing at once, because nobody may be shown as a model who is not;
for other conduct an officer looks. Which is which is data of the scheme (`breach_rules`), not code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist.choices import AfterBreach, ListingState, ListKind
from blacklist.listing import clocks
from blacklist.listing.conduct import after_breach, bad_records
from blacklist.listing.ends import end_listings
from blacklist.listing.steps import note
from blacklist.models import Listing, ListingEvent
from core import audit
from core.actors import Actor, SystemActor
from core.clock import today
from core.errors import Refusal
from core.models import OutboxEvent
from core.outbox import subscribe
from credit.models import ConductRecord
from credit.services import RECORD_CHANGED

BY = SystemActor("breach of a red list")
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Breach:
    """A bad record of a red-listed subject, and what its scheme makes of it."""

    record: ConductRecord
    after: AfterBreach


@subscribe(RECORD_CHANGED)
def hear(events: list[OutboxEvent]) -> None:
    """Look at the subjects whose records changed and who stand on a red list."""
    look_at({int(event.payload["subject"]) for event in events})


def look_at_everybody() -> int:
    """Look at all red-listed subjects: a record becomes final by the passing of time too."""
    rows = Listing.objects.filter(kind=ListKind.RED, state=ListingState.LISTED)
    subjects = list(rows.order_by("subject_id").values_list("subject_id", flat=True).distinct())
    return sum(look_at(subjects[start : start + _CHUNK]) for start in range(0, len(subjects), _CHUNK))


def look_at(subject_ids: Iterable[int]) -> int:
    """Look for breaches of these subjects; returns how many listings ended or got a task."""
    listings = list(
        Listing.objects.filter(
            kind=ListKind.RED, state=ListingState.LISTED, subject_id__in=set(subject_ids)
        ).select_related("scheme", "subject")
    )
    if not listings:
        return 0
    records = bad_records({listing.subject_id for listing in listings}, today())
    return sum(_act(listing, records.get(listing.subject_id, [])) for listing in listings)


def breaches_of(listing: Listing) -> list[Breach]:
    """Return the bad records that count since the subject was red-listed, worst first."""
    records = bad_records({listing.subject_id}, today()).get(listing.subject_id, [])
    return _breaches(listing, records)


@transaction.atomic
def lose(listing: Listing, *, by: Actor, reason: str, document_no: str = "") -> Listing:
    """End a red listing after a breach, as the officer who looked at it."""
    return end_listings(
        [listing], ListingState.LOST, on=today(), by=by, reason=reason, document_no=document_no
    ).listings[0]


@transaction.atomic
def let_stand(listing: Listing, *, by: Actor, reason: str) -> None:
    """Note that a breach was looked at and the red listing stands; the task is done.

    Raises:
        Refusal: no right to decide listings, or no reason.
    """
    if not by.may(P.LISTING_DECIDE, listing.division_code):
        raise Refusal(_("You do not hold the right to decide listings in this division."))
    if not reason.strip():
        raise Refusal(_("Say in words why the red listing stands."), field="reason")
    audit.record(listing, "listing.let_stand", by=by, reason=reason)
    note(listing, "breach_let_stand", on=today(), words=reason, by=by)
    clocks.close_breach(listing)


def _act(listing: Listing, records: Sequence[ConductRecord]) -> int:
    found = _breaches(listing, records)
    if not found:
        return 0
    worst = found[0]
    reason = _("%(record)s (%(number)s)") % {
        "record": worst.record.title,
        "number": worst.record.document_no or worst.record.item_code,
    }
    with transaction.atomic():
        if worst.after == AfterBreach.AT_ONCE:
            end_listings([listing], ListingState.LOST, on=today(), by=BY, reason=reason)
            return 1
        mark = f"breach:{worst.record.pk}"
        if ListingEvent.objects.filter(listing=listing, step=mark).exists():
            return 0
        note(listing, mark, on=today(), words=reason, by=BY)
        clocks.open_breach(listing)
    return 1


def _breaches(listing: Listing, records: Sequence[ConductRecord]) -> list[Breach]:
    since = listing.listed_on
    found = [
        Breach(record, after)
        for record in records
        if since is not None
        and (record.final_on or record.happened_on) >= since
        and (after := after_breach(listing.scheme, record)) is not None
    ]
    return sorted(found, key=lambda breach: (breach.after != AfterBreach.AT_ONCE, -breach.record.pk))
