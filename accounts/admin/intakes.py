"""Workbooks: upload, live progress, what was found, and the faulty rows to take back."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from accounts.admin_base import ScopedAdmin, go, officer
from accounts.clock_words import moment
from accounts.models import Officer
from accounts.permissions import P
from core import audit, intake
from core.errors import Refusal
from core.models import Intake, IntakeFault
from core.sheets.columns import kinds
from core.sheets.template import template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_FINDINGS = 200
COLOURS = {
    Intake.State.QUEUED: "info",
    Intake.State.RUNNING: "primary",
    Intake.State.DONE: "success",
    Intake.State.REJECTED: "danger",
    Intake.State.FAILED: "danger",
}


class UploadForm(forms.Form):
    """Which table, which file, and what happens to a workbook with faults."""

    kind = forms.ChoiceField(label=gettext_lazy("Table"), widget=UnfoldAdminSelectWidget)
    upload = forms.FileField(
        label=gettext_lazy("Workbook"),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx,.csv"}),
        help_text=gettext_lazy("A workbook (.xlsx) or a list (.csv) with the header row of the template."),
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("If rows are faulty"),
        choices=Intake.Mode.choices,
        initial=Intake.Mode.KEEP_GOOD,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(kind.name, kind.title) for kind in kinds().values()]
        self.fields["kind"].choices = [("", gettext_lazy("Choose the table")), *named]  # type: ignore[attr-defined]


class KindFilter(SimpleListFilter):
    """Uploads of one table; the tables are declared in code."""

    title = gettext_lazy("table")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Name the tables."""
        return [(kind.name, kind.title) for kind in kinds().values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the table's uploads."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


def title_of(kind: str) -> str:
    """Return a table's name as clerks know it."""
    known = kinds().get(kind)
    return str(known.title) if known else kind


def office_of(clerk: Officer) -> dict[str, str]:
    """Return the uploading office, for layouts that lack it."""
    agency = clerk.agency
    if agency is None:
        return {}
    office = {"name": agency.name, "code": agency.uscc}
    if clerk.may(P.INTAKE_RUN, agency.division_code):
        office["division"] = agency.division_code
    return office


@admin.register(Intake)
class IntakeAdmin(ScopedAdmin):
    """Uploaded workbooks of the officer's divisions."""

    view_right = P.INTAKE_RUN
    add_right = P.INTAKE_RUN
    list_display = ("file_name", "table", "state_label", "good_rows", "bad_rows", "by_label", "when")
    list_display_links = ("file_name",)
    list_filter = ("state", KindFilter)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of our own."""
        view = self.admin_site.admin_view
        own = [
            path("template/<slug:kind>/", view(self.blank_view), name="core_intake_template"),
            path("<int:pk>/progress/", view(self.progress_view), name="core_intake_progress"),
            path("<int:pk>/faulty-rows/", view(self.faulty_rows_view), name="core_intake_faulty_rows"),
        ]
        return [*own, *super().get_urls()]

    # --- upload --------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take an upload; a worker does the rest."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None, initial=self._chosen(request))
        if request.method == "POST" and form.is_valid() and (made := self._submit(request, form)):
            return HttpResponseRedirect(self.change_url(made))
        context = {
            "form": form,
            "tables": list(kinds().values()),
            "limit": intake.limits().packed // (1024 * 1024),
        }
        return self.page(request, "core/intake/upload.html", context, title=_("Take in a workbook"))

    @staticmethod
    def _chosen(request: HttpRequest) -> dict[str, str]:
        kind = request.GET.get("kind", "")
        return (
            {"kind": kind, "mode": Intake.Mode.KEEP_GOOD}
            if kind in kinds()
            else {"mode": Intake.Mode.KEEP_GOOD}
        )

    @staticmethod
    def _submit(request: HttpRequest, form: UploadForm) -> Intake | None:
        clerk = officer(request)
        given = form.cleaned_data
        try:
            return intake.submit(
                given["kind"],
                given["upload"],
                given["mode"],
                clerk,
                file_name=given["upload"].name,
                office=office_of(clerk),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else "upload", str(refusal))
            return None

    def blank_view(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Hand out the blank workbook of a table."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if kind not in kinds():
            raise Http404
        name = _("%(table)s (template).xlsx") % {"table": title_of(kind)}
        disposition = content_disposition_header(True, name) or "attachment"
        return HttpResponse(template(kind), content_type=XLSX, headers={"Content-Disposition": disposition})

    # --- progress and result -------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show progress while a worker reads, and afterwards what came of it."""
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        faults = (
            row.faults.order_by("row", "id")[:MOST_FINDINGS] if row.finished else IntakeFault.objects.none()
        )
        context = {
            **self._progress(row),
            "original": row,
            "faults": faults,
            "most": MOST_FINDINGS,
            "more": row.error_count + row.warning_count > MOST_FINDINGS,
            "can_take_back": bool(row.finished and row.bad_rows and row.stored_as),
        }
        return self.page(request, "core/intake/result.html", context, title=row.file_name)

    def _progress(self, row: Intake) -> dict[str, Any]:
        return {
            "intake": row,
            "now": intake.progress(row),
            "colour": COLOURS[Intake.State(row.state)],
            "table": title_of(row.kind),
            "file_reasons": intake.file_reasons(row),
        }

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer the page that asks every second; once all is done the page loads itself again."""
        row = self.seen_object(request, str(pk))
        if row.finished:
            return (
                HttpResponse(headers={"HX-Refresh": "true"})
                if request.headers.get("HX-Request")
                else go(request, self.change_url(row))
            )
        return self.page(request, "core/intake/progress.html", self._progress(row), title=row.file_name)

    def faulty_rows_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand back the faulty rows, marked and commented, ready to be mended and uploaded again."""
        row = self.seen_object(request, str(pk))
        try:
            if not row.stored_as:
                raise Refusal(_("The upload is no longer kept; upload the workbook once more."))
            marked = intake.marked_workbook(row)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.change_url(row))
        audit.record(row, "intake.download", by=officer(request))
        name = _("%(file)s (faulty rows).xlsx") % {"file": PurePath(row.file_name).stem}
        return FileResponse(marked, as_attachment=True, filename=name, content_type=XLSX)

    # --- the list ------------------------------------------------------------------------------------

    @display(description=gettext_lazy("table"))
    def table(self, obj: Intake) -> str:
        """The table's name."""
        return title_of(obj.kind)

    @display(description=gettext_lazy("uploaded at"))
    def when(self, obj: Intake) -> str:
        """Moment of the upload, short."""
        return moment(obj.submitted_at)

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Intake) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def upload_url(kind: str) -> str:
    """Return the upload page with a table already chosen."""
    return f"{reverse('admin:core_intake_add')}?kind={kind}"
