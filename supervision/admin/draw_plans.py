"""Yearly plans of random inspection on the supervisors' pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.decorators import display

from accounts.admin_base import ScopedAdmin, officer
from accounts.division_filter import DivisionFilter
from accounts.models import Officer
from accounts.permissions import P
from core.errors import RefusalsIn
from credit.admin.case_pages import CaseAdmin, facts_of, who
from supervision.admin.draw_forms import LineForm, PlanForm, line_values, new_line
from supervision.admin.draw_steps import PLAN_STEPS, keeps_draft
from supervision.draws import clocks, planning
from supervision.draws.choices import IN_FORCE
from supervision.draws.choices import PlanState as S
from supervision.draws.workflow import PLAN
from supervision.models import Plan, PlanLine

COLOURS = {S.DRAFT: "info", S.SUBMITTED: "warning", S.APPROVED: "success", S.CLOSED: "", S.DROPPED: ""}


@admin.register(Plan)
class PlanAdmin(CaseAdmin):
    """Plans of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.INSPECTION_PLAN
    workflow = PLAN
    steps = PLAN_STEPS
    case_template = "admin/supervision/plan.html"
    colours = COLOURS
    clock_kinds = clocks.PLAN_KINDS
    list_display = ("title", "year", "authority_name", "document_no", "clock", "state_label")
    list_display_links = ("title",)
    list_filter = ("state", "year", DivisionFilter)
    search_fields = ("title", "document_no")
    ordering = ("-year", "-pk")
    list_before_template = "admin/supervision/draws_rail.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by title and number."""
        return ScopedAdmin.get_search_results(self, request, queryset, search_term)

    def get_urls(self) -> list[URLPattern]:
        """Add the page of one line."""
        view = self.admin_site.admin_view(self.line_view)
        own = [path("<int:pk>/lines/<int:line_id>/", view, name="supervision_plan_change_line")]
        return [*own, *super().get_urls()]

    def line_view(self, request: HttpRequest, pk: int, line_id: int) -> HttpResponse:
        """Show or take one line of a draft, with what stands in it."""
        row, reader = self.seen_object(request, str(pk)), officer(request)
        line = get_object_or_404(PlanLine.objects.select_related("plan"), plan=row, pk=line_id)
        if not keeps_draft(row, reader):
            if request.method == "POST":
                raise PermissionDenied
            return HttpResponseRedirect(self.change_url(row))
        return self.act_page(
            request,
            row,
            LineForm(request.POST if request.method == "POST" else None, initial=line_values(line)),
            lambda data: planning.change_line(line, new_line(data), by=reader),
            title=_("Change line %(line)s") % {"line": line},
            button=_("Change the line"),
            done=_("Changed."),
            intro=_("What is inspected at which bodies, in which share, and how often."),
        )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Begin the plan of a year."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)
        agency = by.agency
        place = agency.division_code if agency else ""
        year = planning.next_year(place)
        initial = {
            "year": year,
            "title": planning.title_of_year(place, year),
            "authority_name": agency.name if agency else "",
            "division_code": place,
        }
        form = PlanForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                made = planning.start_plan(**form.cleaned_data, by=by)
                messages.success(
                    request, _("Begun. Add its lines, then submit it; another officer approves it.")
                )
                return HttpResponseRedirect(self.change_url(made))
        context = {
            "form": form,
            "heading": _("Plan of a year"),
            "intro": _("A draw always rests on an approved plan; the plan is public."),
            "button": _("Begin the plan"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New plan of random inspection"))

    def case_context(self, row: Plan, reader: Officer) -> dict[str, Any]:
        """Return lines and draws."""
        return {
            "facts": facts_of(
                (
                    (_("Year"), row.year),
                    (pgettext("plan", "Authority"), row.authority_name),
                    (_("Document number"), row.document_no),
                    (_("Entered by"), row.made_by_label),
                    (_("Submitted"), who(row.submitted_by_label, row.submitted_on)),
                    (_("Approved"), who(row.approved_by_label, row.approved_on)),
                )
            ),
            "returned": row.return_reason if row.state == S.DRAFT else "",
            "taken_over": row.taken_over.splitlines() if row.state in (S.DRAFT, S.SUBMITTED) else [],
            "changes_lines": keeps_draft(row, reader),
            "lines": row.lines.prefetch_related("items"),
            "draws": row.draws.order_by("pk"),
            "public_url": reverse("supervision:plan", args=[row.pk]) if row.state in IN_FORCE else "",
        }

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Plan) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
