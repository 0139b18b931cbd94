"""One step of one listing: the transition, its dated line in the time line, and the clocks that follow."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from blacklist.listing import clocks
from blacklist.listing.workflow import LISTING
from blacklist.models import Listing, ListingEvent
from core.actors import Actor
from core.masking import redact


def take(
    listing: Listing,
    step: str,
    *,
    on: date,
    by: Actor,
    words: str = "",
    reason: str = "",
    **fields: Any,
) -> Listing:
    """Take a step with a listing, note its day, and set the clocks; all or nothing.

    Args:
        listing: read again under lock.
        step: name of the transition.
        on: the day on which it happened.
        words: what the time line says besides the step.
        reason: why; kept in the audit trail.
        fields: columns set with the step.

    Raises:
        Refusal: the step is not allowed, in one sentence.
    """
    with transaction.atomic():
        row = LISTING.apply(listing, step, by=by, reason=reason, **fields)
        note(row, step, on=on, words=words, by=by)
        clocks.keep(row)
    return row


def note(listing: Listing, step: str, *, on: date, words: str = "", by: Actor) -> ListingEvent:
    """Write one dated line of a listing's time line (inside the step's transaction)."""
    return ListingEvent.objects.create(
        listing=listing, step=step, on=on, words=redact(words)[:500], by_label=by.label[:100]
    )
