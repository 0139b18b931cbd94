"""Ordered measures on the supervisors' pages: list, one page an order, and the steps of both sides."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from blacklist.admin.measure_board import BoardPages
from blacklist.admin.order_pages import department_steps
from blacklist.measures import services
from blacklist.measures.choices import OrderState as S
from blacklist.models import Department, MeasureOrder
from core import evidence
from core.clock import today
from credit.admin.case_pages import ReasonForm, StepPage
from credit.admin.search import HELP, subject_ids
from credit.parties import OnPaper


def on_paper(reader: Officer) -> OnPaper:
    """Return an officer who notes what a department wrote."""
    return OnPaper(reader, P.MEASURE_HANDLE)


STEPS = (
    *department_steps(on_paper),
    StepPage(
        "insist",
        "insist",
        gettext_lazy("The department is asked once more; a new period for its answer starts."),
        gettext_lazy("Asked once more."),
        lambda row, data, by: services.insist(row, reason=data["reason"], by=by),
        ReasonForm,
    ),
    StepPage(
        "end",
        "end",
        gettext_lazy("The measure ends although the listing stays; the department is asked to lift it."),
        gettext_lazy("Ended; the department is asked to lift it."),
        lambda row, data, by: services.end(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)


class DepartmentFilter(SimpleListFilter):
    """Orders to one department; only those asked in the officer's own divisions are named."""

    title = gettext_lazy("department")
    parameter_name = "department"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the departments that were asked."""
        asked = model_admin.get_queryset(request).order_by().values("department_id")
        rows = Department.objects.filter(pk__in=asked).values_list("pk", "agency__name")
        return [(str(pk), name) for pk, name in rows.order_by("agency__name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the department's orders."""
        value = self.value()
        return queryset.filter(department_id=int(value)) if value and value.isdecimal() else queryset


class LateFilter(SimpleListFilter):
    """Orders whose last day has passed."""

    title = gettext_lazy("late")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer the late ones."""
        return [("1", gettext_lazy("late"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the late ones."""
        return queryset.filter(due_on__lt=today()) if self.value() else queryset


@admin.register(MeasureOrder)
class MeasureOrderAdmin(BoardPages):
    """Orders of the officer's divisions."""

    view_right = P.FILE_VIEW
    steps = STEPS
    list_display = ("what", "whom", "department_name", "since", "clock", "reminders", "state_label")
    list_display_links = ("what",)
    list_filter = ("state", "kind", DepartmentFilter, LateFilter, DivisionFilter)
    search_fields = ("title",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("late"), "late=1"),
        (gettext_lazy("Being carried out"), f"state__exact={S.EXECUTING}"),
        (gettext_lazy("Carried out"), f"state__exact={S.EXECUTED}"),
        (gettext_lazy("Cannot be carried out"), f"state__exact={S.CANNOT}"),
        (gettext_lazy("To be lifted"), f"state__exact={S.ENDED}"),
    )

    def actor(self, reader: Officer) -> OnPaper:
        """Return the officer as one who notes what departments wrote."""
        return on_paper(reader)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by number of the order, or by the listed subject."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if term.upper().startswith("CS") and term[2:].isdecimal():
            return queryset.filter(pk=int(term[2:])), False
        return queryset.filter(listing__subject_id__in=subject_ids(term)), False

    def case_context(self, row: MeasureOrder, reader: Officer) -> dict[str, Any]:
        """Return what the order's page shows, with the ways to file and listing."""
        return {
            **super().case_context(row, reader),
            "files": for_officers(evidence.of(services.about(row))),
            "subject_url": reverse("admin:credit_subject_change", args=[row.listing.subject_id]),
            "listing_url": reverse("admin:blacklist_measureorder_of_listing", args=[row.listing_id]),
        }

    @display(description=gettext_lazy("department"))
    def department_name(self, obj: MeasureOrder) -> str:
        """Who was asked."""
        return str(obj.department)
