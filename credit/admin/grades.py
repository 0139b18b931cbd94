"""Grades: the list, and why each is what it is, line by line."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.dialogs import dialog
from accounts.division_filter import DivisionFilter
from accounts.permissions import P
from core import audit
from credit.admin.search import HELP, subject_ids
from credit.admin.subjects import place_name
from credit.grading.explaining import explain, ladder
from credit.grading.own_days import day_behind
from credit.grading.services import regrade
from credit.models import Band, Grade, GradeChange, Standard
from credit.models.grades import Cause
from credit.rules.explanation import LineKind
from credit.rules.phrases import found_by, plain
from credit.rules.terms import CycleBasis

MOST_STANDARDS = 40
MOST_CHANGES = 50


def _in_words(label: str, english: str) -> str:
    return label if not english or (get_language() or "").startswith("zh") else english


class StandardFilter(SimpleListFilter):
    """One standard's grades; standards are few, and read without their rows."""

    title = gettext_lazy("standard")
    parameter_name = "standard"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the standards."""
        rows = Standard.objects.order_by("code", "version")[:MOST_STANDARDS]
        return [(str(row.pk), str(row)) for row in rows]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the standard's grades."""
        value = str(self.value() or "")
        return queryset.filter(standard_id=int(value)) if value.isdigit() else queryset


class BandFilter(SimpleListFilter):
    """One grade or action; the words come from the standards' bands."""

    title = gettext_lazy("grade or action")
    parameter_name = "band"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the grades and actions."""
        bands = Band.objects.order_by("standard__code", "-minimum").values_list("label", "label_en")
        words = {label: _in_words(label, english) for label, english in bands}
        return list(words.items())[:MOST_STANDARDS]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the grades with this label."""
        return queryset.filter(label=self.value()) if self.value() else queryset


@admin.register(Grade)
class GradeAdmin(ScopedAdmin):
    """Standing grades, for reading."""

    view_right = P.GRADE_VIEW
    scope_field = "subject__division_code"
    list_display = ("who", "place", "standard", "label_shown", "score_shown", "points_shown", "computed_for")
    list_display_links = ("who",)
    list_select_related = ("subject", "standard")
    list_filter = (StandardFilter, BandFilter, "veto", DivisionFilter)
    search_fields = ("label",)
    search_help_text = HELP
    fields = (
        "who_name",
        "standard",
        "label_shown",
        "score_shown",
        "points_shown",
        "bonus_shown",
        "held_down",
        "cycle",
        "as_of",
    )
    change_form_outer_after_template = "admin/credit/grade_after.html"
    actions_detail = ("compute_now",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Add the band's English words."""
        band = Band.objects.filter(standard=OuterRef("standard_id"), label=OuterRef("label"))
        return super().get_queryset(request).annotate(label_en=Subquery(band.values("label_en")[:1]))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the subject."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(subject_id__in=subject_ids(search_term)), False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the grade with its explanation and what it was before."""
        extra = dict(extra_context or {})
        grade = self.get_object(request, object_id)
        if grade is not None:
            extra["lines"], extra["ladder"] = explain(grade), ladder(grade)
            extra["aside"] = [line for line in extra["lines"] if line.kind == LineKind.IGNORED]
            changes = GradeChange.objects.filter(subject_id=grade.subject_id, standard_id=grade.standard_id)
            extra["changes"] = changes[:MOST_CHANGES]
            extra["subject_page"] = officer(request).may(P.FILE_VIEW, grade.subject.division_code)
        return super().change_view(request, object_id, form_url, extra)

    @display(description=gettext_lazy("subject"), header=True)
    def who(self, obj: Grade) -> list[str]:
        """Name and number."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("subject"))
    def who_name(self, obj: Grade) -> str:
        """Name and number in one line."""
        return obj.subject.with_number

    @display(description=gettext_lazy("division"))
    def place(self, obj: Grade) -> str:
        """Name of the division."""
        return place_name(obj.subject.division_code)

    @display(description=gettext_lazy("grade or action"))
    def label_shown(self, obj: Grade) -> str:
        """The grade; nothing due reads as a dash."""
        return _in_words(obj.label, getattr(obj, "label_en", "")) or "–"

    @display(description=gettext_lazy("score"))
    def score_shown(self, obj: Grade) -> str:
        """Score without idle zeros."""
        return plain(obj.score)

    @display(description=gettext_lazy("points"))
    def points_shown(self, obj: Grade) -> str:
        """Points without idle zeros."""
        return plain(obj.points)

    @display(description=gettext_lazy("bonus"))
    def bonus_shown(self, obj: Grade) -> str:
        """Bonus without idle zeros."""
        return plain(obj.bonus)

    @display(description=gettext_lazy("held down by"))
    def held_down(self, obj: Grade) -> str:
        """What holds the grade down, whatever the score."""
        causes = [
            (obj.veto, _("a veto")),
            (obj.direct, _("a grade put directly")),
            (obj.listed, _("a serious list")),
        ]
        return " · ".join(words for applies, words in causes if applies) or "–"

    @display(description=gettext_lazy("as of"))
    def computed_for(self, obj: Grade) -> str:
        """The day for which it was computed, short."""
        return obj.as_of.isoformat()

    @display(description=gettext_lazy("cycle"))
    def cycle(self, obj: Grade) -> str:
        """From when until when points add up, and how that was found."""
        basis = CycleBasis(obj.cycle_basis)
        return f"{obj.cycle_start} – {obj.cycle_end}（{found_by(basis, day_behind(obj))}）"

    @action(
        description=gettext_lazy("Compute now"),
        url_path="compute",
        icon="refresh",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Compute now"),
            gettext_lazy("The subject is graded anew under every standard in force, as of today."),
        ),
    )
    def compute_now(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Grade one subject anew."""
        grade = self.seen_object(request, object_id)
        if self.allowed(request, P.GRADE_RUN, grade):

            def act() -> None:
                regrade([grade.subject_id], cause=Cause.DEMAND)
                audit.record(grade.subject, "subject.grade", by=officer(request))

            attempt(request, act, _("Computed. A grade that stays the same is not rewritten."))
        return go(request, self.change_url(grade))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer the computation to whoever may run it."""
        grade = self.get_object(request, str(object_id))
        may = grade is not None and self.allowed(request, P.GRADE_RUN, grade)
        return super().get_actions_detail(request, object_id) if may else []
