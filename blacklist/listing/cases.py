"""Turns a listing into the plain case that its rules read, with the calendar and the law of today."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from blacklist import selectors
from blacklist.choices import OPEN_STATES, ListingState, ListKind, ObjectionFinding
from blacklist.listing import grounds
from blacklist.models import Listing
from blacklist.rules import DUE_PROCESS, Case
from core import ruletables
from core.clock import today
from core.workdays import add_working_days

PROCEDURE = "blacklist.procedure"
READY = (ListingState.NOTIFIED, ListingState.HEARD, ListingState.WITH_UPPER, ListingState.CONSENTED)
Words = str | Promise


def statement_until(listing: Listing) -> date | None:
    """Return the last day for statement and defence: never earlier than the party was told.

    A calendar that came out after the service may move the end of a provisional window back, never forward.
    """
    days = listing.scheme.statement_working_days
    if listing.notice_served_on is None or not days:
        return None
    counted = add_working_days(listing.notice_served_on, days).on
    return max(filter(None, (counted, listing.statement_until)))


def hearing_until(listing: Listing) -> date | None:
    """Return the last day on which a hearing may be asked for, None where the scheme knows none."""
    days = listing.scheme.hearing_working_days
    if listing.notice_served_on is None or not days:
        return None
    return add_working_days(listing.notice_served_on, days).on


def publicised_until(listing: Listing) -> date | None:
    """Return the last day for objections to a red listing."""
    days = listing.scheme.publicise_first_working_days
    if listing.publicised_on is None or not days:
        return None
    counted = add_working_days(listing.publicised_on, days).on
    return max(filter(None, (counted, listing.publicised_until)))


def first_hearing_day(told_on: date, place: str) -> date:
    """Return the first day for which a hearing may be set, told on a day."""
    value = ruletables.rule(PROCEDURE, "hearing_notice_days", on=told_on, place=place)
    return add_working_days(told_on, int(value["working_days"])).on


def case_of(listing: Listing, *, day: date | None = None) -> Case:
    """Describe a listing for its rules.

    Args:
        listing: with its scheme and parent; fields may be set and not saved yet.
        day: on which somebody acts; by default today.
    """
    on = day or today()
    parent, scheme = listing.parent, listing.scheme
    stored = list(listing.grounds.select_related("criterion", "record__item"))
    objections = list(listing.objections.values_list("finding", flat=True)) if listing.pk else []
    return Case(
        day=on,
        red=listing.kind == ListKind.RED,
        no_basis=selectors.why_no_basis(scheme, on, place=listing.division_code),
        bad_grounds=grounds.refusal(listing, stored, on) or "",
        upper_needed=scheme.upper_consent,
        wilfulness=scheme.wilfulness_defence,
        proposed_on=listing.proposed_on,
        checked_on=listing.checked_on,
        notice_no=listing.notice_no,
        notice_served_on=listing.notice_served_on,
        notice_how=listing.notice_how,
        statement_until=statement_until(listing),
        hearing_until=hearing_until(listing),
        statement_on=listing.statement_on,
        statement=listing.statement,
        finding=listing.statement_finding,
        reply=listing.statement_reply,
        hearing_asked_on=listing.hearing_asked_on,
        hearing_set_for=listing.hearing_set_for,
        hearing_first_day=_first_day(listing),
        hearing_on=listing.hearing_on,
        hearing_minutes=listing.hearing_minutes,
        publicised_on=listing.publicised_on,
        publicised_until=publicised_until(listing),
        open_objections=objections.count(""),
        upheld_objections=objections.count(ObjectionFinding.UPHELD),
        upper_answered_on=listing.upper_answered_on,
        upper_document_no=listing.upper_document_no,
        decision_no=listing.decision_no,
        decided_on=listing.decided_on,
        decision_served_on=listing.decision_served_on,
        repair_told_on=listing.repair_told_on,
        listed_on=listing.listed_on,
        ends_on=listing.ends_on,
        child=parent is not None,
        parent_decided=parent is not None and parent.state in (ListingState.DECIDED, ListingState.LISTED),
        parent_listed=parent is not None and parent.state == ListingState.LISTED,
        with_others=_others(listing, on) if parent is None and listing.pk else "",
    )


def _first_day(listing: Listing) -> date | None:
    if listing.hearing_told_on is None:
        return None
    return first_hearing_day(listing.hearing_told_on, listing.division_code)


def _others(listing: Listing, day: date) -> Words:
    """Return why a responsible person's part is not ready to be decided, "" where all are."""
    if listing.state not in (ListingState.WITH_UPPER, ListingState.DECIDED):
        return ""
    for child in children_of(listing):
        sentence = not_ready(child, day)
        if sentence:
            return _("%(person)s (%(role)s): %(sentence)s") % {
                "person": child.subject.in_tasks,
                "role": child.get_party_role_display(),
                "sentence": sentence,
            }
    return ""


def children_of(listing: Listing) -> list[Listing]:
    """Return the persons listed together with a body whose procedure is still open."""
    rows = Listing.objects.filter(parent_id=listing.pk, state__in=[str(state) for state in OPEN_STATES])
    return list(rows.select_related("scheme", "subject", "parent__subject").order_by("pk"))


def not_ready(child: Listing, day: date) -> Words | None:
    """Return why a responsible person's part cannot be decided yet, None where it can."""
    if child.state not in READY:
        return _("the part of this person is still “%(state)s”; finish or drop it first.") % {
            "state": child.get_state_display()
        }
    case = case_of(child, day=day)
    return next((sentence for need in DUE_PROCESS if (sentence := need(case))), None)
