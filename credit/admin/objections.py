"""Objections on the supervisors' pages: list, entry from paper, one page a case with clocks and steps."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.errors import Refusal, RefusalsIn
from core.scope import division_filter
from credit.admin import objection_forms as forms
from credit.admin.case_pages import CaseAdmin, ReasonForm, StepPage, facts_of, who
from credit.admin.points_forms import subject_named
from credit.admin.search import HELP
from credit.models import Objection, Subject
from credit.objection import clocks, services, showing, targets
from credit.objection.choices import Channel
from credit.objection.choices import ObjectionState as S
from credit.objection.workflow import OBJECTION
from credit.parties import OnPaper

COLOURS = {
    S.RECEIVED: "warning",
    S.WITH_PROVIDER: "info",
    S.ANSWERED: "warning",
    S.EXPERTS: "info",
    S.PROPOSED: "primary",
    S.DECIDED: "success",
    S.TOLD: "success",
    S.TAKEN_BACK: "",
}
STEPS = (
    StepPage(
        "ask_provider",
        "pass_on",
        gettext_lazy("The authority whose word the record rests on checks it; its own clock starts."),
        gettext_lazy("Noted; the provider's clock runs."),
        lambda row, data, by: services.pass_on(row, provider_name=data["provider_name"], by=by),
        forms.ProviderForm,
        initial=lambda row: {"provider_name": row.provider_name},
        plain=True,
    ),
    StepPage(
        "provider_answer",
        "answer",
        gettext_lazy("What the provider found, and whether it stands by the record."),
        gettext_lazy("Noted."),
        lambda row, data, by: services.note_answer(
            row, answer=data["answer"], confirms=data["confirms"], files=data["evidence"], by=by
        ),
        forms.AnswerForm,
    ),
    StepPage(
        "propose",
        "propose",
        gettext_lazy("Another officer decides on what you propose here."),
        gettext_lazy("Proposed; it waits for the second officer."),
        lambda row, data, by: services.propose(
            row,
            finding=data["finding"],
            remedy=data["remedy"],
            reasoning=data["reasoning"],
            correction=forms.correction_of(row, data),
            by=by,
        ),
        forms.ProposalForm,
        initial=forms.record_as_it_is,
        stake=lambda row: row.claim,
        stake_heading=gettext_lazy("What the party says"),
    ),
    StepPage(
        "decide",
        "decide",
        gettext_lazy(
            "You decide as the second officer. What follows happens at once and everywhere: file, grade, "
            "public entry, platforms."
        ),
        gettext_lazy("Decided; what follows was done."),
        lambda row, _data, by: services.decide(row, by=by),
    ),
    StepPage(
        "send_back",
        "send_back",
        gettext_lazy("The officer who handles the objection looks at it again."),
        gettext_lazy("Sent back."),
        lambda row, data, by: services.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "pause",
        "pause",
        gettext_lazy("The clock stops while tests or experts are waited for, where the local rules say so."),
        gettext_lazy("The clock is stopped."),
        lambda row, data, by: services.pause(row, reason=data["reason"], by=by),
        ReasonForm,
        offered=lambda row, _by: _clock(row).pause,
        plain=True,
    ),
    StepPage(
        "resume",
        "resume",
        gettext_lazy("The clock runs on; the working days of the review are added."),
        gettext_lazy("The clock runs again."),
        lambda row, _data, by: services.resume(row, by=by),
    ),
    StepPage(
        "extend",
        "",
        gettext_lazy("The period is extended once, by the days of the local rule."),
        gettext_lazy("Extended."),
        lambda row, data, by: services.extend(row, reason=data["reason"], by=by),
        ReasonForm,
        title=gettext_lazy("Extend the period"),
        offered=lambda row, by: (
            row.is_open
            and not row.extended_by_days
            and bool(_clock(row).extension)
            and by.may(P.OBJECTION_DECIDE, row.division_code)
        ),
        plain=True,
    ),
    StepPage(
        "tell",
        "tell",
        gettext_lazy("Note how the party learnt the result and its reasons."),
        gettext_lazy("Noted; the case is closed."),
        lambda row, data, by: services.tell(row, how=data["how"], by=by),
        forms.TellForm,
    ),
)


def _clock(row: Objection) -> clocks.Clock:
    return clocks.clock_of(on=row.received_on, place=row.division_code)


@admin.register(Objection)
class ObjectionAdmin(CaseAdmin):
    """Objections of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.OBJECTION_HANDLE
    workflow = OBJECTION
    steps = STEPS
    case_template = "admin/credit/objection_case.html"
    colours = COLOURS
    clock_kinds = clocks.KINDS
    list_display = ("document", "who", "ground_label", "received", "clock", "state_label")
    list_display_links = ("document",)
    list_select_related = ("subject",)
    list_filter = ("state", "ground", "channel", DivisionFilter)
    search_fields = ("document_no",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (pgettext_lazy("case", "Received"), f"state__exact={S.RECEIVED}"),
        (gettext_lazy("With the provider"), f"state__exact={S.WITH_PROVIDER}"),
        (gettext_lazy("To be decided"), f"state__exact={S.PROPOSED}"),
        (gettext_lazy("To be told"), f"state__exact={S.DECIDED}"),
    )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take in an objection that came on paper."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = forms.PaperForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = self._filed(request, form.cleaned_data)
                messages.success(request, _("Taken in; the record is marked as disputed everywhere."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _("The record is marked as disputed at once, and the clock of the place starts."),
            "button": _("Take in"),
            "heading": _("Objection on paper"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("Objection on paper"))

    def _filed(self, request: HttpRequest, data: dict[str, Any]) -> Objection:
        by = officer(request)
        visible = Subject.objects.filter(division_filter("division_code", by.prefixes(P.OBJECTION_HANDLE)))
        try:
            subject = subject_named(data["party"], visible)
        except Refusal as refusal:
            raise Refusal(str(refusal), field="party") from refusal
        named = targets.numbered(data["about"], subject.pk)
        if not named:
            raise Refusal(
                _("This party's file holds no record under that document number; check number and party."),
                field="about",
            )
        return services.file_objection(
            subject_id=subject.pk,
            about=named[0],
            ground=data["ground"],
            claim=data["claim"],
            by=OnPaper(by, P.OBJECTION_HANDLE),
            channel=Channel.PAPER,
            received_on=data["received_on"],
            files=data["evidence"],
        )

    def case_context(self, row: Objection, reader: Officer) -> dict[str, Any]:
        """Return what the case's page shows besides steps and clocks."""
        clock = _clock(row)
        return {
            "facts": facts_of(
                (
                    (_("Subject"), row.subject),
                    (_("Document number"), row.document_no),
                    (_("What is wrong"), row.get_ground_display()),
                    (_("Came in by"), row.get_channel_display()),
                    (pgettext("case", "Received"), who(row.made_by_label, row.received_on)),
                    (_("Marked as disputed on"), row.marked_on),
                    (_("Proposed by"), row.proposed_by_label),
                    (_("Decided"), who(row.decided_by_label, row.decided_on)),
                    (_("Party told"), who(showing.told_how(row), row.told_on)),
                )
            ),
            "provider": facts_of(
                (
                    (_("Provider"), row.provider_name),
                    (_("Asked on"), row.passed_on),
                    (_("Answered on"), row.answered_on),
                    (_("Stands by the record"), _yes_no(row.provider_confirms)),
                )
            ),
            "correction": showing.corrections(row),
            "rule": clock,
            "due": clocks.due(row) if row.is_open else None,
            "files": for_officers(evidence.of(services.about(row))),
            "record_url": reverse("admin:credit_conductrecord_change", args=[row.record_id])
            if row.record_id
            else "",
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
        }

    @display(description=gettext_lazy("objection"), header=True)
    def document(self, obj: Objection) -> list[str]:
        """What it is about."""
        return [obj.title, obj.document_no or "–"]

    @display(description=gettext_lazy("what is wrong"))
    def ground_label(self, obj: Objection) -> str:
        """Ground in words."""
        return obj.get_ground_display()

    @display(description=gettext_lazy("received on"))
    def received(self, obj: Objection) -> str:
        """Day of receipt, short."""
        return obj.received_on.isoformat()

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Objection) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def _yes_no(value: bool | None) -> str:
    return "" if value is None else _("yes") if value else _("no")
