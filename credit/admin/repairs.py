"""Credit repair on the supervisors' pages: list, entry from paper, one page a case with the checklist."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from core.errors import Refusal, RefusalsIn
from core.scope import division_filter
from credit.admin import repair_forms as forms
from credit.admin.case_pages import CaseAdmin, ReasonForm, StepPage, facts_of, who
from credit.admin.objection_forms import records_named
from credit.admin.points_forms import subject_named
from credit.admin.search import HELP
from credit.models import Repair, Subject
from credit.objection.choices import Channel
from credit.parties import OnPaper
from credit.repair import clocks, revoking, services
from credit.repair.checklist import bars_of
from credit.repair.choices import Material, Outcome
from credit.repair.choices import RepairState as S
from credit.repair.governing import regime_title
from credit.repair.workflow import REPAIR

COLOURS = {
    S.DRAFT: "info",
    S.SUBMITTED: "warning",
    S.RETURNED: "info",
    S.ACCEPTED: "warning",
    S.NOT_ACCEPTED: "",
    S.UNDER_CHECK: "primary",
    S.APPROVED: "success",
    S.REFUSED: "danger",
    S.SYNCED: "success",
    S.REVOKED: "danger",
    S.CLOSED: "",
    S.TAKEN_BACK: "",
}


def _on_paper(row: Repair, by: Officer) -> bool:
    """Officers take the party's steps only in what came to the counter."""
    return row.channel != Channel.PORTAL and by.may(P.REPAIR_HANDLE, row.division_code)


def _paper(by: Officer) -> OnPaper:
    return OnPaper(by, P.REPAIR_HANDLE)


STEPS = (
    StepPage(
        "write",
        "",
        gettext_lazy("What the party brought to the counter. Files are added to those already there."),
        gettext_lazy("Kept."),
        lambda row, data, by: services.write_repair(row, by=_paper(by), **forms.given(data)),
        forms.WriteForm,
        title=gettext_lazy("Fill in the application"),
        initial=lambda row: {
            "duties_done_on": row.duties_done_on,
            "correction": row.correction,
            "commitment_by": row.commitment_by,
            "material": Material.PERFORMANCE,
        },
        offered=lambda row, by: row.state in services.WRITABLE and _on_paper(row, by),
    ),
    StepPage(
        "submit",
        "",
        gettext_lazy("The application is complete: the clocks of 3 and 10 working days start."),
        gettext_lazy("Handed in."),
        lambda row, _data, by: services.submit(row, by=_paper(by)),
        title=gettext_lazy("Hand the application in"),
        offered=lambda row, by: row.state in services.WRITABLE and _on_paper(row, by),
    ),
    StepPage(
        "accept",
        "accept",
        gettext_lazy("The application is complete and belongs here."),
        gettext_lazy("Accepted. Check next whether the duties are done."),
        lambda row, _data, by: services.accept(row, by=by),
    ),
    StepPage(
        "give_back",
        "return",
        gettext_lazy("The party reads what is missing, and completes it."),
        gettext_lazy("Returned."),
        lambda row, data, by: services.return_for_completion(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "not_accept",
        "not_accept",
        gettext_lazy("The party reads the reasons."),
        gettext_lazy("Not accepted."),
        lambda row, data, by: services.not_accept(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "check",
        "check",
        gettext_lazy("Departments look into their own systems first. Another officer decides afterwards."),
        gettext_lazy("Noted; it waits for the second officer."),
        lambda row, data, by: services.note_check(
            row,
            note=data["note"],
            confirmed=data["confirmed"],
            by=by,
            files={Material.PERFORMANCE: data["evidence"]},
        ),
        forms.CheckForm,
    ),
    StepPage(
        "approve",
        "approve",
        gettext_lazy(
            "You approve as the second officer. Display, sharing, measures and the effect on the grade end "
            "together, now; the platforms are told."
        ),
        gettext_lazy("Approved; every effect has ended."),
        lambda row, _data, by: services.approve(row, by=by),
    ),
    StepPage(
        "refuse",
        "refuse",
        gettext_lazy("The party reads the reasons."),
        gettext_lazy("Refused."),
        lambda row, data, by: services.refuse(
            row, reason=data["reason"], false_material=data["false_material"], by=by
        ),
        forms.RefuseForm,
        plain=True,
    ),
    StepPage(
        "send_back",
        "send_back",
        gettext_lazy("The officer who handles it checks again."),
        gettext_lazy("Sent back."),
        lambda row, data, by: services.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
    StepPage(
        "extend",
        "",
        gettext_lazy("Once, where the case is complex or needs checks; by the days of the rule table."),
        gettext_lazy("Extended."),
        lambda row, data, by: services.extend(row, reason=data["reason"], by=by),
        ReasonForm,
        title=gettext_lazy("Extend the period"),
        offered=lambda row, by: (
            row.state in (S.ACCEPTED, S.UNDER_CHECK)
            and not row.extended_by_days
            and by.may(P.REPAIR_DECIDE, row.division_code)
        ),
        plain=True,
    ),
    StepPage(
        "propose_revocation",
        "",
        gettext_lazy(
            "The repair rested on false material. Say which, and how that is known; another officer revokes."
        ),
        gettext_lazy("Proposed; it waits for the second officer."),
        lambda row, data, by: revoking.propose_revocation(row, reason=data["reason"], by=by),
        ReasonForm,
        title=gettext_lazy("Propose to revoke the repair"),
        offered=lambda row, by: revoking.may_be_proposed(row) and by.may(P.REPAIR_HANDLE, row.division_code),
        plain=True,
    ),
    StepPage(
        "revoke",
        "revoke",
        gettext_lazy(
            "You revoke as the second officer. The record counts and is shown again as the rules of the day "
            "say, new applications are barred, the platforms are told; all of it now, or nothing."
        ),
        gettext_lazy("Revoked; every effect is back."),
        lambda row, _data, by: revoking.revoke(row, by=by),
        offered=lambda row, by: (
            bool(row.revocation_by) and "revoke" in {step.name for step in REPAIR.available(row, by)}
        ),
    ),
    StepPage(
        "drop_revocation",
        "",
        gettext_lazy("The proposal is dropped and the repair stands."),
        gettext_lazy("Dropped; the repair stands."),
        lambda row, data, by: revoking.drop_revocation(row, reason=data["reason"], by=by),
        ReasonForm,
        title=gettext_lazy("Let the repair stand"),
        offered=lambda row, by: (
            row.outcome == Outcome.GRANTED
            and bool(row.revocation_by)
            and by.may(P.REPAIR_DECIDE, row.division_code)
        ),
        plain=True,
    ),
    StepPage(
        "close",
        "close",
        gettext_lazy("The party knows the result."),
        gettext_lazy("Closed."),
        lambda row, _data, by: services.close(row, by=by),
    ),
)


@admin.register(Repair)
class RepairAdmin(CaseAdmin):
    """Applications for repair of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.REPAIR_HANDLE
    workflow = REPAIR
    steps = STEPS
    case_template = "admin/credit/repair_case.html"
    colours = COLOURS
    clock_kinds = clocks.KINDS
    list_display = ("document", "who", "class_shown", "submitted", "clock", "state_label")
    list_display_links = ("document",)
    list_select_related = ("subject", "record")
    list_filter = ("state", "channel", "regime", DivisionFilter)
    search_fields = ("record__document_no",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To be accepted"), f"state__exact={S.SUBMITTED}"),
        (gettext_lazy("To be checked"), f"state__exact={S.ACCEPTED}"),
        (gettext_lazy("To be decided"), f"state__exact={S.UNDER_CHECK}"),
        (gettext_lazy("Platforms being told"), f"state__exact={S.APPROVED}"),
        (gettext_lazy("Refused"), f"state__exact={S.REFUSED}"),
    )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Begin an application that came on paper."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = forms.PaperForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = self._started(request, form.cleaned_data)
                messages.success(request, _("Begun. The checklist says what is still needed."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "The checklist of the case then says which conditions are met, and which papers are due."
            ),
            "button": _("Begin"),
            "heading": _("Repair on paper"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("Repair on paper"))

    def _started(self, request: HttpRequest, data: dict[str, Any]) -> Repair:
        by = officer(request)
        visible = Subject.objects.filter(division_filter("division_code", by.prefixes(P.REPAIR_HANDLE)))
        try:
            subject = subject_named(data["party"], visible)
        except Refusal as refusal:
            raise Refusal(str(refusal), field="party") from refusal
        records = records_named(data["about"], subject.pk)
        if not records:
            raise Refusal(
                _("This party's file holds no record under that document number; check number and party."),
                field="about",
            )
        return services.start_repair(
            subject_id=subject.pk, record=records[0], by=_paper(by), channel=Channel.PAPER
        )

    def _waits_for_another(self, row: Repair, reader: Officer) -> bool:
        """Say so only where something waits: a repair is decided, or its revocation was proposed."""
        waits = row.state == S.UNDER_CHECK or bool(row.revocation_by and row.outcome == Outcome.GRANTED)
        return waits and super()._waits_for_another(row, reader)

    def case_context(self, row: Repair, reader: Officer) -> dict[str, Any]:
        """Return the checklist, the papers and the facts."""
        found = services.checklist_of(row) if row.is_open else None
        due = clocks.due(row) if row.is_open else None
        return {
            "facts": facts_of(
                (
                    (_("Subject"), row.subject),
                    (_("Document number"), row.record.document_no),
                    (_("Came in by"), row.get_channel_display()),
                    (_("Governing rules"), regime_title(row.regime)),
                    (_("Class"), row.class_name),
                    (_("May apply from"), row.earliest_on),
                    (_("Handed in"), who(row.made_by_label, row.submitted_on)),
                    (_("What is missing"), row.returned_reason),
                    (_("Checked"), who(row.checked_by_label, row.checked_on)),
                    (_("Decided"), who(row.decided_by_label, row.decided_on)),
                    (_("Outcome"), row.get_outcome_display()),
                    (_("Reasons"), row.decision_reason),
                    (_("Result due by"), due.on if due else None),
                    (_("Platforms confirmed on"), row.synced_on),
                    (_("Revocation proposed"), row.revocation_by_label),
                    (_("Why to be revoked"), row.revocation_reason),
                    (_("Revoked"), who(row.revoked_by_label, row.revoked_on)),
                )
            ),
            "found": found,
            "papers": [(paper, for_officers(paper.files)) for paper in found.papers] if found else [],
            "barred_until": bars_of([row.subject_id], on=today()).get(row.subject_id),
            "record_url": reverse("admin:credit_conductrecord_change", args=[row.record_id]),
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
            "batch_url": reverse("admin:credit_repairbatch_change", args=[row.batch_id])
            if row.batch_id
            else "",
        }

    @display(description=gettext_lazy("repair"), header=True)
    def document(self, obj: Repair) -> list[str]:
        """What is to be repaired."""
        return [obj.record.title, obj.record.document_no or "–"]

    @display(description=gettext_lazy("class"))
    def class_shown(self, obj: Repair) -> str:
        """Class in words."""
        return obj.class_name or "–"

    @display(description=gettext_lazy("handed in on"))
    def submitted(self, obj: Repair) -> str:
        """Day on which it was handed in, short."""
        return obj.submitted_on.isoformat() if obj.submitted_on else "–"

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Repair) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
