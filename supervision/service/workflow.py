"""The procedures of an application, of a poor rating, and of taking part in a benefit, as tables."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from core.workflow import Transition, Workflow
from credit.parties import OWN
from supervision.models import ApprovalCase, BenefitOffer, Rating
from supervision.service.choices import BEFORE_ACCEPTANCE, RUNNING, Door, Outcome
from supervision.service.choices import CaseState as S
from supervision.service.choices import OfferState as O
from supervision.service.choices import RatingState as R

LEAST_WORDS = 10
DECIDED = "supervision.approval.decided"


def payload(row: ApprovalCase, step: Transition) -> dict[str, Any]:
    """Tell of a case without applicant and reasons."""
    return {
        "case": row.pk,
        "item": row.item.code,
        "subject": row.subject_id,
        "state": step.target,
        "outcome": row.outcome,
        "division_code": row.division_code,
    }


def _not_told_yet(row: ApprovalCase) -> str | Promise | None:
    if row.completed_on is not None:
        return _("All that was missing had to be said at once: there is only one notice. Accept or reject.")
    return None if row.missing else _("Name at least one paper that is missing.")


def _commitment_is_signed(row: ApprovalCase) -> str | Promise | None:
    if row.door == Door.ORDINARY:
        return None
    if row.commitment is None or row.commitment.signed_at is None:
        return _(
            "The commitment is not signed yet; it waits in the applicant's portal or is signed on paper."
        )
    return None


def _says_how(row: ApprovalCase) -> str | Promise | None:
    if not row.outcome:
        return _("Choose whether the application is granted or refused.")
    if row.outcome == Outcome.REFUSED and len(row.reasoning.strip()) < LEAST_WORDS:
        return _(
            "Give the reasons of a refusal in words (at least ten characters): the applicant reads them."
        )
    return None


def _has_a_number(row: ApprovalCase) -> str | Promise | None:
    return None if row.decision_no.strip() else _("Enter the number of the decision.")


def _was_broken(row: ApprovalCase) -> str | Promise | None:
    if row.commitment_broken_on is None:
        return _("No commitment of this application was found broken.")
    return None if row.weighing.strip() else _("Say what became of the permit.")


def _was_answered(row: Rating) -> str | Promise | None:
    if not row.finding or len(row.answer.strip()) < LEAST_WORDS:
        return _("Say in at least ten characters what was found and what was mended.")
    return None


APPROVAL: Workflow[ApprovalCase] = Workflow(
    ApprovalCase,
    Transition(
        "tell",
        frozenset({S.RECEIVED}),
        S.INCOMPLETE,
        P.SERVICE_KEEP,
        _("Say at once what is missing"),
        guard=_not_told_yet,
    ),
    Transition("complete", frozenset({S.INCOMPLETE}), S.RECEIVED, P.SERVICE_KEEP, _("Papers were completed")),
    Transition(
        "accept",
        frozenset({S.RECEIVED}),
        S.ACCEPTED,
        P.SERVICE_KEEP,
        pgettext_lazy("approval", "Accept"),
        guard=_commitment_is_signed,
    ),
    Transition(
        "reject",
        frozenset(BEFORE_ACCEPTANCE),
        S.NOT_ACCEPTED,
        P.SERVICE_KEEP,
        _("Do not accept"),
        needs_reason=True,
    ),
    Transition(
        "pause",
        frozenset({S.ACCEPTED}),
        S.PAUSED,
        P.SERVICE_KEEP,
        _("Stop the clock for a hearing, test or review"),
        needs_reason=True,
    ),
    Transition("resume", frozenset({S.PAUSED}), S.ACCEPTED, P.SERVICE_KEEP, _("Let the clock run on")),
    Transition(
        "extend",
        frozenset({S.ACCEPTED}),
        S.ACCEPTED,
        P.DECISION_REVIEW,
        _("Approve a longer limit"),
        four_eyes=True,
        needs_reason=True,
    ),
    Transition(
        "propose",
        frozenset({S.ACCEPTED}),
        S.PROPOSED,
        P.SERVICE_KEEP,
        pgettext_lazy("approval", "Propose the decision"),
        guard=_says_how,
    ),
    Transition(
        "send_back",
        frozenset({S.PROPOSED}),
        S.ACCEPTED,
        P.DECISION_REVIEW,
        pgettext_lazy("approval", "Send back to be examined again"),
        needs_reason=True,
    ),
    Transition(
        "decide",
        frozenset({S.PROPOSED}),
        S.DECIDED,
        P.DECISION_REVIEW,
        pgettext_lazy("approval", "Decide as proposed"),
        guard=_has_a_number,
        four_eyes=True,
        topic=DECIDED,
    ),
    Transition("deliver", frozenset({S.DECIDED}), S.DELIVERED, P.SERVICE_KEEP, _("Note the delivery")),
    Transition(
        "take_back",
        frozenset({*BEFORE_ACCEPTANCE, *RUNNING}),
        S.TAKEN_BACK,
        P.SERVICE_KEEP,
        _("The applicant takes it back"),
        needs_reason=True,
    ),
    Transition(
        "weigh",
        frozenset({S.DELIVERED}),
        S.DELIVERED,
        P.DECISION_REVIEW,
        _("Note what became of the permit"),
        guard=_was_broken,
    ),
    title=_("Approval case"),
    maker_fields=("made_by", "proposed_by"),
    payload=payload,
    key=lambda row: f"supervision.approval:{row.guid}",
    related=("item", "commitment"),
)

RATING: Workflow[Rating] = Workflow(
    Rating,
    Transition(
        "answer",
        frozenset({R.OPEN}),
        R.ANSWERED,
        P.SERVICE_KEEP,
        _("Enter what was found"),
        guard=_was_answered,
    ),
    Transition(
        "send_back",
        frozenset({R.ANSWERED}),
        R.OPEN,
        P.DECISION_REVIEW,
        pgettext_lazy("rating", "Look into it again"),
        needs_reason=True,
    ),
    Transition(
        "close",
        frozenset({R.ANSWERED}),
        R.CLOSED,
        P.DECISION_REVIEW,
        pgettext_lazy("rating", "Close"),
        four_eyes=True,
    ),
    title=_("Poor rating"),
    maker_fields=("answered_by",),
    key=lambda row: f"supervision.rating:{row.guid}",
)

OFFER: Workflow[BenefitOffer] = Workflow(
    BenefitOffer,
    Transition(
        "approve",
        frozenset({O.ASKED}),
        O.ACTIVE,
        P.SERVICE_KEEP,
        pgettext_lazy("benefit", "Let the body take part"),
        topic="supervision.benefit.offered",
    ),
    Transition(
        "refuse",
        frozenset({O.ASKED}),
        O.REFUSED,
        P.SERVICE_KEEP,
        pgettext_lazy("benefit", "Refuse"),
        needs_reason=True,
    ),
    Transition(
        "suspend",
        frozenset({O.ACTIVE}),
        O.SUSPENDED,
        P.SERVICE_KEEP,
        pgettext_lazy("benefit", "Suspend"),
        needs_reason=True,
        topic="supervision.benefit.suspended",
    ),
    Transition(
        "resume",
        frozenset({O.SUSPENDED}),
        O.ACTIVE,
        P.SERVICE_KEEP,
        pgettext_lazy("benefit", "Let the body take part again"),
        topic="supervision.benefit.offered",
    ),
    Transition(
        "end",
        frozenset({O.ACTIVE, O.SUSPENDED}),
        O.ENDED,
        P.SERVICE_KEEP,
        pgettext_lazy("benefit", "End"),
        needs_reason=True,
        topic="supervision.benefit.ended",
    ),
    Transition(
        "leave",
        frozenset({O.ASKED, O.ACTIVE, O.SUSPENDED}),
        O.ENDED,
        OWN,
        pgettext_lazy("benefit", "Leave"),
        topic="supervision.benefit.ended",
    ),
    title=_("Taking part in a benefit"),
    payload=lambda row, step: {
        "offer": row.pk,
        "benefit": row.benefit_id,
        "subject": row.subject_id,
        "state": step.target,
        "division_code": row.division_code,
    },
    key=lambda row: f"supervision.benefit:{row.guid}",
    related=("benefit", "subject"),
)
