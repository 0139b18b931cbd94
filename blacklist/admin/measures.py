"""The catalogue of measures with its editions and bases, and the departments that carry measures out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Model, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.admin import StackedInline, TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from accounts.admin.officers import agencies
from accounts.admin_base import KeptAdmin, officer
from accounts.division_filter import DivisionFilter
from accounts.models import Agency
from accounts.permissions import P
from blacklist.choices import ListKind
from blacklist.measures.choices import MeasureKind
from blacklist.models import Department, Measure, MeasureBasis, MeasureEdition, SchemeMeasure
from blacklist.scheme_versions import may_keep
from core import audit
from core.clock import today
from core.language import listed
from core.models import Rule
from credit.admin.subjects import place_name


class CatalogueAdmin(KeptAdmin):
    """A table of the catalogue: everybody reads it, whoever keeps the place changes it, in the open."""

    view_right = P.FILE_VIEW
    add_right = P.SCHEME_EDIT
    change_right = P.SCHEME_EDIT
    scope_field = ""

    def place_of(self, obj: Any) -> str:
        """Return the place whose catalogue a row belongs to."""
        raise NotImplementedError

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Ask for the right in the place of the row."""
        allowed = super().has_change_permission(request)
        return allowed if obj is None else allowed and may_keep(self.place_of(obj), officer(request))

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        """Keep a changed row from being overwritten by what is shipped."""
        obj.origin = Rule.Origin.LOCAL
        super().save_model(request, obj, form, change)


class EditionForm(forms.ModelForm[MeasureEdition]):
    """An edition of a place that the officer keeps. `keeps` is set by the page."""

    keeps: Any = None

    class Meta:
        model = MeasureEdition
        fields = (
            "code",
            "title",
            "title_en",
            "document_no",
            "place",
            "effective_from",
            "effective_to",
            "confirmed",
            "note",
        )

    def clean_place(self) -> str:
        """Refuse a place that the officer does not keep."""
        place = str(self.cleaned_data.get("place") or "")
        if not self.keeps(place):
            raise forms.ValidationError(_("You do not keep the catalogue of this place."))
        return place


@admin.register(MeasureEdition)
class MeasureEditionAdmin(CatalogueAdmin):
    """Editions of the catalogue: only those in force may be ordered from."""

    form = EditionForm
    ordering = ("-effective_from", "code")
    list_display = ("title_column", "place", "effective_from", "effective_to", "force", "certainty")
    list_display_links = ("title_column",)
    list_filter = ("confirmed",)
    search_fields = ("code__startswith", "title")

    def place_of(self, obj: MeasureEdition) -> str:
        """Return the edition's place."""
        return obj.place

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form which places the officer keeps."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.keeps = staticmethod(lambda place: may_keep(place, officer(request)))
        return form

    @display(description=gettext_lazy("edition"), header=True)
    def title_column(self, obj: MeasureEdition) -> list[str]:
        """Title and document."""
        return [obj.title_shown, obj.document_no or obj.code]

    @display(description=gettext_lazy("in force"), boolean=True)
    def force(self, obj: MeasureEdition) -> bool:
        """Whether it holds today."""
        return obj.in_force(today())

    @display(description=gettext_lazy("certainty"), label={"yes": "success", "no": "warning"})
    def certainty(self, obj: MeasureEdition) -> tuple[str, str]:
        """Whether a source was seen."""
        return certainty_of(obj.confirmed)


def certainty_of(confirmed: bool) -> tuple[str, str]:
    """Return code and words of a certainty, short enough for a column."""
    return ("yes", _("confirmed")) if confirmed else ("no", _("to be confirmed"))


class MeasureForm(forms.ModelForm[Measure]):
    """A measure; kinds of list are ticked."""

    list_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("May follow these lists"),
        choices=ListKind.choices,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("Without a tick it stands in the catalogue, but follows none of our lists."),
    )

    class Meta:
        model = Measure
        fields = (
            "edition",
            "code",
            "kind",
            "family",
            "title",
            "title_en",
            "list_kinds",
            "for_bodies",
            "for_persons",
            "department_kind",
            "confirmed",
            "note",
        )


class InForceFilter(SimpleListFilter):
    """Measures of the editions in force today."""

    title = gettext_lazy("editions in force")
    parameter_name = "force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Offer those in force."""
        return [("1", gettext_lazy("editions in force"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those in force."""
        if not self.value():
            return queryset
        day = today()
        ended = Q(edition__effective_to__isnull=False, edition__effective_to__lt=day)
        return queryset.filter(edition__effective_from__lte=day).exclude(ended)


class KeptWithMeasure(InlineModelAdmin):
    """Rows of a measure, changed by whoever keeps the measure."""

    extra = 0

    def _may(self, request: HttpRequest, obj: Any) -> bool:
        place = obj.edition.place if obj is not None else ""
        return officer(request).may(P.SCHEME_EDIT) and (obj is None or may_keep(place, officer(request)))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Shown to every reader of the catalogue."""
        return officer(request).may(P.FILE_VIEW)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Added by whoever keeps the place."""
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Changed by whoever keeps the place."""
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A basis is ended, not deleted."""
        return False


class BasisInline(KeptWithMeasure, StackedInline):
    """The bases of a measure."""

    model = MeasureBasis
    fields = (
        "document",
        "document_no",
        "article",
        "level",
        "effective_from",
        "effective_to",
        "confirmed",
    )


class SuggestionInline(KeptWithMeasure, TabularInline):
    """The list schemes that suggest a measure."""

    model = SchemeMeasure
    fields = ("scheme_code",)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A suggestion has no consequence of its own and may go."""
        return self._may(request, obj)


@admin.register(Measure)
class MeasureAdmin(CatalogueAdmin):
    """Measures and incentives; orders keep the words that they were made with."""

    form = MeasureForm
    inlines = (BasisInline, SuggestionInline)
    ordering = ("-edition__effective_from", "code")
    list_display = (
        "title_column",
        "kind_label",
        "family",
        "lists",
        "department_kind",
        "edition",
        "certainty",
    )
    list_display_links = ("title_column",)
    list_select_related = ("edition",)
    list_filter = (InForceFilter, "edition", "kind", "family", "confirmed")
    search_fields = ("code__startswith", "title")
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Editions in force"), "force=1"),
        *((kind.label, f"kind__exact={kind}") for kind in MeasureKind),
        (gettext_lazy("To be confirmed"), "confirmed__exact=0"),
    )

    def place_of(self, obj: Measure) -> str:
        """Return the place of the measure's edition."""
        return obj.edition.place

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the editions that the officer keeps."""
        if db_field.name == "edition":
            kept = [row.pk for row in MeasureEdition.objects.all() if may_keep(row.place, officer(request))]
            kwargs["queryset"] = MeasureEdition.objects.filter(pk__in=kept)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Write an audit row for each basis and suggestion entered or changed."""
        super().save_formset(request, form, formset, change)
        for row in [*formset.new_objects, *(row for row, _names in formset.changed_objects)]:
            audit.record(form.instance, "measure.change", by=officer(request), reason=str(row))

    @display(description=gettext_lazy("measure"), header=True)
    def title_column(self, obj: Measure) -> list[str]:
        """Title and code."""
        return [obj.title_shown, obj.code]

    @display(
        description=pgettext_lazy("measure", "kind"),
        label={MeasureKind.RESTRICTION: "warning", MeasureKind.INCENTIVE: "success"},
    )
    def kind_label(self, obj: Measure) -> tuple[str, str]:
        """Kind in its colour."""
        return obj.kind, obj.get_kind_display()

    @display(description=gettext_lazy("may follow these lists"))
    def lists(self, obj: Measure) -> str:
        """Kinds of list in one line."""
        return listed(ListKind(kind).label for kind in obj.list_kinds) or "–"

    @display(description=gettext_lazy("certainty"), label={"yes": "success", "no": "warning"})
    def certainty(self, obj: Measure) -> tuple[str, str]:
        """Whether a source was seen."""
        return certainty_of(obj.confirmed)


@admin.register(Department)
class DepartmentAdmin(KeptAdmin):
    """Partner departments; name, credit code and division are those of the agency."""

    view_right = P.FILE_VIEW
    add_right = P.SCHEME_EDIT
    change_right = P.SCHEME_EDIT
    ordering = ("agency__division_code", "agency__name")
    list_display = ("name", "kind", "place", "contact_office", "phone", "active")
    list_display_links = ("name",)
    list_select_related = ("agency",)
    list_filter = ("kind", "active", DivisionFilter)
    search_fields = ("agency__name",)
    fields = ("agency", "kind", "contact_office", "phone", "active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the departments of the officer's divisions with their agencies."""
        return super().get_queryset(request).select_related("agency")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the agencies of the administrator's jurisdiction."""
        if db_field.name == "agency":
            reach = agencies(request) if officer(request).may(P.OFFICER_EDIT) else Agency.objects.none()
            kwargs["queryset"] = reach
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @display(description=gettext_lazy("department"), header=True)
    def name(self, obj: Department) -> list[str]:
        """Name and credit code."""
        return [obj.agency.name, obj.agency.uscc or "–"]

    @display(description=gettext_lazy("division"))
    def place(self, obj: Department) -> str:
        """Name of the agency's division."""
        return place_name(obj.agency.division_code)
