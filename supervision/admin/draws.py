"""Random draws on the supervisors' pages: preview, commitment, result, minutes, replacements."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.decorators import display

from accounts.admin_base import ScopedAdmin
from accounts.division_filter import DivisionFilter
from accounts.models import Officer
from accounts.permissions import P
from core.clock import CHINA, today
from credit.admin.case_pages import CaseAdmin, facts_of, who
from supervision.admin.draw_steps import DRAW_STEPS, REPLACEMENT_STEPS
from supervision.draws import clocks, files, pool, services
from supervision.draws.choices import PUBLIC, DrawState, ReplacementState, Unfit
from supervision.draws.minutes import pdf_of, voided_by
from supervision.draws.population import StratumCount, counts
from supervision.draws.rules import settings
from supervision.draws.workflow import DRAW, REPLACEMENT
from supervision.models import Draw, DrawnObject, DrawnStaff, Inspection, Replacement

COLOURS = {
    DrawState.DRAFT: "info",
    DrawState.COMMITTED: "primary",
    DrawState.DRAWN: "warning",
    DrawState.APPROVED: "warning",
    DrawState.OPENED: "success",
    DrawState.VOID: "danger",
    DrawState.DROPPED: "",
}
REPLACEMENT_COLOURS = {
    ReplacementState.ASKED: "warning",
    ReplacementState.APPROVED: "success",
    ReplacementState.REFUSED: "danger",
}


@admin.register(Draw)
class DrawAdmin(CaseAdmin):
    """Draws of the officer's divisions; they begin on a plan's page."""

    view_right = P.FILE_VIEW
    workflow = DRAW
    steps = DRAW_STEPS
    case_template = "admin/supervision/draw.html"
    colours = COLOURS
    clock_kinds = clocks.KINDS
    list_display = ("name_column", "day", "clock", "state_label")
    list_display_links = ("name_column",)
    list_select_related = ("plan",)
    list_filter = ("state", "plan__year", DivisionFilter)
    search_fields = ("number", "title")
    list_before_template = "admin/supervision/draws_rail.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by number and title."""
        return ScopedAdmin.get_search_results(self, request, queryset, search_term)

    def get_urls(self) -> list[URLPattern]:
        """Add the minutes and the frozen files."""
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/minutes.pdf", view(self.minutes_view), name="supervision_draw_minutes"),
            path("<int:pk>/files/<str:name>", view(self.file_view), name="supervision_draw_file"),
        ]
        return [*own, *super().get_urls()]

    def minutes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand out the minutes of a draw that was held."""
        row = self.seen_object(request, str(pk))
        if row.drawn_at is None:
            raise Http404
        return _file(pdf_of(row), f"{row.number}.pdf", "application/pdf")

    def file_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Hand out a frozen file; officers read the result before it is public, never the seed."""
        row = self.seen_object(request, str(pk))
        texts = {
            files.POPULATION: row.population,
            files.STAFF: row.staff,
            files.PARAMETERS: row.parameters,
            files.RESULT: row.result,
        }
        if not texts.get(name):
            raise Http404
        return _file(texts[name].encode(), name, "text/plain; charset=utf-8")

    def case_context(self, row: Draw, reader: Officer) -> dict[str, Any]:
        """Return strata, files, result and replacements."""
        return {
            "facts": facts_of(
                (
                    (_("Plan"), row.plan),
                    (_("Day of the draw"), row.draw_on),
                    (pgettext_lazy("draw", "Source of the public number"), row.public_source),
                    (_("Public number drawn"), row.public_number),
                    (_("Entered by"), row.made_by_label),
                    (_("Committed"), who(row.committed_by_label, _moment(row.committed_at))),
                    (_("Drawn"), who(row.drawn_by_label, _moment(row.drawn_at))),
                    (_("Witnesses"), row.witnesses),
                    (_("Approved"), who(row.approved_by_label, _moment(row.approved_at))),
                    (_("Opened"), _moment(row.opened_at)),
                    (_("Declared void"), voided_by(row) if row.void_reason else ""),
                    (_("Why it is void"), row.void_reason),
                )
            ),
            "plan_url": reverse("admin:supervision_plan_change", args=[row.plan_id]),
            "public_url": reverse("supervision:draw", args=[row.number]) if row.state in PUBLIC else "",
            "strata": _strata(row),
            "weights_unconfirmed": settings(today(), row.division_code).unconfirmed("factors"),
            "unfit": _unfit(row),
            "files": [name for name, text in _named(row) if text],
            "drawn": _drawn(row),
            "replacements": row.replacements.select_related(
                "drawn_object__subject", "staff__inspector__officer", "staff__expert"
            ).order_by("pk"),
        }

    @display(description=pgettext_lazy("draw", "draw"), header=True)
    def name_column(self, obj: Draw) -> list[str]:
        """Title, and below it the number."""
        return [obj.title, obj.number]

    @display(description=gettext_lazy("day of the draw"))
    def day(self, obj: Draw) -> str:
        """The day announced."""
        return obj.draw_on.isoformat()

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Draw) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


@admin.register(Replacement)
class ReplacementAdmin(CaseAdmin):
    """Replacements: asked on a draw's page, decided here by another officer."""

    view_right = P.FILE_VIEW
    workflow = REPLACEMENT
    steps = REPLACEMENT_STEPS
    case_template = "admin/supervision/replacement.html"
    colours = REPLACEMENT_COLOURS
    clock_kinds = (clocks.REPLACE,)
    list_display = ("what_column", "ground_label", "made_by_label", "clock", "state_label")
    list_display_links = ("what_column",)
    list_select_related = ("draw", "drawn_object__subject")
    list_filter = ("state", "kind", "ground")
    list_before_template = "admin/supervision/draws_rail.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """There is no search: replacements are few."""
        return queryset, False

    def case_context(self, row: Replacement, reader: Officer) -> dict[str, Any]:
        """Return what was asked and what came of it."""
        return {
            "facts": facts_of(
                (
                    (_("Draw"), row.draw),
                    (_("What is replaced"), row.get_kind_display()),
                    (_("Drawn body"), row.drawn_object.subject),
                    (_("Inspector or expert"), row.staff),
                    (_("Ground"), row.get_ground_display()),
                    (_("Reasons"), row.words),
                    (_("Asked"), who(row.made_by_label, _moment(row.made_at))),
                    (_("Decided"), who(row.decided_by_label, _moment(row.decided_at))),
                    (_("Reasons of the decision"), row.decision_reason),
                    (_("Who or what came instead"), _instead(row)),
                )
            ),
            "draw_url": reverse("admin:supervision_draw_change", args=[row.draw_id]),
        }

    @display(description=pgettext_lazy("replacement", "replaced"), header=True)
    def what_column(self, obj: Replacement) -> list[str]:
        """The body, and below it draw and kind."""
        return [str(obj.drawn_object.subject), f"{obj.draw.number} · {obj.get_kind_display()}"]

    @display(description=gettext_lazy("ground"))
    def ground_label(self, obj: Replacement) -> str:
        """Why, in words of the list."""
        return obj.get_ground_display()

    @display(description=gettext_lazy("state"), label=REPLACEMENT_COLOURS)
    def state_label(self, obj: Replacement) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def _drawn(row: Draw) -> list[tuple[DrawnObject, Inspection | None]]:
    """Return the drawn bodies, each with how far its inspection has come."""
    staff = DrawnStaff.objects.select_related("inspector__officer", "expert").order_by("-role", "place", "pk")
    rows = row.objects_drawn.select_related("subject", "line", "instead_of__subject")
    found = list(rows.prefetch_related(Prefetch("staff", queryset=staff)))
    inspections = Inspection.objects.filter(source_key__in=[one.source_key for one in found])
    known = {one.source_key: one for one in inspections}
    return [(one, known.get(one.source_key)) for one in found]


def _instead(row: Replacement) -> str:
    """Return what came instead; an inspector or expert by name, who is public by code only."""
    crew = row.drawn_object.staff.filter(replaced=False).select_related("inspector__officer", "expert")
    return next((str(who) for who in crew if row.outcome and str(who).startswith(row.outcome)), row.outcome)


def _named(row: Draw) -> list[tuple[str, str]]:
    return [
        (files.POPULATION, row.population),
        (files.STAFF, row.staff),
        (files.PARAMETERS, row.parameters),
        (files.RESULT, row.result),
    ]


def _strata(row: Draw) -> list[StratumCount]:
    """Return how the population is made up: frozen, or as it would be frozen today."""
    if row.population:
        terms = files.read_parameters(row.parameters)
        return counts(files.read_population(row.population), terms.strata, terms.unit)
    if row.state != DrawState.DRAFT:
        return []
    found = services.frozen(row)
    return counts(found.ballots, found.strata, settings(today(), row.division_code).number("unit"))


def _unfit(row: Draw) -> list[tuple[str, str]]:
    known = row.unfit if row.population else pool.on_day(row.division_code, row.draw_on).unfit
    return [(code, str(Unfit(why).label)) for code, why in sorted(known.items())]


def _moment(at: Any) -> str:
    return localtime(at, CHINA).strftime("%Y-%m-%d %H:%M") if at else ""


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(content, content_type=content_type, headers={"Content-Disposition": disposition})
