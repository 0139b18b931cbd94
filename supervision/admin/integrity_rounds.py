"""Yearly integrity assessments on the supervisors' pages: draft, who is in it, progress, report."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from core.errors import Refusal, RefusalsIn
from credit.admin.case_pages import CaseAdmin, ReasonForm, StepPage, facts_of, who
from supervision.admin import integrity_forms as forms
from supervision.admin.matter_steps import body_named
from supervision.integrity import clocks, report, rounds, selectors
from supervision.integrity.choices import RoundState as S
from supervision.integrity.rounds import NewRound
from supervision.integrity.tables import indicator_table
from supervision.integrity.workflow import ROUND
from supervision.models import AssessmentRound

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLOURS = {S.DRAFT: "info", S.OPEN: "warning", S.PUBLISHED: "success", S.DROPPED: ""}
CHANGEABLE = (S.DRAFT, S.OPEN)
STEPS = (
    StepPage(
        "open",
        "open",
        gettext_lazy("The bodies find the indicators in their portal and may hand in their self-scores."),
        gettext_lazy("Open; the self-scores come in until the last day."),
        lambda row, _data, by: rounds.open_round(row, by=by),
        offered=lambda row, _by: row.assessments.exists(),
    ),
    StepPage(
        "publish",
        "publish",
        gettext_lazy(
            "Every assessed body reads its result and the ranking in the portal. What scored low becomes "
            "rectifications."
        ),
        gettext_lazy("Published inside."),
        lambda row, data, by: rounds.publish(row, document_no=data["document_no"], by=by),
        forms.NumberForm,
    ),
    StepPage(
        "drop",
        "drop",
        gettext_lazy("For a round that was entered by mistake; another may be drafted for the year."),
        gettext_lazy("Dropped."),
        lambda row, data, by: rounds.drop(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)


@admin.register(AssessmentRound)
class AssessmentRoundAdmin(CaseAdmin):
    """The assessments of the officer's divisions, one a year."""

    view_right = P.FILE_VIEW
    add_right = P.INTEGRITY_REVIEW
    workflow = ROUND
    steps = STEPS
    case_template = "admin/supervision/integrity_round.html"
    colours = COLOURS
    clock_kinds = clocks.ROUND_KINDS
    list_display = ("round", "year", "self_due", "result_due", "clock", "state_label")
    list_display_links = ("round",)
    list_filter = ("state", "year")
    search_fields = ()
    list_before_template = "admin/supervision/integrity_links.html"

    def get_urls(self) -> list[URLPattern]:
        """Add who is in it, and the report."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("<int:pk>/bodies/", view(self.bodies_view), name=f"{name}_bodies"),
            path("<int:pk>/report.pdf", view(self.report_view), name=f"{name}_report"),
            path("<int:pk>/report.xlsx", view(self.workbook_view), name=f"{name}_workbook"),
        ]
        return [*own, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Draft the assessment of a year."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)
        place = by.agency.division_code if by.agency else ""
        year = today().year
        name = by.agency.name if by.agency else ""
        title = _("Integrity assessment %(year)s of %(name)s") % {"year": year, "name": name}
        form = forms.RoundForm(request.POST or None, initial={"year": year, "title": title})
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = rounds.draft(NewRound(division_code=place, **form.cleaned_data), by=by)
                messages.success(request, _("Drafted. Add who is assessed, then open it."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": self._intro(place),
            "button": _("Draft"),
            "heading": _("New yearly assessment"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New yearly assessment"))

    def _intro(self, place: str) -> str:
        try:
            table = indicator_table(on=today(), place=place)
        except Refusal as refusal:
            return str(refusal)
        return _(
            "A copy of the indicator table in force here is put into it: %(title)s, %(document)s, %(count)s "
            "indicators."
        ) % {
            "title": table.title,
            "document": table.document,
            "count": len(table.value["indicators"]),
        }

    def bodies_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add bodies and offices."""
        row = self.seen_object(request, str(pk))
        if row.state not in CHANGEABLE or not self.allowed(request, P.INTEGRITY_REVIEW, row):
            if request.method == "POST":
                raise PermissionDenied
            return HttpResponseRedirect(self.change_url(row))
        by = officer(request)
        form = forms.AddBodiesForm(request.POST or None, place=row.division_code)
        return self.act_page(
            request,
            row,
            form,
            lambda data: _add(row, data, by),
            title=_("Add who is assessed"),
            button=_("Add"),
            done=_("Added. Who was in it already stays as they are."),
            intro=_("Subordinate bodies score themselves in the portal; for offices an officer enters it."),
        )

    def report_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the report as a PDF."""
        row = self._published(request, pk)
        name = f"integrity-{row.division_code}-{row.year}.pdf"
        return FileResponse(
            BytesIO(report.pdf(row)), as_attachment=True, filename=name, content_type="application/pdf"
        )

    def workbook_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the report as a workbook."""
        row = self._published(request, pk)
        target = BytesIO()
        report.write_workbook(row, target)
        target.seek(0)
        name = f"integrity-{row.division_code}-{row.year}.xlsx"
        return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)

    def _published(self, request: HttpRequest, pk: int) -> AssessmentRound:
        row: AssessmentRound = self.seen_object(request, str(pk))
        if row.state != S.PUBLISHED:
            raise Http404
        return row

    def case_context(self, row: AssessmentRound, reader: Officer) -> dict[str, Any]:
        """Return who is assessed, how far they are, the table and the result."""
        assessed = row.assessments.select_related("subject", "office").order_by(
            "-total", "office__name", "subject__name", "pk"
        )
        counts = selectors.band_counts(row)
        return {
            "facts": facts_of(
                (
                    (_("Year"), row.year),
                    (pgettext("integrity", "Authority"), row.authority_name),
                    (_("Self-scores due on"), row.self_due_on),
                    (_("Results due on"), row.result_due_on),
                    (_("Opened on"), row.opened_on),
                    (_("Published inside"), who(row.published_by_label, row.published_on)),
                    (_("Document number"), row.document_no),
                    (_("Drafted by"), row.made_by_label),
                )
            ),
            "progress": selectors.progress(row),
            "assessed": [(one, row_link(one.pk), selectors.scoring.band_name(one.band)) for one in assessed],
            "indicators": selectors.averages(row),
            "counts": counts,
            "chart": report.chart(counts),
            "add_url": reverse("admin:supervision_assessmentround_bodies", args=[row.pk])
            if row.state in CHANGEABLE and reader.may(P.INTEGRITY_REVIEW, row.division_code)
            else "",
            "report_url": reverse("admin:supervision_assessmentround_report", args=[row.pk])
            if row.state == S.PUBLISHED
            else "",
            "workbook_url": reverse("admin:supervision_assessmentround_workbook", args=[row.pk])
            if row.state == S.PUBLISHED
            else "",
        }

    @display(description=gettext_lazy("assessment"))
    def round(self, obj: AssessmentRound) -> str:
        """Its title."""
        return obj.title

    @display(description=gettext_lazy("self-scores due on"))
    def self_due(self, obj: AssessmentRound) -> str:
        """Last day of the self-scores, short."""
        return obj.self_due_on.isoformat()

    @display(description=gettext_lazy("results due on"))
    def result_due(self, obj: AssessmentRound) -> str:
        """Day by which it is published, short."""
        return obj.result_due_on.isoformat()

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: AssessmentRound) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def row_link(pk: int) -> str:
    """Return the address of one body's assessment."""
    return reverse("admin:supervision_assessment_change", args=[pk])


def _add(row: AssessmentRound, data: dict[str, Any], by: Officer) -> int:
    wanted = rounds.bodies_by_rule(row.division_code, by=by) if data["by_rule"] else []
    for words in filter(None, map(str.strip, data["bodies"].splitlines())):
        try:
            wanted.append(body_named(words, by, P.INTEGRITY_REVIEW).pk)
        except Refusal as refusal:
            raise Refusal(f"{words}：{refusal}", field="bodies") from refusal
    offices = [office.pk for office in data["offices"]]
    if not wanted and not offices:
        raise Refusal(_("Nobody is chosen; name a body, an office, or take those of the rules."))
    return rounds.add(row, subject_ids=wanted, office_ids=offices, by=by)
