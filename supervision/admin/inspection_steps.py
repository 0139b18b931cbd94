"""Steps of an inspection as pages of the supervisors' door."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from credit.admin.case_pages import ReasonForm, StepPage
from supervision.admin.inspection_forms import ApproveForm, RecusalForm
from supervision.inspections import following, recusal, review, services
from supervision.inspections.choices import RecusalState
from supervision.inspections.denials import denied
from supervision.inspections.selectors import seat_of
from supervision.models import Inspection


def _approve(row: Inspection, data: dict[str, Any], by: Officer) -> None:
    concealed = [int(key) for key in data.get("concealed", ())]
    approved = review.approve(row, by=by, concealed=concealed)
    if data["publish"]:
        review.publish(approved, by=by)


def _denied(row: Inspection) -> dict[str, Any]:
    told = [
        (one.line.pk, f"{one.line.item.number}. {one.line.item.text}（{one.ledger}，{one.on.isoformat()}）")
        for one in denied(row)
    ]
    return {"publish": True, "denied": told}


def _did_not_inspect(row: Inspection, by: Officer) -> bool:
    return seat_of(row, by) is None


def _rests_on_it(row: Inspection) -> str:
    stake = following.at_stake(row)
    words = gettext(
        "Resting on this result: %(records)s conduct records, %(open)s rectifications under way, %(closed)s "
        "crossed off (these stay as history)."
    ) % {"records": stake.records, "open": stake.open, "closed": stake.closed}
    if stake.interviews or stake.held:
        words += gettext(
            "Interviews: %(waiting)s not held yet (given up; a body that was given notice reads why), "
            "%(held)s held (these stay; decide on their demands)."
        ) % {"waiting": stake.interviews, "held": stake.held}
    return words


def _undecided(row: Inspection, by: Officer) -> bool:
    return (
        row.recusal_state == RecusalState.ASKED
        and row.state in recusal.UNDECIDED
        and by.may(P.INSPECTION_APPROVE, row.division_code)
        and _did_not_inspect(row, by)
    )


def _decide_recusal(row: Inspection, data: dict[str, Any], by: Officer) -> None:
    if data["grant"]:
        recusal.grant(row, out=data["out"], again=data["again"], reason=data["reason"], by=by)
    else:
        recusal.refuse(row, reason=data["reason"], by=by)


def _crew(row: Inspection) -> dict[str, Any]:
    return {"crew": [(seat.officer_id, str(seat.officer)) for seat in row.crew.select_related("officer")]}


STEPS = (
    StepPage(
        "recusal",
        "",
        _(
            "The head of the authority decides; until then the inspection goes on. A drawn inspector is "
            "followed by whoever the rule of the draw puts next, and the draw's page says so."
        ),
        _("Decided; inspectors and body read it."),
        _decide_recusal,
        RecusalForm,
        title=_("Decide the request for recusal"),
        initial=_crew,
        offered=_undecided,
        stake=lambda row: row.recusal,
    ),
    StepPage(
        "approve",
        "approve",
        _(
            "Marked findings become conduct records, ordered corrections become rectifications; nothing is "
            "typed again. Findings for a penalty case wait for its decision."
        ),
        _("Approved."),
        _approve,
        ApproveForm,
        initial=_denied,
        offered=_did_not_inspect,
    ),
    StepPage(
        "publish",
        "publish",
        _("The public reads body, checklist, problems in the words of the checklist, and result."),
        _("Published; the platforms are told."),
        lambda row, _data, by: review.publish(row, by=by),
    ),
    StepPage(
        "give_back",
        "return",
        _("The inspectors read what is missing, complete it and hand in again."),
        _("Returned."),
        lambda row, data, by: review.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "withdraw",
        "withdraw",
        _(
            "The result leaves the public site and the platforms. Its conduct records are annulled and its "
            "rectifications end, with the interviews about them that are not held yet; the body reads that "
            "it was withdrawn, and why."
        ),
        _("Withdrawn."),
        lambda row, data, by: review.withdraw(row, reason=data["reason"], by=by),
        ReasonForm,
        offered=_did_not_inspect,
        plain=True,
        stake=_rests_on_it,
    ),
    StepPage(
        "drop",
        "drop",
        _("Only for a task opened by mistake. A body that has closed or cannot be found is a result."),
        _("Dropped."),
        lambda row, data, by: services.drop(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)
