"""The clocks of approvals and of poor ratings, fed into the task boxes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.permissions import P
from core import deadlines
from core.deadlines import DeadlineKind, register
from core.workdays import DueDate, add_working_days
from supervision.models import ApprovalCase, Rating
from supervision.service import terms
from supervision.service.choices import CaseState as S
from supervision.service.choices import RatingState

PAGE = "admin:supervision_approvalcase_change"
ACCEPT = register(
    DeadlineKind("approval_accept", _("Accept, or say at once what is missing"), P.SERVICE_KEEP, PAGE)
)
HANDLE = register(DeadlineKind("approval_handle", _("Handle the application"), P.SERVICE_KEEP, PAGE))
DECIDE = register(DeadlineKind("approval_decide", _("Decide on the application"), P.DECISION_REVIEW, PAGE))
DELIVER = register(DeadlineKind("approval_deliver", _("Deliver the decision"), P.SERVICE_KEEP, PAGE))
URGE = register(
    DeadlineKind("approval_urge", _("Hurry an application at its limit"), P.DECISION_REVIEW, PAGE)
)
WEIGH = register(
    DeadlineKind("approval_weigh", _("Commitment broken: weigh revoking the permit"), P.DECISION_REVIEW, PAGE)
)
RUNNING = (ACCEPT, HANDLE, DECIDE, DELIVER)
KINDS = (*RUNNING, URGE, WEIGH)

RATING_PAGE = "admin:supervision_rating_change"
FOLLOW = register(DeadlineKind("rating_follow", _("Look into a poor rating"), P.SERVICE_KEEP, RATING_PAGE))
CLOSE = register(
    DeadlineKind(
        "rating_close", _("Close a poor rating that was looked into"), P.DECISION_REVIEW, RATING_PAGE
    )
)
RATING_KINDS = (FOLLOW, CLOSE)


def last_day(case: ApprovalCase, days: int) -> DueDate:
    """Return the last day of a limit, with the extension and without the days that do not count."""
    if case.accepted_on is None:
        raise ValueError("the limit of an application runs from its acceptance")
    return add_working_days(case.accepted_on, days + case.extended_by_days + case.paused_days)


def keep(case: ApprovalCase) -> None:
    """Set the running clocks to what the case's state asks for."""
    deadlines.close_kinds(RUNNING, ApprovalCase, [case.pk])
    total = case.promised_days + case.extended_by_days + case.paused_days
    wanted: tuple[DeadlineKind, date, int, str] | None = None
    match case.state:
        case S.RECEIVED:
            start = case.completed_on or case.received_on
            wanted = ACCEPT, start, _period("accept_days", case), _basis("accept_days", case)
        case S.ACCEPTED if case.accepted_on:
            wanted = HANDLE, case.accepted_on, total, str(case.item.document)
        case S.PROPOSED if case.accepted_on:
            wanted = DECIDE, case.accepted_on, total, str(case.item.document)
        case S.DECIDED if case.decided_on:
            wanted = DELIVER, case.decided_on, _period("deliver_days", case), _basis("deliver_days", case)
    if wanted:
        kind, start, days, basis = wanted
        title = f"{case.number} {case.item.name} {case.applicant}"
        deadlines.open_many(
            [deadlines.build(kind, case, start=start, working_days=days, title=title, basis=basis)]
        )
    if case.state not in (S.ACCEPTED, S.PROPOSED):
        deadlines.close(URGE, ApprovalCase, [case.pk])


def keep_rating(rating: Rating) -> None:
    """Set the clocks of a poor rating to what its state asks for."""
    deadlines.close_kinds(RATING_KINDS, Rating, [rating.pk])
    kind = {RatingState.OPEN: FOLLOW, RatingState.ANSWERED: CLOSE}.get(RatingState(rating.state))
    if kind is None:
        return
    place = rating.division_code
    days = terms.number("rating_days", on=rating.rated_on, place=place)
    basis = terms.basis("rating_days", on=rating.rated_on, place=place)
    deadlines.open_many(
        [
            deadlines.build(
                kind, rating, start=rating.rated_on, working_days=days, title=str(rating), basis=basis
            )
        ]
    )


def _period(code: str, case: ApprovalCase) -> int:
    return terms.number(code, on=case.received_on, place=case.division_code)


def _basis(code: str, case: ApprovalCase) -> str:
    return terms.basis(code, on=case.received_on, place=case.division_code)
