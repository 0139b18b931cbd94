"""Steps of a rectification as pages with a form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from core.errors import Refusal
from credit.admin.case_pages import StepPage
from credit.parties import OnPaper
from supervision.admin import rectification_forms as forms
from supervision.choices import WITH_THE_BODY, ExtensionState
from supervision.models import Rectification, RectificationExtension
from supervision.rectification import services

NOTHING_ASKED = _("No longer time is asked for any more.")


def open_extension(row: Rectification) -> RectificationExtension | None:
    """Return the request for a longer time that waits for an answer."""
    return row.extensions.filter(state=ExtensionState.ASKED).select_related("rectification").first()


def _may_answer(row: Rectification, by: Officer) -> bool:
    return by.may(P.RECTIFICATION_DECIDE, row.division_code) and open_extension(row) is not None


def _answer(row: Rectification, data: dict[str, Any], by: Officer, *, approve: bool) -> object:
    asked = open_extension(row)
    if asked is None:
        raise Refusal(NOTHING_ASKED)
    return services.decide_extension(asked, approve=approve, answer=data["answer"], by=by)


STEPS = (
    StepPage(
        "cross_off",
        "cross_off",
        _("You close the rectification as the second officer; what the check found stands below its page."),
        _("Crossed off."),
        lambda row, _data, by: services.cross_off(row, by=by),
    ),
    StepPage(
        "check",
        "check",
        _("You have seen that the problem was put right. Another officer crosses it off."),
        _("Noted; it waits for the officer who crosses off."),
        lambda row, data, by: services.check(row, note_text=data["note_text"], files=data["evidence"], by=by),
        forms.CheckForm,
    ),
    StepPage(
        "give_back",
        "return",
        _("The body reads the reasons, puts it right and hands in again. The due day stays."),
        _("Returned to the body."),
        lambda row, data, by: services.send_back(row, reason=data["reason"], by=by),
        forms.ReasonsForm,
        plain=True,
    ),
    StepPage(
        "check_again",
        "check_again",
        _("The officer who checks looks again; the body does nothing."),
        _("It is checked again."),
        lambda row, data, by: services.check_again(row, reason=data["reason"], by=by),
        forms.ReasonsForm,
        plain=True,
    ),
    StepPage(
        "give_back_checked",
        "return_checked",
        _("The body reads the reasons, puts it right and hands in again. The due day stays."),
        _("Returned to the body."),
        lambda row, data, by: services.send_back(row, reason=data["reason"], by=by),
        forms.ReasonsForm,
        plain=True,
    ),
    StepPage(
        "approve_extension",
        "",
        _("The due day moves to the day that was asked for; the body reads it in the portal."),
        _("Approved; the due day has moved."),
        lambda row, data, by: _answer(row, data, by, approve=True),
        forms.AnswerForm,
        title=_("Grant the longer time"),
        offered=_may_answer,
    ),
    StepPage(
        "refuse_extension",
        "",
        _("The due day stays; the body reads your answer."),
        _("Refused; the due day stays."),
        lambda row, data, by: _answer(row, data, by, approve=False),
        forms.AnswerForm,
        title=_("Refuse the longer time"),
        offered=_may_answer,
        plain=True,
    ),
    StepPage(
        "find_false",
        "find_false",
        _(
            "The false close-out goes on the body's record, an interview is proposed, and the rectification "
            "starts again with a new due day."
        ),
        _("Found false: recorded, opened again, interview proposed."),
        lambda row, _data, by: services.find_false(row, by=by),
    ),
    StepPage(
        "clear",
        "clear",
        _("The rectification stays crossed off."),
        _("Noted; the cross-off stands."),
        lambda row, data, by: services.clear(row, reason=data["reason"], by=by),
        forms.ReasonsForm,
        plain=True,
    ),
    StepPage(
        "doubt",
        "doubt",
        _("Another officer, who had no part in the cross-off, decides whether it was false."),
        _("Noted; another officer decides."),
        lambda row, data, by: services.doubt(row, reason=data["reason"], by=by),
        forms.DoubtForm,
        plain=True,
    ),
    StepPage(
        "reopen",
        "reopen",
        _("The problem was put right and has come back. Nothing was false; the body gets a new due day."),
        _("Opened again."),
        lambda row, data, by: services.reopen(row, reason=data["reason"], by=by),
        forms.ReasonsForm,
        plain=True,
    ),
    StepPage(
        "on_paper",
        "",
        _("What the body brought to the counter is handed in for it."),
        _("Handed in; the clock of the check runs."),
        lambda row, data, by: services.hand_in(
            row,
            report=data["report"],
            files=data["evidence"],
            by=OnPaper(by, P.RECTIFICATION_CHECK),
        ),
        forms.OnPaperForm,
        title=_("Hand in on paper for the body"),
        initial=lambda row: {"report": row.report},
        offered=lambda row, by: (
            row.state in WITH_THE_BODY and by.may(P.RECTIFICATION_CHECK, row.division_code)
        ),
        plain=True,
    ),
    StepPage(
        "drop",
        "drop",
        _("Only where it should never have been opened; it stays readable and counts nowhere."),
        _("Dropped."),
        lambda row, data, by: services.drop(row, reason=data["reason"], by=by),
        forms.ReasonsForm,
        plain=True,
    ),
)
