"""The audit viewer and the log of looks at personal numbers. Both are only read."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import ForeignObjectRel, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import RangeDateTimeFilter
from unfold.decorators import display

from accounts.admin_base import ScopedAdmin, officer
from accounts.clock_words import moment
from accounts.details import labels_of
from accounts.history import action_words, actor_words, entries
from accounts.models import Post, Reveal
from accounts.permissions import P
from core.language import listed
from core.models import AuditEvent
from core.scope import division_filter

MOST_CHANGES = 3


def object_words(object_type: str) -> str:
    """Return what sort of row it is, in words."""
    try:
        return str(apps.get_model(object_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return object_type


@admin.register(AuditEvent)
class AuditEventAdmin(ScopedAdmin):
    """Who did what, when, why, and what stood there before."""

    view_right = P.AUDIT_VIEW
    list_display = ("when", "who", "what", "object_kind", "object_label", "touched", "reason")
    list_filter = (("at", RangeDateTimeFilter),)
    list_filter_submit = True
    search_fields = ("request_id",)
    search_help_text = _("Request number, or an actor's number such as officer:12")
    fields = ("at", "who", "actor_id", "what", "object_kind", "object_label", "reason", "request_id")
    change_form_outer_after_template = "admin/audit_event_after.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by request or actor number, both indexed."""
        term = search_term.strip()
        if not term:
            return queryset, False
        return queryset.filter(**({"actor_id": term} if ":" in term else {"request_id": term})), False

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one act with its fields before and after."""
        event = self.get_object(request, object_id)
        extra = {**(extra_context or {}), "entries": entries([event]) if event else []}
        return super().change_view(request, object_id, form_url, extra)

    @display(description=_("at"))
    def when(self, obj: AuditEvent) -> str:
        """Moment, short."""
        return moment(obj.at)

    @display(description=_("actor"))
    def who(self, obj: AuditEvent) -> str:
        """Officer or system."""
        return actor_words(obj)

    @display(description=_("action"))
    def what(self, obj: AuditEvent) -> str:
        """The act in words."""
        return action_words(obj.action)

    @display(description=_("kind of object"))
    def object_kind(self, obj: AuditEvent) -> str:
        """What sort of row it was done to."""
        return object_words(obj.object_type)

    @display(description=_("fields"))
    def touched(self, obj: AuditEvent) -> str:
        """Names of the first fields that changed."""
        labels = labels_of(obj)
        return listed(labels[:MOST_CHANGES]) + ("…" if len(labels) > MOST_CHANGES else "")


@admin.register(Reveal)
class RevealAdmin(ScopedAdmin):
    """Who looked at which personal number, when and why (PIPL art. 51)."""

    view_right = P.AUDIT_VIEW
    scope_field = ""
    list_display = ("when", "officer_label", "object_kind", "object_id", "field_label", "reason")
    list_filter = (("at", RangeDateTimeFilter),)
    list_filter_submit = True
    fields = ("at", "officer_label", "actor_id", "object_kind", "object_id", "field_label", "reason")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Keep the looks of officers who hold, or held, a post in the auditor's divisions."""
        rows = super().get_queryset(request)
        reach = officer(request).prefixes(self.view_right)
        if "" in reach:
            return rows
        posts = Post.objects.filter(division_filter("prefix", reach)).values_list("officer_id", flat=True)
        return rows.filter(actor_id__in=[f"officer:{pk}" for pk in posts.distinct()])

    @display(description=_("at"))
    def when(self, obj: Reveal) -> str:
        """Moment, short."""
        return moment(obj.at)

    @display(description=_("kind of object"))
    def object_kind(self, obj: Reveal) -> str:
        """What sort of row the number belongs to."""
        return object_words(obj.object_type)

    @display(description=_("field"))
    def field_label(self, obj: Reveal) -> str:
        """Name of the number."""
        field = apps.get_model(obj.object_type)._meta.get_field(obj.field)
        if isinstance(field, ForeignObjectRel):  # what lies in a table of its own has its name there
            return str(field.related_model._meta.verbose_name)
        return str(getattr(field, "verbose_name", obj.field))
