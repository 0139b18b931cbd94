"""Pages of a campaign beside its case: phases, areas, problem list, bodies in scope, progress."""

from __future__ import annotations

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.admin.intakes import XLSX
from accounts.admin_base import officer
from accounts.models import Officer
from accounts.permissions import P
from core import divisions
from core.clock import today
from core.errors import Refusal
from core.search import normalise
from credit.admin.case_pages import CaseAdmin
from supervision.admin.campaign_forms import Areas, ListForm, Phases, areas_given, phases_given
from supervision.admin.figure_pages import figures_context
from supervision.campaigns import content, paper, scope, services, sheets, workbook
from supervision.campaigns.checklists import lines
from supervision.campaigns.figures import figures
from supervision.choices import ChecklistKind
from supervision.ledgers.joining import told_of_left, told_to_joined
from supervision.models import Campaign, Checklist
from supervision.models.campaigns import CampaignState

PER_PAGE = 50


class CampaignPages(CaseAdmin):
    """What is done with a campaign beside its steps."""

    def get_urls(self) -> list[URLPattern]:
        """Add the pages."""
        view = self.admin_site.admin_view
        pages: dict[str, Callable[..., Any]] = {
            "phases": self.phases_view,
            "areas": self.areas_view,
            "problems": self.problems_view,
            "problems_workbook": self.problems_workbook_view,
            "scope": self.scope_view,
            "progress": self.progress_view,
            "progress_workbook": self.progress_workbook_view,
        }
        own = [
            path(
                f"<int:pk>/{name.replace('_', '-')}/",
                view(function),
                name=f"supervision_campaign_{name}",
            )
            for name, function in pages.items()
        ]
        blank = path("problem-list-template/", view(self.blank_view), name="supervision_campaign_blank")
        return [blank, *own, *super().get_urls()]

    # --- phases and areas ----------------------------------------------------------------------------

    def phases_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show or take the phases."""
        row = self._kept(request, pk)
        first = [
            {name: getattr(phase, name) for name in ("title", "kind", "starts_on", "ends_on", "work")}
            for phase in row.phases.all()
        ]
        rows = Phases(request.POST or None, initial=first)
        return self._rows_page(
            request,
            row,
            rows,
            lambda: services.put_phases(row, phases_given(rows), by=officer(request)),
            title=_("Phases"),
            intro=_(
                "Phases may overlap; they are numbered by their first days. An empty row is passed over."
            ),
        )

    def areas_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show or take the areas."""
        row = self._kept(request, pk)
        first = [
            {name: getattr(area, name) for name in ("title", "offices", "work")} for area in row.areas.all()
        ]
        rows = Areas(request.POST or None, initial=first)
        return self._rows_page(
            request,
            row,
            rows,
            lambda: services.put_areas(row, areas_given(rows), by=officer(request)),
            title=_("Areas and offices"),
            intro=_("Each group of the problem list belongs to the area of its name."),
        )

    def _rows_page(
        self,
        request: HttpRequest,
        row: Campaign,
        rows: Any,
        act: Callable[[], object],
        *,
        title: str,
        intro: str,
    ) -> HttpResponse:
        if request.method == "POST" and rows.is_valid():
            try:
                act()
            except Refusal as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("Kept."))
                return HttpResponseRedirect(self.change_url(row))
        context = {"row": row, "rows": rows, "intro": intro, "back": self.change_url(row)}
        return self.page(request, "admin/supervision/campaign_rows.html", context, title=title)

    def _kept(self, request: HttpRequest, pk: int) -> Campaign:
        """Return a campaign that the officer may change.

        Raises:
            PermissionDenied: closed, or not this officer's to change.
        """
        row: Campaign = self.seen_object(request, str(pk))
        if not may_keep(row, officer(request)):
            raise PermissionDenied
        return row

    # --- problem list --------------------------------------------------------------------------------

    def problems_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take the problem list from a workbook, or from a list of a notice."""
        row = self._kept(request, pk)
        reader = officer(request)
        form = ListForm(request.POST or None, request.FILES or None)
        faults: list[sheets.Fault] = []
        if request.method == "POST":
            try:
                count = self._take_problems(request, row, form, reader)
            except sheets.FaultyListError as refusal:
                faults = refusal.faults
                form.add_error("upload", str(refusal))
            except Refusal as refusal:
                form.add_error("upload" if refusal.field == "upload" else None, str(refusal))
            else:
                if count:
                    words = ngettext("%(n)s problem was taken in.", "%(n)s problems were taken in.", count)
                    messages.success(request, words % {"n": count})
                    return HttpResponseRedirect(self.change_url(row))
        offered = Checklist.objects.filter(kind=ChecklistKind.CAMPAIGN, campaign__isnull=True)
        context = {
            "row": row,
            "form": form,
            "faults": faults,
            "lists": offered.annotate(n=Count("items")).order_by("-effective_from"),
            "blank": reverse("admin:supervision_campaign_blank"),
            "count": row.checklist.items.count(),
            "now": reverse("admin:supervision_campaign_problems_workbook", args=[pk]),
            "drafted": row.state == CampaignState.DRAFT,
            "back": self.change_url(row),
        }
        return self.page(
            request, "admin/supervision/campaign_problems.html", context, title=_("Problem list")
        )

    def _take_problems(self, request: HttpRequest, row: Campaign, form: ListForm, reader: Officer) -> int:
        chosen = request.POST.get("checklist", "")
        if chosen.isdecimal():
            known = Checklist.objects.filter(
                kind=ChecklistKind.CAMPAIGN, campaign__isnull=True, pk=int(chosen)
            )
            checklist = known.first()
            return len(services.take_list(row, checklist, by=reader)) if checklist else 0
        if not form.is_valid():
            return 0
        items = sheets.read_lines(form.cleaned_data["upload"], year=row.starts_on.year, with_limits=True)
        return len(services.put_problems(row, items, by=reader))

    def blank_view(self, request: HttpRequest) -> HttpResponse:
        """Hand out the blank workbook."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        disposition = {"Content-Disposition": 'attachment; filename="problem-list.xlsx"'}
        return HttpResponse(sheets.blank(), content_type=XLSX, headers=disposition)

    def problems_workbook_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the problem list as it stands, to be changed in the workbook and taken in again."""
        row: Campaign = self.seen_object(request, str(pk))
        return hand_out([sheets.as_sheet(lines(row.checklist))], f"{row.title[:60]}.xlsx")

    # --- scope ---------------------------------------------------------------------------------------

    def scope_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the bodies in scope; add by choice or list, take out."""
        row: Campaign = self.seen_object(request, str(pk))
        reader = officer(request)
        if request.method == "POST":
            if not may_keep(row, reader):
                raise PermissionDenied
            try:
                messages.success(request, self._change_scope(request, row, reader))
            except Refusal as refusal:  # what was typed and ticked stays on the page
                messages.error(request, str(refusal))
            else:
                return HttpResponseRedirect(request.get_full_path())
        text = request.GET.get("q", "").strip()
        bodies = row.bodies.select_related("subject__institution").order_by("left_on", "subject__name", "pk")
        if text:
            wanted = Q(subject__name_norm__contains=normalise(text)) | Q(subject__uscc=text.upper())
            bodies = bodies.filter(wanted)
        page = Paginator(bodies, PER_PAGE).get_page(request.GET.get("page"))
        context: dict[str, Any] = {
            "row": row,
            "page": page,
            "text": text,
            "in_scope": scope.members(row).count(),
            "by_category": scope.by_category(row),
            "may_keep": may_keep(row, reader),
            "running": row.state == CampaignState.RUNNING,
            "owed": told_to_joined(row, on=today()) if row.state == CampaignState.RUNNING else "",
            "ticked": {
                name: request.POST.getlist(name) for name in ("categories", "levels", "place", "bodies")
            },
            "codes": request.POST.get("codes", ""),
            "reason": request.POST.get("reason", ""),
            "back": self.change_url(row),
        }
        if context["may_keep"]:
            context |= _choices(row, reader)
        return self.page(
            request, "admin/supervision/campaign_scope.html", context, title=_("Bodies in scope")
        )

    def _change_scope(self, request: HttpRequest, row: Campaign, reader: Officer) -> str:
        given = request.POST
        if "take_out" in given:
            chosen = [int(text) for text in given.getlist("bodies") if text.isdecimal()]
            count = scope.take_out(row, chosen, reason=given.get("reason", ""), by=reader)
            told = ngettext("%(n)s body was taken out.", "%(n)s bodies were taken out.", count) % {"n": count}
            return " ".join(filter(None, (told, told_of_left(row, chosen) if count else "")))
        choice = scope.Choice(
            categories=tuple(given.getlist("categories")),
            place=given.get("place", ""),
            levels=tuple(given.getlist("levels")),
        )
        if "take_out_chosen" in given:
            count = scope.take_out_chosen(row, choice, by=reader)
            return ngettext("%(n)s body was taken out.", "%(n)s bodies were taken out.", count) % {"n": count}
        if "codes" in given:
            count = scope.add_listed(row, given["codes"], by=reader)
        else:
            count = scope.add_chosen(row, choice, by=reader)
        told = ngettext("%(n)s body was added.", "%(n)s bodies were added.", count) % {"n": count}
        if count and row.state == CampaignState.RUNNING:
            told = f"{told} {told_to_joined(row, on=today())}"
        return told

    # --- progress ------------------------------------------------------------------------------------

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the figures of this moment."""
        row: Campaign = self.seen_object(request, str(pk))
        context = {
            "row": row,
            **figures_context(content.freeze(row, figures(row))),
            "workbook": reverse("admin:supervision_campaign_progress_workbook", args=[pk]),
            "back": self.change_url(row),
        }
        title = _("Progress: %(campaign)s") % {"campaign": row}
        return self.page(request, "admin/supervision/campaign_progress.html", context, title=title)

    def progress_workbook_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the figures of this moment as a workbook."""
        row: Campaign = self.seen_object(request, str(pk))
        return hand_out(paper.bulletin_sheets(paper.of_now(row)), f"{row.title[:60]}.xlsx")


def hand_out(pages: Any, name: str) -> FileResponse:
    """Write a workbook into a temporary file and hand that out."""
    target = TemporaryFile()  # noqa: SIM115 - the response closes it
    workbook.write(pages, target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def may_keep(row: Campaign, reader: Officer) -> bool:
    """Tell whether an officer may change a campaign now."""
    return row.state in services.EDITABLE and reader.may(P.CAMPAIGN_KEEP, row.division_code)


def _choices(row: Campaign, reader: Officer) -> dict[str, Any]:
    """Return what the scope page offers: categories and levels with how many there are, and places below."""
    rows = scope.within_reach(row, reader)
    counted = rows.values_list("category").annotate(n=Count("pk")).order_by("-n")
    levels = rows.exclude(level="").values_list("level").annotate(n=Count("pk")).order_by("-n")
    below = [(divisions.prefix(place.code), place.name) for place in divisions.children(row.division_code)]
    return {"categories": list(counted), "levels": list(levels), "places": below}
