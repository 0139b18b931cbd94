"""A listing in words: its grounds, basis, what was said and decided, and why no decision is possible yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from blacklist import rules, selectors
from blacklist.admin.proposal_forms import record_words
from blacklist.admin.scheme_words import text_of
from blacklist.choices import OPEN_STATES, ListKind
from blacklist.choices import ListingState as S
from blacklist.exit.choices import OTHER_STEPS
from blacklist.listing.cases import case_of
from blacklist.listing.workflow import LISTING
from blacklist.models import Listing, ListingEvent, ListingGround
from core.clock import today
from credit.admin.case_pages import facts_of, who
from credit.admin.subjects import place_name
from credit.choices import RecordState

COLOURS = {
    S.PROPOSED: "info",
    S.CHECKED: "info",
    S.NOTIFIED: "warning",
    S.DEFENDED: "warning",
    S.HEARING: "warning",
    S.PUBLICISED: "warning",
    S.HEARD: "primary",
    S.WITH_UPPER: "primary",
    S.CONSENTED: "primary",
    S.DECIDED: "primary",
    S.LISTED: "danger",
    S.NOT_LISTED: "success",
    S.TAKEN_BACK: "",
    S.EXPIRED: "",
    S.REPAIRED: "success",
    S.REVOKED: "",
    S.COURT: "",
    S.LOST: "danger",
}
DECIDABLE = tuple(S(state) for state in LISTING.transitions["decide"].sources)


@dataclass(frozen=True, slots=True)
class GroundLine:
    """One ground: the criterion, and the record or document that shows it.

    Args:
        url: page of the record, "" for a document.
        standing: what became of the record, "" while it counts.
    """

    words: str
    shown_by: str
    url: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class BasisLine:
    """One legal basis, and whether it founds the list today."""

    words: str
    held: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """One step that was taken."""

    on: date
    label: str
    words: str
    by_label: str


def colour_of(listing: Listing) -> str:
    """Return the colour of the state's label: to stand on a red list is no misfortune."""
    if listing.kind == ListKind.RED and listing.state == S.LISTED:
        return "success"
    return COLOURS[S(listing.state)]


def ground_lines(listing: Listing) -> list[GroundLine]:
    """Return the grounds with links to their records, in one query."""
    rows = listing.grounds.select_related("criterion", "record").order_by("pk")
    return [_ground(row) for row in rows]


def _ground(row: ListingGround) -> GroundLine:
    record = row.record
    if record is None:
        on = row.document_on.isoformat() if row.document_on else ""
        shown_by = " ".join(part for part in (on, row.document_by, row.document_no) if part)
        return GroundLine(text_of(row.criterion), shown_by)
    counts = record.state == RecordState.NORMAL
    return GroundLine(
        text_of(row.criterion),
        record_words(record),
        reverse("admin:credit_conductrecord_change", args=[record.pk]),
        "" if counts else str(record.get_state_display()),
    )


def basis_lines(listing: Listing) -> list[BasisLine]:
    """Return the scheme's bases with document, article and level."""
    scheme = listing.scheme
    held = {row.pk for row in selectors.founding_bases(scheme, today(), place=listing.division_code)}
    return [
        BasisLine(f"{row} · {row.get_level_display()}", row.pk in held)
        for row in sorted(scheme.bases.all(), key=lambda row: row.pk)
    ]


def event_lines(events: Iterable[ListingEvent]) -> list[EventLine]:
    """Put the steps into words, the last one first."""
    lines = [EventLine(row.on, _step(row.step), row.words, row.by_label) for row in events]
    return lines[::-1]


def _step(name: str) -> str:
    if name == "propose":
        return _("Proposed")
    step, kind = LISTING.transitions.get(name), name.partition(":")[0]
    return str(step.label if step else OTHER_STEPS.get(kind, kind))


def facts(listing: Listing) -> list[tuple[str, str]]:
    """Return who is concerned, and who proposed."""
    parent = f"{listing.parent.subject.name} · {listing.get_party_role_display()}" if listing.parent else ""
    return facts_of(
        (
            (_("Subject"), listing.subject.with_number),
            (_("Listed together with"), parent),
            (_("Authority"), listing.authority_name),
            (_("Division"), place_name(listing.division_code)),
            (_("Proposed"), who(listing.proposed_by_label, listing.proposed_on)),
            (_("Checked on"), listing.checked_on),
        )
    )


def said(listing: Listing) -> list[tuple[str, str]]:
    """Return notice and windows, or the publicity of a red listing."""
    hearing_set = who(listing.hearing_place, listing.hearing_set_for)
    return facts_of(
        (
            (_("Notice"), who(listing.notice_no, listing.notice_served_on)),
            (_("How it was served"), listing.notice_how),
            (_("Statement and defence until"), listing.statement_until),
            (_("Hearing may be asked for until"), listing.hearing_until),
            (_("Statement received on"), listing.statement_on),
            (_("Hearing asked for on"), listing.hearing_asked_on),
            (_("Hearing set for"), hearing_set),
            (_("Hearing held on"), listing.hearing_on),
            (_("Publicised on"), listing.publicised_on),
            (_("Objections until"), listing.publicised_until),
        )
    )


def decided(listing: Listing) -> list[tuple[str, str]]:
    """Return consent, decision, service, term and end."""
    return facts_of(
        (
            (_("Upper authority"), who(listing.upper_name, listing.upper_asked_on)),
            (_("Its answer"), who(listing.upper_document_no, listing.upper_answered_on)),
            (_("Decision number"), listing.decision_no),
            (_("Decided"), who(listing.decided_by_label, listing.decided_on)),
            (_("Decision served on"), listing.decision_served_on),
            (_("Told of the way to repair on"), listing.repair_told_on),
            (_("On the list since"), listing.listed_on),
            (_("Last day of the term"), listing.ends_on),
            (_("Off the list from"), listing.ended_on),
            (_("Why it ended"), listing.end_reason),
            (_("Document that ended it"), listing.end_document_no),
        )
    )


def why_not_decided(listing: Listing) -> str:
    """Say what stands between the listing and its decision, "" where nothing does, or it is not due."""
    if listing.state not in DECIDABLE:
        return ""
    case = case_of(listing)
    needs = (*rules.DUE_PROCESS, rules.upper_consents, rules.others_are_ready)
    if listing.kind == ListKind.RED or listing.state in OPEN_STATES:
        return next((str(sentence) for need in needs if (sentence := need(case))), "")
    return ""
