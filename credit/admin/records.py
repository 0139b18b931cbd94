"""Conduct records, for reading: decisions and inspections write them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin_base import ScopedAdmin
from accounts.permissions import P
from credit.admin.search import HELP, subject_ids
from credit.choices import RecordState
from credit.models import ConductRecord

COLOURS = {
    RecordState.NORMAL: "warning",
    RecordState.DISPUTED: "info",
    RecordState.WITHDRAWN: "",
    RecordState.ANNULLED: "danger",
    RecordState.REPAIRED: "success",
}


@admin.register(ConductRecord)
class ConductRecordAdmin(ScopedAdmin):
    """Conduct records of the officer's divisions."""

    view_right = P.FILE_VIEW
    list_display = ("who", "item_code", "title", "happened_on", "final_on", "state_label")
    list_display_links = ("who",)
    list_select_related = ("subject",)
    list_filter = ("state",)
    search_fields = ("item_code",)
    search_help_text = HELP
    fieldsets = (
        (None, {"fields": ("subject", "item_code", "title", "facts", "count", "act")}),
        (_("Document"), {"fields": ("authority_name", "document_no", "happened_on", "final_on", "known_at")}),
        (
            _("Effect"),
            {
                "fields": (
                    "state",
                    "disputed_from",
                    "disputed_until",
                    "withdrawn_on",
                    "annulled_on",
                    "repaired_on",
                )
            },
        ),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the subject."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(subject_id__in=subject_ids(search_term)), False

    @display(description=_("subject"))
    def who(self, obj: ConductRecord) -> str:
        """Name of the subject."""
        return obj.subject.name

    @display(description=_("state"), label=COLOURS)
    def state_label(self, obj: ConductRecord) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
