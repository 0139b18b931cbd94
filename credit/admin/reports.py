"""Credit reports: what was issued to whom, and batches of them with live progress."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.admin_base import ScopedAdmin, go, officer
from accounts.clock_words import moment
from accounts.dialogs import dialog
from accounts.permissions import P
from core import audit, vault
from core.errors import Refusal, RefusalsIn
from credit.admin.report_forms import BatchForm, TermsDialog
from credit.admin.search import subject_ids
from credit.models import CreditReport, ReportBatch, Subject
from credit.report.batches import SHELF, request_batch
from credit.report.document import verify_address
from credit.report.services import file_name, issue, paper
from credit.report.terms import BatchState, Language, Purpose, read_code, spaced

STATE_COLOURS = {
    BatchState.QUEUED: "info",
    BatchState.RUNNING: "primary",
    BatchState.DONE: "success",
    BatchState.FAILED: "danger",
    BatchState.EXPIRED: "",
}
ISSUE_DIALOG: Any = dialog(
    gettext_lazy("Issue a credit report"),
    gettext_lazy("What is written here is printed in the report and kept: who asked, and what it is for."),
    form=TermsDialog,
)


def default_language() -> str:
    """Return the report language that fits the reader's."""
    return Language.CHINESE if (get_language() or "").startswith("zh") else Language.ENGLISH


def pdf_answer(report: CreditReport) -> HttpResponse:
    """Answer with the pages of a report."""
    disposition = f'attachment; filename="{file_name(report)}"'
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return HttpResponse(paper(report), content_type="application/pdf", headers=headers)


class IssuesReports:
    """Buttons of a credit file that lead to a report about it, or to a batch about the ticked ones."""

    @action(
        description=gettext_lazy("Issue a credit report"),
        url_path="report",
        icon="description",
        dialog=ISSUE_DIALOG,
    )
    def issue_report(self: Any, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Issue a report, and go to it."""
        subject: Subject = self.seen_object(request, object_id)
        try:
            report = issue(subject, form.terms(), by=officer(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return go(request, self.change_url(subject))
        messages.success(request, _("Report %(number)s was issued.") % {"number": report.number})
        return go(request, reverse("admin:credit_creditreport_change", args=[report.pk]))

    @action(description=gettext_lazy("Issue reports about the selected"), permissions=["issue_reports"])
    def issue_selected(self: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Go to the page where a batch is ordered, with the ticked subjects."""
        ticked = ",".join(map(str, queryset.values_list("pk", flat=True)))
        return HttpResponseRedirect(f"{reverse('admin:credit_reportbatch_add')}?subjects={ticked}")

    def has_issue_reports_permission(self: Any, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether reports may be offered."""
        return bool(self.allowed(request, P.REPORT_ISSUE))


@admin.register(CreditReport)
class CreditReportAdmin(ScopedAdmin):
    """Issued reports, for reading and for handing out again."""

    view_right = P.REPORT_ISSUE
    list_display = ("number_shown", "about", "purpose", "asker", "language", "issued_by_label", "when")
    list_display_links = ("number_shown",)
    list_filter = ("purpose", "language", "audience")
    list_select_related = ("subject",)
    search_fields = ("check_code",)
    search_help_text = gettext_lazy("Check code, report number, or the subject")
    fields = (
        "number_shown",
        "subject",
        "purpose",
        "purpose_note",
        "asker",
        "authorisation",
        "audience",
        "language",
        "cut_off",
        "code_shown",
        "address",
        "digest",
        "issuer",
        "issued_at",
        "batch",
    )
    actions_detail = ("download",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave the snapshots out of lists."""
        return super().get_queryset(request).defer("content")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by check code, by number, or by the subject, through the indexes."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if code := read_code(term):
            return queryset.filter(check_code=code), False
        if term.upper().startswith("XB") and term.rpartition("-")[2].isdecimal():
            return queryset.filter(pk=int(term.rpartition("-")[2])), False
        return queryset.filter(subject__in=subject_ids(term)), False

    @action(
        description=gettext_lazy("Download the PDF"),
        url_path="pdf",
        icon="download",
        variant=ActionVariant.PRIMARY,
    )
    def download(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Hand the pages out again, to the same bytes."""
        report = self.seen_object(request, object_id)
        audit.record(report, "creditreport.download", by=officer(request))
        return pdf_answer(report)

    @display(description=gettext_lazy("report number"))
    def number_shown(self, obj: CreditReport) -> str:
        """Number of the report."""
        return obj.number

    @display(description=gettext_lazy("subject"), header=True)
    def about(self, obj: CreditReport) -> list[str]:
        """Name, and below it the number as officers may see it."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("check code"))
    def code_shown(self, obj: CreditReport) -> str:
        """Check code as it is printed."""
        return spaced(obj.check_code)

    @display(description=gettext_lazy("address of the check"))
    def address(self, obj: CreditReport) -> str:
        """Where anybody can check it."""
        return verify_address(obj)

    @display(description=gettext_lazy("issued at"))
    def when(self, obj: CreditReport) -> str:
        """Moment of issue, short."""
        return moment(obj.issued_at)


@admin.register(ReportBatch)
class ReportBatchAdmin(ScopedAdmin):
    """Orders of many reports."""

    scope_field = ""  # the divisions of a batch are rows of their own: see `get_queryset`
    view_right = P.REPORT_ISSUE
    add_right = P.REPORT_ISSUE
    list_display = ("asker", "purpose", "progress", "state_label", "requested_by_label", "when", "expires_on")
    list_display_links = ("asker",)
    list_filter = ("state", "purpose")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the batches all of whose subjects lie in the officer's divisions."""
        seen = ReportBatch.objects.visible_to(officer(request), self.view_right)
        return super().get_queryset(request).filter(pk__in=seen.values("pk"))

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of our own."""
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/progress/", view(self.progress_view), name="credit_reportbatch_progress"),
            path("<int:pk>/file/", view(self.file_view), name="credit_reportbatch_file"),
        ]
        return [*own, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take an order; a worker writes the reports."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        initial = {
            "subjects": request.GET.get("subjects", ""),
            "language": default_language(),
            "purpose": Purpose.PROCUREMENT,
        }
        form = BatchForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid() and (made := self._order(request, form)):
            return HttpResponseRedirect(self.change_url(made))
        ticked = [part for part in str(form["subjects"].value() or "").split(",") if part.isdecimal()]
        context = {"form": form, "ticked": len(ticked)}
        title = _("Issue many credit reports")
        return self.page(request, "admin/credit/report_batch_new.html", context, title=title)

    @staticmethod
    def _order(request: HttpRequest, form: BatchForm) -> ReportBatch | None:
        with RefusalsIn(form):
            return request_batch(form.chosen(officer(request)), form.terms(), by=officer(request))
        return None

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show how far the worker is, and afterwards the file."""
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return self.page(
            request, "admin/credit/report_batch.html", self._context(row), title=_("Batch of credit reports")
        )

    @staticmethod
    def _context(row: ReportBatch) -> dict[str, Any]:
        going = row.state in (BatchState.QUEUED, BatchState.RUNNING)
        return {"batch": row, "original": row, "going": going, "colour": STATE_COLOURS[BatchState(row.state)]}

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer the page that asks every second; once all is done the page loads itself again."""
        row = self.seen_object(request, str(pk))
        context = self._context(row)
        if context["going"]:
            title = _("Batch of credit reports")
            return self.page(request, "admin/credit/report_batch_progress.html", context, title=title)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Refresh": "true"})
        return go(request, self.change_url(row))

    def file_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the file with all reports."""
        row = self.seen_object(request, str(pk))
        if row.state != BatchState.DONE:
            messages.error(request, _("The file is not there: it is still being written, or was deleted."))
            return HttpResponseRedirect(self.change_url(row))
        audit.record(row, "reportbatch.download", by=officer(request))
        return FileResponse(
            vault.open_kept(row.stored_as, SHELF),
            as_attachment=True,
            filename=f"credit-reports-{row.pk}.zip",
            content_type="application/zip",
        )

    @display(description=pgettext_lazy("report batch", "written"))
    def progress(self, obj: ReportBatch) -> str:
        """How many of how many."""
        return f"{obj.done} / {obj.total}"

    @display(description=gettext_lazy("state"), label=STATE_COLOURS)
    def state_label(self, obj: ReportBatch) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @display(description=gettext_lazy("requested at"))
    def when(self, obj: ReportBatch) -> str:
        """Moment of the order, short."""
        return moment(obj.requested_at)
