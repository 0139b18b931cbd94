"""The stops of a listing's procedure with their days, for the step rails of officers and portal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blacklist.choices import ENDED_STATES, ListKind
from blacklist.choices import ListingState as S
from blacklist.models import Listing, ListingEvent
from core.clock import today

Words = str | Promise
NEXT = {
    S.PROPOSED: "check",
    S.CHECKED: "notice",
    S.NOTIFIED: "statement",
    S.DEFENDED: "weigh",
    S.HEARING: "hearing",
    S.PUBLICISED: "objections",
    S.HEARD: "decision",
    S.WITH_UPPER: "upper",
    S.CONSENTED: "decision",
    S.DECIDED: "service",
    S.LISTED: "end",
}
CLOSED = (S.NOT_LISTED, S.TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the procedure.

    Args:
        code: its name.
        label: what a reader sees.
        on: the day it was done, None while it lies ahead.
        until: the last day of a window that belongs to it.
        state: "done", "now", "ahead" or "left" (never reached).
    """

    code: str
    label: Words
    on: date | None
    until: date | None
    state: str


@dataclass(frozen=True, slots=True)
class _Plan:
    code: str
    label: Words
    on: date | None = None
    until: date | None = None


def stops(listing: Listing, events: Iterable[ListingEvent] = ()) -> list[Stop]:
    """Return the stops that this listing's scheme asks for, each with its day.

    Args:
        listing: with its scheme.
        events: its steps; they know the days of steps that have no field of their own.
    """
    days = {event.step: event.on for event in events}
    plan = _red(listing, days) if listing.scheme.kind == ListKind.RED else _burden(listing, days)
    plan += _decision(listing)
    if listing.state in CLOSED:
        return [*_walked(plan), _last(listing, days)]
    plan += _force(listing)
    if listing.state in ENDED_STATES:
        return [Stop(row.code, row.label, row.on, row.until, "done") for row in plan]
    order = [row.code for row in plan]
    here = order.index(_now(listing, order))
    return [
        Stop(
            row.code, row.label, row.on, row.until, "done" if at < here else "now" if at == here else "ahead"
        )
        for at, row in enumerate(plan)
    ]


def _now(listing: Listing, order: list[str]) -> str:
    wanted = "decision" if listing.state == S.NOTIFIED and _silent(listing) else NEXT[S(listing.state)]
    if wanted == "notice" and "notice" not in order:
        return "publicise"
    if wanted == "decision" and "upper" in order and listing.upper_answered_on is None:
        return "upper"
    return wanted if wanted in order else "decision"


def _burden(listing: Listing, days: Mapping[str, date]) -> list[_Plan]:
    plan = [
        _Plan("propose", pgettext_lazy("stop", "Proposed"), listing.proposed_on),
        _Plan("check", pgettext_lazy("stop", "Checked"), listing.checked_on),
        _Plan("notice", _("Notice served"), listing.notice_served_on),
        _Plan("statement", _("Statement and defence"), listing.statement_on, listing.statement_until),
    ]
    if listing.hearing_asked_on or listing.hearing_on or listing.state == S.HEARING:
        plan.append(_Plan("hearing", _("Hearing"), listing.hearing_on))
    if _silent(listing):
        return plan
    return [*plan, _Plan("weigh", _("Statement weighed"), days.get("weigh"))]


def _silent(listing: Listing) -> bool:
    """Tell whether the window has passed and the party said nothing: then there is nothing to weigh."""
    until = listing.statement_until
    return until is not None and until < today() and not listing.statement_on and not listing.hearing_asked_on


def _red(listing: Listing, days: Mapping[str, date]) -> list[_Plan]:
    return [
        _Plan("propose", pgettext_lazy("stop", "Proposed"), listing.proposed_on),
        _Plan("check", pgettext_lazy("stop", "Checked"), listing.checked_on),
        _Plan("publicise", _("Publicised for objections"), listing.publicised_on),
        _Plan("objections", _("Objections weighed"), days.get("conclude"), listing.publicised_until),
    ]


def _decision(listing: Listing) -> list[_Plan]:
    upper = [_Plan("upper", _("Upper authority"), listing.upper_answered_on or None)]
    wanted = listing.scheme.upper_consent or listing.upper_asked_on is not None
    return [*(upper if wanted else []), _Plan("decision", _("Decided"), listing.decided_on)]


def _force(listing: Listing) -> list[_Plan]:
    return [
        _Plan("service", _("Decision served"), listing.decision_served_on),
        _Plan("list", _("On the list"), listing.listed_on),
        _Plan("end", _("Off the list"), listing.ended_on, listing.ends_on),
    ]


def _walked(plan: list[_Plan]) -> list[Stop]:
    """Keep of a procedure that was closed what has a day: it says how far it went."""
    return [
        Stop(row.code, row.label, row.on, row.until, "done")
        for row in plan
        if row.on is not None and row.code != "decision"
    ]


def _last(listing: Listing, days: Mapping[str, date]) -> Stop:
    on = listing.decided_on or max(days.values(), default=None)
    return Stop("closed", listing.get_state_display(), on, None, "left")
