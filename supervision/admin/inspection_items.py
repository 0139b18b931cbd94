"""The list of inspection items on the supervisors' pages: what stands in none is not inspected."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.decorators import display

from accounts.admin_base import KeptAdmin
from accounts.permissions import P
from supervision.models import InspectionItem


@admin.register(InspectionItem)
class InspectionItemAdmin(KeptAdmin):
    """The list of inspection items; who keeps plans keeps it."""

    view_right = P.FILE_VIEW
    add_right = P.RULE_EDIT
    change_right = P.RULE_EDIT
    scope_field = ""
    list_display = ("name_column", "speciality", "basis_column", "coverage", "source")
    list_display_links = ("name_column",)
    list_filter = ("speciality", "full_coverage", "confirmed")
    search_fields = ("code", "title", "document")
    ordering = ("speciality", "code")
    list_before_template = "admin/supervision/draws_rail.html"
    fields = (
        "code",
        "title",
        "title_en",
        "speciality",
        "categories",
        "content",
        "way",
        "full_coverage",
        "document",
        "article",
        "confirmed",
        "place",
        "effective_from",
        "effective_to",
    )

    @display(description=gettext_lazy("inspection item"), header=True)
    def name_column(self, obj: InspectionItem) -> list[str]:
        """Title and code."""
        return [obj.title_shown, obj.code]

    @display(description=gettext_lazy("way of choice"), label={"all": "primary", "draw": ""})
    def coverage(self, obj: InspectionItem) -> tuple[str, str]:
        """Whether everybody is inspected, or who is drawn."""
        if obj.full_coverage:
            return "all", _("full coverage")
        return "draw", pgettext("inspection item", "at random")

    @display(description=gettext_lazy("source"), label={"read": "success", "default": "warning"})
    def source(self, obj: InspectionItem) -> tuple[str, str]:
        """Whether the basis was read in its source."""
        if obj.confirmed:
            return "read", _("confirmed by a source")
        return "default", _("local default, to be confirmed")

    @display(description=gettext_lazy("legal basis"))
    def basis_column(self, obj: InspectionItem) -> str:
        """Document and article."""
        return obj.basis
