"""Scoring standards with their tables, drafted and adopted by officers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.admin_base import ServedForm, officer
from accounts.permissions import P
from core.language import listed
from core.models import Rule
from credit.admin.run_steps import RunSteps
from credit.admin.standard_forms import (
    BandForm,
    CriterionForm,
    Gathered,
    GatheringFormSet,
    LastFormSet,
    StandardForm,
    consequence_choices,
    item_input,
)
from credit.admin.standard_panel import STATE, may_draft, panel_of
from credit.admin.standard_steps import StandardSteps
from credit.admin.subjects import place_name
from credit.models import Band, Criterion, DecayStep, Standard
from credit.rules.terms import StandardState
from credit.standards import drafting
from credit.standards.draft import BAND, CRITERION, DECAY, draft_of, fingerprint

CERTAINTY = {Rule.Certainty.VERIFIED: "success", Rule.Certainty.DEFAULT: "warning"}
SHORT = {
    "clause": UnfoldAdminTextInputWidget(attrs={"size": 8}),
    "grade": UnfoldAdminTextInputWidget(attrs={"size": 4}),
}


class TableInline(TabularInline):
    """One table of a standard: open while it is a draft, for reading from then on."""

    extra = 0
    hide_title = True
    formset = GatheringFormSet

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Add to a draft, by whoever may draft it."""
        return may_draft(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Change a draft, by whoever may draft it."""
        return may_draft(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Take out of a draft, by whoever may draft it."""
        return may_draft(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the standard sees its rows."""
        return True


class CriterionInline(TableInline):
    """What counts, and how much."""

    model = Criterion
    form = CriterionForm
    fields = CRITERION
    ordering = ("item_code",)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Offer the codes of the catalogue."""
        if may_draft(request, obj):
            kwargs["widgets"] = {"item_code": item_input(), **SHORT}
        return super().get_formset(request, obj, **kwargs)


class DecayInline(TableInline):
    """How records fade with age."""

    model = DecayStep
    fields = DECAY


class BandInline(TableInline):
    """What the result leads to; the last table, which checks the whole."""

    model = Band
    form = BandForm
    formset = LastFormSet
    ordering = ("-minimum",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Codes to choose in a draft, words to read otherwise."""
        return BAND if may_draft(request, obj) else ("label", "label_en", "minimum", "led_to")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The words of the consequences are only read."""
        return () if may_draft(request, obj) else ("led_to",)

    @cached_property
    def _titles(self) -> dict[str, str]:
        """The consequences' words; the table is made anew for each page."""
        return dict(consequence_choices())

    @display(description=_("consequences"))
    def led_to(self, obj: Band) -> str:
        """What it leads to, in words."""
        return listed((self._titles.get(code, code) for code in obj.consequences), sentences=True) or "–"


@admin.register(Standard)
class StandardAdmin(RunSteps, StandardSteps, ServedForm):
    """Scoring standards: drafted and adopted here, or loaded as data, with the document that set them."""

    view_right = P.GRADE_VIEW
    add_right = P.STANDARD_EDIT
    change_right = P.STANDARD_EDIT
    scope_field = ""
    form = StandardForm
    ordering = ("code", "-effective_from")
    list_display = (
        "title_label",
        "version",
        "place_label",
        "applies_to",
        "scale",
        "since",
        "state_label",
        "certainty_label",
    )
    list_display_links = ("title_label",)
    list_filter = ("state", "applies_to", "scale", "certainty")
    search_fields = ("code", "title")
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (_("All"), ""),
        (_("In force or adopted"), f"state__exact={StandardState.ADOPTED}"),
        (_("Drafts"), f"state__exact={StandardState.DRAFT}"),
        (_("Being tried"), f"state__exact={StandardState.TRIED}"),
    )
    inlines = (CriterionInline, DecayInline, BandInline)
    change_form_outer_before_template = "admin/credit/standard_panel.html"
    warn_unsaved_form = True
    fieldsets = (
        (None, {"fields": (("title", "title_en"), ("code", "version"), ("place", "applies_to"), "scale")}),
        (
            _("Score"),
            {
                "fields": (
                    ("base", "floor"),
                    ("bonus_cap", "deduction_cap"),
                    ("veto_grade", "serious_list_grade"),
                )
            },
        ),
        (_("Cycle"), {"fields": (("cycle_kind", "cycle_months"), ("cycle_years", "cycle_anchor"))}),
        (
            _("Document"),
            {"fields": (("document", "article"), "certainty", ("effective_from", "effective_until"))},
        ),
    )

    # --- who may -------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft may be changed in one's own places; from then on its page is for reading."""
        return self.allowed(request, self.change_right) if obj is None else may_draft(request, obj)

    # --- the form ------------------------------------------------------------------------------------

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Let the tables of one request know each other."""
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if not hasattr(request, "gathered_standard"):
            request.gathered_standard = Gathered()  # type: ignore[attr-defined]
        return {**kwargs, "gathered": request.gathered_standard}  # type: ignore[attr-defined]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Wait for the tables: a standard is stored as a whole."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the draft with its tables through the service."""
        gathered: Gathered = request.gathered_standard  # type: ignore[attr-defined]
        drafting.save_draft(gathered.draft(form.instance), by=officer(request))

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Say nothing: the audit trail tells what changed."""
        return []

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show or take the form; what another officer did in the meantime is said in a sentence."""
        extra = dict(extra_context or {})
        obj = self.get_object(request, object_id) if object_id else None
        if obj is not None:
            extra["panel"] = panel_of(obj, officer(request))
        response = super().changeform_view(request, object_id, form_url, extra)
        if isinstance(response, TemplateResponse):
            _say_faults(response)
            if obj is not None:
                self._pin(response, obj)
        return response

    def _pin(self, response: TemplateResponse, obj: Standard) -> None:
        """Let the button of adoption carry what its page showed."""
        for button in (response.context_data or {}).get("actions_detail") or []:
            if str(button.get("path", "")).endswith("/adopt/"):
                button["path"] += f"?seen={fingerprint(draft_of(obj))}"

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Stay with the new draft: the next step is to try it."""
        return HttpResponseRedirect(self.change_url(obj))

    # --- the list ------------------------------------------------------------------------------------

    @display(description=_("title"), header=True)
    def title_label(self, obj: Standard) -> list[str]:
        """Title, and below it the code."""
        return [obj.title_shown, obj.code]

    @display(description=_("place"))
    def place_label(self, obj: Standard) -> str:
        """Name of the division, or the whole country."""
        return place_name(obj.place) if obj.place else gettext("whole country")

    @display(description=_("in force"))
    def since(self, obj: Standard) -> str:
        """First and last day."""
        return f"{obj.effective_from} – {obj.effective_until or ''}".strip(" –")

    @display(description=_("state"), label=STATE)
    def state_label(self, obj: Standard) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @display(description=_("certainty"), label=CERTAINTY)
    def certainty_label(self, obj: Standard) -> tuple[str, str]:
        """Read in the source, or a local default that waits for confirmation."""
        return obj.certainty, obj.get_certainty_display()


def _say_faults(response: TemplateResponse) -> None:
    """Bring what is wrong with the standard as a whole from below the last table to the top of the page."""
    context = response.context_data or {}
    tables = context.get("inline_admin_formsets") or []
    context["faults"] = [sentence for table in tables for sentence in table.formset.non_form_errors()]
