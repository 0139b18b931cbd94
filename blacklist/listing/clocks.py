"""The clocks of a listing's procedure, fed into the task boxes (rule table `blacklist.procedure`).

Statement, hearing and publicity have the scheme's own days; what the office does next has local defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from blacklist.choices import ListingState as S
from blacklist.listing.cases import PROCEDURE
from blacklist.models import Listing
from core import deadlines, ruletables
from core.clock import today
from core.deadlines import DeadlineKind
from core.models import Deadline

PAGE = "admin:blacklist_listing_change"


def _kind(code: str, label: str | Promise, permission: str) -> DeadlineKind:
    return deadlines.register(DeadlineKind(code, label, permission, PAGE))


CHECK = _kind("listing_check", _("Check the proposed listing"), P.LISTING_PROPOSE)
NOTICE = _kind("listing_notice", _("Serve the notice of the listing"), P.LISTING_PROPOSE)
PUBLICITY = _kind("listing_publicity", _("Conclude the publicity of the red listing"), P.LISTING_PROPOSE)
OBJECTION = _kind("listing_objection", _("Handle an objection to the red listing"), P.LISTING_PROPOSE)
WEIGH = _kind("listing_weigh", _("Weigh the statement on the listing"), P.LISTING_PROPOSE)
HEARING = _kind("listing_hearing", _("Hold the hearing on the listing"), P.LISTING_PROPOSE)
ASK_UPPER = _kind("listing_ask_upper", _("Ask the upper authority about the listing"), P.LISTING_PROPOSE)
UPPER = _kind("listing_upper", _("Answer a lower authority on a listing"), P.LISTING_CONSENT)
DECIDE = _kind("listing_decide", _("Decide on the listing"), P.LISTING_DECIDE)
SERVE = _kind("listing_serve", _("Serve the decision on the listing"), P.LISTING_PROPOSE)
ENTER = _kind("listing_enter", _("Enter the listing on the list"), P.LISTING_DECIDE)
TERM = _kind("listing_term", _("The term of the listing ends"), P.LISTING_DECIDE)
BREACH = _kind("listing_breach", _("Look at a breach of a red-listed subject"), P.LISTING_DECIDE)
KINDS = (
    CHECK,
    NOTICE,
    PUBLICITY,
    OBJECTION,
    WEIGH,
    HEARING,
    ASK_UPPER,
    UPPER,
    DECIDE,
    SERVE,
    ENTER,
    TERM,
)
"""What follows from the state alone; the task about a breach is opened and closed by `listing.breach`."""
OF_THE_BODY = (CHECK, UPPER, DECIDE)
"""Steps that persons listed with a body take in the body's act."""


def keep(listing: Listing) -> None:
    """Set the running clocks to what the listing's state asks for."""
    gone = KINDS if listing.state == S.LISTED else (*KINDS, BREACH)
    deadlines.close_kinds(gone, Listing, [listing.pk])
    deadlines.open_many(_wanted(listing))


def _wanted(listing: Listing) -> Iterator[Deadline]:
    rule = ruletables.book(PROCEDURE).find("days", on=today(), place=listing.division_code)
    days: dict[str, int] = rule.value if rule else {}
    basis = (rule.document or rule.title) if rule else ""
    for kind, start, name in _by_state(listing):
        yield deadlines.build(
            kind, listing, start=start, working_days=days[name], title=title_of(listing), basis=basis
        )
    if listing.state == S.LISTED and listing.ends_on is not None:
        yield _on_day(TERM, listing, listing.ends_on)


@dataclass(frozen=True, slots=True)
class _Next:
    """What is to be done next: which clock, of how many days, and the columns that may start it.

    The latest of the columns that are filled starts it; today where none is.
    """

    kind: DeadlineKind
    days: str
    starts: tuple[str, ...]


WINDOW = ("statement_until", "publicised_until")
PLAN: Mapping[str, _Next] = {
    S.PROPOSED: _Next(CHECK, "check", ("proposed_on",)),
    S.CHECKED: _Next(NOTICE, "notice", ("checked_on",)),
    S.NOTIFIED: _Next(DECIDE, "decide", WINDOW),
    S.DEFENDED: _Next(WEIGH, "weigh", ("statement_on", "hearing_asked_on", *WINDOW)),
    S.HEARING: _Next(HEARING, "hearing", ("hearing_told_on",)),
    "held": _Next(WEIGH, "weigh", ("hearing_on",)),
    S.PUBLICISED: _Next(PUBLICITY, "decide", WINDOW),
    S.HEARD: _Next(DECIDE, "decide", WINDOW),
    S.WITH_UPPER: _Next(UPPER, "upper", ("upper_asked_on",)),
    S.CONSENTED: _Next(DECIDE, "decide", ("upper_answered_on",)),
    S.DECIDED: _Next(SERVE, "serve", ("decided_on",)),
    "served": _Next(ENTER, "enter", ("decision_served_on",)),
}
"""State, or finer stage, → what comes next."""


def _stage(listing: Listing) -> str:
    if listing.state == S.HEARING and listing.hearing_on is not None:
        return "held"
    if listing.state == S.DECIDED and listing.decision_served_on is not None:
        return "served"
    return listing.state


def _by_state(listing: Listing) -> Iterator[tuple[DeadlineKind, date, str]]:
    """Yield (clock, day it starts after, name of its days) for what the state asks for next.

    What belongs to a body's listing as a whole is asked once, of the body.
    """
    plan = PLAN.get(_stage(listing))
    if plan is None or (listing.parent_id is not None and plan.kind in OF_THE_BODY):
        return
    days = [day for name in plan.starts if (day := getattr(listing, name)) is not None]
    kind = ASK_UPPER if _asks_upper(listing) else plan.kind
    yield kind, max(days, default=today()), plan.days
    if listing.state == S.PUBLICISED:
        first = listing.objections.filter(finding="").order_by("received_on", "pk").first()
        if first is not None:
            yield OBJECTION, first.received_on, "objection"


def _asks_upper(listing: Listing) -> bool:
    return listing.scheme.upper_consent and listing.state in (S.NOTIFIED, S.HEARD)


def title_of(listing: Listing) -> str:
    """Return how a task names a listing: a body by its name, a person by the masked number."""
    return f"{listing.scheme.name}：{listing.subject.in_tasks}"


def _on_day(kind: DeadlineKind, listing: Listing, day: date) -> Deadline:
    return Deadline(
        kind=kind.code,
        object_type=Listing._meta.label_lower,
        object_id=str(listing.pk),
        title=title_of(listing)[:255],
        permission=kind.permission,
        division_code=listing.division_code,
        started_on=listing.listed_on or today(),
        working_days=None,
        due_on=day,
    )


def open_breach(listing: Listing, *, basis: str = "") -> None:
    """Have an officer look at a breach of a red-listed subject."""
    rule = ruletables.rule(PROCEDURE, "days", on=today(), place=listing.division_code)
    deadlines.open_many(
        [
            deadlines.build(
                BREACH,
                listing,
                start=today(),
                working_days=int(rule["breach"]),
                title=title_of(listing),
                basis=basis,
            )
        ]
    )


def close_breach(listing: Listing) -> None:
    """Close the task about a breach."""
    deadlines.close(BREACH, Listing, [listing.pk])


def breach_waits(listing: Listing) -> bool:
    """Tell whether an officer is to look at a breach of a red-listed subject."""
    return Deadline.objects.filter(
        kind=BREACH.code,
        object_type=Listing._meta.label_lower,
        object_id=str(listing.pk),
        closed_at__isnull=True,
    ).exists()
