"""Steps of the way off a list as pages: those of an application, and those that start on a listing's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.models import Officer
from accounts.permissions import P
from blacklist.admin import exit_forms as forms
from blacklist.choices import ListingState, ListKind
from blacklist.exit import clocks, services
from blacklist.exit.choices import OPEN, WRITABLE
from blacklist.exit.selectors import may_begin
from blacklist.models import ExitApplication, Listing
from core.clock import today
from core.models import Deadline
from credit.admin.case_pages import ReasonForm, StepPage
from credit.objection.choices import Channel
from credit.parties import OnPaper


def _on_paper(row: ExitApplication, by: Officer) -> bool:
    """Officers take the party's steps only in what came to the counter."""
    return row.channel != Channel.PORTAL and by.may(P.LISTING_PROPOSE, row.division_code)


def _paper(by: Officer) -> OnPaper:
    return OnPaper(by, P.LISTING_PROPOSE)


STEPS = (
    StepPage(
        "write",
        "",
        _("What the party brought to the counter. Files are added to those already there."),
        _("Kept."),
        lambda row, data, by: services.write_exit(row, by=_paper(by), **forms.given(data)),
        forms.WriteForm,
        title=_("Fill in the application"),
        initial=lambda row: {
            "duties_done_on": row.duties_done_on,
            "correction": row.correction,
            "commitment_by": row.commitment_by,
        },
        offered=lambda row, by: row.state in WRITABLE and _on_paper(row, by),
    ),
    StepPage(
        "submit",
        "",
        _("The application is complete: the clocks of acceptance and decision start."),
        _("Handed in."),
        lambda row, _data, by: services.submit(row, by=_paper(by)),
        title=_("Hand the application in"),
        offered=lambda row, by: row.state in WRITABLE and _on_paper(row, by),
    ),
    StepPage(
        "accept",
        "accept",
        _("The application is complete and belongs here."),
        _("Accepted. Check next whether the duties are done."),
        lambda row, _data, by: services.accept(row, by=by),
    ),
    StepPage(
        "give_back",
        "return",
        _("The party reads what is missing, and completes it."),
        _("Returned."),
        lambda row, data, by: services.return_exit(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "check",
        "check",
        _("Another officer decides afterwards."),
        _("Noted; it waits for the second officer."),
        lambda row, data, by: services.note_check(row, by=by, **forms.given(data)),
        forms.CheckForm,
    ),
    StepPage(
        "approve",
        "approve",
        _(
            "You decide as the second officer. Display, sharing, measures and the effect on the grade end "
            "together, now; the platforms are told."
        ),
        _("Taken off the list; every effect has ended."),
        lambda row, data, by: services.approve(row, decision_no=data["decision_no"], by=by),
        forms.ApproveForm,
    ),
    StepPage(
        "refuse",
        "refuse",
        _("The party reads the reasons."),
        _("Refused."),
        lambda row, data, by: services.refuse(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "send_back",
        "send_back",
        _("The officer who handles it checks again."),
        _("Sent back."),
        lambda row, data, by: services.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)


def _keeps(row: Listing, by: Officer) -> bool:
    """Whether an officer keeps this listing while it stands on a list that burdens."""
    burdens = row.kind != ListKind.RED and row.state == ListingState.LISTED
    return burdens and by.may(P.LISTING_PROPOSE, row.division_code)


def _to_review(row: Listing, by: Officer) -> bool:
    running = Deadline.objects.filter(
        kind=clocks.REVIEW.code,
        object_type=row._meta.label_lower,
        object_id=str(row.pk),
        closed_at__isnull=True,
    )
    return by.may(P.LISTING_PROPOSE, row.division_code) and running.exists()


LISTING_STEPS = (
    StepPage(
        "begin_exit",
        "",
        _("The party applies at the counter to leave the list. The application then says what is missing."),
        _("Begun. You find the application below, under the way off the list."),
        lambda row, _data, by: services.start_exit(listing=row, by=_paper(by), channel=Channel.PAPER),
        title=_("Application to leave the list on paper"),
        offered=lambda row, by: (
            _keeps(row, by) and not may_begin(row, today()) and not row.exits.filter(state__in=OPEN).exists()
        ),
        plain=True,
    ),
    StepPage(
        "note_training",
        "",
        _("Training of a representative counts towards the conditions of leaving the list."),
        _("Noted."),
        lambda row, data, by: services.note_training(listing=row, by=by, **forms.given(data)),
        forms.TrainingForm,
        title=_("Note a training"),
        offered=_keeps,
        plain=True,
    ),
    StepPage(
        "review_grounds",
        "",
        _("A ground of this listing fell or changed. Say whether the listing stays with what is left."),
        _("Noted; the clock has stopped."),
        lambda row, data, by: services.review_grounds(row, words=data["words"], by=by),
        forms.ReviewForm,
        title=_("Note the review of the grounds"),
        offered=_to_review,
    ),
)
