"""Other departments' lists: the sources with their freshness, and the entries, for reading."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from unfold.decorators import action, display

from accounts.admin_base import ScopedAdmin, officer
from accounts.division_filter import DivisionFilter
from accounts.permissions import P
from blacklist.admin.foreign_forms import SourceForm, TakeInForm
from blacklist.admin.foreign_links import link
from blacklist.foreign.choices import ForeignKind
from blacklist.foreign.parcels import save_source
from blacklist.foreign.selectors import due_on, is_overdue
from blacklist.foreign.uploading import TABLES, submit_list
from blacklist.models import ForeignEntry, ForeignSource
from core import divisions
from core.clock import today
from core.errors import RefusalsIn
from core.identifiers import clean_code
from core.search import matching
from core.sheets.columns import kind_named
from credit.admin.reveal import REVEAL_DIALOG, show_number
from credit.admin.search import HELP
from credit.services import RESIDENT_ID, person_identity

NEWEST = 15
KIND_COLOURS = {ForeignKind.RED: "success", ForeignKind.BLACK: "danger"}


@admin.register(ForeignSource)
class ForeignSourceAdmin(ScopedAdmin):
    """Departments whose lists are received, and how fresh they are."""

    view_right = P.FILE_VIEW
    add_right = P.FOREIGN_LIST_KEEP
    change_right = P.FOREIGN_LIST_KEEP
    form = SourceForm
    ordering = ("division_code", "department")
    list_display = ("who", "place", "received", "in_force", "fresh")
    list_display_links = ("who",)
    list_filter = (DivisionFilter,)
    search_fields = ("department", "keeps", "code")
    search_help_text = gettext_lazy("Department, list or code")
    fields = (
        "department",
        "code",
        "keeps",
        "division_code",
        "basis",
        "contact",
        "every_days",
        "closed_on",
        "last_received_on",
        "in_force",
    )
    readonly_fields = ("last_received_on", "in_force")
    change_form_outer_before_template = "admin/blacklist/foreign_source_before.html"
    change_form_outer_after_template = "admin/blacklist/foreign_source_after.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which a list is taken in."""
        view = self.admin_site.admin_view(self.take_in_view)
        return [path("<int:pk>/take-in/", view, name="blacklist_foreignsource_take_in"), *super().get_urls()]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The code is part of an address that others use."""
        return ("code", *self.readonly_fields) if obj is not None else self.readonly_fields

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who asks."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.asker = officer(request)
        return form

    def save_model(self, request: HttpRequest, obj: ForeignSource, form: Any, change: bool) -> None:
        """Save through the service."""
        save_source(obj, by=officer(request))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the source with its newest deliveries."""
        extra = dict(extra_context or {})
        obj = self.get_object(request, object_id)
        if obj is not None:
            extra["deliveries"] = obj.deliveries.order_by("-pk")[:NEWEST]
            extra["due_on"], extra["overdue"] = due_on(obj), is_overdue(obj, today())
            extra["may_take_in"] = self.has_change_permission(request, obj) and obj.closed_on is None
        return super().change_view(request, object_id, form_url, extra)

    def take_in_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a workbook of this source; a worker does the rest."""
        source = self.seen_object(request, str(pk))
        if not self.has_change_permission(request, source):
            raise PermissionDenied
        form = TakeInForm(request.POST or None, request.FILES or None, initial={"list_on": today()})
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            with RefusalsIn(form):
                made = submit_list(
                    source=source, by=officer(request), file_name=given["upload"].name, **given
                )
                return HttpResponseRedirect(reverse("admin:core_intake_change", args=[made.pk]))
        context = {
            "form": form,
            "source": source,
            "tables": [kind_named(name) for name in TABLES],
            "back": self.change_url(source),
        }
        return self.page(request, "admin/blacklist/foreign_take_in.html", context, title=_("Take in a list"))

    @display(description=gettext_lazy("department"), header=True)
    def who(self, obj: ForeignSource) -> list[str]:
        """Department, and below it what it keeps."""
        return [obj.department, obj.keeps]

    @display(description=gettext_lazy("received for"))
    def place(self, obj: ForeignSource) -> str:
        """Name of the division whose office receives it."""
        return divisions.full_name(obj.division_code) or obj.division_code

    @display(description=gettext_lazy("last received on"))
    def received(self, obj: ForeignSource) -> str | None:
        """Day of the last delivery."""
        return obj.last_received_on.isoformat() if obj.last_received_on else None

    @display(
        description=gettext_lazy("freshness"),
        label={"late": "danger", "never": "warning", "good": "success", "closed": "", "free": "info"},
    )
    def fresh(self, obj: ForeignSource) -> tuple[str, str]:
        """Whether the agreed delivery has come."""
        due = due_on(obj)
        if obj.closed_on is not None:
            return "closed", _("no longer received")
        if due is not None and is_overdue(obj, today()):
            return "late", _("overdue since %(day)s") % {"day": due.isoformat()}
        if obj.last_received_on is None:
            return "never", _("nothing received yet")
        if due is None:
            return "free", _("no rhythm agreed")
        return "good", _("next by %(day)s") % {"day": due.isoformat()}


class StandingFilter(SimpleListFilter):
    """Entries that their source still keeps, or those that have ended."""

    title = pgettext_lazy("foreign entry", "standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer both."""
        return [("yes", pgettext_lazy("foreign entry", "in force")), ("no", gettext_lazy("ended"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what is asked for."""
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(ended_on__isnull=self.value() == "yes")


class SourceFilter(SimpleListFilter):
    """Entries of one of the officer's sources."""

    title = gettext_lazy("source")
    parameter_name = "source"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the sources."""
        rows = ForeignSource.objects.visible_to(officer(request), P.FILE_VIEW).order_by("department")
        return [(str(row.pk), row.department) for row in rows[:60]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the entries of the chosen source."""
        value = self.value() or ""
        return queryset.filter(source_id=int(value)) if value.isdigit() else queryset


@admin.register(ForeignEntry)
class ForeignEntryAdmin(ScopedAdmin):
    """Entries as their sources told them: read only, ended by the source, never deleted."""

    view_right = P.FILE_VIEW
    list_display = ("who", "kind_label", "determined", "source_label", "received", "standing_label")
    list_display_links = ("who",)
    list_select_related = ("source",)
    list_filter = (SourceFilter, "kind", "of_person", StandingFilter)
    search_fields = ("key",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (pgettext_lazy("foreign entry", "In force"), "standing=yes"),
        (gettext_lazy("Serious dishonesty"), f"kind__exact={ForeignKind.BLACK}&standing=yes"),
        (gettext_lazy("Red lists"), f"kind__exact={ForeignKind.RED}&standing=yes"),
        (gettext_lazy("Ended"), "standing=no"),
    )
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "name",
                    "number_shown",
                    "kind",
                    "file_link",
                    "standing_words",
                )
            },
        ),
        (
            gettext_lazy("As the department determined it"),
            {
                "fields": (
                    "title",
                    "grade",
                    "document_no",
                    "determined_by",
                    "determined_on",
                    "ends_on",
                    "facts",
                    "content",
                    "address",
                    "representative",
                    "note",
                )
            },
        ),
        (
            gettext_lazy("How it came"),
            {"fields": ("source_link", "keeps", "received_on", "delivery_link", "seen_on")},
        ),
    )
    actions_detail = ("reveal",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by number through the indexes, or by a piece of the name."""
        term = search_term.strip()
        if not term:
            return queryset, False
        code = clean_code(term)
        if len(code) == 18 and code.isascii() and code.isalnum():
            numbers = (f"U:{code}", person_identity(RESIDENT_ID, code))
            return queryset.filter(Q(identity__in=numbers)), False
        return matching(queryset, "grams", "name_norm", term), False

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer the full number of a person to whoever holds the right."""
        obj = self.get_object(request, str(object_id))
        if obj is None or not obj.of_person or not officer(request).may(P.NUMBER_REVEAL, obj.division_code):
            return []
        return super().get_actions_detail(request, object_id)

    @action(
        description=gettext_lazy("Show the full number"), url_path="number", icon="key", dialog=REVEAL_DIALOG
    )
    def reveal(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Show a person's full number once."""
        entry = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        return show_number(request, entry, "id_number", reason=reason, label=_("Identity number"))

    @display(description=gettext_lazy("name"), header=True)
    def who(self, obj: ForeignEntry) -> list[str]:
        """Name, and below it the number as officers may see it."""
        return [obj.name, obj.number or "–"]

    @display(description=gettext_lazy("list"), label=KIND_COLOURS)
    def kind_label(self, obj: ForeignEntry) -> tuple[str, str]:
        """Red or black, in its colour."""
        return obj.kind, obj.get_kind_display()

    @display(description=gettext_lazy("determined by"), header=True)
    def determined(self, obj: ForeignEntry) -> list[str]:
        """Who determined it, and below it when and by which document."""
        return [obj.determined_by, f"{obj.determined_on:%Y-%m-%d} {obj.document_no}".strip()]

    @display(description=gettext_lazy("source"))
    def source_label(self, obj: ForeignEntry) -> str:
        """Department that sent it."""
        return obj.source.department

    @display(description=gettext_lazy("received on"))
    def received(self, obj: ForeignEntry) -> str:
        """Day of receipt."""
        return obj.received_on.isoformat()

    @display(description=pgettext_lazy("foreign entry", "standing"), label={"yes": "warning", "no": ""})
    def standing_label(self, obj: ForeignEntry) -> tuple[str, str]:
        """In force, or since when no longer."""
        if obj.ended_on is None:
            return "yes", pgettext("foreign entry", "in force")
        return "no", _("ended %(day)s") % {"day": obj.ended_on.isoformat()}

    @display(description=pgettext_lazy("foreign entry", "standing"))
    def standing_words(self, obj: ForeignEntry) -> str:
        """In force, or when and why it ended."""
        if obj.ended_on is None:
            return pgettext("foreign entry", "in force")
        return _("ended %(day)s: %(why)s") % {"day": obj.ended_on.isoformat(), "why": obj.why_ended}

    @display(description=gettext_lazy("number"))
    def number_shown(self, obj: ForeignEntry) -> str:
        """Code of the body, or a person's masked number."""
        return obj.number or "–"

    @display(description=gettext_lazy("credit file"))
    def file_link(self, obj: ForeignEntry) -> Any:
        """Link to the credit file, where we keep one."""
        return link("admin:credit_subject_change", obj.subject_id, obj.subject) or _("none here")

    @display(description=gettext_lazy("source"))
    def source_link(self, obj: ForeignEntry) -> Any:
        """Link to the source."""
        return link("admin:blacklist_foreignsource_change", obj.source_id, obj.source)

    @display(description=gettext_lazy("what it keeps"))
    def keeps(self, obj: ForeignEntry) -> str:
        """Name of the source's list."""
        return obj.source.keeps

    @display(description=gettext_lazy("brought by"))
    def delivery_link(self, obj: ForeignEntry) -> Any:
        """Link to the delivery that brought it."""
        return link("admin:blacklist_foreigndelivery_change", obj.received_in_id, obj.received_in)

    @display(description=gettext_lazy("last named on"))
    def seen_on(self, obj: ForeignEntry) -> str:
        """Day of the newest delivery that named it."""
        return obj.seen_in.received_on.isoformat()
