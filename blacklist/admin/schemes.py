"""List schemes: read by everybody, kept in versions by whoever keeps the rules of a place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from accounts.admin_base import officer
from accounts.permissions import P
from accounts.widgets import DayInput
from blacklist import selectors
from blacklist.admin import scheme_words as words
from blacklist.admin.scheme_forms import (
    BasisLines,
    CriterionLines,
    SchemeForm,
    initial_of,
    lines_of,
)
from blacklist.choices import ListKind
from blacklist.models import ListScheme, SchemeBasis
from blacklist.scheme_versions import add_version, end_version, may_keep
from core import ruletables
from core.clock import today
from core.errors import RefusalsIn
from credit.admin.acts import ActPages
from credit.admin.subjects import place_name


class EndForm(forms.Form):
    """Asks for the last day of a version, and why it ends."""

    effective_to = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput, initial=today)
    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        min_length=4,
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


@admin.register(ListScheme)
class ListSchemeAdmin(ActPages):
    """Schemes with their bases: which list, by what procedure, for how long."""

    view_right = P.FILE_VIEW
    add_right = P.SCHEME_EDIT
    scope_field = ""
    ordering = ("kind", "code", "place", "-effective_from")
    list_display = ("name_column", "kind_label", "basis", "window", "since", "certainty_label")
    list_display_links = ("name_column",)
    list_filter = ("kind", "confirmed")
    search_fields = ("code", "name")
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        *((kind.label, f"kind__exact={kind}") for kind in ListKind),
        (gettext_lazy("To be confirmed"), "confirmed__exact=0"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the country's schemes and those of places that the officer's divisions lie in, or hold."""
        near = Q(place="")
        for prefix in officer(request).prefixes(self.view_right):
            near |= Q(place__startswith=prefix)
            near |= Q(place__in=[prefix[:length] for length in range(len(prefix) + 1)])
        bases = Prefetch("bases", SchemeBasis.objects.order_by("pk"))
        return super().get_queryset(request).filter(near).prefetch_related(bases)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Read the law on levels of basis once for all rows of the page."""
        changelist = super().get_changelist_instance(request)
        levels = ruletables.book(selectors.LEVELS)
        for row in changelist.result_list:
            row.founding = selectors.founding_bases(row, today(), book=levels)
        return changelist

    def get_urls(self) -> list[URLPattern]:
        """Add the end of a version."""
        view = self.admin_site.admin_view(self.end_view)
        return [path("<int:pk>/end/", view, name="blacklist_listscheme_end"), *super().get_urls()]

    # --- pages ---------------------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a version, for reading."""
        scheme = self.seen_object(request, object_id)
        day = today()
        founding = {row.pk for row in selectors.founding_bases(scheme, day)}
        bases = [(row, words.holds(row, day), row.pk in founding) for row in scheme.bases.all()]
        versions = self.get_queryset(request).filter(code=scheme.code).order_by("place", "-effective_from")
        context = {
            "original": scheme,
            "scheme": scheme,
            "kind_colour": words.KIND_COLOURS[ListKind(scheme.kind)],
            "in_force": words.holds(scheme, day),
            "why_nobody": str(selectors.why_no_basis(scheme, day)),
            "bases": bases,
            "criteria": words.criteria_lines(scheme),
            "parts": (
                (_("Procedure"), words.procedure_of(scheme)),
                (_("Term and ways out"), words.exit_of(scheme)),
                (_("Publication and effect"), words.publication_of(scheme)),
            ),
            "place": place_shown(scheme),
            "versions": [(row, words.holds(row, day), place_shown(row)) for row in versions],
            "new_version": f"{reverse('admin:blacklist_listscheme_add')}?after={scheme.pk}"
            if self.has_add_permission(request)
            else "",
            "end": reverse("admin:blacklist_listscheme_end", args=[scheme.pk])
            if self._may_end(request, scheme)
            else "",
            "history": reverse("admin:blacklist_listscheme_history", args=[scheme.pk]),
            "listings": f"{reverse('admin:blacklist_listing_changelist')}?scheme__id__exact={scheme.pk}",
        }
        return self.page(request, "admin/blacklist/scheme.html", context, title=words.name_of(scheme))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter a version; the address may name the one that it follows."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by = officer(request)
        asked = request.GET.get("after", "")
        old = self.get_queryset(request).filter(pk=asked).first() if asked.isdecimal() else None
        first_bases, first_criteria = lines_of(old)
        form = SchemeForm(request.POST or None, initial=initial_of(old, by.prefixes(P.SCHEME_EDIT)))
        bases = BasisLines(request.POST or None, initial=first_bases, prefix="bases")
        criteria = CriterionLines(request.POST or None, initial=first_criteria, prefix="criteria")
        if request.method == "POST" and all([form.is_valid(), bases.is_valid(), criteria.is_valid()]):
            with RefusalsIn(form):
                new = add_version(
                    form.version(),
                    [line.instance for line in bases if line.cleaned_data.get("document")],
                    [line.row() for line in criteria if line.cleaned_data.get("code")],
                    by=by,
                    end_previous=form.cleaned_data["end_previous"],
                )
                messages.success(request, _("The version stands; new listings are proposed under it."))
                return HttpResponseRedirect(self.change_url(new))
        context = {
            "form": form,
            "tables": (
                (_("Legal bases"), bases, _("A line without a document is left out.")),
                (_("Criteria"), criteria, _("A line without a code is left out.")),
            ),
            "faulty": request.method == "POST",
            "heading": words.name_of(old) if old else _("New list scheme"),
            "back": self.change_url(old) if old else self.list_url(),
        }
        return self.page(
            request, "admin/blacklist/scheme_new.html", context, title=_("New version of a scheme")
        )

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End a version on a day, with the reason."""
        scheme = self.seen_object(request, str(pk))
        if not self._may_end(request, scheme):
            raise PermissionDenied
        return self.act_page(
            request,
            scheme,
            EndForm(request.POST or None),
            lambda data: end_version(
                scheme, on=data["effective_to"], by=officer(request), reason=data["reason"]
            ),
            title=_("End the version"),
            button=_("End the version"),
            done=_("The version ends."),
            intro=_("Nobody is proposed under it after its last day; listings in force run out their term."),
        )

    def _may_end(self, request: HttpRequest, scheme: ListScheme) -> bool:
        return scheme.effective_to is None and may_keep(scheme.place, officer(request))

    # --- columns ---------------------------------------------------------------------------------------

    @display(description=gettext_lazy("list"), header=True)
    def name_column(self, obj: ListScheme) -> list[str]:
        """Name, and below it the code."""
        return [words.name_of(obj), obj.code]

    @display(description=gettext_lazy("kind"), label=words.KIND_COLOURS)
    def kind_label(self, obj: ListScheme) -> tuple[str, str]:
        """Kind in its colour."""
        return obj.kind, obj.get_kind_display()

    @display(description=gettext_lazy("legal basis"), header=True)
    def basis(self, obj: Any) -> list[str]:
        """The first basis that founds the list and its level, or that there is none."""
        for row in obj.founding:
            return [str(row), row.get_level_display()]
        return [_("no basis in force"), _("nobody can be listed")]

    @display(description=gettext_lazy("window and term"), header=True)
    def window(self, obj: ListScheme) -> list[str]:
        """Working days before the decision, and how long it lasts."""
        red = obj.kind == ListKind.RED
        days = obj.publicise_first_working_days if red else obj.statement_working_days
        return [words.working_days(days), words.months(obj.term_months)]

    @display(description=gettext_lazy("place"), header=True)
    def since(self, obj: ListScheme) -> list[str]:
        """Place, and below it first and last day."""
        return [place_shown(obj), f"{obj.effective_from} – {obj.effective_to or ''}".rstrip(" –")]

    @display(description=gettext_lazy("certainty"), label={"yes": "success", "no": "warning"})
    def certainty_label(self, obj: ListScheme) -> tuple[str, str]:
        """Confirmed by a source, or a local default."""
        return ("yes", _("confirmed")) if obj.confirmed else ("no", _("to be confirmed"))


def place_shown(scheme: ListScheme) -> str:
    """Return the place's name, or that it is the whole country."""
    return place_name(scheme.place.ljust(6, "0")) if scheme.place else _("whole country")
