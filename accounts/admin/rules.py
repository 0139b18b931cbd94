"""Rule tables: law as rows. Shipped rows are only read; a place enters its own beside them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from accounts.admin_base import KeptAdmin, officer
from accounts.permissions import P
from core.models import Rule

COPIED = ("table", "code", "place", "title", "document", "article", "certainty")


class RuleForm(forms.ModelForm[Rule]):
    """A local rule. Its place must lie in the officer's divisions; `prefixes` is set by the admin."""

    prefixes: tuple[str, ...] = ()

    class Meta:
        model = Rule
        fields = (
            "table",
            "code",
            "place",
            "valid_from",
            "valid_to",
            "title",
            "document",
            "article",
            "certainty",
            "value",
        )

    def clean_place(self) -> str:
        """Refuse a place outside the officer's divisions, the whole country included."""
        place = str(self.cleaned_data.get("place") or "")
        if not any(place.startswith(prefix) for prefix in self.prefixes):
            raise forms.ValidationError(_("Give the division code of a place in your jurisdiction."))
        return place

    def clean_table(self) -> str:
        """Only tables that the software reads take rules."""
        table = str(self.cleaned_data.get("table") or "")
        if not Rule.objects.filter(table=table).exists():
            raise forms.ValidationError(_("There is no rule table of this name."))
        return table


class TableFilter(SimpleListFilter):
    """One table; a few dozen names at most."""

    title = gettext_lazy("table")
    parameter_name = "table"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the tables."""
        return [
            (name, name) for name in Rule.objects.order_by("table").values_list("table", flat=True).distinct()
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the table's rules."""
        return queryset.filter(table=self.value()) if self.value() else queryset


@admin.register(Rule)
class RuleAdmin(KeptAdmin):
    """Rules by table, with document and certainty."""

    view_right = P.RULE_EDIT
    add_right = P.RULE_EDIT
    change_right = P.RULE_EDIT
    scope_field = ""
    form = RuleForm
    ordering = ("table", "code", "place", "valid_from")
    list_display = (
        "title_shown",
        "table",
        "place_shown",
        "since",
        "source",
        "certainty_label",
        "origin_label",
    )
    list_display_links = ("title_shown",)
    list_filter = (TableFilter, "certainty", "origin")
    search_fields = ("code", "title")
    list_per_page = 100
    fieldsets = (
        (None, {"fields": ("table", "code", "title", "value")}),
        (gettext_lazy("Where and when"), {"fields": ("place", "valid_from", "valid_to")}),
        (gettext_lazy("Source"), {"fields": ("document", "article", "certainty")}),
    )
    actions_detail = ("make_local",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form where the officer may set rules."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.prefixes = officer(request).prefixes(P.RULE_EDIT)
        return form

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Start a local rule from the shipped one it stands beside."""
        beside = request.GET.get("beside", "")
        copied = Rule.objects.filter(pk=int(beside)).first() if beside.isdigit() else None
        if copied is None:
            return super().get_changeform_initial_data(request)
        return {name: getattr(copied, name) for name in (*COPIED, "value", "valid_from", "valid_to")}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Shipped rows come back with the next update: they are not changed here."""
        if obj is None:
            return super().has_change_permission(request)
        own = any(obj.place.startswith(prefix) for prefix in officer(request).prefixes(P.RULE_EDIT))
        return obj.origin == Rule.Origin.LOCAL and own

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        """A rule entered here is a local one."""
        obj.origin = Rule.Origin.LOCAL
        super().save_model(request, obj, form, change)

    @action(
        description=gettext_lazy("Enter a local rule beside it"), url_path="beside", icon="add_location_alt"
    )
    def make_local(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Open an empty form that starts from this rule."""
        return HttpResponseRedirect(f"{reverse('admin:core_rule_add')}?beside={int(object_id)}")

    @display(description=gettext_lazy("title"), header=True)
    def title_shown(self, obj: Rule) -> list[str]:
        """Title, and below it the code."""
        return [obj.title or obj.code, obj.code]

    @display(description=gettext_lazy("place"))
    def place_shown(self, obj: Rule) -> str:
        """Division prefix, or the whole country."""
        return obj.place or _("whole country")

    @display(description=gettext_lazy("in force"))
    def since(self, obj: Rule) -> str:
        """First and last day."""
        return f"{obj.valid_from} – {obj.valid_to or ''}".strip(" –")

    @display(description=gettext_lazy("document"))
    def source(self, obj: Rule) -> str:
        """Document and article."""
        return f"{obj.document} {obj.article}".strip()

    @display(
        description=gettext_lazy("certainty"),
        label={Rule.Certainty.VERIFIED: "success", Rule.Certainty.DEFAULT: "warning"},
    )
    def certainty_label(self, obj: Rule) -> tuple[str, str]:
        """Read in the source, or a local default that waits for confirmation."""
        return obj.certainty, obj.get_certainty_display()

    @display(description=gettext_lazy("origin"), label={Rule.Origin.LOCAL: "info", Rule.Origin.FILE: ""})
    def origin_label(self, obj: Rule) -> tuple[str, str]:
        """Shipped, or entered here."""
        return obj.origin, obj.get_origin_display()
