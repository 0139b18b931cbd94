"""The libraries of random inspection on the supervisors' pages: inspectors, experts, inspection items."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.decorators import display

from accounts.admin_base import ScopedAdmin, officer
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.clock import today
from core.errors import Refusal, RefusalsIn
from core.language import listed
from credit.admin.case_pages import CaseAdmin, ReasonForm, StepPage, facts_of
from credit.admin.points_forms import subject_named
from credit.models import Subject
from supervision.admin import draw_library_forms as forms_
from supervision.choices import Speciality
from supervision.draws import libraries, pool
from supervision.draws.choices import PoolState
from supervision.draws.workflow import EXPERT, INSPECTOR
from supervision.inspections.choices import InspectionState
from supervision.models import Expert, Inspection, Inspector

COLOURS = {PoolState.ACTIVE: "success", PoolState.LEFT: ""}
MOST_BODIES = 100


def _in_pool(row: Inspector | Expert, by: Officer) -> bool:
    return row.state == PoolState.ACTIVE and by.may(P.INSPECTION_PLAN, row.division_code)


def _declare(row: Inspector | Expert, data: dict[str, Any], by: Officer) -> object:
    subject = subject_named(data["about"], Subject.objects.visible_to(by, P.FILE_VIEW))
    return libraries.declare_conflict(row, subject=subject, tie=data["tie"], by=by)


CONFLICT_STEPS = (
    StepPage(
        "declare",
        "",
        gettext_lazy("Whoever has a tie to a body never goes there; no draw matches them."),
        gettext_lazy("Kept."),
        _declare,
        forms_.ConflictForm,
        title=gettext_lazy("Declare a conflict of interest"),
        offered=_in_pool,
    ),
    StepPage(
        "end_conflict",
        "",
        gettext_lazy("The row stays; draws after today may match again."),
        gettext_lazy("Ended."),
        lambda row, data, by: libraries.end_conflict(data["conflict"], reason=data["reason"], by=by),
        forms_.EndConflictForm,
        title=gettext_lazy("End a conflict of interest"),
        initial=lambda row: {"row": row},
        offered=lambda row, by: _in_pool(row, by) and row.ties.filter(ended_on__isnull=True).exists(),
        plain=True,
    ),
)


class PoolAdmin(CaseAdmin):
    """Members of a library, one page each."""

    view_right = P.FILE_VIEW
    add_right = P.INSPECTION_PLAN
    case_template = "admin/supervision/pool_member.html"
    colours = COLOURS
    ordering = ("code",)
    list_display_links = ("name_column",)
    list_filter = ("state",)
    list_before_template = "admin/supervision/draws_rail.html"
    entry_form: type[forms.Form]
    entry_words: tuple[Any, Any]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the members with how many ties each has declared."""
        ties = Count("ties", filter=Q(ties__ended_on__isnull=True), distinct=True)
        return super().get_queryset(request).annotate(tie_count=ties)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by number and name."""
        return ScopedAdmin.get_search_results(self, request, queryset, search_term)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter a member."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)
        initial = {"division_code": by.agency.division_code if by.agency else ""}
        form = self.entry_form(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                made = self.enter(form.cleaned_data, by)
                messages.success(request, _("Entered."))
                return HttpResponseRedirect(self.change_url(made))
        title, intro = self.entry_words
        context = {
            "form": form,
            "heading": title,
            "intro": intro,
            "button": _("Enter"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=str(title))

    def enter(self, data: dict[str, Any], by: Officer) -> Any:
        """Enter a member; each library does it its way."""
        raise NotImplementedError

    def standing_of(self, row: Inspector | Expert) -> dict[str, Any]:
        """Return why no draw of today would match the member, and which drawn inspections wait."""
        bodies = list(pool.matched(row)[:MOST_BODIES])
        waiting = Inspection.objects.filter(
            source_key__in=[one.source_key for one in bodies],
            state__in=(InspectionState.PLANNED, InspectionState.RUNNING),
        ).values_list("source_key", flat=True)
        keys = set(waiting)
        return {
            "unfit": pool.why_not(row, today()) if row.state == PoolState.ACTIVE else "",
            "goes_to": [one for one in bodies if one.source_key in keys],
            "has_left": row.state == PoolState.LEFT,
        }

    def ties_of(self, row: Inspector | Expert, reader: Officer) -> Any:
        """Return the declared ties, for those who keep the library: they tell of private life."""
        keeps = reader.may(P.INSPECTION_PLAN, row.division_code)
        return row.ties.select_related("subject") if keeps else None

    @display(description=gettext_lazy("specialities"))
    def specialities_column(self, obj: Inspector | Expert) -> str:
        """Specialities in words."""
        return words_of(obj.specialities)

    @display(description=gettext_lazy("declared conflicts"))
    def ties_column(self, obj: Any) -> int | None:
        """How many bodies are barred."""
        return int(obj.tie_count) or None

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Inspector | Expert) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


@admin.register(Inspector)
class InspectorAdmin(PoolAdmin):
    """The library of inspectors."""

    workflow = INSPECTOR
    list_display = ("name_column", "office", "specialities_column", "until", "ties_column", "state_label")
    list_select_related = ("officer", "office")
    search_fields = ("code", "officer__name", "certificate_no")
    entry_form = forms_.InspectorForm
    entry_words = (
        gettext_lazy("New inspector"),
        gettext_lazy("Only officers whose post allows inspecting, with an enforcement certificate."),
    )
    steps = (
        StepPage(
            "change_entry",
            "",
            gettext_lazy("Draws that were committed already keep what they froze."),
            gettext_lazy("Changed."),
            lambda row, data, by: libraries.change_member(row, by=by, **data),
            forms_.ChangeInspectorForm,
            title=gettext_lazy("Change the entry"),
            initial=lambda row: {
                "row": row,
                "certificate_no": row.certificate_no,
                "certificate_valid_to": row.certificate_valid_to,
                "specialities": row.specialities,
                "office": row.office_id,
            },
            offered=_in_pool,
        ),
        StepPage(
            "leave_days",
            "",
            gettext_lazy("No draw of these days matches the inspector."),
            gettext_lazy("Noted."),
            lambda row, data, by: libraries.note_leave(row, by=by, **data),
            forms_.LeaveForm,
            title=gettext_lazy("Note a leave"),
            offered=_in_pool,
            plain=True,
        ),
        *CONFLICT_STEPS,
        StepPage(
            "leave",
            "leave",
            gettext_lazy("No further draw matches the inspector; what was drawn stands."),
            gettext_lazy("Taken out."),
            lambda row, data, by: libraries.leave_library(row, reason=data["reason"], by=by),
            ReasonForm,
            plain=True,
        ),
    )

    def enter(self, data: dict[str, Any], by: Officer) -> Inspector:
        """Enter an officer."""
        return libraries.enter_inspector(by=by, **data)

    def case_context(self, row: Inspector, reader: Officer) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "facts": facts_of(
                (
                    (_("Office"), row.office),
                    (_("Enforcement certificate"), row.certificate_no),
                    (_("Certificate valid to"), row.certificate_valid_to),
                    (_("Specialities"), words_of(row.specialities)),
                    (_("Left on"), row.left_on),
                )
            ),
            **self.standing_of(row),
            "ties": self.ties_of(row, reader),
            "leaves": row.leaves.all(),
            "shows_leaves": True,
        }

    @display(description=pgettext_lazy("pool", "inspector"), header=True)
    def name_column(self, obj: Inspector) -> list[str]:
        """Name and number."""
        return [str(obj.officer), obj.code]

    @display(description=gettext_lazy("certificate valid to"))
    def until(self, obj: Inspector) -> str | None:
        """Day on which the certificate runs out."""
        return obj.certificate_valid_to.isoformat() if obj.certificate_valid_to else None


@admin.register(Expert)
class ExpertAdmin(PoolAdmin):
    """The expert pool."""

    workflow = EXPERT
    list_display = ("name_column", "employer", "specialities_column", "undertaking", "state_label")
    list_select_related = ("employer_subject",)
    search_fields = ("code", "name", "employer")
    entry_form = forms_.ExpertForm
    entry_words = (
        gettext_lazy("New expert"),
        gettext_lazy("Nobody is drawn before the confidentiality undertaking is signed."),
    )
    steps = (
        StepPage(
            "undertaking",
            "",
            gettext_lazy(
                "The expert promises to tell nobody which bodies are inspected, nor what was found."
            ),
            gettext_lazy("Kept; the expert can be drawn now."),
            lambda row, data, by: libraries.sign_undertaking(
                row, signed_on=data["signed_on"], files=data["evidence"], by=by
            ),
            forms_.UndertakingForm,
            title=gettext_lazy("Keep the confidentiality undertaking"),
            offered=_in_pool,
        ),
        StepPage(
            "change_entry",
            "",
            gettext_lazy("Draws that were committed already keep what they froze."),
            gettext_lazy("Changed."),
            lambda row, data, by: libraries.change_member(row, by=by, **data),
            forms_.ChangeExpertForm,
            title=gettext_lazy("Change the entry"),
            initial=lambda row: {
                "title": row.title,
                "specialities": row.specialities,
                "term_to": row.term_to,
            },
            offered=_in_pool,
            plain=True,
        ),
        *CONFLICT_STEPS,
        StepPage(
            "exit",
            "exit",
            gettext_lazy("No further draw matches the expert; ground and words stay on record."),
            gettext_lazy("The expert has left the pool."),
            lambda row, data, by: libraries.exit_expert(
                row, ground=data["ground"], words=data["words"], by=by
            ),
            forms_.ExitForm,
            plain=True,
        ),
    )

    def enter(self, data: dict[str, Any], by: Officer) -> Expert:
        """Enter an expert; the employer is looked for among the credit files."""
        given = dict(data)
        employer = given.pop("employer")
        subject = None
        if employer.strip():
            try:
                subject = subject_named(employer, Subject.objects.visible_to(by, P.FILE_VIEW))
            except Refusal:
                subject = None
        return libraries.enter_expert(by=by, employer=employer, employer_subject=subject, **given)

    def case_context(self, row: Expert, reader: Officer) -> dict[str, Any]:
        """Return what the page shows."""
        return {
            "facts": facts_of(
                (
                    (_("Professional title"), row.title),
                    (_("Employer"), row.employer),
                    (_("Specialities"), words_of(row.specialities)),
                    (_("Appointed until"), row.term_to),
                    (
                        _("Confidentiality undertaking signed on"),
                        row.undertaking_on or _("not yet; the expert is not drawn"),
                    ),
                    (_("Left on"), row.left_on),
                    (_("Why they left"), row.get_exit_ground_display() if row.exit_ground else ""),
                    (_("Reasons"), row.exit_words),
                )
            ),
            **self.standing_of(row),
            "ties": self.ties_of(row, reader),
            "files": for_officers(evidence.of(libraries.about_expert(row))),
        }

    @display(description=pgettext_lazy("pool", "expert"), header=True)
    def name_column(self, obj: Expert) -> list[str]:
        """Name and number."""
        return [obj.name, obj.code]

    @display(description=gettext_lazy("confidentiality undertaking"), boolean=True)
    def undertaking(self, obj: Expert) -> bool:
        """Whether it is signed."""
        return obj.undertaking_on is not None


def words_of(specialities: list[str]) -> str:
    """Write specialities in words."""
    known = dict(Speciality.choices)
    return listed(known.get(name, name) for name in specialities)
