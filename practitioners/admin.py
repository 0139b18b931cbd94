"""Practitioners on the supervisors' pages: numbers are masked."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import action, display

from accounts.admin_base import KeptAdmin, officer
from accounts.permissions import P
from credit.admin.reveal import REVEAL_DIALOG, show_number
from credit.admin.search import HELP, subject_ids
from practitioners.models import Practice, Practitioner


class PracticeInline(TabularInline):
    """Places of practice, for reading: they come by workbook."""

    model = Practice
    extra = 0
    can_delete = False
    ordering = ("-started_on",)
    fields = ("institution_name", "institution_uscc", "started_on", "ended_on", "is_main", "change_kind")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the person sees the places."""
        return True


@admin.register(Practitioner)
class PractitionerAdmin(KeptAdmin):
    """People who practise. The full number is shown once, with a reason."""

    view_right = P.FILE_VIEW
    change_right = P.FILE_EDIT
    list_display = ("who", "category", "practice_class", "title", "main_place", "registered_on")
    list_display_links = ("who",)
    list_select_related = ("subject",)
    search_fields = ("certificate_no",)
    search_help_text = HELP
    inlines = (PracticeInline,)
    readonly_fields = ("person", "number", "certificate", "updated_at")
    fieldsets = (
        (None, {"fields": ("person", "number", "category", "certificate")}),
        (
            gettext_lazy("Practice"),
            {
                "fields": (
                    "practice_class",
                    "practice_scope",
                    "title",
                    "registered_on",
                    "main_uscc",
                    "updated_at",
                )
            },
        ),
    )
    actions_detail = ("reveal",)
    change_form_outer_before_template = "admin/credit/to_file.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by name, identity number, or the whole certificate number."""
        term = search_term.strip()
        if not term:
            return queryset, False
        if term.isascii() and len(term) != 18:
            return queryset.filter(certificate_no=term.upper()), False
        return queryset.filter(subject_id__in=subject_ids(term)), False

    @display(description=gettext_lazy("practitioner"), header=True)
    def who(self, obj: Practitioner) -> list[str]:
        """Name and masked number."""
        return [obj.subject.name, obj.subject.id_masked or "–"]

    @display(description=gettext_lazy("full name"))
    def person(self, obj: Practitioner) -> str:
        """Name."""
        return obj.subject.name

    @display(description=gettext_lazy("identity number (masked)"))
    def number(self, obj: Practitioner) -> str:
        """Masked number."""
        return obj.subject.id_masked

    @display(description=gettext_lazy("certificate number"))
    def certificate(self, obj: Practitioner) -> str:
        """Certificate number."""
        return obj.certificate_no

    @display(description=gettext_lazy("main place of practice"))
    def main_place(self, obj: Practitioner) -> str:
        """Name of the main place, or its credit code."""
        return next(
            (practice.institution_name for practice in obj.practices.all() if practice.is_main), obj.main_uscc
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Read the places with the people."""
        return super().get_queryset(request).prefetch_related("practices")

    @action(
        description=gettext_lazy("Show the full number"), url_path="number", icon="key", dialog=REVEAL_DIALOG
    )
    def reveal(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Show the person's full number once."""
        person = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        return show_number(request, person.subject, "id_number", reason=reason, label=_("Identity number"))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer the full number to whoever holds the right."""
        person = self.get_object(request, str(object_id))
        may = person is not None and officer(request).may(P.NUMBER_REVEAL, person.subject.division_code)
        return super().get_actions_detail(request, object_id) if may else []
