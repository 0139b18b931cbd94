"""The procedure of an application to leave a list: two officers, and one act at the end."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from blacklist.exit.choices import OPEN, WRITABLE
from blacklist.exit.choices import ExitState as S
from blacklist.models import ExitApplication
from core.workflow import Transition, Workflow
from credit.parties import OWN

WITH_THE_LISTING = "with_the_listing"
"""The permission of the step that follows from another end of the listing. No post holds it."""


def payload(row: ExitApplication, step: Transition) -> dict[str, Any]:
    """Tell of an application without its words."""
    return {
        "exit": row.pk,
        "listing": row.listing_id,
        "subject": row.subject_id,
        "state": step.target,
        "division_code": row.division_code,
    }


def _checked(row: ExitApplication) -> str | Promise | None:
    return None if row.check_note.strip() else _("Write down what the check found.")


def _numbered(row: ExitApplication) -> str | Promise | None:
    return (
        None if row.decision_no.strip() else _("Decision number: a decision to end a listing has a number.")
    )


EXIT: Workflow[ExitApplication] = Workflow(
    ExitApplication,
    Transition(
        "submit",
        frozenset(WRITABLE),
        S.SUBMITTED,
        OWN,
        pgettext_lazy("exit", "Hand in"),
        topic="blacklist.exit.submitted",
    ),
    Transition(
        "return",
        frozenset({S.SUBMITTED}),
        S.RETURNED,
        P.LISTING_PROPOSE,
        pgettext_lazy("exit", "Return for completion"),
        needs_reason=True,
        topic="blacklist.exit.returned",
    ),
    Transition(
        "accept",
        frozenset({S.SUBMITTED}),
        S.ACCEPTED,
        P.LISTING_PROPOSE,
        pgettext_lazy("exit", "Accept"),
    ),
    Transition(
        "check",
        frozenset({S.ACCEPTED}),
        S.CHECKED,
        P.LISTING_PROPOSE,
        pgettext_lazy("exit", "Note the check"),
        guard=_checked,
    ),
    Transition(
        "send_back",
        frozenset({S.CHECKED}),
        S.ACCEPTED,
        P.LISTING_DECIDE,
        pgettext_lazy("exit", "Send back to be checked again"),
        needs_reason=True,
    ),
    Transition(
        "approve",
        frozenset({S.CHECKED}),
        S.APPROVED,
        P.LISTING_DECIDE,
        _("Take off the list"),
        guard=_numbered,
        four_eyes=True,
        topic="blacklist.exit.approved",
    ),
    Transition(
        "refuse",
        frozenset({S.CHECKED}),
        S.REFUSED,
        P.LISTING_DECIDE,
        pgettext_lazy("exit", "Refuse"),
        four_eyes=True,
        needs_reason=True,
        topic="blacklist.exit.refused",
    ),
    Transition(
        "lapse",
        frozenset(OPEN),
        S.LAPSED,
        WITH_THE_LISTING,
        pgettext_lazy("exit", "Let lapse"),
        needs_reason=True,
    ),
    Transition(
        "take_back", frozenset(OPEN), S.TAKEN_BACK, OWN, pgettext_lazy("exit", "Take the application back")
    ),
    title=_("Leaving a list"),
    maker_fields=("made_by", "changed_by", "checked_by"),
    payload=payload,
    key=lambda row: f"blacklist.exit:{row.pk}",
    related=("listing__scheme", "subject"),
)
