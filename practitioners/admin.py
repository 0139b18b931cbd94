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

from accounts.admin_base import ServedForm, attempt, go, officer
from accounts.dialogs import dialog
from accounts.permissions import P
from credit.admin.reveal import REVEAL_DIALOG, show_number
from credit.admin.search import HELP, subject_ids
from practitioners.forms import PracticeDialog, PractitionerForm
from practitioners.models import Practice, Practitioner
from practitioners.services import change_practitioner, enter_practitioner, keep_practice


class PracticeInline(TabularInline):
    """Places of practice, for reading: they come by workbook, or by the button above."""

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


def person_fieldsets(first: tuple[str, ...], *more: str) -> Any:
    """Group the fields of a person.

    Args:
        first: fields of the person.
        more: further fields at the end.
    """
    practice = ("practice_class", "practice_scope", "title", "registered_on", "main_uscc", *more)
    return ((None, {"fields": first}), (gettext_lazy("Practice"), {"fields": practice}))


@admin.register(Practitioner)
class PractitionerAdmin(ServedForm):
    """People who practise. The full number is shown once, with a reason."""

    view_right = P.FILE_VIEW
    add_right = P.FILE_EDIT
    change_right = P.FILE_EDIT
    form = PractitionerForm
    warn_unsaved_form = True
    list_display = ("who", "category", "practice_class", "title", "main_place", "registered_on")
    list_display_links = ("who",)
    list_select_related = ("subject",)
    search_fields = ("certificate_no",)
    search_help_text = HELP
    inlines = (PracticeInline,)
    readonly_fields = ("person", "number", "certificate", "updated_at")
    actions_detail = ("practice", "reveal")
    change_form_outer_before_template = "admin/credit/to_file.html"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for name and number once; afterwards they are those of the credit file."""
        if obj is None:
            return person_fieldsets(("name", "id_type", "id_number", "category", "certificate_no"))
        certificate = "certificate_no" if self.has_change_permission(request, obj) else "certificate"
        return person_fieldsets(("person", "number", "category", certificate), "updated_at")

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """A person who is not on file yet has no places."""
        return self.inlines if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store through the service: credit file, its division, audit rows."""
        by, values = officer(request), form.cleaned_data
        stored = change_practitioner(obj, values, by=by) if change else enter_practitioner(values, by=by)
        obj.__dict__.update(stored.__dict__)

    @action(
        description=gettext_lazy("Enter a place of practice"),
        url_path="practice",
        icon="add_location",
        dialog=dialog(
            gettext_lazy("Enter a place of practice"),
            gettext_lazy("The same institution and first day again corrects what is there."),
            form=PracticeDialog,
        ),
    )
    def practice(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Add a stretch of practice, or correct one."""
        person = self.seen_object(request, object_id)
        values = form.cleaned_data

        def act() -> None:
            keep_practice(person, values, by=officer(request))

        attempt(request, act, _("The place of practice is kept."))
        return go(request, self.change_url(person))

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
        """Offer what the officer may do with this person's file."""
        person = self.get_object(request, str(object_id))
        if person is None:
            return []
        rights = {"practice": P.FILE_EDIT, "reveal": P.NUMBER_REVEAL}
        held = {name for name, right in rights.items() if self.allowed(request, right, person)}
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [
            act for act in self._get_base_actions_detail() if act.action_name.removeprefix(prefix) in held
        ]
