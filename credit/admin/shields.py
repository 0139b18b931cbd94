"""Court shields during reorganisation on the supervisors' pages."""

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
from core import evidence
from core.errors import Refusal
from core.scope import division_filter
from credit.admin import repair_forms as forms
from credit.admin.case_pages import CaseAdmin, ReasonForm, StepPage, facts_of, who
from credit.admin.points_forms import subject_named
from credit.admin.search import HELP
from credit.models import Shield, Subject
from credit.repair import shields
from credit.repair.choices import ShieldState as S
from credit.repair.workflow import SHIELD

COLOURS = {
    S.ENTERED: "warning",
    S.IN_FORCE: "primary",
    S.COMPLETED: "success",
    S.LIFTED: "danger",
    S.DROPPED: "",
}
STEPS = (
    StepPage(
        "start",
        "start",
        gettext_lazy(
            "You confirm the ruling as the second officer: the body's records are hidden and suspended."
        ),
        gettext_lazy("The records are shielded."),
        lambda row, _data, by: shields.start_shield(row, by=by),
    ),
    StepPage(
        "complete",
        "complete",
        gettext_lazy("The plan is completed: the shielded records are repaired, all effects end together."),
        gettext_lazy("The records are repaired."),
        lambda row, data, by: shields.complete_shield(row, ruling_no=data["ruling_no"], by=by),
        forms.RulingForm,
    ),
    StepPage(
        "lift",
        "lift",
        gettext_lazy("The plan failed: the records count again, and are shown as far as the rules say so."),
        gettext_lazy("The shield is lifted."),
        lambda row, data, by: shields.lift_shield(
            row, reason=data["reason"], ruling_no=data["ruling_no"], by=by
        ),
        forms.LiftForm,
        plain=True,
    ),
    StepPage(
        "drop",
        "drop",
        gettext_lazy("Nothing was shielded; the entry stays readable."),
        gettext_lazy("Given up."),
        lambda row, data, by: shields.drop_shield(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)


@admin.register(Shield)
class ShieldAdmin(CaseAdmin):
    """Court shields of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.REPAIR_HANDLE
    workflow = SHIELD
    steps = STEPS
    case_template = "admin/credit/shield_case.html"
    colours = COLOURS
    list_display = ("who", "court", "ruling_no", "ruled", "state_label")
    list_display_links = ("who",)
    list_select_related = ("subject",)
    list_filter = ("state", DivisionFilter)
    search_fields = ("ruling_no",)
    search_help_text = HELP

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter a court's ruling."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = forms.ShieldForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            data, by = form.cleaned_data, officer(request)
            visible = Subject.objects.filter(division_filter("division_code", by.prefixes(P.REPAIR_HANDLE)))
            try:
                row = shields.enter_shield(
                    subject=subject_named(data["about"], visible),
                    court=data["court"],
                    ruling_no=data["ruling_no"],
                    ruled_on=data["ruled_on"],
                    by=by,
                    files=data["evidence"],
                )
            except Refusal as refusal:
                field = "about" if refusal.field == "subject" else refusal.field
                form.add_error(field if field in form.fields else None, str(refusal))
            else:
                messages.success(request, _("Entered; a second officer confirms it."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "While a court-approved plan runs, the body's records are shielded on the court's ruling."
            ),
            "button": _("Enter"),
            "heading": _("New court shield"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New court shield"))

    def case_context(self, row: Shield, reader: Officer) -> dict[str, Any]:
        """Return the ruling and the shielded records."""
        return {
            "facts": facts_of(
                (
                    (_("Subject"), row.subject),
                    (_("Court"), row.court),
                    (_("Number of the ruling"), row.ruling_no),
                    (_("Ruled on"), row.ruled_on),
                    (_("Entered by"), row.made_by_label),
                    (_("Shielded"), who(row.approved_by_label, row.starts_on)),
                    (_("Number of the ruling that ends it"), row.end_ruling_no),
                    (_("Ended on"), row.ended_on),
                )
            ),
            "records": list(row.records.order_by("-happened_on")),
            "files": for_officers(evidence.of(shields.about(row))),
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
        }

    @display(description=gettext_lazy("ruled on"))
    def ruled(self, obj: Shield) -> str:
        """Day of the ruling, short."""
        return obj.ruled_on.isoformat()

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Shield) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
