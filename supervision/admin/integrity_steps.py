"""Steps of breaches and consequences as pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from credit.admin.case_pages import ReasonForm, StepPage
from credit.parties import OnPaper
from supervision.admin import integrity_forms as forms
from supervision.integrity import breaches, measures
from supervision.integrity.choices import STANDING
from supervision.integrity.choices import BreachState as B
from supervision.integrity.choices import MeasureState as M
from supervision.integrity.workflow import MEASURE
from supervision.models import Assessment, IntegrityBreach


def _paper(by: Officer) -> OnPaper:
    return OnPaper(by, P.INTEGRITY_REVIEW)


def _may_impose(row: Assessment | IntegrityBreach, by: Officer) -> bool:
    step = MEASURE.transitions["impose"]
    waiting = [one for one in row.measures.all() if one.state == M.PROPOSED]
    return bool(waiting) and all(step in MEASURE.available(one, by) for one in waiting)


def _proposed(row: Assessment | IntegrityBreach) -> str:
    """Return what is imposed together, a line a consequence."""
    waiting = row.measures.filter(state=M.PROPOSED).order_by("pk")
    return "\n".join(one.get_kind_display() for one in waiting)


IMPOSE_ALL = StepPage(
    "impose_all",
    "",
    _(
        "You decide as the second officer. All that is proposed here is in force from today under one "
        "document, each for the term of the rules; the body reads it."
    ),
    _("In force."),
    lambda row, data, by: measures.impose_all(row, document_no=data["document_no"], by=by),
    forms.NumberForm,
    title=_("Impose all consequences proposed"),
    offered=_may_impose,
    stake=_proposed,
)
"""The same step on a result and on a breach."""
BREACH_STEPS = (
    StepPage(
        "confirm",
        "confirm",
        _(
            "You decide as the second officer. The breach enters the credit file, the body has to correct "
            "it, and its consequences are proposed."
        ),
        _("Confirmed; it stands in the file."),
        lambda row, _data, by: breaches.confirm(row, by=by),
        stake=lambda row: f"{row.title}\n{row.facts}",
    ),
    StepPage(
        "drop",
        "drop",
        _("The breach is not confirmed; nothing enters the file."),
        _("Not confirmed."),
        lambda row, data, by: breaches.drop(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
        stake=lambda row: f"{row.title}\n{row.facts}",
    ),
    StepPage(
        "correct",
        "",
        _("For a correction that came on paper."),
        _("Entered; another officer decides what it does."),
        lambda row, data, by: breaches.correct(
            row, text=data["text"], evidence=data["evidence"], by=_paper(by)
        ),
        forms.CorrectionForm,
        title=_("Enter a correction on paper"),
        offered=lambda row, by: row.state == B.CONFIRMED and by.may(P.INTEGRITY_REVIEW, row.division_code),
        plain=True,
    ),
    StepPage(
        "accept",
        "accept",
        _("Self-correction mitigates: what you choose ends the consequences that the rules name."),
        _("Found corrected."),
        lambda row, data, by: breaches.accept(
            row, mitigation=data["mitigation"], reason=data["reason"], by=by
        ),
        forms.MitigationForm,
        stake=lambda row: row.correction,
    ),
    StepPage(
        "send_back",
        "send_back",
        _("The correction does not do; the body reads why."),
        _("Sent back."),
        lambda row, data, by: breaches.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
        stake=lambda row: row.correction,
    ),
    StepPage(
        "measure",
        "",
        _("One more consequence; another officer decides on it."),
        _("Proposed."),
        lambda row, data, by: measures.propose(breach=row, kind=data["kind"], by=by),
        forms.ProposeMeasureForm,
        title=_("Propose a consequence"),
        offered=lambda row, by: row.state in STANDING and by.may(P.INTEGRITY_REVIEW, row.division_code),
        plain=True,
    ),
    IMPOSE_ALL,
    StepPage(
        "withdraw",
        "withdraw",
        _("The ground has fallen: the record in the file and every consequence end with it."),
        _("Withdrawn."),
        lambda row, data, by: breaches.withdraw(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)
MEASURE_STEPS = (
    StepPage(
        "impose",
        "impose",
        _("You decide as the second officer. The consequence is in force from today; the body reads it."),
        _("In force."),
        lambda row, data, by: measures.impose(
            row, document_no=data["document_no"], months=data["months"], by=by
        ),
        forms.ImposeForm,
        initial=lambda row: {"months": row.months},
        stake=lambda row: f"{row.get_kind_display()}：{row.subject.name}\n{row.reason}",
    ),
    StepPage(
        "drop",
        "drop",
        _("The consequence is not imposed."),
        _("Not imposed."),
        lambda row, data, by: measures.drop(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "explain",
        "",
        _("For an explanation that came on paper."),
        _("Entered."),
        lambda row, data, by: measures.explain(row, text=data["text"], files=data["evidence"], by=_paper(by)),
        forms.ExplanationForm,
        title=_("Enter an explanation on paper"),
        offered=lambda row, by: row.state == M.IN_FORCE and by.may(P.INTEGRITY_REVIEW, row.division_code),
        plain=True,
    ),
    StepPage(
        "ask_again",
        "ask_again",
        _("The explanation does not do; a new period runs."),
        _("Asked again."),
        lambda row, data, by: measures.ask_again(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
        stake=lambda row: row.explanation,
    ),
    StepPage(
        "lift",
        "lift",
        _("The consequence ends today, before its term."),
        _("Ended."),
        lambda row, data, by: measures.lift(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)
