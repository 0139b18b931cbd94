"""What the pages of the supervisors' door share: rights, jurisdiction, bounded pages, one history."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin import ShowFacets
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.paginator import InfinitePaginator

from accounts.history import history_of
from accounts.models import Officer
from accounts.permissions import P
from accounts.theme import tick_box
from core import audit
from core.errors import Refusal
from core.scope import division_filter

DEEPEST_PAGE = 100


class BoundedPaginator(InfinitePaginator):
    """Never counts the rows, and never walks deeper than a reader would: beyond that, search or filter."""

    template_name = "admin/pagination_bounded.html"

    @cached_property
    def count(self) -> int:
        """Return the most rows that the pages reach."""
        return DEEPEST_PAGE * int(self.per_page)


class ScopedAdmin(ModelAdmin):
    """Pages of one table for officers: rights come from posts, rows from the officer's divisions.

    Nothing is deleted here. A row of another division looks as if it did not exist.

    Attributes:
        view_right: what an officer must hold to open the pages.
        add_right: to enter new rows; None: nobody can here.
        change_right: to change rows; None: nobody can here.
        scope_field: lookup path of the division code (default: the model's own `scope_field`, else
            `division_code`); a table that belongs to no division says so with "".
    """

    view_right: P
    add_right: P | None = None
    change_right: P | None = None
    scope_field: str | None = None

    paginator = BoundedPaginator
    list_per_page = 50
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    sortable_by: tuple[str, ...] = ()
    list_disable_select_all = True
    actions_on_bottom = False
    ordering: tuple[str, ...] = ("-pk",)
    empty_value_display = "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows of the divisions in which the officer may look."""
        rows = super().get_queryset(request)
        field = self._scope()
        return (
            rows.filter(division_filter(field, officer(request).prefixes(self.view_right))) if field else rows
        )

    def _scope(self) -> str:
        if self.scope_field is not None:
            return self.scope_field
        return str(getattr(self.model, "scope_field", "division_code"))

    def allowed(self, request: HttpRequest, right: P | None, obj: Model | None = None) -> bool:
        """Tell whether the officer holds a right, for a row where one is given."""
        if right is None or not isinstance(request.user, Officer):
            return False
        return officer(request).may(right, self.division(obj) if obj is not None else "")

    def division(self, obj: Any) -> str:
        """Return the division a row belongs to, "" where the table belongs to none."""
        value = obj
        for part in self._scope().split("__"):
            value = getattr(value, part, "")
        return str(value or "")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the application to whoever may open one of its tables."""
        return self.allowed(request, self.view_right)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask the posts for the right to look."""
        return self.allowed(request, self.view_right, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Ask the posts for the right to enter."""
        return self.allowed(request, self.add_right)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask the posts for the right to change."""
        return self.allowed(request, self.change_right, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted: rows are ended, annulled or corrected."""
        return False

    @display(description=ModelAdmin.action_checkbox.short_description)
    def action_checkbox(self, obj: Model) -> str:
        """Write the tick box of a row."""
        return tick_box(obj.pk)

    def seen_object(self, request: HttpRequest, object_id: str) -> Any:
        """Return the row for an act or a page of our own.

        Raises:
            Http404: there is none in the officer's divisions.
        """
        obj = self.get_object(request, unquote(str(object_id)))
        if obj is None or not self.has_view_permission(request, obj):
            raise Http404
        return obj

    def change_url(self, obj: Model) -> str:
        """Return the address of a row's own page."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])

    def list_url(self) -> str:
        """Return the address of the list."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def page(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, title: str
    ) -> TemplateResponse:
        """Render a page of our own inside the admin's frame."""
        request.current_app = self.admin_site.name  # read by the url tag
        frame = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "model_admin": self,
        }
        return TemplateResponse(request, template, {**frame, **context})

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the row's audit trail: who, when, what was before and after."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = {"original": obj, "object": obj, "entries": history_of(obj), **(extra_context or {})}
        return self.page(request, "admin/audit_history.html", context, title=_("History of %s") % obj)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Write nothing: the audit trail is the only history."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:
        """Write nothing: the audit trail is the only history."""


class KeptAdmin(ScopedAdmin):
    """A small table kept by administrators in plain forms; every save writes an audit row."""

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm[Any], change: bool) -> None:
        """Save, and say in the audit trail what changed."""
        names = [name for name in form.changed_data if hasattr(obj, name)]
        old = type(obj)._base_manager.filter(pk=obj.pk).first() if change else None
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            changes = {name: (getattr(old, name, None), getattr(obj, name)) for name in names}
            verb = "change" if change else "enter"
            audit.record(obj, f"{self.opts.model_name}.{verb}", by=officer(request), changes=changes)


class ServedForm(ScopedAdmin):
    """A form that stores through a service, which may refuse what the form could not know."""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Hand the officer to the form: it checks the jurisdiction."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.officer = officer(request)
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or take the form; what the service refuses is said in its sentence."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.path)


def officer(request: HttpRequest) -> Officer:
    """Return the officer who asks.

    Raises:
        PermissionDenied: nobody is signed in (the admin site lets nobody through without).
    """
    if not isinstance(request.user, Officer):
        raise PermissionDenied
    return request.user


def attempt(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do something that may be refused; say the outcome in a sentence either way."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True


def go(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser on, also from inside a dialog."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)
