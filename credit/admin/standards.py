"""Scoring standards, their criteria and bands, and the runs that graded everybody. For reading."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display

from accounts.admin_base import ScopedAdmin
from accounts.permissions import P
from core.models import Rule
from credit.models import Band, Criterion, GradeRun, Standard
from credit.models.grades import RunState
from credit.rules.terms import StandardState

CERTAINTY = {Rule.Certainty.VERIFIED: "success", Rule.Certainty.DEFAULT: "warning"}


class ReadOnlyInline(TabularInline):
    """Rows of a standard, for reading."""

    extra = 0
    tab = True
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the standard sees its rows."""
        return True


class CriterionInline(ReadOnlyInline):
    """What counts, and how much."""

    model = Criterion
    fields = ("item_code", "title", "clause", "points", "per", "veto", "bonus")


class BandInline(ReadOnlyInline):
    """What the result leads to."""

    model = Band
    fields = ("label", "minimum")


@admin.register(Standard)
class StandardAdmin(ScopedAdmin):
    """Scoring standards: loaded as data, with the document that set them."""

    view_right = P.GRADE_VIEW
    scope_field = ""
    ordering = ("code", "-effective_from")
    list_display = (
        "title",
        "version",
        "applies_to",
        "scale",
        "effective_from",
        "state_label",
        "certainty_label",
    )
    list_filter = ("state", "applies_to")
    inlines = (CriterionInline, BandInline)
    fieldsets = (
        (None, {"fields": ("title", "code", "version", "place", "applies_to", "scale", "state")}),
        (_("Score"), {"fields": ("base", "floor", "bonus_cap", "veto_grade", "serious_list_grade")}),
        (_("Cycle"), {"fields": ("cycle_kind", "cycle_months", "cycle_years", "cycle_anchor")}),
        (
            _("Document"),
            {"fields": ("document", "article", "certainty", "effective_from", "effective_until")},
        ),
    )

    @display(
        description=_("state"),
        label={StandardState.ADOPTED: "success", StandardState.TRIED: "warning", StandardState.DRAFT: "info"},
    )
    def state_label(self, obj: Standard) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @display(description=_("certainty"), label=CERTAINTY)
    def certainty_label(self, obj: Standard) -> tuple[str, str]:
        """Read in the source, or a local default that waits for confirmation."""
        return obj.certainty, obj.get_certainty_display()


@admin.register(GradeRun)
class GradeRunAdmin(ScopedAdmin):
    """Grading runs, for reading."""

    view_right = P.GRADE_VIEW
    scope_field = ""
    ordering = ("-requested_at",)
    list_display = (
        "standard",
        "as_of",
        "cause",
        "state_label",
        "graded",
        "written",
        "relabelled",
        "finished_at",
    )
    list_select_related = ("standard",)
    list_filter = ("state", "cause")
    exclude = ("lease_until",)

    @display(
        description=_("state"),
        label={
            RunState.QUEUED: "info",
            RunState.RUNNING: "warning",
            RunState.DONE: "success",
            RunState.FAILED: "danger",
        },
    )
    def state_label(self, obj: GradeRun) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
