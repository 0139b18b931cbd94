"""The collection catalogue: read by everybody, kept by whoever keeps the rules of a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.dialogs import dialog
from accounts.permissions import P
from accounts.widgets import DayInput
from core.clock import today
from core.errors import RefusalsIn
from core.models import Rule
from credit.choices import Polarity, Severity
from credit.models import CatalogueItem
from credit.rules.phrases import plain
from credit.services.catalogue_versions import add_version, end_version, may_keep

CONTENT = (
    "code",
    "version",
    "place",
    "name",
    "name_en",
    "applies_to",
    "polarity",
    "severity",
    "points",
    "per",
    "counts_from",
    "retention_months",
    "scope",
    "document",
    "article",
    "certainty",
    "effective_from",
    "effective_until",
)


class VersionForm(forms.ModelForm[CatalogueItem]):
    """A new version of an item."""

    end_previous = forms.BooleanField(
        label=gettext_lazy("End the version in force the day before"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = DayInput()
            elif isinstance(field, forms.TypedChoiceField):
                field.widget = UnfoldAdminSelectWidget(choices=field.choices)
            elif not isinstance(field, forms.BooleanField):
                field.widget = UnfoldAdminTextInputWidget()

    def _post_clean(self) -> None:
        """Leave the checks of the row to the service, which says what is wrong in one sentence."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, None)

    class Meta:
        model = CatalogueItem
        fields = CONTENT


class EndDialog(BaseDialogForm):
    """Asks for the last day of a version, and why it ends."""

    effective_until = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput, initial=today)
    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        min_length=4,
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


@admin.register(CatalogueItem)
class CatalogueItemAdmin(ScopedAdmin):
    """Items of the catalogue with their versions, documents and certainty."""

    view_right = P.FILE_VIEW
    add_right = P.RULE_EDIT
    scope_field = ""
    ordering = ("applies_to", "polarity", "code", "place", "-effective_from")
    list_display = (
        "name_column",
        "polarity_label",
        "worth",
        "since",
        "source",
        "certainty_label",
    )
    list_display_links = ("name_column",)
    list_filter = ("applies_to", "polarity", "severity", "scope", "certainty")
    search_fields = ("code", "name")
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Bad conduct"), f"polarity__exact={Polarity.BAD}"),
        (gettext_lazy("Good conduct"), f"polarity__exact={Polarity.GOOD}"),
        (gettext_lazy("Basic information"), f"polarity__exact={Polarity.BASIC}"),
        (gettext_lazy("To be confirmed"), f"certainty__exact={Rule.Certainty.DEFAULT}"),
    )
    fieldsets = (
        (None, {"fields": ("code", "name", "name_en", "applies_to", "polarity")}),
        (
            gettext_lazy("Worth"),
            {"fields": ("severity", "points_shown", "per", "counts_from", "retention_months", "scope")},
        ),
        (
            gettext_lazy("Where and when"),
            {"fields": ("version", "place_shown", "effective_from", "effective_until")},
        ),
        (gettext_lazy("Source"), {"fields": ("document", "article", "certainty_label", "origin")}),
    )
    actions_detail = ("another_version", "end_now")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the country's items and those of places that the officer's divisions lie in, or hold."""
        near = Q(place="")
        for prefix in officer(request).prefixes(self.view_right):
            near |= Q(place__startswith=prefix)
            near |= Q(place__in=[prefix[:length] for length in range(len(prefix) + 1)])
        return super().get_queryset(request).filter(near)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter a version; the address may name the one that it follows."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)
        asked = request.GET.get("after", "")
        old = self.get_queryset(request).filter(pk=asked).first() if asked.isdecimal() else None
        form = VersionForm(request.POST or None, initial=_initial(old, by.prefixes(P.RULE_EDIT)))
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                new = add_version(form.instance, by=by, end_previous=form.cleaned_data["end_previous"])
                messages.success(request, _("The version stands in the catalogue."))
                return HttpResponseRedirect(self.change_url(new))
        context = {
            "form": form,
            "intro": _("Versions are added, never changed: records keep the version under which they came."),
            "button": _("Add the version"),
            "heading": old or _("New item"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("New version of an item"))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer new versions to whoever may add one somewhere, the end to whoever keeps this place."""
        item = self.get_object(request, str(object_id))
        if item is None or not self.has_add_permission(request):
            return []
        shown = {"another_version"}
        if may_keep(item.place, officer(request)) and item.effective_until is None:
            shown.add("end_now")
        prefix = f"{self.opts.app_label}_{self.opts.model_name}_"
        return [
            act for act in self._get_base_actions_detail() if act.action_name.removeprefix(prefix) in shown
        ]

    @action(description=gettext_lazy("New version"), url_path="another", icon="add")
    def another_version(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Open a form that starts from this version."""
        return HttpResponseRedirect(f"{reverse('admin:credit_catalogueitem_add')}?after={int(object_id)}")

    @action(
        description=gettext_lazy("End the version"),
        url_path="end",
        icon="event_busy",
        dialog=dialog(
            gettext_lazy("End the version"),
            gettext_lazy("No fact after its last day is recorded under it; what is recorded stays."),
            form=EndDialog,
        ),
    )
    def end_now(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """End a version on a day, with the reason."""
        item = self.seen_object(request, object_id)
        given = form.cleaned_data
        attempt(
            request,
            lambda: end_version(
                item, on=given["effective_until"], by=officer(request), reason=given["reason"]
            ),
            _("The version ends."),
        )
        return go(request, self.change_url(item))

    @display(description=gettext_lazy("item"), header=True)
    def name_column(self, obj: CatalogueItem) -> list[str]:
        """Name, and below it the code and whom it is for."""
        return [obj.name_shown, f"{obj.code} · {obj.get_applies_to_display()}"]

    @display(
        description=gettext_lazy("kind"),
        label={Polarity.GOOD: "success", Polarity.BAD: "warning", Polarity.BASIC: "info"},
    )
    def polarity_label(self, obj: CatalogueItem) -> tuple[str, str]:
        """Good, bad or basic."""
        return obj.polarity, obj.get_polarity_display()

    @display(description=gettext_lazy("default points"), header=True)
    def worth(self, obj: CatalogueItem) -> list[str]:
        """Points, and below them how serious it is."""
        if not obj.points:
            return ["–", ""]
        grave = "" if obj.severity == Severity.NONE else obj.get_severity_display()
        return [f"{plain(obj.points)} {obj.get_per_display()}", grave]

    @display(description=gettext_lazy("default points"))
    def points_shown(self, obj: CatalogueItem) -> str:
        """Points and what they are counted by."""
        return f"{plain(obj.points)} {obj.get_per_display()}" if obj.points else "–"

    @display(description=gettext_lazy("place"))
    def place_shown(self, obj: CatalogueItem) -> str:
        """Division prefix, or the whole country."""
        return obj.place or _("whole country")

    @display(description=gettext_lazy("place"), header=True)
    def since(self, obj: CatalogueItem) -> list[str]:
        """Place, and below it version, first and last day."""
        days = f"{obj.effective_from} – {obj.effective_until or ''}".rstrip(" –")
        return [self.place_shown(obj), f"{obj.version} · {days}"]

    @display(description=gettext_lazy("document"))
    def source(self, obj: CatalogueItem) -> str:
        """Document and article."""
        return f"{obj.document} {obj.article}".strip() or "–"

    @display(
        description=gettext_lazy("certainty"),
        label={Rule.Certainty.VERIFIED: "success", Rule.Certainty.DEFAULT: "warning"},
    )
    def certainty_label(self, obj: CatalogueItem) -> tuple[str, str]:
        """Read in the source, or a local default that waits for confirmation."""
        return obj.certainty, obj.get_certainty_display()


def _initial(old: CatalogueItem | None, places: tuple[str, ...]) -> dict[str, Any]:
    place = places[0] if places else ""
    if old is None:
        return {"place": place, "effective_from": today()}
    kept = {name: getattr(old, name) for name in CONTENT}
    own = any(old.place.startswith(prefix) for prefix in places)
    return {
        **kept,
        "place": old.place if own else place,
        "version": "",
        "effective_from": today(),
        "effective_until": None,
        "end_previous": own,
    }
