"""The procedure of a rectification: the body puts right, one officer checks, another crosses off (销号)."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from core.workflow import Transition, Workflow
from credit.parties import OWN
from supervision.choices import UNDER_WAY, WITH_THE_BODY
from supervision.choices import ExtensionState as E
from supervision.choices import RectificationState as S
from supervision.models import Rectification, RectificationExtension

LEAST_WORDS = 10
HANDED_IN = "supervision.rectification.handed_in"
RETURNED = "supervision.rectification.returned"
CROSSED_OFF = "supervision.rectification.crossed_off"
FALSE = "supervision.rectification.false"
DROPPED = "supervision.rectification.dropped"
OPENED = "supervision.rectification.opened"
LATE = "supervision.rectification.late"
PASSED_UP = "supervision.rectification.passed_up"


def key_of(row: Rectification) -> str:
    """Return the outbox key: all messages about one rectification are heard in order."""
    return f"supervision.rectification:{row.guid}"


def message(row: Rectification, state: str) -> dict[str, Any]:
    """Tell of a rectification without its words."""
    return {
        "rectification": row.pk,
        "guid": str(row.guid),
        "subject": row.subject_id,
        "source": row.source,
        "source_key": row.source_key,
        "campaign": row.campaign_id,
        "state": state,
        "division_code": row.division_code,
    }


def _reported(row: Rectification) -> str | Promise | None:
    if len(row.report.strip()) >= LEAST_WORDS:
        return None
    return _("What was done: say in at least ten characters how the problem was put right.")


def _checked(row: Rectification) -> str | Promise | None:
    if len(row.check_note.strip()) >= LEAST_WORDS:
        return None
    return _("What the check found: write at least ten characters; what was looked at, and how it stands.")


RECTIFICATION: Workflow[Rectification] = Workflow(
    Rectification,
    Transition(
        "begin", frozenset({S.OPEN}), S.RUNNING, OWN, pgettext_lazy("rectification", "Begin to put it right")
    ),
    Transition(
        "hand_in",
        frozenset(WITH_THE_BODY),
        S.HANDED_IN,
        OWN,
        pgettext_lazy("rectification", "Hand in"),
        guard=_reported,
        topic=HANDED_IN,
    ),
    Transition(
        "check",
        frozenset({S.HANDED_IN}),
        S.CHECKED,
        P.RECTIFICATION_CHECK,
        pgettext_lazy("rectification", "Note the check: put right"),
        guard=_checked,
    ),
    Transition(
        "return",
        frozenset({S.HANDED_IN}),
        S.RETURNED,
        P.RECTIFICATION_CHECK,
        pgettext_lazy("rectification", "Return to the body"),
        needs_reason=True,
        topic=RETURNED,
    ),
    Transition(
        "cross_off",
        frozenset({S.CHECKED}),
        S.CROSSED_OFF,
        P.RECTIFICATION_DECIDE,
        pgettext_lazy("rectification", "Cross off"),
        guard=_checked,
        four_eyes=True,
        topic=CROSSED_OFF,
    ),
    Transition(
        "check_again",
        frozenset({S.CHECKED}),
        S.HANDED_IN,
        P.RECTIFICATION_DECIDE,
        pgettext_lazy("rectification", "Have it checked again"),
        needs_reason=True,
    ),
    Transition(
        "return_checked",
        frozenset({S.CHECKED}),
        S.RETURNED,
        P.RECTIFICATION_DECIDE,
        pgettext_lazy("rectification", "Do not cross off, return to the body"),
        needs_reason=True,
        topic=RETURNED,
    ),
    Transition(
        "doubt",
        frozenset({S.CROSSED_OFF}),
        S.DOUBTED,
        P.RECTIFICATION_CHECK,
        pgettext_lazy("rectification", "Doubt the cross-off"),
        needs_reason=True,
    ),
    Transition(
        "find_false",
        frozenset({S.DOUBTED}),
        S.REOPENED,
        P.RECTIFICATION_DECIDE,
        pgettext_lazy("rectification", "Find the close-out false"),
        four_eyes=True,
        topic=FALSE,
    ),
    Transition(
        "clear",
        frozenset({S.DOUBTED}),
        S.CROSSED_OFF,
        P.RECTIFICATION_DECIDE,
        pgettext_lazy("rectification", "The cross-off stands"),
        needs_reason=True,
        four_eyes=True,
    ),
    Transition(
        "reopen",
        frozenset({S.CROSSED_OFF}),
        S.REOPENED,
        P.RECTIFICATION_CHECK,
        pgettext_lazy("rectification", "Open again: the problem has come back"),
        needs_reason=True,
    ),
    Transition(
        "drop",
        frozenset(UNDER_WAY),
        S.DROPPED,
        P.RECTIFICATION_DECIDE,
        pgettext_lazy("rectification", "Drop: entered by mistake"),
        needs_reason=True,
        topic=DROPPED,
    ),
    # No button: it comes with the withdrawal of the finding.
    Transition(
        "lapse",
        frozenset(UNDER_WAY),
        S.DROPPED,
        P.RECTIFICATION_DECIDE,
        pgettext_lazy("rectification", "End: its finding was withdrawn"),
        needs_reason=True,
        topic=DROPPED,
    ),
    title=_("Rectification"),
    maker_fields=("checked_by", "doubted_by", "crossed_off_by"),
    payload=lambda row, step: message(row, step.target),
    key=key_of,
    related=("subject",),
)

EXTENSION: Workflow[RectificationExtension] = Workflow(
    RectificationExtension,
    Transition(
        "approve",
        frozenset({E.ASKED}),
        E.APPROVED,
        P.RECTIFICATION_DECIDE,
        pgettext_lazy("extension", "Approve"),
        four_eyes=True,
    ),
    Transition(
        "refuse",
        frozenset({E.ASKED}),
        E.REFUSED,
        P.RECTIFICATION_DECIDE,
        pgettext_lazy("extension", "Refuse"),
        four_eyes=True,
        needs_reason=True,
    ),
    Transition("take_back", frozenset({E.ASKED}), E.TAKEN_BACK, OWN, pgettext_lazy("extension", "Take back")),
    title=_("Extension of a rectification"),
    maker_fields=("made_by",),
    related=("rectification__subject",),
)
