"""Notice, statement and defence, hearing: what the party is told, what it says, what is found about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist.choices import OPEN_STATES, StatementFinding
from blacklist.listing import cases
from blacklist.listing.proposals import about
from blacklist.listing.steps import take
from blacklist.models import Listing
from core import evidence as files
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from core.workdays import add_working_days
from credit.parties import OnPaper, Party, must_be_own


@transaction.atomic
def serve_notice(listing: Listing, *, notice_no: str, served_on: date, how: str, by: Actor) -> Listing:
    """Note that the written notice reached the party; the window for its statement opens.

    Each responsible person is served a notice of his own: call this for his listing too.

    Raises:
        Refusal: no number, an impossible day, another listing's number, or the step is not allowed now.
    """
    number = notice_no.strip()
    if number and Listing.objects.filter(notice_no=number).exclude(pk=listing.pk).exists():
        raise Refusal(
            _("Notice number: %(number)s is used already; every notice has its own.") % {"number": number},
            field="notice_no",
        )
    scheme = listing.scheme
    until = add_working_days(served_on, scheme.statement_working_days or 0)
    hearing = scheme.hearing_working_days
    return take(
        listing,
        "notify",
        on=served_on,
        by=by,
        words=_("notice %(number)s, %(how)s; statement until %(day)s")
        % {"number": number, "how": how.strip(), "day": until.on.isoformat()},
        notice_no=number,
        notice_served_on=served_on,
        notice_how=how.strip(),
        statement_until=until.on,
        statement_provisional=until.provisional,
        hearing_until=add_working_days(served_on, hearing).on if hearing else None,
    )


@transaction.atomic
def receive_statement(
    listing: Listing,
    *,
    on: date,
    statement: str,
    claims_no_intent: bool,
    by: Actor,
    evidence: Iterable[Any] = (),
) -> Listing:
    """Take in a statement and defence; what was weighed before is weighed anew.

    In the portal it can be handed in within the window; at the counter the office takes in a late one too, as
    long as nothing is decided.

    Args:
        on: the day on which it was received.
        by: the party's account (`credit.parties.Party`), or an officer for what came on paper.

    Raises:
        Refusal: another's listing, the window is over, nothing is said, or a file is refused.
    """
    actor = _party(listing, by)
    current = Listing.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=listing.pk)
    until = cases.statement_until(current)
    late = until is not None and on > until
    if late and isinstance(actor, Party):
        raise Refusal(
            _("Statement and defence were possible until %(day)s; write to the authority instead.")
            % {"day": until},
            field="statement",
        )
    said = _with_earlier(current.statement, redact(statement.strip()), on)
    row = take(
        current,
        "defend",
        on=on,
        by=actor,
        words=_("received after the window") if late else "",
        statement_on=on,
        statement=said,
        claims_no_intent=current.claims_no_intent or claims_no_intent,
        statement_finding="",
        statement_reply="",
    )
    keep_evidence(row, evidence, by=actor, kind=_("Statement and defence"))
    return row


@transaction.atomic
def ask_hearing(listing: Listing, *, on: date, by: Actor) -> Listing:
    """Note that the party asks for a hearing, within the days of the scheme.

    Raises:
        Refusal: the scheme knows none, it is too late, or the listing is another's.
    """
    return take(
        listing,
        "ask_hearing",
        on=on,
        by=_party(listing, by),
        hearing_asked_on=on,
        statement_finding="",
        statement_reply="",
    )


@transaction.atomic
def order_hearing(listing: Listing, *, set_for: date, place: str, by: Actor) -> Listing:
    """Set a hearing and tell the party of day and place, early enough (行政处罚法 article 64 by analogy).

    Raises:
        Refusal: too early a day, or no place.
    """
    if not place.strip():
        raise Refusal(_("Place of the hearing: say where it is."), field="place")
    return take(
        listing,
        "order_hearing",
        on=today(),
        by=by,
        words=_("set for %(day)s, %(place)s") % {"day": set_for.isoformat(), "place": place.strip()},
        hearing_told_on=today(),
        hearing_set_for=set_for,
        hearing_place=place.strip(),
        hearing_on=None,
        hearing_minutes="",
    )


@transaction.atomic
def hold_hearing(
    listing: Listing, *, held_on: date, minutes: str, by: Actor, evidence: Iterable[Any] = ()
) -> Listing:
    """Enter that the hearing was held, with its minutes."""
    row = take(
        listing,
        "hold_hearing",
        on=held_on,
        by=by,
        hearing_on=held_on,
        hearing_minutes=redact(minutes.strip()),
    )
    keep_evidence(row, evidence, by=by, kind=_("Minutes of the hearing"))
    return row


@transaction.atomic
def weigh(listing: Listing, *, finding: str, reply: str, by: Actor) -> Listing:
    """Enter what was found about statement and hearing, with the reply to the party.

    "Accepted" and "no intent" keep the party off the list: the decision to list is then closed.
    """
    return take(
        listing,
        "weigh",
        on=today(),
        by=by,
        words=str(StatementFinding(finding).label) if finding in StatementFinding.values else "",
        statement_finding=finding,
        statement_reply=redact(reply.strip()),
    )


@transaction.atomic
def keep_evidence(listing: Listing, offered: Iterable[Any], *, by: Actor, kind: str) -> None:
    """Keep what the party or the office brings; the party may read its own listing's evidence again.

    Raises:
        Refusal: another's listing, it is decided already, or a file is refused.
    """
    must_be_own(listing.subject_id, by)
    uploads = list(offered)
    if not uploads:
        return
    if listing.state not in OPEN_STATES:
        raise Refusal(_("The listing is decided; bring new evidence with an objection or a repair."))
    files.keep_all(
        uploads,
        about=about(listing),
        division_code=listing.division_code,
        by=by,
        kind=kind,
        party=f"credit.subject:{listing.subject_id}",
    )


def _party(listing: Listing, by: Actor) -> Actor:
    """Return who takes the party's step: its account, or an officer at the counter."""
    must_be_own(listing.subject_id, by)
    return by if isinstance(by, Party | OnPaper) else OnPaper(by, P.LISTING_PROPOSE)


def _with_earlier(earlier: str, said: str, on: date) -> str:
    if not earlier or not said:
        return said or earlier
    return f"{earlier}\n\n{on.isoformat()}\n{said}"
