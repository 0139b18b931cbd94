"""Applications to leave a list on the supervisors' pages, and the exit rate by scheme and year."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from blacklist.admin.exit_steps import STEPS
from blacklist.exit import clocks, rates, services
from blacklist.exit.choices import ExitState as S
from blacklist.exit.choices import Way
from blacklist.exit.selectors import conditions
from blacklist.exit.workflow import EXIT
from blacklist.models import ExitApplication
from core import evidence
from core.clock import today
from credit.admin.case_pages import CaseAdmin, facts_of, who
from credit.admin.search import HELP

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLOURS = {
    S.DRAFT: "info",
    S.SUBMITTED: "warning",
    S.RETURNED: "info",
    S.ACCEPTED: "warning",
    S.CHECKED: "primary",
    S.APPROVED: "success",
    S.REFUSED: "danger",
    S.LAPSED: "",
    S.TAKEN_BACK: "",
}


@admin.register(ExitApplication)
class ExitApplicationAdmin(CaseAdmin):
    """Applications of the officer's divisions; they begin on a listing's page or in the portal."""

    view_right = P.FILE_VIEW
    workflow = EXIT
    steps = STEPS
    case_template = "admin/blacklist/exit_case.html"
    colours = COLOURS
    clock_kinds = clocks.KINDS
    list_display = ("subject_column", "list_name", "channel_name", "submitted", "clock", "state_label")
    list_display_links = ("subject_column",)
    list_select_related = ("subject", "listing__scheme")
    list_filter = ("state", "channel", "listing__scheme", DivisionFilter)
    search_fields = ("decision_no",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To be accepted"), f"state__exact={S.SUBMITTED}"),
        (gettext_lazy("To be checked"), f"state__exact={S.ACCEPTED}"),
        (gettext_lazy("To be decided"), f"state__exact={S.CHECKED}"),
        (gettext_lazy("Refused"), f"state__exact={S.REFUSED}"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's applications with what their page reads."""
        return super().get_queryset(request).select_related("subject", "listing__scheme")

    def get_urls(self) -> list[URLPattern]:
        """Add the exit rate, as a page and as a workbook."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("rates/", view(self.rates_view), name=f"{name}_rates"),
            path("rates/workbook/", view(self.workbook_view), name=f"{name}_rates_workbook"),
        ]
        return [*own, *super().get_urls()]

    def rates_view(self, request: HttpRequest) -> HttpResponse:
        """Show how many left each list in each year, and on which way."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = rates.of_recent_years(by=officer(request))
        context = {
            "rows": rows,
            "chart": rates.chart(rows),
            "workbook": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_rates_workbook"),
        }
        return self.page(request, "admin/blacklist/exit_rates.html", context, title=_("Exit rates"))

    def workbook_view(self, request: HttpRequest) -> HttpResponseBase:
        """Hand the exit rates out as a workbook."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        target = BytesIO()
        rates.write_workbook(target, by=officer(request))
        target.seek(0)
        name = f"exit-rates-{today().isoformat()}.xlsx"
        return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)

    def case_context(self, row: ExitApplication, reader: Officer) -> dict[str, Any]:
        """Return conditions, papers and facts."""
        due = clocks.due(row) if row.is_open else None
        found = conditions(row.listing, today()) if row.is_open else []
        return {
            "facts": facts_of(
                (
                    (_("Subject"), row.subject),
                    (_("List"), row.listing.scheme.name_shown),
                    (_("Listing decision"), row.listing.decision_no),
                    (_("Came in by"), row.get_channel_display()),
                    (_("Handed in"), who(row.made_by_label, row.submitted_on)),
                    (_("What is missing"), row.returned_reason),
                    (_("Checked"), who(row.checked_by_label, row.checked_on)),
                    (_("Decided"), who(row.decided_by_label, row.decided_on)),
                    (_("Decision number"), row.decision_no),
                    (_("Reasons"), row.decision_reason),
                    (_("Result due by"), due.on if due else None),
                )
            ),
            "conditions": [line for line in found if line.way == Way.REPAIR],
            "files": for_officers(evidence.of(services.about(row))),
            "listing_url": reverse("admin:blacklist_listing_change", args=[row.listing_id]),
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
        }

    @display(description=gettext_lazy("subject"), header=True)
    def subject_column(self, obj: ExitApplication) -> list[str]:
        """Name and number."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("list"))
    def list_name(self, obj: ExitApplication) -> str:
        """Which list."""
        return obj.listing.scheme.name_shown

    @display(description=gettext_lazy("came in by"))
    def channel_name(self, obj: ExitApplication) -> str:
        """By which way."""
        return obj.get_channel_display()

    @display(description=gettext_lazy("handed in on"))
    def submitted(self, obj: ExitApplication) -> str:
        """Day on which it was handed in, short."""
        return obj.submitted_on.isoformat() if obj.submitted_on else "–"

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: ExitApplication) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
