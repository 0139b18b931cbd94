"""Deciding: the upper authority's consent, the decision by another officer, its service, the entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist import effects
from blacklist.choices import Change
from blacklist.listing import cases
from blacklist.listing.cases import PROCEDURE, children_of
from blacklist.listing.notices import keep_evidence
from blacklist.listing.steps import take
from blacklist.models import Listing
from core import ruletables
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from credit.rules.cycles import add_months
from credit.services import hold_files

WHOLE_CODE = 6


@transaction.atomic
def ask_upper(listing: Listing, *, upper_name: str, by: Actor, asked_on: date | None = None) -> Listing:
    """Ask the upper authority for its consent; window, statement and hearing are behind us."""
    if not upper_name.strip():
        raise Refusal(_("Upper authority: name the authority that is asked."), field="upper_name")
    day = asked_on or today()
    fields: dict[str, Any] = {"upper_name": upper_name.strip(), "upper_asked_on": day}
    row = take(listing, "ask_upper", on=day, by=by, words=upper_name.strip(), **fields)
    for child in children_of(row):
        take(child, "ask_upper", on=day, by=by, words=upper_name.strip(), **fields)
    return row


@transaction.atomic
def upper_consents(
    listing: Listing, *, document_no: str, answered_on: date, by: Actor, evidence: Iterable[Any] = ()
) -> Listing:
    """Note the upper authority's consent.

    An officer of the upper authority gives it here; an officer of the deciding authority enters an answer on
    paper, with the document itself.

    Raises:
        Refusal: no document, no right, or an answer on paper without its file.
    """
    return _answered(listing, "consent", document_no, answered_on, by, evidence, reason="")


@transaction.atomic
def upper_refuses(
    listing: Listing,
    *,
    document_no: str,
    answered_on: date,
    reason: str,
    by: Actor,
    evidence: Iterable[Any] = (),
) -> Listing:
    """Note that the upper authority refuses: nobody is listed."""
    return _answered(listing, "upper_refuses", document_no, answered_on, by, evidence, reason=reason)


def _answered(
    listing: Listing,
    step: str,
    document_no: str,
    answered_on: date,
    by: Actor,
    evidence: Iterable[Any],
    *,
    reason: str,
) -> Listing:
    papers = list(evidence)
    if not is_upper(by, listing.division_code) and not papers:
        raise Refusal(
            _("You are not an officer of an upper authority: add the file of its written answer."),
            field="evidence",
        )
    keep_evidence(listing, papers, by=by, kind=_("Upper authority's answer"))
    fields: dict[str, Any] = {"upper_document_no": document_no.strip(), "upper_answered_on": answered_on}
    others = children_of(listing)
    words = document_no.strip()
    row = take(listing, step, on=answered_on, by=by, words=words, reason=reason, **fields)
    for child in others:
        take(child, step, on=answered_on, by=by, words=words, reason=reason, **fields)
    return row


def is_upper(by: Actor, division_code: str) -> bool:
    """Tell whether an actor may consent for an authority above a division's own."""
    own = len(division_code.rstrip("0")) if division_code else WHOLE_CODE
    reach = [prefix for prefix in by.prefixes(P.LISTING_CONSENT) if division_code.startswith(prefix)]
    return any(len(prefix) < own for prefix in reach)


@transaction.atomic
def decide(listing: Listing, *, decision_no: str, decided_on: date, by: Actor) -> Listing:
    """Decide to list, as another officer than the proposer; responsible persons with the body, in one act.

    Raises:
        Refusal: the window is open, a statement is not weighed, a defence was accepted, consent is missing,
            or it is one's own proposal.
    """
    _check_number(listing, decision_no.strip())
    others = children_of(listing)
    row = _decide(listing, decision_no, decided_on, by)
    for child in others:
        _decide(child, decision_no, decided_on, by)
    return row


def _decide(listing: Listing, decision_no: str, decided_on: date, by: Actor) -> Listing:
    fresh = Listing.objects.select_related("scheme").get(pk=listing.pk)
    return take(
        fresh,
        "decide",
        on=decided_on,
        by=by,
        words=decision_no.strip(),
        decision_no=decision_no.strip(),
        decided_on=decided_on,
        decided_by=by.actor_id,
        decided_by_label=by.label[:100],
        statement_until=cases.statement_until(fresh),
        publicised_until=cases.publicised_until(fresh),
    )


def _check_number(listing: Listing, number: str) -> None:
    twins = Listing.objects.filter(decision_no=number).exclude(pk=listing.pk).exclude(parent=listing.pk)
    if number and twins.exists():
        raise Refusal(
            _("Decision number: %(number)s is used already; every decision has its own.")
            % {"number": number},
            field="decision_no",
        )


@transaction.atomic
def decide_not_to_list(listing: Listing, *, reason: str, by: Actor) -> Listing:
    """Decide that nobody is listed; the persons to be listed with a body are not listed either."""
    others = children_of(listing)
    row = take(listing, "drop", on=today(), by=by, reason=reason, words=reason)
    for child in others:
        take(child, "drop", on=today(), by=by, reason=reason, words=reason)
    return row


@transaction.atomic
def serve_decision(
    listing: Listing, *, served_on: date, by: Actor, repair_told_on: date | None = None
) -> Listing:
    """Note that the decision reached the party, and with it the ways off the list (两书同达).

    Args:
        repair_told_on: where the party was told of them on another day; by default with the decision.
    """
    return take(
        listing,
        "serve_decision",
        on=served_on,
        by=by,
        decision_served_on=served_on,
        repair_told_on=repair_told_on or served_on,
    )


@transaction.atomic
def enter_on_list(listing: Listing, *, by: Actor) -> Listing:
    """Enter a served decision on the list: it counts from today, and all that follows begins in this act.

    Platforms, the public entry, checks and measures hear of it through the outbox and `blacklist.effects`.
    """
    hold_files([listing.subject_id])
    day = today()
    scheme = listing.scheme
    row = take(
        listing,
        "enter",
        on=day,
        by=by,
        listed_on=day,
        ends_on=last_day(listing),
        is_public=scheme.publishes_persons if listing.subject.is_person else scheme.publishes_bodies,
    )
    effects.run(Change.LISTED, [row], on=day, by=by, reason=row.decision_no)
    return row


def last_day(listing: Listing) -> date | None:
    """Return the last day of the term, None where the list has none.

    The term runs from the day of the decision (信用修复管理办法 counts from the day of the document) or from
    the entry, as the rule table says.
    """
    months = listing.scheme.term_months
    if not months:
        return None
    rule = ruletables.rule(PROCEDURE, "term_from", on=today(), place=listing.division_code)
    decided = listing.decided_on if rule["from"] == "decision" else None
    return add_months(decided or today(), months) - timedelta(days=1)
