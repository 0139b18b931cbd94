"""The steps of an application as pages, in the words of the officers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from credit.admin.case_pages import ReasonForm, StepPage
from supervision.admin import service_forms as asked
from supervision.models import ApprovalCase
from supervision.service import cases, hurrying, weighing
from supervision.service.choices import RUNNING


def waits_to_be_urged(case: ApprovalCase, by: Officer) -> bool:
    """Tell whether a warning waits for this officer."""
    may = case.state in RUNNING and by.may(P.DECISION_REVIEW, case.division_code)
    return may and any(row.urged_on is None for row in case.warnings.all())


def may_weigh(case: ApprovalCase, by: Officer) -> bool:
    """Tell whether this officer may note what became of the permit."""
    return weighing.may_be_weighed(case) and by.may(P.DECISION_REVIEW, case.division_code)


def _tell(case: ApprovalCase, data: dict[str, Any], by: Officer) -> object:
    named = [*data["papers"], *data["others"].splitlines()]
    return cases.tell_missing(case, missing=named, by=by)


def _papers(case: ApprovalCase) -> dict[str, Any]:
    return {"papers_of": [paper.name for paper in case.item.materials.all()]}


STEPS = (
    StepPage(
        "accept",
        "accept",
        _("The limits begin to run: the promised one and that of the law."),
        _("Accepted; the limits run."),
        lambda row, _data, by: cases.accept(row, by=by),
    ),
    StepPage(
        "tell",
        "tell",
        _("Name everything that is missing now: the law allows one notice. It can be printed afterwards."),
        _("The notice is noted; print it for the applicant."),
        _tell,
        asked.MissingForm,
        initial=_papers,
        offered=lambda row, _by: row.completed_on is None,
        plain=True,
    ),
    StepPage(
        "complete",
        "complete",
        _("The days for acceptance begin anew. There is no second notice."),
        _("Noted; accept it next."),
        lambda row, data, by: cases.complete(row, files=data["evidence"], by=by),
        asked.PapersForm,
    ),
    StepPage(
        "propose",
        "propose",
        _("Another officer decides on what you propose here."),
        _("Proposed; it waits for the second officer."),
        lambda row, data, by: cases.propose(
            row, outcome=data["outcome"], reasoning=data["reasoning"], files=data["evidence"], by=by
        ),
        asked.ProposalForm,
    ),
    StepPage(
        "decide",
        "decide",
        _("You decide as the second officer. What is granted drafts its permit for publicity by itself."),
        _("Decided; it is delivered next."),
        lambda row, data, by: cases.decide(row, decision_no=data["decision_no"], by=by),
        asked.DecideForm,
    ),
    StepPage(
        "send_back",
        "send_back",
        _("The first officer examines it again; the limit runs on."),
        _("Sent back."),
        lambda row, data, by: cases.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "deliver",
        "deliver",
        _("Decision and certificate were handed over."),
        _("Noted; the case is closed."),
        lambda row, _data, by: cases.deliver(row, by=by),
    ),
    StepPage(
        "urge",
        "",
        _("The officer who handles the case reads your words on its page; your task is done with it."),
        _("Hurried."),
        lambda row, data, by: hurrying.urge(row, words=data["words"], by=by),
        asked.WordsForm,
        title=_("Hurry"),
        offered=waits_to_be_urged,
    ),
    StepPage(
        "extend",
        "extend",
        _("As the head of the authority or for the head. The law allows it once; the applicant is told why."),
        _("The limit is longer now."),
        lambda row, data, by: cases.extend(row, days=data["days"], reason=data["reason"], by=by),
        asked.ExtendForm,
        offered=lambda row, _by: not row.extended_by_days,
        plain=True,
    ),
    StepPage(
        "pause",
        "pause",
        _("Time for hearings, tests and expert review does not count. Tell the applicant how long it takes."),
        _("The clock is stopped."),
        lambda row, data, by: cases.pause(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "resume",
        "resume",
        _("The clock runs on; the working days in between are added to both limits."),
        _("The clock runs again."),
        lambda row, _data, by: cases.resume(row, by=by),
    ),
    StepPage(
        "weigh",
        "weigh",
        _("The commitment on which this was granted was found broken. Weigh whether the permit is revoked."),
        _("Noted."),
        lambda row, data, by: weighing.weigh(row, words=data["words"], by=by),
        asked.WeighForm,
        offered=may_weigh,
    ),
    StepPage(
        "reject",
        "reject",
        _("No permit is needed, or another authority is competent. The applicant reads the reason."),
        _("Not accepted."),
        lambda row, data, by: cases.reject(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "take_back",
        "take_back",
        _("The applicant no longer wants it."),
        _("Taken back."),
        lambda row, data, by: cases.take_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)
