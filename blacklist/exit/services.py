"""Every write on the way off a list; portal, counter and tasks call these.

Locks are taken in one order everywhere: the credit file, conduct records, listings, what hangs on a listing.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from blacklist.choices import ListingState, PartyRole
from blacklist.exit import clocks
from blacklist.exit.choices import WRITABLE
from blacklist.exit.rules import unmet
from blacklist.exit.selectors import conditions, may_begin
from blacklist.exit.workflow import EXIT
from blacklist.listing.ends import end_listings
from blacklist.models import ExitApplication, Listing, ListingEvent, RepresentativeTraining
from core import audit, deadlines, evidence
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.masking import redact
from credit.objection.choices import Channel
from credit.objection.effects import in_words
from credit.parties import OWN, must_be_own
from credit.repair.services import commitment_text
from credit.services import hold_files


def about(row: ExitApplication) -> str:
    """Return the name under which the papers of an application are kept."""
    return f"blacklist.exit:{row.pk}"


def about_training(row: RepresentativeTraining) -> str:
    """Return the name under which the proof of a training is kept."""
    return f"blacklist.training:{row.pk}"


def start_exit(*, listing: Listing, by: Actor, channel: str = Channel.PORTAL) -> ExitApplication:
    """Begin an application; it stays a draft until it is handed in.

    Raises:
        Refusal: not their listing, not in force, too early, or an application is open already.
    """
    must_be_own(listing.subject_id, by)
    if not by.may(OWN, listing.division_code):
        raise Refusal(_("You do not hold the right to take in applications of this division."))
    if sentence := may_begin(listing, today()):
        raise Refusal(sentence, field="listing")
    row = ExitApplication(
        listing=listing,
        subject_id=listing.subject_id,
        division_code=listing.division_code,
        channel=channel,
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(row, "exitapplication.start", by=by, changes={"listing": (None, listing.pk)})
    except IntegrityError as twice:  # one_open_exit_application_per_listing
        raise Refusal(
            _("An application to leave this list is open already; go on with that one."), field="listing"
        ) from twice
    return row


@transaction.atomic
def write_exit(
    row: ExitApplication,
    *,
    by: Actor,
    duties_done_on: date | None,
    correction: str,
    commitment_by: str = "",
    commits: bool = False,
    files: Iterable[Any] = (),
) -> ExitApplication:
    """Fill in a draft, or complete a returned application; files are added to those already there.

    Args:
        duties_done_on: day on which the duties of the decision were done.
        correction: how the misconduct was corrected, in words.
        commitment_by: who gives the commitment for the body.
        commits: whether the commitment is given now.
        files: proof of performance.

    Raises:
        Refusal: handed in already, not theirs, a wrong day, a bad file.
    """
    must_be_own(row.subject_id, by)
    kept = _locked(row)
    if kept.state not in WRITABLE or not by.may(OWN, kept.division_code):
        raise Refusal(_("This application was handed in; it can be changed only when it is returned."))
    _check_day(duties_done_on, "duties_done_on")
    wanted: dict[str, Any] = {
        "duties_done_on": duties_done_on,
        "correction": redact(correction.strip()),
        "changed_by": by.actor_id,
    }
    if commits and kept.commitment_on is None:
        wanted |= _commitment(kept, commitment_by)
    changes = {name: (getattr(kept, name), value) for name, value in wanted.items()}
    for name, value in wanted.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(wanted))
    audit.record(kept, "exitapplication.write", by=by, changes=changes)
    _keep_files(kept, files, by)
    return kept


def _commitment(row: ExitApplication, name: str) -> dict[str, Any]:
    if not name.strip():
        raise Refusal(_("Enter the name of who gives the commitment."), field="commitment_by")
    return {
        "commitment": commitment_text(on=today(), place=row.division_code),
        "commitment_by": name.strip()[:60],
        "commitment_on": today(),
    }


def _keep_files(row: ExitApplication, files: Iterable[Any], by: Actor) -> None:
    if offered := list(files):
        evidence.keep_all(
            offered,
            about=about(row),
            division_code=row.division_code,
            by=by,
            kind=_("proof for leaving a list"),
            party=f"credit.subject:{row.subject_id}",
        )


def _check_day(day: date | None, field: str) -> None:
    if day is not None and day > today():
        raise Refusal(_("The day lies ahead; enter a day that has passed."), field=field)


@transaction.atomic
def submit(row: ExitApplication, *, by: Actor) -> ExitApplication:
    """Hand an application in; the clocks of acceptance and decision start.

    Raises:
        Refusal: a condition is not met; the sentence names it, with the day from which it will be.
    """
    must_be_own(row.subject_id, by)
    kept = _locked(row)
    missing = unmet(conditions(kept.listing, today()), decided=False)
    if missing is not None:
        raise Refusal(missing.words)
    return _moved(EXIT.apply(kept, "submit", by=by, submitted_on=today(), returned_reason=""))


@transaction.atomic
def return_exit(row: ExitApplication, *, reason: str, by: Actor) -> ExitApplication:
    """Return an application with what is missing; the party completes it."""
    return _moved(EXIT.apply(row, "return", by=by, reason=reason, returned_reason=reason.strip()[:255]))


@transaction.atomic
def accept(row: ExitApplication, *, by: Actor) -> ExitApplication:
    """Accept an application."""
    return _moved(EXIT.apply(row, "accept", by=by, accepted_on=today()))


@transaction.atomic
def note_check(
    row: ExitApplication, *, note: str, duties_confirmed: bool, by: Actor, files: Iterable[Any] = ()
) -> ExitApplication:
    """Write down what the check found; another officer decides afterwards.

    Args:
        note: what was checked, where, with what result.
        duties_confirmed: whether the duties of the decision are done.
        files: what the authority found in its own systems.
    """
    moved = EXIT.apply(
        row,
        "check",
        by=by,
        check_note=redact(note.strip()),
        duties_confirmed=duties_confirmed,
        checked_by=by.actor_id,
        checked_by_label=by.label[:100],
        checked_on=today(),
    )
    _keep_files(moved, files, by)
    return _moved(moved)


@transaction.atomic
def send_back(row: ExitApplication, *, reason: str, by: Actor) -> ExitApplication:
    """Send an application back to be checked again; what was confirmed is open again."""
    return _moved(EXIT.apply(row, "send_back", by=by, reason=reason, duties_confirmed=False))


@transaction.atomic
def approve(row: ExitApplication, *, decision_no: str, by: Actor) -> ExitApplication:
    """Take the body off the list as the second officer: all that the listing caused ends in this one act.

    Raises:
        Refusal: a condition is not met, one's own work, no right, no number, or the listing has ended.
    """
    hold_files([row.subject_id])
    listing = Listing.objects.select_for_update(of=("self",)).get(pk=row.listing_id)
    kept = _locked(row)
    missing = unmet(conditions(kept.listing, today()), decided=True)
    if missing is not None:
        raise Refusal(missing.words)
    moved = EXIT.apply(
        kept,
        "approve",
        by=by,
        decision_no=decision_no.strip(),
        decided_on=today(),
        decided_by_label=by.label[:100],
    )
    ended = end_listings(
        [listing],
        ListingState.REPAIRED,
        on=today(),
        by=by,
        reason=_("left by repair, application no. %(no)s") % {"no": moved.pk},
        document_no=moved.decision_no,
    )
    moved.effects = in_words(ended.effects)
    moved.save(update_fields=["effects"])
    return _moved(moved)


@transaction.atomic
def refuse(row: ExitApplication, *, reason: str, by: Actor) -> ExitApplication:
    """Refuse with reasons; the party reads them."""
    return _moved(
        EXIT.apply(
            row,
            "refuse",
            by=by,
            reason=reason,
            decision_reason=redact(reason.strip())[:255],
            decided_on=today(),
            decided_by_label=by.label[:100],
        )
    )


@transaction.atomic
def take_back(row: ExitApplication, *, by: Actor) -> ExitApplication:
    """Let the party take its application back."""
    must_be_own(row.subject_id, by)
    return _moved(EXIT.apply(row, "take_back", by=by))


@transaction.atomic
def note_training(
    *,
    listing: Listing,
    role: str,
    held_on: date,
    hours: Decimal,
    organiser: str,
    by: Actor,
    matter: str = "",
    files: Iterable[Any] = (),
) -> RepresentativeTraining:
    """Keep that a representative attended a training.

    Args:
        role: a `PartyRole`; no name and no personal number is kept.
        hours: how long, more than 0.
        organiser: who held it.
        files: proof of attendance.

    Raises:
        Refusal: no right, a wrong role, day or number of hours, noted before, or a bad file.
    """
    if not by.may(P.LISTING_PROPOSE, listing.division_code):
        raise Refusal(_("You do not hold the right to note trainings in this division."))
    _check_training(role, held_on, hours, organiser)
    row = RepresentativeTraining(
        listing=listing,
        division_code=listing.division_code,
        role=role,
        held_on=held_on,
        hours=hours,
        organiser=organiser.strip()[:120],
        matter=redact(matter.strip())[:200],
        made_by=by.actor_id,
        made_by_label=by.label[:100],
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as twice:  # one_training_is_noted_once
        raise Refusal(_("This training is on record already."), field="held_on") from twice
    told = {"listing": (None, listing.pk), "role": (None, role), "hours": (None, str(hours))}
    audit.record(row, "training.note", by=by, changes=told)
    if offered := list(files):
        evidence.keep_all(
            offered,
            about=about_training(row),
            division_code=row.division_code,
            by=by,
            kind=_("proof of training"),
        )
    return row


def _check_training(role: str, held_on: date, hours: Decimal, organiser: str) -> None:
    if role not in PartyRole.values:
        raise Refusal(_("Choose from the list who attended."), field="role")
    _check_day(held_on, "held_on")
    if not 0 < hours <= 200:
        raise Refusal(_("Hours: enter a number above 0 and not above 200."), field="hours")
    if not organiser.strip():
        raise Refusal(_("Say who held the training."), field="organiser")


@transaction.atomic
def review_grounds(listing: Listing, *, words: str, by: Actor) -> None:
    """Note what was found after a ground of a listing fell while others stand; its clock stops.

    Raises:
        Refusal: no right, or no words.
    """
    if not by.may(P.LISTING_PROPOSE, listing.division_code):
        raise Refusal(_("You do not hold the right to keep listings of this division."))
    if not words.strip():
        raise Refusal(_("Write down what the review of the grounds found."), field="words")
    row = Listing.objects.select_for_update(of=("self",)).get(pk=listing.pk)
    found = redact(words.strip())[:500]
    deadlines.close(clocks.REVIEW, Listing, [row.pk])
    ListingEvent.objects.create(
        listing=row, step="grounds_reviewed", on=today(), words=found, by_label=by.label[:100]
    )
    audit.record(row, "listing.review_grounds", by=by, reason=found)


def _locked(row: ExitApplication) -> ExitApplication:
    rows = ExitApplication.objects.select_for_update(of=("self",))
    return rows.select_related("listing__scheme", "subject").get(pk=row.pk)


def _moved(row: ExitApplication) -> ExitApplication:
    clocks.keep(row)
    return row
