"""Breaches of government integrity and their consequences on the supervisors' pages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.decorators import display

from accounts.admin_base import officer
from accounts.division_filter import DivisionFilter
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.clock import today
from core.errors import RefusalsIn
from credit.admin.case_pages import CaseAdmin, facts_of, who
from credit.admin.search import HELP
from credit.models import ConductRecord
from supervision.admin import integrity_forms as forms
from supervision.admin.integrity_steps import BREACH_STEPS, MEASURE_STEPS
from supervision.admin.matter_steps import body_named
from supervision.integrity import breaches, clocks, measures, refused, talks
from supervision.integrity.breaches import NewBreach
from supervision.integrity.choices import BreachState as S
from supervision.integrity.choices import MeasureState as M
from supervision.integrity.tables import breach_kinds, marked
from supervision.integrity.workflow import BREACH, MEASURE
from supervision.models import IntegrityBreach, IntegrityMeasure, Interview

COLOURS = {
    S.PROPOSED: "warning",
    S.CONFIRMED: "danger",
    S.CORRECTION: "warning",
    S.CORRECTED: "success",
    S.DROPPED: "",
    S.WITHDRAWN: "",
}
MEASURE_COLOURS = {
    M.PROPOSED: "warning",
    M.IN_FORCE: "danger",
    M.EXPLAINED: "warning",
    M.ENDED: "",
    M.DROPPED: "",
}


@admin.register(IntegrityBreach)
class IntegrityBreachAdmin(CaseAdmin):
    """Breaches of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.INTEGRITY_REVIEW
    workflow = BREACH
    steps = BREACH_STEPS
    case_template = "admin/supervision/integrity_breach.html"
    colours = COLOURS
    clock_kinds = clocks.BREACH_KINDS
    list_display = ("breach", "body", "found_by", "happened", "clock", "state_label")
    list_display_links = ("breach",)
    list_select_related = ("subject", "office")
    list_filter = ("state", "source", DivisionFilter)
    search_fields = ("document_no",)
    search_help_text = HELP
    list_before_template = "admin/supervision/integrity_links.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's breaches with what their page reads."""
        return super().get_queryset(request).select_related("subject", "office")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Propose a breach."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)
        place = by.agency.division_code if by.agency else ""
        form = forms.BreachForm(request.POST or None, request.FILES or None, place=place)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                row = breaches.propose(_new(form.cleaned_data, by), by=by)
                messages.success(request, _("Proposed; another officer decides on it."))
                return HttpResponseRedirect(self.change_url(row))
        context = {
            "form": form,
            "intro": _(
                "Judgments, penalties, sanctions, broken promises: what is confirmed enters the file of the "
                "body."
            ),
            "button": _("Propose"),
            "heading": _("New breach of government integrity"),
            "back": self.list_url(),
        }
        return self.page(
            request, "admin/credit/act.html", context, title=_("New breach of government integrity")
        )

    def case_context(self, row: IntegrityBreach, reader: Officer) -> dict[str, Any]:
        """Return facts, correction, record and consequences."""
        kind = breach_kinds(on=row.happened_on, place=row.division_code).get(row.kind)
        record = ConductRecord.objects.filter(source=breaches.source_of(row)).first()
        return {
            "facts": facts_of(
                (
                    (_("Kind of breach"), kind.shown if kind else row.kind),
                    (pgettext("integrity", "Body"), row.subject),
                    (_("Office"), row.office),
                    (_("Happened on"), row.happened_on),
                    (_("Found by"), row.get_source_display()),
                    (_("Document number"), row.document_no),
                    (_("Legal basis"), row.basis),
                    (_("Reported by the body itself"), _("yes") if row.self_reported else ""),
                    (_("Proposed by"), row.made_by_label),
                    (pgettext("breach", "Confirmed"), who(row.confirmed_by_label, row.confirmed_on)),
                    (_("To be corrected by"), _of_rule(row, row.correct_by, "correct", row.confirmed_on)),
                    (_("Found corrected on"), row.corrected_on),
                    (_("What the correction does"), breaches.mitigation_shown(row)),
                    (_("Reasons"), row.mitigation_reason),
                    (_("Why sent back"), row.returned_reason),
                )
            ),
            "measures": row.measures.order_by("pk"),
            "matter": refused.matter_of(row),
            "files": for_officers(evidence.of(breaches.about(row))),
            "record_url": reverse("admin:credit_conductrecord_change", args=[record.pk]) if record else "",
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
        }

    @display(description=gettext_lazy("breach"), header=True)
    def breach(self, obj: IntegrityBreach) -> list[str]:
        """What it is."""
        return [obj.title, obj.document_no or "–"]

    @display(description=gettext_lazy("body"))
    def body(self, obj: IntegrityBreach) -> str:
        """Whose it is."""
        return obj.office.name if obj.office is not None else obj.subject.name

    @display(description=gettext_lazy("found by"))
    def found_by(self, obj: IntegrityBreach) -> str:
        """What found it."""
        return obj.get_source_display()

    @display(description=gettext_lazy("happened on"))
    def happened(self, obj: IntegrityBreach) -> str:
        """Its day, short."""
        return obj.happened_on.isoformat()

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: IntegrityBreach) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


@admin.register(IntegrityMeasure)
class IntegrityMeasureAdmin(CaseAdmin):
    """Consequences of the officer's divisions; they are proposed on a result or a breach."""

    view_right = P.FILE_VIEW
    workflow = MEASURE
    steps = MEASURE_STEPS
    case_template = "admin/supervision/integrity_measure.html"
    colours = MEASURE_COLOURS
    clock_kinds = clocks.MEASURE_KINDS
    list_display = ("measure", "body", "in_force", "clock", "state_label")
    list_display_links = ("measure",)
    list_select_related = ("subject", "office")
    list_filter = ("state", "kind", DivisionFilter)
    search_fields = ("document_no",)
    search_help_text = HELP
    list_before_template = "admin/supervision/integrity_links.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the officer's consequences with what their page reads."""
        return super().get_queryset(request).select_related("subject", "office", "breach", "assessment")

    def case_context(self, row: IntegrityMeasure, reader: Officer) -> dict[str, Any]:
        """Return facts, ground and explanation."""
        ground = reverse("admin:supervision_assessment_change", args=[row.assessment_id])
        if row.breach_id:
            ground = reverse("admin:supervision_integritybreach_change", args=[row.breach_id])
        return {
            "facts": facts_of(
                (
                    (_("Consequence"), row.get_kind_display()),
                    (pgettext("integrity", "Body"), row.subject),
                    (_("Office"), row.office),
                    (_("Proposed by"), row.made_by_label),
                    (_("Term in months"), _of_rule(row, row.months, "term", row.starts_on)),
                    (_("Document number"), row.document_no),
                    (pgettext("integrity", "Decided"), who(row.decided_by_label, row.starts_on)),
                    (_("In force from"), row.starts_on),
                    (_("In force to"), row.ends_on),
                    (_("Explanation due on"), _of_rule(row, row.explain_by, "explain", row.starts_on)),
                    (_("Ended on"), row.ended_on),
                    (
                        pgettext("integrity", "Why it ended"),
                        row.get_ended_by_display() if row.ended_by else "",
                    ),
                )
            ),
            "ground_url": ground,
            "interview": Interview.objects.filter(source_key=talks.key_of(row)).first(),
            "files": for_officers(evidence.of(measures.about(row))),
            "subject_url": reverse("admin:credit_subject_change", args=[row.subject_id]),
        }

    @display(description=gettext_lazy("consequence"))
    def measure(self, obj: IntegrityMeasure) -> str:
        """What it is."""
        return obj.get_kind_display()

    @display(description=gettext_lazy("body"))
    def body(self, obj: IntegrityMeasure) -> str:
        """Whom it hits."""
        return obj.office.name if obj.office is not None else obj.subject.name

    @display(description=gettext_lazy("in force"))
    def in_force(self, obj: IntegrityMeasure) -> str:
        """From when to when, short."""
        if obj.starts_on is None:
            return "–"
        return f"{obj.starts_on.isoformat()} – {obj.ends_on.isoformat() if obj.ends_on else ''}".strip()

    @display(description=gettext_lazy("state"), label=MEASURE_COLOURS)
    def state_label(self, obj: IntegrityMeasure) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def _of_rule(row: IntegrityBreach | IntegrityMeasure, value: object, code: str, on: date | None) -> str:
    return marked(value, code, on=on or today(), place=row.division_code)


def _new(data: dict[str, Any], by: Officer) -> NewBreach:
    office = data["office"]
    names = ("kind", "facts", "happened_on", "source", "document_no", "self_reported", "evidence")
    return NewBreach(
        subject_id=body_named(data["body"], by, P.INTEGRITY_REVIEW).pk,
        office_id=office.pk if office else None,
        **{name: data[name] for name in names},
    )
