"""The way off the list on a listing's page, for officers and in the portal (`blacklist.parts`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from accounts.evidence import for_officers
from blacklist.choices import ENDED_STATES, ListingState, ListKind
from blacklist.exit.choices import OPEN, Need
from blacklist.exit.rules import ExitCondition
from blacklist.exit.selectors import conditions, conditions_for_party, may_begin
from blacklist.exit.services import about_training
from blacklist.models import Listing
from blacklist.parts import Context, Door, Part, register
from core import evidence
from core.clock import today

Ask = Callable[[Listing, date], list[ExitCondition]]
ENTERED = (ListingState.DECIDED, ListingState.LISTED, *ENDED_STATES)


def for_officer(listing: Listing) -> Context | None:
    """Return conditions, applications and trainings of a listing that burdens; None before its decision."""
    shown = _shown(listing, conditions)
    if shown is None:
        return None
    trainings = list(listing.trainings.order_by("-held_on", "-pk"))
    files = evidence.of_many(about_training(row) for row in trainings)
    return {
        **shown,
        "trainings": [(row, for_officers(files.get(about_training(row), []))) for row in trainings],
        "local": any(line.code == Need.TRAINING for line in shown["conditions"]),
    }


def for_party(listing: Listing) -> Context | None:
    """Return what the body itself reads once the decision is served, and whether it may apply today."""
    shown = _shown(listing, conditions_for_party) if listing.decision_served_on is not None else None
    if shown is None:
        return None
    busy = any(row.state in OPEN for row in shown["applications"])
    return {**shown, "may_begin": not busy and not may_begin(listing, today())}


def _shown(listing: Listing, ask: Ask) -> Context | None:
    if listing.kind == ListKind.RED or listing.state not in ENTERED:
        return None
    in_force = listing.state in (ListingState.DECIDED, ListingState.LISTED)
    applications = list(listing.exits.order_by("-pk"))
    if not in_force and not applications:
        return None
    found = ask(listing, today()) if in_force else []
    return {"listing": listing, "conditions": found, "applications": applications}


OFFICERS = register(Part("exit", Door.OFFICERS, 60, "admin/blacklist/exit_part.html", for_officer))
PORTAL = register(Part("exit", Door.PORTAL, 60, "portal/exit_part.html", for_party))
