"""Inspections on the supervisors' pages: list, case with its full record, new tasks, figures, telephone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from unfold.decorators import display

from accounts.admin_base import attempt, officer
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core.errors import RefusalsIn
from credit.admin.case_pages import CaseAdmin, facts_of, who
from credit.admin.points_forms import subject_named
from credit.admin.search import HELP
from credit.models import ConductRecord, Subject
from supervision.admin import inspection_field
from supervision.admin.inspection_forms import CrewForm, OpenForm
from supervision.admin.inspection_steps import STEPS
from supervision.inspections import clocks, following, services, spot, statistics
from supervision.inspections.choices import InspectionState as S
from supervision.inspections.choices import Measure
from supervision.inspections.selectors import missing, seat_of, whole
from supervision.inspections.workflow import INSPECTION
from supervision.models import Inspection, Rectification

COLOURS = {
    S.PLANNED: "info",
    S.RUNNING: "warning",
    S.HANDED_IN: "primary",
    S.APPROVED: "primary",
    S.PUBLISHED: "success",
    S.WITHDRAWN: "danger",
    S.DROPPED: "",
}


@admin.register(Inspection)
class InspectionAdmin(CaseAdmin):
    """Inspections of the officer's divisions; inspectors have their own light page."""

    view_right = P.FILE_VIEW
    add_right = P.INSPECTION_PLAN
    workflow = INSPECTION
    steps = STEPS
    case_template = "admin/supervision/inspection_case.html"
    colours = COLOURS
    clock_kinds = clocks.KINDS
    list_display = ("subject_column", "checklist_title", "reason_name", "result_name", "clock", "state_label")
    list_display_links = ("subject_column",)
    list_select_related = ("subject", "checklist")
    list_filter = ("state", "reason", "result", "speciality", DivisionFilter)
    search_fields = ("speciality",)
    search_help_text = HELP
    list_before_template = "admin/supervision/inspections_before.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To be done"), f"state__exact={S.PLANNED}"),
        (gettext_lazy("Under way"), f"state__exact={S.RUNNING}"),
        (gettext_lazy("To be approved"), f"state__exact={S.HANDED_IN}"),
        (gettext_lazy("Published"), f"state__exact={S.PUBLISHED}"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's inspections with what their page reads."""
        return super().get_queryset(request).select_related("subject", "checklist")

    def get_urls(self) -> list[URLPattern]:
        """Add the telephone's pages, naming inspectors, and the figures."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("mine/", view(self.mine_view), name=f"{name}_mine"),
            path("field-worker.js", view(self.worker_view), name=f"{name}_worker"),
            path("figures/", view(self.figures_view), name=f"{name}_figures"),
            path("<int:pk>/field/", view(self.field_view), name=f"{name}_field"),
            path("<int:pk>/field/send/", view(self.send_view), name=f"{name}_send"),
            path("<int:pk>/field/hand-in/", view(self.hand_in_view), name=f"{name}_hand_in"),
            path("<int:pk>/crew/", view(self.crew_view), name=f"{name}_crew"),
            path("<int:pk>/record/", view(self.record_view), name=f"{name}_record"),
        ]
        return [*own, *super().get_urls()]

    def mine_view(self, request: HttpRequest) -> HttpResponse:
        """Show the inspector's own tasks."""
        if not self.allowed(request, P.INSPECTION_DO):
            raise PermissionDenied
        return inspection_field.mine(request, officer(request))

    def field_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show one inspection on the telephone."""
        return never_cache(inspection_field.field)(request, self._own(request, pk), officer(request))

    def worker_view(self, request: HttpRequest) -> HttpResponse:
        """Hand out the script that keeps an inspection's page on the telephone."""
        if not self.allowed(request, P.INSPECTION_DO):
            raise PermissionDenied
        return never_cache(inspection_field.worker)(request, officer(request))

    def send_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one act from the telephone."""
        row = self._own(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return inspection_field.send(request, row, officer(request))

    def hand_in_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand in from the telephone."""
        row = self._own(request, pk)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        done = attempt(
            request,
            lambda: spot.hand_in(row, by=officer(request)),
            _("Handed in; another officer approves it."),
        )
        where = "supervision_inspection_mine" if done else "supervision_inspection_field"
        return HttpResponseRedirect(reverse(f"admin:{where}", args=[] if done else [pk]))

    def _own(self, request: HttpRequest, pk: int) -> Inspection:
        """Return an inspection for the telephone of one of its inspectors; others have the case's page."""
        row: Inspection = self.seen_object(request, str(pk))
        if seat_of(row, officer(request)) is None:
            raise PermissionDenied
        return row

    def crew_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Name or replace the inspectors."""
        row: Inspection = self.seen_object(request, str(pk))
        by = officer(request)
        if not self._may_name(row, by):
            raise PermissionDenied
        named = [seat.officer_id for seat in row.crew.all()]
        form = CrewForm(request.POST or None, division=row.division_code, initial={"inspectors": named})
        return self.act_page(
            request,
            row,
            form,
            lambda data: services.name_inspectors(
                row, officers=list(data["inspectors"]), reason=data["reason"], by=by
            ),
            title=_("Name inspectors"),
            button=_("Name inspectors"),
            done=_("Named."),
            intro=_("A drawn inspector is replaced only with a reason and by who approves."),
        )

    def record_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the record of an inspection for printing."""
        row: Inspection = self.seen_object(request, str(pk))
        context = {"row": row, "seen": whole(row), "steps": row.steps.order_by("pk")}
        return self.page(request, "admin/supervision/inspection_record.html", context, title=str(row))

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        """Show what was done, found and published in time, by speciality."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = statistics.by_speciality(by=officer(request))
        context = {"rows": rows, "total": statistics.total(rows), "chart": statistics.chart(rows)}
        return self.page(
            request, "admin/supervision/inspection_figures.html", context, title=_("Figures of inspections")
        )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Give a task by hand; the address may name the body."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)
        visible = Subject.objects.visible_to(by, P.INSPECTION_PLAN)
        asked = request.GET.get("subject", "")
        subject = visible.filter(pk=asked).first() if asked.isdecimal() else None
        division = subject.division_code if subject else max(by.prefixes(P.INSPECTION_PLAN), default="")
        form = OpenForm(request.POST or None, subject=subject, division=division)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = self._open(form, subject, visible, by)
                messages.success(request, _("The task is given; it stands in the inspectors' task boxes."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "For complaints, warnings, campaigns and re-checks. Random inspections come from a draw."
            ),
            "button": _("Give the task"),
            "heading": subject or _("New inspection"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New inspection"))

    def _open(
        self, form: OpenForm, subject: Subject | None, visible: QuerySet[Subject], by: Officer
    ) -> Inspection:
        data = form.cleaned_data
        whom = subject or subject_named(data["about"], visible)
        new = services.NewInspection(
            subject_id=whom.pk,
            division_code=whom.division_code,
            speciality="",
            checklist_id=int(data["checklist"]),
            reason=data["reason"],
            # The form's own mark: a double click gives one task.
            source_key=f"supervision.byhand:{data['token']}",
            due_on=data["due_on"],
            inspectors=[one.pk for one in data["inspectors"]],
            grounds=data["grounds"],
        )
        return services.open_many([new], by=by)[0]

    def _may_name(self, row: Inspection, by: Officer) -> bool:
        rights = (P.INSPECTION_PLAN, P.INSPECTION_APPROVE)
        return row.state in (S.PLANNED, S.RUNNING) and any(
            by.may(right, row.division_code) for right in rights
        )

    def case_context(self, row: Inspection, reader: Officer) -> dict[str, Any]:
        """Return everything about an inspection: crew, findings, files, what it brought, and each step."""
        seen = whole(row)
        sources = [following.source_of(line.found) for line in seen.problems if line.found]
        brought = ConductRecord.objects.filter(source__in=[*sources, following.source_of_result(row)])
        own = seat_of(row, reader) is not None
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return {
            "facts": facts_of(
                (
                    (_("Body inspected"), row.subject.with_number),
                    (_("Checklist"), row.checklist.title_shown),
                    (_("Reason of the inspection"), row.get_reason_display()),
                    (pgettext("inspection", "Grounds"), row.grounds),
                    (_("To be done by"), row.due_on),
                    (_("Given by"), who(row.made_by_label, "")),
                    (_("Result"), row.get_result_display() if row.result else ""),
                    (_("To be published by"), row.publish_by),
                    (_("Approved"), who(row.approved_by_label, row.approved_on)),
                    (_("Published on"), row.published_on),
                    (_("What is missing"), row.returned_reason),
                    (_("Why it was dropped or withdrawn"), row.ended_reason),
                )
            ),
            "seen": seen,
            "lines": [(line, for_officers(line.files)) for line in seen.lines if line.found],
            "files": for_officers([*seen.files, *seen.signature]),
            "missing": missing(seen) if row.state == S.RUNNING else [],
            "steps": row.steps.order_by("-pk"),
            "records": brought.order_by("pk"),
            "rectifications": Rectification.objects.filter(source_key__in=sources).order_by("pk"),
            "cases": [line for line in seen.problems if line.found and line.found.measure == Measure.CASE],
            "field_url": reverse(f"admin:{name}_field", args=[row.pk]) if own else "",
            "crew_url": reverse(f"admin:{name}_crew", args=[row.pk]) if self._may_name(row, reader) else "",
            "record_url_print": reverse(f"admin:{name}_record", args=[row.pk]),
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
        }

    @display(description=gettext_lazy("body"), header=True)
    def subject_column(self, obj: Inspection) -> list[str]:
        """Name and number."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("checklist"))
    def checklist_title(self, obj: Inspection) -> str:
        """By which checklist."""
        return obj.checklist.title_shown

    @display(description=gettext_lazy("reason of the inspection"))
    def reason_name(self, obj: Inspection) -> str:
        """What it came from."""
        return obj.get_reason_display()

    @display(description=gettext_lazy("result"))
    def result_name(self, obj: Inspection) -> str:
        """What was found."""
        return obj.get_result_display() if obj.result else "–"

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Inspection) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
