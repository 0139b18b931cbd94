"""How listings end: by term, repair, revocation, court, breach. One act ends all that a listing caused."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from blacklist import effects
from blacklist.choices import OPEN_STATES, Change, ListingState
from blacklist.listing.steps import take
from blacklist.models import Listing
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from credit.effects import EffectDone
from credit.services import hold_files

STEP: Mapping[str, str] = {
    ListingState.EXPIRED: "expire",
    ListingState.REPAIRED: "repair",
    ListingState.REVOKED: "revoke",
    ListingState.COURT: "court",
    ListingState.LOST: "lose",
}
STEP_ON_DECISION: Mapping[str, str] = {
    ListingState.REVOKED: "revoke_decision",
    ListingState.COURT: "court_on_decision",
}
_CHUNK = 200
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ended:
    """What an act ended: the listings as they are now, and what happened together with it."""

    listings: list[Listing]
    effects: list[EffectDone]


@transaction.atomic
def end_listings(
    listings: Iterable[Listing],
    state: ListingState | str,
    *,
    on: date,
    by: Actor,
    reason: str,
    document_no: str = "",
) -> Ended:
    """End listings with all that they caused, in one act; the persons listed with a body leave with it.

    What has ended already is passed over, so a task may run twice. The part of a responsible person that is
    still open is dropped. A decision that was not entered yet can be revoked or fall before a court.

    Args:
        listings: read again under lock.
        state: expired, repaired, revoked, court or lost.
        on: the first day off the list; not in the future.
        by: who may decide listings; `core.actors.ByDecision` inside the act of another procedure.
        reason: why, in words.
        document_no: the decision, judgment or ruling.

    Raises:
        Refusal: a listing cannot end so, or the day is wrong.
    """
    end = ListingState(state)
    if on > today():
        raise Refusal(_("Day: a listing ends on the day it is decided, not in the future."), field="on")
    wanted = {listing.pk for listing in listings}
    concerned = Listing.objects.filter(Q(pk__in=wanted) | Q(parent__in=wanted))
    hold_files(concerned.values_list("subject_id", flat=True))
    ended: list[Listing] = []
    for row in _locked(wanted):
        asked = row.pk in wanted
        if not asked and row.state in OPEN_STATES:
            take(row, "drop", on=on, by=by, reason=reason or str(end.label), words=reason)
        elif (step := _step(row, end, asked=asked)) is not None:
            ended.append(_end(row, step, on=on, by=by, reason=reason, document_no=document_no))
    stood = [row for row in ended if row.listed_on is not None]
    done = effects.run(Change.ENDED, stood, on=on, by=by, reason=reason) if stood else []
    return Ended(ended, done)


def _step(row: Listing, end: ListingState, *, asked: bool) -> str | None:
    """Return the step that ends a row, None where there is nothing to end.

    A person's decision that was not entered yet falls with the body's listing, however that ends.
    """
    if row.state == ListingState.LISTED:
        return STEP[end]
    if row.state != ListingState.DECIDED:
        if asked and row.state in OPEN_STATES:
            raise Refusal(_("Nothing is decided yet: take the proposal back, or decide not to list."))
        return None
    if end in STEP_ON_DECISION:
        return STEP_ON_DECISION[end]
    if asked:
        raise Refusal(
            _("“%(listing)s” is not on the list yet; revoke the decision instead.") % {"listing": row.scheme}
        )
    return STEP_ON_DECISION[ListingState.REVOKED]


def _end(row: Listing, step: str, *, on: date, by: Actor, reason: str, document_no: str) -> Listing:
    earliest = row.listed_on or row.decided_on
    if earliest is not None and on < earliest:
        raise Refusal(
            _("Day: the listing cannot end on %(day)s, before it began on %(first)s.")
            % {"day": on.isoformat(), "first": earliest.isoformat()},
            field="on",
        )
    return take(
        row,
        step,
        on=on,
        by=by,
        reason=reason,
        words=" · ".join(filter(None, (reason, document_no))),
        ended_on=on,
        end_reason=reason.strip()[:255],
        end_document_no=document_no.strip()[:80],
        is_public=False,
    )


def _locked(pks: set[int]) -> Sequence[Listing]:
    """Lock listings and the parts of responsible persons; bodies come first."""
    rows = Listing.objects.select_for_update(of=("self",)).select_related("scheme", "subject", "parent")
    found = list(rows.filter(pk__in=pks).order_by("pk"))
    children = list(rows.filter(parent__in=pks).exclude(pk__in=pks).order_by("pk"))
    return sorted([*found, *children], key=lambda row: (row.parent_id is not None, row.pk))


def expire(*, by: Actor) -> int:
    """End the listings whose term is over (nightly; can run twice); returns how many.

    One that cannot end is told in the log and stops no other.
    """
    gone = after = 0
    due = Listing.objects.filter(state=ListingState.LISTED, ends_on__lt=today()).order_by("pk")
    while chunk := list(due.filter(pk__gt=after)[:_CHUNK]):
        after = chunk[-1].pk
        for listing in chunk:
            try:
                gone += _expire_one(listing, by=by)
            except Refusal:
                logger.exception("listing %s could not end by its term", listing.pk)
    return gone


def _expire_one(listing: Listing, *, by: Actor) -> int:
    if listing.ends_on is None:
        return 0
    first = listing.ends_on + timedelta(days=1)
    ended = end_listings([listing], ListingState.EXPIRED, on=first, by=by, reason=_("end of the term"))
    return len(ended.listings)
