"""Checking names: one with its answer on the same page, a workbook with live progress, the kept answers."""

from __future__ import annotations

import io
from tempfile import TemporaryFile
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.decorators import display

from accounts.admin_base import ScopedAdmin, go, officer
from accounts.clock_words import moment
from accounts.permissions import P
from blacklist.admin.check_forms import AskForm, WorkbookForm
from blacklist.checks import workbooks
from blacklist.checks.answer_workbook import write_answers
from blacklist.checks.choices import CheckState, Result
from blacklist.checks.services import ask
from blacklist.checks.sheet import pdf_of, verify_address
from blacklist.checks.showing import colour, note, result_words, scope_words, shown_hits
from blacklist.models import Check, CheckedName, Listing
from core import audit
from core.errors import RefusalsIn
from credit.report.terms import read_code, spaced

MOST_SHOWN = 200
_LONGEST_KEY = 19
STATE_COLOURS = {
    CheckState.QUEUED: "info",
    CheckState.RUNNING: "primary",
    CheckState.DONE: "success",
    CheckState.FAILED: "danger",
}


def shown(row: CheckedName) -> dict[str, Any]:
    """Return one answer in words, for the page."""
    return {
        "row": row,
        "result": result_words(row),
        "colour": colour(row),
        "note": note(row),
        "hits": list(shown_hits(row)),
    }


@admin.register(Check)
class CheckAdmin(ScopedAdmin):
    """Checks as they were asked and answered."""

    view_right = P.CHECK_ASK
    add_right = P.CHECK_ASK
    list_display = (
        "number_shown",
        "purpose",
        "case_no",
        "asker_body",
        "names",
        "outcome",
        "state_label",
        "when",
    )
    list_display_links = ("number_shown",)
    list_filter = ("purpose", "channel", "state")
    search_fields = ("check_code",)
    search_help_text = gettext_lazy("Check code or number of the check")

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of our own."""
        view = self.admin_site.admin_view
        own = [
            path("workbook/", view(self.workbook_view), name="blacklist_check_workbook"),
            path("workbook/blank/", view(self.blank_view), name="blacklist_check_blank"),
            path("<int:pk>/progress/", view(self.progress_view), name="blacklist_check_progress"),
            path("<int:pk>/sheet/", view(self.sheet_view), name="blacklist_check_sheet"),
            path("<int:pk>/answers/", view(self.answers_view), name="blacklist_check_answers"),
        ]
        return [*own, *super().get_urls()]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by check code or number, through the indexes."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if code := read_code(term):
            return queryset.filter(check_code=code), False
        last = term.rpartition("-")[2]
        return (
            queryset.filter(pk=int(last)) if last.isdecimal() and len(last) < 19 else queryset.none()
        ), False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Check one name; the answer stands below the form, which keeps the purpose for the next name."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AskForm(request.POST or None)
        check = None
        if request.method == "POST" and form.is_valid() and (check := self._ask(request, form)):
            form = AskForm(initial={**form.cleaned_data, "name": "", "number": ""})
        context = {"form": form, "scope": scope_words(), **(self._answers(request, check) if check else {})}
        return self.page(request, "admin/blacklist/check_ask.html", context, title=_("Check a name"))

    @staticmethod
    def _ask(request: HttpRequest, form: AskForm) -> Check | None:
        with RefusalsIn(form):
            return ask(form.names(), form.terms(), by=officer(request))
        return None

    @staticmethod
    def _answers(request: HttpRequest, check: Check) -> dict[str, Any]:
        """Return what the page of a finished check tells; of many names those that matter.

        A listing of elsewhere is told of, but its own page is not open to the officer: no link leads there.
        """
        rows = check.names.order_by("row")
        if check.done > MOST_SHOWN:
            rows = rows.exclude(result=Result.CLEAR)
        answers = [shown(row) for row in rows[:MOST_SHOWN]]
        listings = {hit.listing for answer in answers for hit in answer["hits"] if hit.own}
        linked = Listing.objects.visible_to(officer(request), P.FILE_VIEW).filter(pk__in=listings)
        return {
            "check": check,
            "code": spaced(check.check_code),
            "address": verify_address(check),
            "answers": answers,
            "linked": set(linked.values_list("pk", flat=True)),
            "cut": check.done > MOST_SHOWN,
            "colour": STATE_COLOURS[CheckState(check.state)],
            "going": check.state in (CheckState.QUEUED, CheckState.RUNNING),
            "original": check,
        }

    def workbook_view(self, request: HttpRequest) -> HttpResponse:
        """Take a workbook of names; a worker answers it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = WorkbookForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and (made := self._submit(request, form)):
            return HttpResponseRedirect(self.change_url(made))
        context = {"form": form, "most": workbooks.MOST_ROWS, "scope": scope_words()}
        title = _("Check a workbook of names")
        return self.page(request, "admin/blacklist/check_workbook.html", context, title=title)

    @staticmethod
    def _submit(request: HttpRequest, form: WorkbookForm) -> Check | None:
        with RefusalsIn(form):
            return workbooks.submit(form.cleaned_data["upload"], form.terms(), by=officer(request))
        return None

    def blank_view(self, request: HttpRequest) -> HttpResponse:
        """Hand out the blank workbook."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        headers = {"Content-Disposition": 'attachment; filename="names-to-check.xlsx"'}
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return HttpResponse(workbooks.blank(), content_type=kind, headers=headers)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a check: how far the worker is, and afterwards every answer with its reasons."""
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        title = _("Credit check %(number)s") % {"number": row.number}
        return self.page(request, "admin/blacklist/check.html", self._answers(request, row), title=title)

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer the page that asks every second; once all is done the page loads itself again."""
        row = self.seen_object(request, str(pk))
        context = self._answers(request, row)
        if context["going"]:
            title = _("Check a workbook of names")
            return self.page(request, "admin/blacklist/check_progress.html", context, title=title)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Refresh": "true"})
        return go(request, self.change_url(row))

    def sheet_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out the answer sheet, to the same bytes each time."""
        row = self._finished(request, pk)
        if row is None:
            return HttpResponseRedirect(reverse("admin:blacklist_check_change", args=[pk]))
        audit.record(row, "check.download", by=officer(request))
        headers = {
            "Content-Disposition": f'attachment; filename="{row.number}.pdf"',
            "Cache-Control": "no-store",
        }
        return HttpResponse(pdf_of(row), content_type="application/pdf", headers=headers)

    def answers_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the answers as a workbook."""
        row = self._finished(request, pk)
        if row is None:
            return HttpResponseRedirect(reverse("admin:blacklist_check_change", args=[pk]))
        audit.record(row, "check.download", by=officer(request))
        with TemporaryFile() as target:
            write_answers(row, target)
            target.seek(0)
            content = io.BytesIO(target.read())
        return FileResponse(content, as_attachment=True, filename=f"{row.number}.xlsx")

    def _finished(self, request: HttpRequest, pk: int) -> Check | None:
        row: Check = self.seen_object(request, str(pk))
        if row.state == CheckState.DONE:
            return row
        messages.error(request, _("The answers are not complete yet."))
        return None

    @display(description=pgettext_lazy("check", "number"))
    def number_shown(self, obj: Check) -> str:
        """Number of the check."""
        return obj.number

    @display(description=gettext_lazy("names"))
    def names(self, obj: Check) -> int:
        """How many names were asked for."""
        return obj.total

    @display(description=pgettext_lazy("check", "on a list / possible"))
    def outcome(self, obj: Check) -> str:
        """How many were found, and how many must be compared."""
        return f"{obj.found} / {obj.possible}"

    @display(description=gettext_lazy("state"), label=STATE_COLOURS)
    def state_label(self, obj: Check) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @display(description=gettext_lazy("asked at"))
    def when(self, obj: Check) -> str:
        """Moment of the question, short."""
        return moment(obj.asked_at)
