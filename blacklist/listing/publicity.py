"""Red lists: publicised first, open to everybody's objections, confirmed only when each was looked into.

河南省社会信用条例 article 28: without objection the subject is confirmed; with one the authority checks it.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist.choices import ListingState, ObjectionFinding
from blacklist.listing import clocks
from blacklist.listing.steps import note, take
from blacklist.models import Listing, ListingObjection
from blacklist.rules import LEAST_WORDS
from core import audit
from core.actors import Actor
from core.clock import today
from core.crypto import Sealed
from core.errors import Refusal
from core.masking import redact
from core.workdays import add_working_days


@transaction.atomic
def publicise(listing: Listing, *, by: Actor, publicised_on: date | None = None) -> Listing:
    """Begin the publicity of a proposed red listing; anybody may object until it ends."""
    day = publicised_on or today()
    until = add_working_days(day, listing.scheme.publicise_first_working_days or 0)
    return take(
        listing,
        "publicise",
        on=day,
        by=by,
        words=_("objections until %(day)s") % {"day": until.on.isoformat()},
        publicised_on=day,
        publicised_until=until.on,
        statement_provisional=until.provisional,
    )


@transaction.atomic
def receive_objection(
    listing: Listing, *, on: date, objector: str, words: str, by: Actor, contact: str = ""
) -> ListingObjection:
    """Take in an objection to a red listing while it is publicised; anybody may object.

    Args:
        on: the day on which it came.
        objector: who objects, as said; "anonymous" is a name too.
        words: what is objected.
        by: the officer who takes it in.
        contact: how to reach the objector; kept sealed.

    Raises:
        Refusal: not publicised (any more), no words, or no right.
    """
    row = _publicised(listing, by)
    if row.publicised_on is None or not row.publicised_on <= on <= today():
        raise Refusal(
            _("Received on: the day must lie between the publicity and today."), field="received_on"
        )
    if not objector.strip():
        raise Refusal(_("Who objects: write down the name as given, or “anonymous”."), field="objector")
    if len(words.strip()) < LEAST_WORDS:
        raise Refusal(_("What is objected: write it down (at least ten characters)."), field="words")
    objection = ListingObjection.objects.create(
        listing=row,
        received_on=on,
        objector=redact(objector.strip())[:200],
        contact=Sealed(contact.strip()) if contact.strip() else None,
        words=redact(words.strip()),
        received_by_label=by.label[:100],
    )
    audit.record(row, "listing.object", by=by, changes={"objection": (None, objection.pk)})
    note(row, "object", on=on, by=by)
    clocks.keep(row)
    return objection


@transaction.atomic
def handle_objection(objection: ListingObjection, *, finding: str, reply: str, by: Actor) -> ListingObjection:
    """Answer an objection: justified keeps the subject off the red list.

    Raises:
        Refusal: no finding, no reply in words, answered before, or no right.
    """
    listing = _publicised(objection.listing, by)
    row = ListingObjection.objects.select_for_update().get(pk=objection.pk)
    if row.finding:
        raise Refusal(_("This objection has been answered."), field="finding")
    if finding not in ObjectionFinding.values:
        raise Refusal(_("Finding: choose whether the objection is justified."), field="finding")
    if len(reply.strip()) < LEAST_WORDS:
        raise Refusal(_("Reply: give the reasons in words (at least ten characters)."), field="reply")
    row.finding, row.reply = finding, redact(reply.strip())
    row.handled_on, row.handled_by_label = today(), by.label[:100]
    row.save(update_fields=["finding", "reply", "handled_on", "handled_by_label"])
    audit.record(
        listing,
        "listing.answer_objection",
        by=by,
        reason=row.reply,
        changes={"objection": (row.pk, row.pk), "finding": ("", finding)},
    )
    note(listing, "answer_objection", on=today(), words=str(row.get_finding_display()), by=by)
    clocks.keep(listing)
    return row


def conclude_publicity(listing: Listing, *, by: Actor) -> Listing:
    """Conclude the publicity: its window is over and every objection is answered."""
    return take(listing, "conclude", on=today(), by=by)


def _publicised(listing: Listing, by: Actor) -> Listing:
    row = (
        Listing.objects.select_for_update(of=("self",)).select_related("scheme", "subject").get(pk=listing.pk)
    )
    if not by.may(P.LISTING_PROPOSE, row.division_code):
        raise Refusal(_("You do not hold the right to keep listings in this division."))
    if row.state != ListingState.PUBLICISED:
        raise Refusal(_("Objections belong to the publicity; this listing is not publicised now."))
    return row
