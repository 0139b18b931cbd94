"""The steps of a complaint and of a reward as pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Officer
from accounts.permissions import P
from core.errors import Refusal
from core.scope import division_filter
from credit.admin.case_pages import ReasonForm, StepPage
from credit.admin.points_forms import subject_named
from credit.models import Subject
from supervision.admin import complaint_forms as forms
from supervision.complaints import selectors, services
from supervision.complaints.choices import ComplaintState
from supervision.models import Complaint, ComplaintReward


def _accept(row: Complaint, data: dict[str, Any], by: Officer) -> Complaint:
    subject_id = None
    if data["body"].strip():
        visible = Subject.objects.filter(division_filter("division_code", by.prefixes(P.COMPLAINT_HANDLE)))
        try:
            subject_id = subject_named(data["body"], visible).pk
        except Refusal as refusal:
            raise Refusal(str(refusal), field="body") from refusal
    return services.accept(
        row, procedure=data["procedure"], office=data["office"], subject_id=subject_id, by=by
    )


def _words(row: Complaint) -> str:
    """Return what is complained about: whoever acts reads it beside the form."""
    return row.words


def _proposal(row: Complaint) -> str:
    """Return all that takes effect with the decision."""
    lines = [row.get_finding_display(), row.facts]
    if row.item_code:
        lines.append(_("Conduct record: %(item)s") % {"item": row.item_code})
    if row.problem:
        told = {"problem": row.problem, "day": row.rectify_by}
        lines.append(_("Rectification: %(problem)s, to be put right by %(day)s") % told)
    return "\n".join(lines)


def _found(row: Complaint) -> str:
    """Return what was said and what was found: the answer must fit both."""
    return f"{row.words}\n\n{_proposal(row)}"


def _range(row: Complaint) -> str:
    least, most = services.reward_range(row)
    told = _("Between %(least)s and %(most)s yuan (local default, to be confirmed).")
    return f"{row.facts}\n\n{told % {'least': least, 'most': most}}"


def _among(row: Complaint) -> str:
    """Return this complaint and the other open ones about the body, to compare and choose from."""
    others = [
        f"{one.number} · {one.received_on} · {one.get_state_display()}\n{one.words}"
        for one in selectors.others_open(row)
    ]
    none = _("No other complaint about this body is open.")
    return "\n\n".join([f"{row.number}\n{row.words}", *(others or [none])])


def _amount(reward: ComplaintReward) -> str:
    return _("%(amount)s yuan: %(grounds)s") % {"amount": reward.amount, "grounds": reward.grounds}


def _is_handled(row: Complaint, by: Officer) -> bool:
    return row.state == ComplaintState.ACCEPTED and by.may(P.COMPLAINT_HANDLE, row.division_code)


COMPLAINT_STEPS = (
    StepPage(
        "accept",
        "accept",
        gettext_lazy("The clock of the procedure begins today; the complainant sees that it was accepted."),
        gettext_lazy("Accepted; the clock runs."),
        _accept,
        forms.AcceptForm,
        initial=lambda row: {"procedure": row.procedure, "offices": selectors.offices(row.division_code)},
        stake=_words,
    ),
    StepPage(
        "transfer",
        "transfer",
        gettext_lazy("Who brought it stays sealed here: pass on the matter, never the person."),
        gettext_lazy("Passed on; the complainant sees to whom."),
        lambda row, data, by: services.transfer(row, to=data["to"], reason=data["reason"], by=by),
        forms.TransferForm,
        plain=True,
        stake=_words,
    ),
    StepPage(
        "join",
        "join",
        gettext_lazy("The answer to the earlier one is then the answer to this one too."),
        gettext_lazy("Joined."),
        lambda row, data, by: services.join(row, number=data["number"], reason=data["reason"], by=by),
        forms.JoinForm,
        initial=lambda row: {"among": [one.number for one in selectors.others_open(row)]},
        plain=True,
        stake=_among,
    ),
    StepPage(
        "decline",
        "decline",
        gettext_lazy("You decide as the second officer; the complainant reads ground and reason."),
        gettext_lazy("Not accepted; the complainant can read why."),
        lambda row, data, by: services.decline(row, ground=data["ground"], reason=data["reason"], by=by),
        forms.DeclineForm,
        plain=True,
        stake=_words,
    ),
    StepPage(
        "propose",
        "propose",
        gettext_lazy("Another officer decides on what you propose here."),
        gettext_lazy("Proposed; it waits for the second officer."),
        lambda row, data, by: services.propose(row, by=by, **data),
        forms.ProposalForm,
        initial=forms.proposal_of,
        stake=_words,
    ),
    StepPage(
        "reassign",
        "",
        gettext_lazy("The office named takes it over; the clock runs on."),
        gettext_lazy("Given to the other office."),
        lambda row, data, by: services.reassign(row, office=data["office"], by=by),
        forms.OfficeForm,
        title=gettext_lazy("Give it to another office"),
        initial=lambda row: {"office": row.office, "offices": selectors.offices(row.division_code)},
        offered=_is_handled,
        plain=True,
    ),
    StepPage(
        "inspect",
        "",
        gettext_lazy("Opens a task of inspection; the inspectors do not learn that somebody complained."),
        gettext_lazy("An inspection is opened."),
        lambda row, data, by: services.have_inspected(
            row, speciality=data["speciality"], grounds=data["grounds"], by=by
        ),
        forms.InspectForm,
        title=gettext_lazy("Have it inspected"),
        offered=lambda row, by: _is_handled(row, by) and row.subject_id is not None,
        plain=True,
    ),
    StepPage(
        "add_files",
        "",
        gettext_lazy("Papers and photos of the inquiry."),
        gettext_lazy("Kept."),
        lambda row, data, by: services.note_files(row, data["evidence"], by=by),
        forms.FilesForm,
        title=gettext_lazy("Add files"),
        offered=_is_handled,
        plain=True,
    ),
    StepPage(
        "extend",
        "",
        gettext_lazy("The period is extended once, by the days of the rule."),
        gettext_lazy("Extended."),
        lambda row, data, by: services.extend(row, reason=data["reason"], by=by),
        ReasonForm,
        title=gettext_lazy("Extend the period"),
        offered=lambda row, by: services.may_extend(row) and by.may(P.COMPLAINT_DECIDE, row.division_code),
        plain=True,
    ),
    StepPage(
        "decide",
        "decide",
        gettext_lazy("You decide as the second officer; what is proposed beside takes effect at once."),
        gettext_lazy("Decided; what follows was done."),
        lambda row, _data, by: services.decide(row, by=by),
        stake=_proposal,
    ),
    StepPage(
        "send_back",
        "send_back",
        gettext_lazy("The officer who handles it looks into it again."),
        gettext_lazy("Sent back."),
        lambda row, data, by: services.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "answer",
        "answer",
        gettext_lazy(
            "Write what was found and what follows, and nothing that only the complainant could know."
        ),
        gettext_lazy("Answered; the complainant can read it."),
        lambda row, data, by: services.answer(row, words=data["words"], by=by),
        forms.AnswerForm,
        stake=_found,
    ),
    StepPage(
        "reward",
        "",
        gettext_lazy("A second officer approves it; neither of you learns for whom it is."),
        gettext_lazy("Proposed; it waits for the second officer."),
        lambda row, data, by: services.propose_reward(
            row, amount=data["amount"], grounds=data["grounds"], by=by
        ),
        forms.RewardForm,
        title=gettext_lazy("Propose a reward"),
        offered=lambda row, by: services.may_reward(row) and by.may(P.COMPLAINT_HANDLE, row.division_code),
        plain=True,
        stake=_range,
    ),
)
REWARD_STEPS = (
    StepPage(
        "approve",
        "approve",
        gettext_lazy("You approve as the second officer; for whom it is, nobody learns here."),
        gettext_lazy("Approved; it can be collected with the pick-up code."),
        lambda row, _data, by: services.approve_reward(row, by=by),
        stake=_amount,
    ),
    StepPage(
        "refuse",
        "refuse",
        gettext_lazy("No reward is paid."),
        pgettext_lazy("reward", "Refused."),
        lambda row, data, by: services.refuse_reward(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
        stake=_amount,
    ),
    StepPage(
        "pay",
        "pay",
        gettext_lazy("Pay whoever brings the pick-up code; ask no name and keep none."),
        gettext_lazy("Paid."),
        lambda row, data, by: services.pay_reward(
            row, pickup=data["pickup"], voucher_no=data["voucher_no"], by=by
        ),
        forms.PayForm,
        offered=lambda row, _by: not services.is_over(row),
        stake=_amount,
    ),
    StepPage(
        "lapse",
        "lapse",
        gettext_lazy("Nobody came within the time; the money stays."),
        gettext_lazy("Noted."),
        lambda row, data, by: services.lapse_reward(row, reason=data["reason"], by=by),
        ReasonForm,
        offered=lambda row, _by: services.is_over(row),
        stake=_amount,
    ),
)
