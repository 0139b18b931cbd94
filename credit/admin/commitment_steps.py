"""Buttons of a commitment's page, drawn from the workflow's table, and the forms behind them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.admin_base import attempt, go, officer
from accounts.dialogs import dialog
from accounts.evidence import EvidenceField
from accounts.models import Officer
from accounts.permissions import P
from accounts.widgets import DayInput
from core.clock import today
from credit.commitments import performance, services
from credit.commitments.letter import download
from credit.commitments.rendering import is_intact
from credit.commitments.workflow import COMMITMENT
from credit.models import Commitment
from credit.models.commitments import CommitmentState as S
from credit.models.commitments import Performance

STEPS_OF_BUTTON = {
    "publish_now": {"publish"},
    "check_kept": {"keep", "doubt"},
    "confirm_breach": {"confirm"},
    "reject_breach": {"reject", "reject_unpublished"},
    "withdraw_now": {"withdraw", "discard"},
}


class PaperForm(forms.Form):
    """What stands on the signed paper."""

    signer_name = forms.CharField(
        label=gettext_lazy("Signer"), max_length=60, widget=UnfoldAdminTextInputWidget
    )
    signer_post = forms.CharField(
        label=gettext_lazy("Signer's post"), max_length=60, widget=UnfoldAdminTextInputWidget
    )
    signed_on = forms.DateField(label=gettext_lazy("Signed on"), widget=DayInput)
    evidence = EvidenceField(label=gettext_lazy("Scan of the signed paper"))


class ScanForm(forms.Form):
    """The scan of a paper that was signed before."""

    evidence = EvidenceField(label=gettext_lazy("Scan of the signed paper"))


class CheckForm(forms.Form):
    """What the check found."""

    performance = forms.ChoiceField(
        label=gettext_lazy("Performance"), choices=Performance.choices, widget=UnfoldAdminSelectWidget
    )
    findings = forms.CharField(
        label=gettext_lazy("What the check found"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy("Needed where it was not kept: what, when, how it was established."),
    )
    evidence = EvidenceField(required=False)


class CommitmentSteps:
    """The steps of the procedure as buttons above a commitment."""

    def get_actions_detail(self: Any, request: HttpRequest, object_id: Any) -> list[Any]:
        """Keep the buttons of steps that the officer may take now."""
        obj = self.get_object(request, str(object_id))
        if obj is None:
            return []
        reader = officer(request)
        possible = {step.name for step in COMMITMENT.available(obj, reader)}
        shown = {name for name, steps in STEPS_OF_BUTTON.items() if steps & possible} | {"print_text"}
        if obj.state == S.DRAFT and reader.may(P.COMMITMENT_KEEP, obj.division_code):
            shown.add("sign_paper")
        if obj.on_paper and reader.may(P.COMMITMENT_KEEP, obj.division_code):
            shown.add("add_scan")
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [
            act for act in self._get_base_actions_detail() if act.action_name.removeprefix(prefix) in shown
        ]

    @action(
        description=gettext_lazy("Enter the signed paper"),
        url_path="paper",
        icon="draw",
        variant=ActionVariant.PRIMARY,
    )
    def sign_paper(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Enter a signature given on paper, with its scan."""
        obj = self.seen_object(request, object_id)
        form = PaperForm(request.POST or None, request.FILES or None, initial={"signed_on": today()})
        return self.act_page(
            request,
            obj,
            form,
            lambda data: services.sign_on_paper(
                obj,
                by=officer(request),
                signer_name=data["signer_name"],
                signer_post=data["signer_post"],
                signed_on=data["signed_on"],
                paper=data["evidence"],
            ),
            title=_("Enter the signed paper"),
            button=_("Keep the signature"),
            done=_("The signature is kept; the text can no longer change."),
            intro=_("The paper must carry exactly the text beside; print it from here."),
            text=services.shown_text(obj),
        )

    @action(description=gettext_lazy("Add the scan"), url_path="scan", icon="upload_file")
    def add_scan(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Add the scan of a paper afterwards, such as one that a register told of."""
        obj = self.seen_object(request, object_id)
        return self.act_page(
            request,
            obj,
            ScanForm(request.POST or None, request.FILES or None),
            lambda data: services.add_paper(obj, by=officer(request), paper=data["evidence"]),
            title=_("Add the scan"),
            button=_("Keep the scan"),
            done=_("The scan is kept; the body sees it too."),
            intro=_(
                "The whole signed paper, all pages. Compare signer, post and day with the page before; "
                "what is entered does not change."
            ),
        )

    @action(
        description=gettext_lazy("Check how it was kept"),
        url_path="check",
        icon="rule",
        variant=ActionVariant.PRIMARY,
    )
    def check_kept(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Note what the check found; a breach waits for a second officer."""
        obj = self.seen_object(request, object_id)
        form = CheckForm(request.POST or None, request.FILES or None)
        return self.act_page(
            request,
            obj,
            form,
            lambda data: _check(obj, data, officer(request)),
            title=_("Check how it was kept"),
            button=_("Keep the finding"),
            done=_("The finding is kept."),
            intro=_(
                "“Kept” closes the matter. “In part” and “not” wait for a second officer, whose confirmation "
                "writes a conduct record."
            ),
            text=services.shown_text(obj),
        )

    @action(
        description=gettext_lazy("Publish"),
        url_path="publish",
        icon="public",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Publish"),
            gettext_lazy("Everybody can read the commitment on the public site; the platforms are told."),
        ),
    )
    def publish_now(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Publish."""
        obj = self.seen_object(request, object_id)
        attempt(request, lambda: services.publish(obj, by=officer(request)), _("Published."))
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("Confirm the breach"),
        url_path="confirm",
        icon="gavel",
        variant=ActionVariant.DANGER,
        dialog=dialog(
            gettext_lazy("Confirm the breach"),
            gettext_lazy(
                "You confirm as the second officer that the commitment was not kept. "
                "It becomes a conduct record of the subject, and the grade follows."
            ),
        ),
    )
    def confirm_breach(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Confirm a breach as the second officer."""
        obj = self.seen_object(request, object_id)
        attempt(
            request,
            lambda: performance.confirm_breach(obj, by=officer(request)),
            _("Confirmed: the breach is a conduct record now."),
        )
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("Reject the breach"),
        url_path="reject",
        icon="undo",
        dialog=dialog(
            gettext_lazy("Reject the breach"), gettext_lazy("The commitment goes on as before."), reason=True
        ),
    )
    def reject_breach(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Reject a breach as the second officer."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(
            request,
            lambda: performance.reject_breach(obj, by=officer(request), reason=reason),
            _("Rejected."),
        )
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("Withdraw"),
        url_path="withdraw",
        icon="block",
        dialog=dialog(
            gettext_lazy("Withdraw"),
            gettext_lazy("It ends here. Where it was published, it leaves the public site; platforms hear."),
            reason=True,
        ),
    )
    def withdraw_now(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """End a commitment before its time."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(request, lambda: services.withdraw(obj, by=officer(request), reason=reason), _("Ended."))
        return go(request, self.change_url(obj))

    @action(description=gettext_lazy("Print"), url_path="print", icon="print")
    def print_text(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the words on a sheet of paper, signed or to be signed; with `?pdf` as a file."""
        obj = self.seen_object(request, object_id)
        if "pdf" in request.GET:
            return download(obj)
        context = {"commitment": obj, "letter": services.shown_text(obj), "intact": is_intact(obj)}
        return TemplateResponse(request, "credit/commitment_print.html", context)


def _check(obj: Commitment, data: dict[str, Any], by: Officer) -> None:
    if data["performance"] == Performance.FULL:
        performance.find_kept(obj, by=by, findings=data["findings"], proof=data["evidence"])
        return
    performance.find_broken(
        obj,
        by=by,
        performance=Performance(data["performance"]),
        findings=data["findings"],
        proof=data["evidence"],
    )
