"""Proposing a listing by criteria of its scheme, changing, checking and taking back the proposal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist import selectors
from blacklist.choices import PartyRole
from blacklist.listing import clocks, grounds
from blacklist.listing.adults import refuse_minor
from blacklist.listing.cases import children_of
from blacklist.listing.parts import NewGround, NewResponsible
from blacklist.listing.steps import note, take
from blacklist.models import Listing, ListingGround, ListScheme
from core import audit, evidence
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from credit.guard import guard
from credit.models import Subject

LEAST_FACTS = 10


def about(listing: Listing) -> str:
    """Return the name under which a listing's evidence is kept."""
    return f"blacklist.listing:{listing.pk}"


@transaction.atomic
def propose(
    *,
    scheme: ListScheme,
    subject: Subject,
    authority_name: str,
    division_code: str,
    facts: str,
    grounds: Sequence[NewGround],
    proposed_on: date,
    by: Actor,
    evidence: Iterable[Any] = (),
    responsible: Sequence[NewResponsible] = (),
) -> Listing:
    """Propose a listing: by criteria of the scheme, shown by records or documents, with evidence.

    Args:
        scheme: the version in force in that place on that day.
        subject: who is to be listed.
        authority_name: the authority that will decide.
        division_code: where it is; listings of it are read there.
        facts: what the notice and the decision will say.
        grounds: at least one.
        proposed_on: not in the future.
        evidence: uploads.
        responsible: persons listed together with a body, where the scheme says so.

    Raises:
        Refusal: which field, what is wrong, how to mend it.
    """
    if not by.may(P.LISTING_PROPOSE, division_code):
        raise Refusal(_("You do not hold the right to propose listings in this division."))
    _check_scheme(scheme, subject, division_code, proposed_on)
    _check_words(authority_name, facts, division_code, proposed_on)
    listing = _create(
        Listing(
            scheme=scheme,
            kind=scheme.kind,
            subject=subject,
            division_code=division_code,
            authority_name=authority_name.strip(),
            facts=facts.strip(),
            proposed_on=proposed_on,
        ),
        grounds,
        by=by,
    )
    _keep(listing, evidence, by=by)
    _propose_responsible(listing, responsible, grounds, by=by)
    return listing


@transaction.atomic
def amend(
    listing: Listing,
    *,
    by: Actor,
    facts: str | None = None,
    grounds: Sequence[NewGround] | None = None,
    evidence: Iterable[Any] = (),
) -> Listing:
    """Change a proposal before it is checked; whoever changes it cannot decide it.

    Raises:
        Refusal: it was checked already, or what is wrong with the change.
    """
    wanted = listing.facts if facts is None else facts.strip()
    _check_words(listing.authority_name, wanted, listing.division_code, listing.proposed_on)
    row = take(listing, "amend", on=today(), by=by, facts=wanted, changed_by=by.actor_id)
    if grounds is not None:
        row.grounds.all().delete()
        _add_grounds(row, grounds)
        for child in children_of(row):
            child.grounds.all().delete()
            _add_grounds(child, grounds)
    _keep(row, evidence, by=by)
    return row


@transaction.atomic
def check(listing: Listing, *, by: Actor, checked_on: date | None = None) -> Listing:
    """Note that basis and grounds were checked; the persons listed with a body follow."""
    day = checked_on or today()
    row = take(listing, "check", on=day, by=by, checked_on=day)
    for child in children_of(row):
        take(child, "check", on=day, by=by, checked_on=day)
    return row


@transaction.atomic
def take_back(listing: Listing, *, reason: str, by: Actor) -> Listing:
    """Take a proposal back before anybody was notified; the persons listed with a body follow."""
    row = take(listing, "take_back", on=today(), by=by, reason=reason, words=reason)
    for child in children_of(row):
        take(child, "take_back", on=today(), by=by, reason=reason, words=reason)
    return row


def _check_scheme(scheme: ListScheme, subject: Subject, division_code: str, day: date) -> None:
    if day > today():
        raise Refusal(_("Proposed on: the day lies in the future; check the year."), field="proposed_on")
    offered = {row.pk for row in selectors.schemes_for(day, division_code, scheme.kind)}
    if scheme.pk not in offered:
        raise Refusal(
            _("List: “%(scheme)s” does not hold in this place on %(day)s; choose the version that does.")
            % {"scheme": scheme, "day": day.isoformat()},
            field="scheme",
        )
    if sentence := selectors.why_no_basis(scheme, today(), place=division_code):
        raise Refusal(sentence, field="scheme")
    if subject.is_person and not scheme.for_persons:
        raise Refusal(_("Subject: this list is for bodies only."), field="subject")
    if not subject.is_person and not scheme.for_bodies:
        raise Refusal(_("Subject: this list is for natural persons only."), field="subject")
    refuse_minor(subject, on=day, place=division_code)


def _check_words(authority_name: str, facts: str, division_code: str, day: date) -> None:
    if not authority_name.strip():
        raise Refusal(_("Authority: name the authority that decides."), field="authority_name")
    if len(facts.strip()) < LEAST_FACTS:
        raise Refusal(
            _("Facts: say what happened (at least ten characters); the notice repeats it."), field="facts"
        )
    guard(on=day, place=division_code).check({"facts": facts}, {"facts": _("Facts")})


def _create(listing: Listing, offered: Sequence[NewGround], *, by: Actor) -> Listing:
    if sentence := grounds.refusal(listing, offered, today()):
        raise Refusal(sentence, field="grounds")
    listing.proposed_by = by.actor_id
    listing.proposed_by_label = by.label[:100]
    try:
        with transaction.atomic():
            listing.save(force_insert=True)
    except IntegrityError as error:
        raise Refusal(
            _("Subject: a listing of this subject on this list is already open or in force."), field="subject"
        ) from error
    _add_grounds(listing, offered)
    audit.record(listing, "listing.propose", by=by)
    note(listing, "propose", on=listing.proposed_on, by=by)
    clocks.keep(listing)
    return listing


def _add_grounds(listing: Listing, offered: Sequence[NewGround]) -> None:
    if sentence := grounds.refusal(listing, offered, today()):
        raise Refusal(sentence, field="grounds")
    ListingGround.objects.bulk_create(
        ListingGround(
            listing=listing,
            criterion=ground.criterion,
            record=ground.record,
            document_no=ground.document_no.strip(),
            document_by=ground.document_by.strip(),
            document_on=ground.document_on,
        )
        for ground in offered
    )


def _keep(listing: Listing, files: Iterable[Any], *, by: Actor) -> None:
    offered = list(files)
    if offered:
        evidence.keep_all(
            offered,
            about=about(listing),
            division_code=listing.division_code,
            by=by,
            kind=_("Evidence of the proposal"),
        )


def _propose_responsible(
    listing: Listing, responsible: Sequence[NewResponsible], offered: Sequence[NewGround], *, by: Actor
) -> None:
    if responsible and (listing.subject.is_person or not listing.scheme.lists_responsible_persons):
        raise Refusal(
            _("Responsible persons: the rules of this list do not list persons together with a body."),
            field="responsible",
        )
    for part in responsible:
        if not part.subject.is_person:
            raise Refusal(_("Responsible persons: choose natural persons."), field="responsible")
        refuse_minor(part.subject, on=listing.proposed_on, place=listing.division_code)
        _create(
            Listing(
                scheme=listing.scheme,
                kind=listing.kind,
                subject=part.subject,
                parent=listing,
                party_role=PartyRole(part.role),
                division_code=listing.division_code,
                authority_name=listing.authority_name,
                facts=part.facts.strip() or listing.facts,
                proposed_on=listing.proposed_on,
            ),
            offered,
            by=by,
        )
