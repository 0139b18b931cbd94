"""Batch repair on the supervisors' pages: rule, records with reasons, approval, filing, progress."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.models import Officer
from accounts.permissions import P
from core.errors import Refusal, RefusalsIn
from credit.admin import repair_forms as forms
from credit.admin.case_pages import CaseAdmin, ReasonForm, StepPage, facts_of, who
from credit.models import RepairBatch, RepairBatchItem
from credit.repair import batches, clocks, tasks
from credit.repair.choices import BatchState as S
from credit.repair.choices import ItemState
from credit.repair.workflow import BATCH

COLOURS = {
    S.DRAFT: "info",
    S.EXAMINED: "warning",
    S.APPROVED: "primary",
    S.FILED: "primary",
    S.RUNNING: "warning",
    S.DONE: "success",
    S.DROPPED: "",
}
ITEM_COLOURS = {
    ItemState.INELIGIBLE: "",
    ItemState.WAITING: "info",
    ItemState.DONE: "success",
    ItemState.FAILED: "danger",
}
MOST_SHOWN = 300
ELIGIBLE_FIRST = Case(When(state=ItemState.INELIGIBLE, then=Value(1)), default=Value(0))


def _start(row: RepairBatch, _data: dict[str, Any], by: Officer) -> None:
    tasks.enqueue(batches.start_batch(row, by=by).pk)


def _exclude(row: RepairBatch, data: dict[str, Any], by: Officer) -> None:
    item = row.items.filter(record__document_no=data["document_no"].strip(), state=ItemState.WAITING).first()
    if item is None:
        raise Refusal(_("No eligible record of this batch has that document number."), field="document_no")
    batches.exclude(item, reason=data["reason"], by=by)


STEPS = (
    StepPage(
        "edit",
        "",
        gettext_lazy("What was examined is forgotten; examine the records again afterwards."),
        gettext_lazy("Kept. Examine the records next."),
        lambda row, data, by: batches.change_batch(
            row,
            title=data["title"],
            basis=data["basis"],
            duties_done=data["duties_done"],
            rule=forms.rule_given(data),
            by=by,
        ),
        forms.BatchForm,
        title=gettext_lazy("Change the rule"),
        initial=forms.batch_as_it_is,
        offered=lambda row, by: row.state in batches.EDITABLE and by.may(P.REPAIR_HANDLE, row.division_code),
        plain=True,
    ),
    StepPage(
        "examine",
        "examine",
        gettext_lazy(
            "Every record that the rule selects is judged; each one left out is listed with its reason."
        ),
        gettext_lazy("Examined."),
        lambda row, _data, by: batches.examine_batch(row, by=by),
    ),
    StepPage(
        "exclude",
        "",
        gettext_lazy("The record stays in the list, with your reason."),
        gettext_lazy("Taken out."),
        _exclude,
        forms.ExcludeForm,
        title=gettext_lazy("Take a record out"),
        offered=lambda row, by: row.state == S.EXAMINED and by.may(P.REPAIR_HANDLE, row.division_code),
        plain=True,
    ),
    StepPage(
        "approve",
        "approve",
        gettext_lazy("You approve all eligible records of the list together, as the second officer."),
        gettext_lazy("Approved. File it with the upper office next."),
        lambda row, _data, by: batches.approve_batch(row, by=by),
    ),
    StepPage(
        "file",
        "file",
        gettext_lazy("Nothing is pushed before the upper office has the list."),
        gettext_lazy("Noted. It can be carried out now."),
        lambda row, data, by: batches.file_batch(
            row, filed_with=data["filed_with"], filing_no=data["filing_no"], filed_on=data["filed_on"], by=by
        ),
        forms.FilingForm,
    ),
    StepPage(
        "start",
        "start",
        gettext_lazy("Each record is repaired by an act of its own; this page shows how far it has come."),
        gettext_lazy("The workers carry it out."),
        _start,
    ),
    StepPage(
        "drop",
        "drop",
        gettext_lazy("Nothing was repaired; the list stays readable."),
        gettext_lazy("Given up."),
        lambda row, data, by: batches.drop_batch(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)


@admin.register(RepairBatch)
class RepairBatchAdmin(CaseAdmin):
    """Batch repairs of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.REPAIR_HANDLE
    workflow = BATCH
    steps = STEPS
    case_template = "admin/credit/repair_batch.html"
    colours = COLOURS
    clock_kinds = (clocks.FILE_BATCH,)
    list_display = ("name", "figures", "approved", "filing", "clock", "state_label")
    list_display_links = ("name",)
    list_filter = ("state", DivisionFilter)

    def get_urls(self) -> list[URLPattern]:
        """Add the progress, asked every second."""
        view = self.admin_site.admin_view(self.progress_view)
        return [path("<int:pk>/progress/", view, name="credit_repairbatch_progress"), *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Draft a batch."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        prefix = next(iter(officer(request).prefixes(P.REPAIR_HANDLE)), "")
        first = {"division_code": prefix.ljust(6, "0") if prefix else "", "classes": ["一般"]}
        form = forms.BatchForm(request.POST or None, initial=first)
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            with RefusalsIn(form):
                row = batches.draft_batch(
                    title=data["title"],
                    division_code=data["division_code"],
                    basis=data["basis"],
                    duties_done=data["duties_done"],
                    rule=forms.rule_given(data),
                    by=officer(request),
                )
                messages.success(request, _("Kept. Examine the records next."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "The rule selects by place, day and kind of subject; class and fine decide on eligibility."
            ),
            "button": _("Keep"),
            "heading": _("New batch repair"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New batch repair"))

    def case_context(self, row: RepairBatch, reader: Officer) -> dict[str, Any]:
        """Return the rule, the figures and the records."""
        items = RepairBatchItem.objects.filter(batch=row).select_related("record__subject", "repair")
        return {
            "facts": facts_of(
                (
                    (_("Work plan"), row.basis),
                    (_("How the duties were checked"), row.duties_done),
                    (_("Drafted by"), row.made_by_label),
                    (_("Examined on"), row.examined_on),
                    (_("Approved"), who(row.approved_by_label, row.approved_on)),
                    (
                        _("Filed"),
                        " · ".join(filter(None, (row.filed_with, row.filing_no, str(row.filed_on or "")))),
                    ),
                )
            ),
            "rule": facts_of(
                (
                    (_("Classes"), "、".join(row.rule.get("classes") or ()) or _("any")),
                    (_("Decided from"), row.rule.get("decided_from")),
                    (_("Decided before"), row.rule.get("decided_before")),
                    (_("Fine not above (10,000 yuan)"), row.rule.get("fine_up_to_wan")),
                )
            ),
            "now": batches.progress(row),
            "going": row.state == S.RUNNING,
            "lines": [
                (item, ITEM_COLOURS[ItemState(item.state)])
                for item in items.order_by(ELIGIBLE_FIRST, "state", "pk")[:MOST_SHOWN]
            ],
            "more": max(0, row.selected - MOST_SHOWN),
        }

    def progress_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer how far a batch has come; reload the page once it is done."""
        row = self.seen_object(request, str(pk))
        if row.state != S.RUNNING and request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Refresh": "true"})
        context = {"row": row, "now": batches.progress(row), "going": row.state == S.RUNNING}
        return TemplateResponse(request, "admin/credit/repair_batch_progress.html", context)

    @display(description=gettext_lazy("batch repair"), header=True)
    def name(self, obj: RepairBatch) -> list[str]:
        """Title and plan."""
        return [obj.title, obj.basis]

    @display(description=gettext_lazy("eligible of selected"))
    def figures(self, obj: RepairBatch) -> str:
        """Eligible of selected."""
        return f"{obj.eligible} / {obj.selected}"

    @display(description=gettext_lazy("approved"))
    def approved(self, obj: RepairBatch) -> str:
        """Who approved, and when."""
        return who(obj.approved_by_label, obj.approved_on) or "–"

    @display(description=gettext_lazy("filing number"))
    def filing(self, obj: RepairBatch) -> str:
        """Number of the filing."""
        return obj.filing_no or "–"

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: RepairBatch) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
