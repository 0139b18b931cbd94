"""The procedures of a complaint and of a reward as tables: two officers decide, and one other pays."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.permissions import P
from core.workflow import Transition, Workflow
from credit.parties import OWN
from supervision.complaints.choices import ComplaintState as S
from supervision.complaints.choices import RewardState as R
from supervision.models import Complaint, ComplaintReward

LEAST_WORDS = 10
WITH_THE_FIRST = "with_the_first"
"""The permission of steps that follow from the complaint that another one was joined to. No post holds it."""


def payload(row: Complaint, step: Transition) -> dict[str, Any]:
    """Tell of a complaint without its words, and nothing of who brought it."""
    return {
        "complaint": row.pk,
        "subject": row.subject_id,
        "state": step.target,
        "finding": row.finding,
        "division_code": row.division_code,
    }


def _has_procedure(row: Complaint) -> str | Promise | None:
    return None if row.procedure else _("Choose the procedure: its clock begins now.")


def _names_whom(row: Complaint) -> str | Promise | None:
    return None if row.transferred_to.strip() else _("Name the authority to which it is passed on.")


def _says_why(row: Complaint) -> str | Promise | None:
    return None if row.declined_as else _("Choose why it is not accepted.")


def _finding_fits(row: Complaint) -> str | Promise | None:
    if not row.finding:
        return _("Choose the finding.")
    if len(row.facts.strip()) < LEAST_WORDS:
        return _("Facts established: say in at least ten characters what was found out, and how.")
    if not row.is_upheld and (row.item_code or row.problem):
        return _("Only a complaint that is upheld leads to a record or a rectification.")
    if row.subject_id is None and (row.item_code or row.problem):
        return _("Name the body from the files first: a record and a rectification need its file.")
    if bool(row.problem) != (row.rectify_by is not None):
        return _("A rectification needs both: the problem to be put right, and the day.")
    return None


def _has_answer(row: Complaint) -> str | Promise | None:
    if len(row.answer.strip()) < LEAST_WORDS:
        return _("Answer: at least ten characters; the complainant reads it with the pick-up code.")
    return None


COMPLAINT: Workflow[Complaint] = Workflow(
    Complaint,
    Transition(
        "accept",
        frozenset({S.RECEIVED}),
        S.ACCEPTED,
        P.COMPLAINT_HANDLE,
        pgettext_lazy("complaint", "Accept"),
        guard=_has_procedure,
    ),
    Transition(
        "transfer",
        frozenset({S.RECEIVED}),
        S.TRANSFERRED,
        P.COMPLAINT_HANDLE,
        _("Pass on to the authority in charge"),
        guard=_names_whom,
        needs_reason=True,
    ),
    Transition(
        "join",
        frozenset({S.RECEIVED, S.ACCEPTED}),
        S.JOINED,
        P.COMPLAINT_HANDLE,
        _("Join with an earlier one"),
        needs_reason=True,
    ),
    Transition(
        "decline",
        frozenset({S.RECEIVED}),
        S.DECLINED,
        P.COMPLAINT_DECIDE,
        pgettext_lazy("complaint", "Do not accept"),
        guard=_says_why,
        four_eyes=True,
        needs_reason=True,
    ),
    Transition(
        "propose",
        frozenset({S.ACCEPTED}),
        S.PROPOSED,
        P.COMPLAINT_HANDLE,
        pgettext_lazy("complaint", "Propose a finding"),
        guard=_finding_fits,
    ),
    Transition(
        "send_back",
        frozenset({S.PROPOSED}),
        S.ACCEPTED,
        P.COMPLAINT_DECIDE,
        pgettext_lazy("complaint", "Send back"),
        needs_reason=True,
    ),
    Transition(
        "decide",
        frozenset({S.PROPOSED}),
        S.DECIDED,
        P.COMPLAINT_DECIDE,
        pgettext_lazy("complaint", "Decide as proposed"),
        guard=_finding_fits,
        four_eyes=True,
        topic="supervision.complaint.decided",
    ),
    Transition(
        "answer",
        frozenset({S.DECIDED}),
        S.ANSWERED,
        P.COMPLAINT_HANDLE,
        pgettext_lazy("complaint", "Answer"),
        guard=_has_answer,
    ),
    Transition(
        "take_back",
        frozenset({S.RECEIVED, S.ACCEPTED, S.JOINED}),
        S.TAKEN_BACK,
        OWN,
        pgettext_lazy("complaint", "Take back"),
    ),
    # Who takes a complaint back speaks for nobody else: the next of those joined with it takes its place.
    Transition(
        "step_up",
        frozenset({S.JOINED}),
        S.RECEIVED,
        WITH_THE_FIRST,
        _("Take the place of one that was taken back"),
    ),
    Transition(
        "carry_on",
        frozenset({S.JOINED}),
        S.ACCEPTED,
        WITH_THE_FIRST,
        _("Carry on one that was taken back"),
    ),
    title=_("Complaint"),
    maker_fields=("made_by", "changed_by", "proposed_by"),
    payload=payload,
    key=lambda row: f"supervision.complaint:{row.guid}",
    related=("subject",),
)


def _collected(row: ComplaintReward) -> str | Promise | None:
    return None if row.voucher_no.strip() else _("Voucher number: a payment has a voucher.")


REWARD: Workflow[ComplaintReward] = Workflow(
    ComplaintReward,
    Transition(
        "approve",
        frozenset({R.PROPOSED}),
        R.APPROVED,
        P.COMPLAINT_DECIDE,
        pgettext_lazy("reward", "Approve"),
        four_eyes=True,
    ),
    Transition(
        "refuse",
        frozenset({R.PROPOSED}),
        R.REFUSED,
        P.COMPLAINT_DECIDE,
        pgettext_lazy("reward", "Refuse"),
        four_eyes=True,
        needs_reason=True,
    ),
    Transition(
        "pay",
        frozenset({R.APPROVED}),
        R.PAID,
        P.COMPLAINT_HANDLE,
        pgettext_lazy("reward", "Pay out"),
        guard=_collected,
    ),
    Transition(
        "lapse",
        frozenset({R.APPROVED}),
        R.LAPSED,
        P.COMPLAINT_HANDLE,
        pgettext_lazy("reward", "Note that nobody came"),
        needs_reason=True,
    ),
    title=_("Reward for a report"),
    related=("complaint",),
)
