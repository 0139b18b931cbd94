"""Credit files: who it is, the standing grades, and the time line."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from accounts.admin_base import ScopedAdmin, officer
from accounts.permissions import P
from core import divisions
from core.clock import today
from credit import consequences
from credit.admin.offers import offers_about
from credit.admin.panels import panels_of
from credit.admin.points_ledger import ledger_page
from credit.admin.reports import IssuesReports
from credit.admin.reveal import REVEAL_DIALOG, show_number
from credit.admin.search import HELP, subject_ids
from credit.choices import SubjectKind, SubjectState
from credit.models import Standard, Subject
from credit.models.consequences import TaskState
from credit.timeline import timeline
from credit.timeline_page import timeline_page

FIRST_EVENTS = 15


@admin.register(Subject)
class SubjectAdmin(IssuesReports, ScopedAdmin):
    """Credit subjects, for reading: archives and decisions open and change them."""

    view_right = P.FILE_VIEW
    list_display = ("who", "kind_label", "place", "state_label", "opened")
    list_display_links = ("who",)
    list_filter = ("kind", "state")
    search_fields = ("identity",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Organisations"), f"kind__exact={SubjectKind.ORGANISATION}"),
        (gettext_lazy("Individual businesses"), f"kind__exact={SubjectKind.INDIVIDUAL_BUSINESS}"),
        (gettext_lazy("Natural persons"), f"kind__exact={SubjectKind.PERSON}"),
    )
    fields = ("name", "kind", "number", "former", "place", "state", "created_at")
    change_form_outer_before_template = "admin/credit/offers.html"
    change_form_outer_after_template = "admin/credit/subject_after.html"
    actions = ("issue_selected",)
    actions_detail = ("issue_report", "reveal")

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of the whole time line and of the demerit points."""
        view = self.admin_site.admin_view(self.timeline_view)
        ledger = self.admin_site.admin_view(self.points_view)
        return [
            path("<int:pk>/timeline/", view, name="credit_subject_timeline"),
            path("<int:pk>/points/", ledger, name="credit_subject_points"),
            *super().get_urls(),
        ]

    def timeline_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show everything about the subject, page by page, or print it."""
        return timeline_page(self, request, self.seen_object(request, str(pk)))

    def points_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the demerit points by cycle."""
        return ledger_page(self, request, self.seen_object(request, str(pk)))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by number or a piece of the name, through the indexes."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=subject_ids(search_term)), False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the file with its grades and its time line."""
        extra = dict(extra_context or {})
        subject = self.get_object(request, object_id)
        if subject is not None:
            reader = officer(request)
            extra["offers"] = offers_about(subject, reader)
            extra["panels"] = panels_of(subject, reader)
            extra["events"] = timeline(subject, reader, most=FIRST_EVENTS).events
            if reader.may(P.GRADE_VIEW, subject.division_code):
                standing = subject.grades.filter(standard__in=Standard.objects.in_force(today()))
                extra["grades"] = standing.select_related("standard").order_by("standard__code")
                extra["consequences"] = consequences.of(subject)
                extra["measures"] = subject.consequence_tasks.filter(state=TaskState.OPEN)
        return super().change_view(request, object_id, form_url, extra)

    @display(description=gettext_lazy("subject"), header=True)
    def who(self, obj: Subject) -> list[str]:
        """Name, and below it the number as officers may see it."""
        return [obj.name, obj.number or "–"]

    @display(description=gettext_lazy("kind"))
    def kind_label(self, obj: Subject) -> str:
        """Kind of subject."""
        return obj.get_kind_display()

    @display(
        description=gettext_lazy("state"), label={SubjectState.ACTIVE: "success", SubjectState.CLOSED: ""}
    )
    def state_label(self, obj: Subject) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @display(description=gettext_lazy("division"))
    def place(self, obj: Subject) -> str:
        """Name of the division."""
        return place_name(obj.division_code)

    @display(description=gettext_lazy("file opened on"))
    def opened(self, obj: Subject) -> Any:
        """Day on which the file was opened."""
        return obj.created_at.date()

    @display(description=gettext_lazy("former names"))
    def former(self, obj: Subject) -> str:
        """Former names in one line."""
        return "、".join(obj.former_names)

    @display(description=gettext_lazy("number"))
    def number(self, obj: Subject) -> str:
        """Credit code, or a person's masked number."""
        return obj.number

    @action(
        description=gettext_lazy("Show the full number"), url_path="number", icon="key", dialog=REVEAL_DIALOG
    )
    def reveal(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Show a person's full number once."""
        subject = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        return show_number(request, subject, "id_number", reason=reason, label=_("Identity number"))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer a report, and the full number of a person, to whoever holds the right."""
        subject = self.get_object(request, str(object_id))
        if subject is None:
            return []
        may = officer(request).may
        shown = {
            "credit_subject_issue_report": may(P.REPORT_ISSUE, subject.division_code),
            "credit_subject_reveal": subject.is_person and may(P.NUMBER_REVEAL, subject.division_code),
        }
        return [act for act in self._get_base_actions_detail() if shown.get(act.action_name, True)]


def place_name(code: str) -> str:
    """Return the name of a division, or its code where it has none."""
    return divisions.full_name(code) or code
