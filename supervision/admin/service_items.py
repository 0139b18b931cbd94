"""The catalogue of approval items on the supervisors' pages: limits, papers, stages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import display

from accounts.admin_base import KeptAdmin, officer
from accounts.permissions import P
from core.language import listed
from core.models import Rule
from core.scope import division_filter
from credit.admin.commitment_templates import CERTAINTY
from supervision.models import ApprovalItem, ItemMaterial, ItemStep
from supervision.service.choices import OPEN


class _Inline(TabularInline):
    """Lines of an item; whoever keeps items keeps them too."""

    extra = 0
    tab = True
    ordering = ("number",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the item sees its lines."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever keeps rule tables adds lines."""
        return officer(request).may(P.RULE_EDIT)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever keeps rule tables changes lines."""
        return officer(request).may(P.RULE_EDIT)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever keeps rule tables takes lines away: cases hold what they were told themselves."""
        return officer(request).may(P.RULE_EDIT)


class MaterialInline(_Inline):
    """The papers of an item."""

    model = ItemMaterial
    fields = ("number", "name", "form", "may_follow", "conditional")


class StepFormSet(forms.BaseInlineFormSet[ItemStep, ApprovalItem, forms.ModelForm[ItemStep]]):
    """The stages of an item; their days are the promised limit, no more and no less."""

    def clean(self) -> None:
        """Refuse stages whose days do not add up."""
        super().clean()
        if any(self.errors):
            return
        kept = [
            form.cleaned_data
            for form in self.forms
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        total = sum(data["days"] for data in kept)
        if kept and total != self.instance.promised_days:
            raise forms.ValidationError(
                _("The stages take %(total)s working days, but %(days)s are promised: make them agree.")
                % {"total": total, "days": self.instance.promised_days}
            )


class StepInline(_Inline):
    """The flow chart of an item."""

    model = ItemStep
    formset = StepFormSet
    fields = ("number", "title", "office", "days")


@admin.register(ApprovalItem)
class ApprovalItemAdmin(KeptAdmin):
    """Items; a change here makes the item a local one, which the shipped file no longer touches."""

    view_right = P.FILE_VIEW
    add_right = P.RULE_EDIT
    change_right = P.RULE_EDIT
    scope_field = ""
    inlines = (MaterialInline, StepInline)
    ordering = ("office", "code", "place")
    search_fields = ("name", "code")
    list_display = (
        "name_column",
        "kind",
        "office",
        "limits",
        "doors",
        "open_cases",
        "certainty_label",
        "in_use",
    )
    list_display_links = ("name_column",)
    list_filter = ("kind", "office", "in_use")
    fieldsets = (
        (None, {"fields": ("code", "place", "name", "name_en", "kind", "applies_to", "office", "in_use")}),
        (gettext_lazy("Limits"), {"fields": ("statutory_days", "promised_days", "green_days")}),
        (gettext_lazy("Ways of handling"), {"fields": ("commitment_template", "incomplete_template")}),
        (gettext_lazy("Basis of the limit"), {"fields": ("document", "article", "certainty")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count the open cases of the officer's divisions with the items, in the same statement."""
        mine = division_filter("cases__division_code", officer(request).prefixes(P.FILE_VIEW))
        rows = super().get_queryset(request).select_related("commitment_template", "incomplete_template")
        return rows.annotate(n_open=Count("cases", filter=mine & Q(cases__state__in=OPEN)))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Keep the change apart from the shipped file."""
        obj.origin = Rule.Origin.LOCAL
        super().save_model(request, obj, form, change)

    @display(description=gettext_lazy("approval item"), header=True)
    def name_column(self, obj: ApprovalItem) -> list[str]:
        """Name, and below it the code."""
        return [obj.name_shown, obj.code]

    @display(description=gettext_lazy("law · promised · green (working days)"))
    def limits(self, obj: ApprovalItem) -> str:
        """The three limits."""
        return f"{obj.statutory_days} · {obj.promised_days} · {obj.green_days or '–'}"

    @display(description=gettext_lazy("ways of handling"))
    def doors(self, obj: ApprovalItem) -> str:
        """Which doors are open besides the ordinary one."""
        words = []
        if obj.commitment_template_id:
            words.append(_("on a commitment"))
        if obj.incomplete_template_id:
            words.append(_("papers may follow"))
        return listed(words) or "–"

    @display(description=gettext_lazy("open cases"))
    def open_cases(self, obj: Any) -> str:
        """How many applications are open."""
        return str(obj.n_open)

    @display(description=gettext_lazy("certainty"), label=CERTAINTY)
    def certainty_label(self, obj: ApprovalItem) -> tuple[str, str]:
        """Whether the limit of the law was read in its source."""
        return obj.certainty, obj.get_certainty_display()
