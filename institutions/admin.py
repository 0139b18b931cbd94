"""Institution archives on the supervisors' pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from accounts.admin_base import KeptAdmin, ServedForm, officer
from accounts.clock_words import time_left
from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from credit.admin.search import HELP, subject_ids
from credit.admin.subjects import place_name
from institutions.choices import MembershipState
from institutions.forms import ArchiveForm
from institutions.models import Institution, Membership
from institutions.services import change_institution, enter_institution


def archive_fieldsets(name: str, code: str, *more: str) -> Any:
    """Group the fields of an archive.

    Args:
        name: the field that shows or takes the name.
        code: the field that shows or takes the credit code.
        more: further fields at the end.
    """
    return (
        (None, {"fields": (name, code, "category", "level", "ownership", "quantified_class")}),
        (
            _("Licence"),
            {"fields": ("licence_no", "licence_issued_on", "licence_valid_to", "verification_valid_to")},
        ),
        (
            _("Body"),
            {
                "fields": (
                    "legal_representative",
                    "staff_count",
                    "departments",
                    "address",
                    "division_code",
                    *more,
                )
            },
        ),
    )


@admin.register(Institution)
class InstitutionAdmin(ServedForm):
    """Archives of supervised bodies, entered by hand or by workbook; the code is that of the credit file."""

    view_right = P.FILE_VIEW
    add_right = P.FILE_EDIT
    change_right = P.FILE_EDIT
    form = ArchiveForm
    list_display = ("who", "category", "level", "place", "licence_until", "verification_until")
    list_display_links = ("who",)
    list_select_related = ("subject",)
    search_fields = ("licence_no",)
    search_help_text = HELP
    readonly_fields = ("subject_name", "subject_code", "updated_at")
    change_form_outer_before_template = "admin/credit/to_file.html"
    warn_unsaved_form = True

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Offer name and code where they may be given; a reader sees them as words."""
        if obj is None:
            return archive_fieldsets("name", "uscc")
        name = "name" if self.has_change_permission(request, obj) else "subject_name"
        return archive_fieldsets(name, "subject_code", "updated_at")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Store through the service: credit file, former name, audit rows."""
        by, values = officer(request), form.given(form.cleaned_data)
        stored = change_institution(obj, values, by=by) if change else enter_institution(values, by=by)
        obj.__dict__.update(stored.__dict__)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the subject."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(subject_id__in=subject_ids(search_term)), False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The division decides who sees the archive: it is given once and not moved in a form."""
        fixed = ("division_code",) if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    @display(description=_("institution"), header=True)
    def who(self, obj: Institution) -> list[str]:
        """Name and credit code."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=_("name"))
    def subject_name(self, obj: Institution) -> str:
        """Name in the credit file."""
        return obj.subject.name

    @display(description=_("unified social credit code"))
    def subject_code(self, obj: Institution) -> str:
        """Credit code."""
        return obj.subject.uscc

    @display(description=_("division"))
    def place(self, obj: Institution) -> str:
        """Name of the division."""
        return place_name(obj.division_code)

    @display(description=_("licence valid to"), label={"danger": "danger", "warning": "warning"})
    def licence_until(self, obj: Institution) -> tuple[str, str] | None:
        """The day, in red once it has passed."""
        return _until(obj.licence_valid_to)

    @display(description=_("verification valid to"), label={"danger": "danger", "warning": "warning"})
    def verification_until(self, obj: Institution) -> tuple[str, str] | None:
        """The day, in red once it has passed."""
        return _until(obj.verification_valid_to)


def _until(day: Any) -> tuple[str, str] | None:
    if day is None:
        return None
    if day < today():
        return "danger", f"{day}"
    near = (day - today()).days <= 60 and time_left(day).days >= 0
    return ("warning" if near else "", f"{day}")


class MembershipForm(forms.ModelForm[Membership]):
    """Ties an account to an institution of one's own jurisdiction. `asker` is set by the admin."""

    asker: Officer

    class Meta:
        model = Membership
        fields = ("user", "institution", "state")

    def clean_institution(self) -> Institution:
        """Refuse an institution of another place."""
        institution: Institution = self.cleaned_data["institution"]
        if not self.asker.may(P.OFFICER_EDIT, institution.division_code):
            raise forms.ValidationError(_("This division lies outside your jurisdiction."))
        return institution

    def clean_user(self) -> Officer:
        """Refuse a supervisor: who supervises a body does not answer for it."""
        user: Officer = self.cleaned_data["user"]
        if user.is_staff or user.is_superuser:
            raise forms.ValidationError(_("This account belongs to a supervising officer; choose another."))
        return user


@admin.register(Membership)
class MembershipAdmin(KeptAdmin):
    """Portal accounts of supervised bodies: who signs in for which institution."""

    view_right = P.OFFICER_EDIT
    add_right = P.OFFICER_EDIT
    change_right = P.OFFICER_EDIT
    scope_field = "institution__division_code"
    form = MembershipForm
    list_display = ("user", "institution", "state_label")
    list_select_related = ("user", "institution__subject")
    list_filter = ("state",)
    fields = ("user", "institution", "state")
    autocomplete_fields = ("user", "institution")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who asks."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.asker = officer(request)
        return form

    @display(description=_("state"), label={MembershipState.ACTIVE: "success", MembershipState.ENDED: ""})
    def state_label(self, obj: Membership) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()
