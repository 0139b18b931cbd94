"""Writing standards: a draft with its tables is stored as a whole or not at all; adopted ones are frozen."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.errors import Refusal
from credit.models import Band, Criterion, DecayStep, Standard
from credit.rules.terms import StandardState
from credit.standards.comparison import as_changes, differences
from credit.standards.draft import BAND, CRITERION, DECAY, Draft, columns, draft_faults, draft_of
from credit.standards.validation import refuse


def save_draft(draft: Draft, *, by: Actor) -> Standard:
    """Store a draft, new or changed, with all its tables.

    Raises:
        Refusal: it is adopted already, lies outside the officer's places, or cannot be used as a standard.
    """
    row = draft.standard
    refuse_outside(row.place, by=by, permission=P.STANDARD_EDIT)
    with transaction.atomic():
        before = _locked(row)
        refuse(draft_faults(draft))
        row.state = StandardState.DRAFT
        row.made_by, row.changed_by = (before.standard.made_by if before else by.actor_id), by.actor_id
        _clean(row)
        row.save()
        _replace_tables(draft)
        audit.record(
            row,
            "standard.change" if before else "standard.enter",
            by=by,
            changes=as_changes(differences(before, draft)),
        )
    return row


def new_version(
    standard: Standard, *, version: str, effective_from: date, by: Actor, place: str | None = None
) -> Standard:
    """Draft the next version of a standard: a copy of everything it holds, to be changed and tried.

    Args:
        standard: the version to copy, whatever its state.
        version: name of the new one.
        effective_from: its first day.
        place: where it is to hold; where the copied one holds if not given.

    Raises:
        Refusal: the version is there already, or the place is outside the officer's.
    """
    source = draft_of(standard)
    values = {**source.frame(), "version": version.strip(), "effective_from": effective_from}
    values |= {"effective_until": None, "place": standard.place if place is None else place}
    row = Standard(**values, copied_from=standard)
    return save_draft(
        Draft(
            row,
            [Criterion(**columns(entry, CRITERION)) for entry in source.criteria],
            [Band(**columns(entry, BAND)) for entry in source.bands],
            [DecayStep(**columns(entry, DECAY)) for entry in source.decay],
        ),
        by=by,
    )


def refuse_outside(place: str, *, by: Actor, permission: P) -> None:
    """Refuse an officer whose posts do not cover the whole place of a standard.

    Raises:
        Refusal: they do not; "" (the whole country) takes a post without a prefix.
    """
    if not any(place.startswith(prefix) for prefix in by.prefixes(permission)):
        raise Refusal(
            _("Place: you may “%(right)s” only for places in your own jurisdiction, not for “%(place)s”.")
            % {"right": permission.label, "place": place or _("whole country")},
            field="place",
        )


def _locked(row: Standard) -> Draft | None:
    """Lock the stored row of a draft and read what it held, None where it is new."""
    if row._state.adding:
        return None
    stored = Standard.objects.select_for_update().get(pk=row.pk)
    if stored.state != StandardState.DRAFT:
        raise Refusal(
            _("State: “%(standard)s” is %(state)s and frozen; draft a new version from it.")
            % {"standard": stored, "state": stored.get_state_display()},
            field="state",
        )
    return draft_of(stored)


def _clean(row: Standard) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error


def _replace_tables(draft: Draft) -> None:
    """Store the tables of a draft in place of those there were; nothing refers to a draft's rows."""
    row = draft.standard
    row.criteria.all().delete()
    row.bands.all().delete()
    row.decay_steps.all().delete()
    Criterion.objects.bulk_create(
        Criterion(standard=row, **columns(entry, CRITERION)) for entry in draft.criteria
    )
    Band.objects.bulk_create(Band(standard=row, **columns(entry, BAND)) for entry in draft.bands)
    DecayStep.objects.bulk_create(DecayStep(standard=row, **columns(entry, DECAY)) for entry in draft.decay)
