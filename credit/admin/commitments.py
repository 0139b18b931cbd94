"""Commitments on the supervisors' pages: draw up, enter a paper, publish, check, confirm a breach."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display

from accounts.admin_base import attempt, officer
from accounts.clock_words import time_left
from accounts.evidence import for_officers
from accounts.models import Officer
from accounts.permissions import P
from core import evidence
from core.errors import RefusalsIn
from credit.admin.acts import ActPages
from credit.admin.commitment_steps import CommitmentSteps
from credit.admin.search import HELP, subject_ids
from credit.commitments import selectors, services
from credit.commitments.rendering import is_intact
from credit.commitments.selectors import title_of
from credit.models import Commitment, CommitmentTemplate
from credit.models.commitments import CommitmentState as S

COLOURS = {
    S.DRAFT: "info",
    S.SIGNED: "primary",
    S.PUBLISHED: "success",
    S.DOUBTED: "warning",
    S.PERFORMED: "success",
    S.BREACHED: "danger",
    S.ENDED: "",
}
RUNNING = (S.SIGNED, S.PUBLISHED)


FIELD_OF = {"version_number": "version"}
"""Columns of the page that stand for a field of another name."""


class ScanFilter(SimpleListFilter):
    """Keeps what was signed on paper and has no file here yet; a register brings such."""

    title = gettext_lazy("scan of the signed paper")
    parameter_name = "scan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Name the one choice."""
        return [("missing", _("missing"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep those without a file."""
        return selectors.without_scan(queryset) if self.value() else queryset


class DrawForm(forms.ModelForm[Commitment]):
    """What a commitment is drawn up from. `asker` is set by the admin."""

    asker: Officer

    class Meta:
        model = Commitment
        fields = ("subject", "template", "matter", "matter_code", "due_on")

    def clean(self) -> dict[str, Any]:
        """Ask the service whether it would draw this up."""
        data = super().clean() or self.cleaned_data
        if data.get("subject") and data.get("template"):
            with RefusalsIn(self):
                services.checked_draft(
                    subject=data["subject"],
                    template=data["template"],
                    by=self.asker,
                    matter=data.get("matter") or "",
                    due_on=data.get("due_on"),
                )
        return data


def _known(obj: Commitment, fieldsets: Any) -> list[Any]:
    """Leave out what nobody has entered yet: a column of dashes hides the few days that matter."""
    shown = []
    for title, options in fieldsets:
        names = {name: getattr(obj, FIELD_OF.get(name, name), True) for name in options["fields"]}
        fields = [name for name, value in names.items() if value not in (None, "")]
        if fields:
            shown.append((title, {**options, "fields": fields}))
    return shown


@admin.register(Commitment)
class CommitmentAdmin(CommitmentSteps, ActPages):
    """Commitments of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.COMMITMENT_KEEP
    form = DrawForm
    list_display = ("document", "who", "kind_label", "signed", "clock", "state_label")
    list_display_links = ("document",)
    list_select_related = ("subject", "template")
    list_filter = ("state", "template__kind", "way", ScanFilter)
    search_fields = ("number",)
    search_help_text = HELP
    list_before_template = "admin/credit/commitments_before.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Waiting for signature"), f"state__exact={S.DRAFT}"),
        (gettext_lazy("Signed, not published"), f"state__exact={S.SIGNED}"),
        (gettext_lazy("Published"), f"state__exact={S.PUBLISHED}"),
        (gettext_lazy("Scan missing"), "scan=missing"),
        (gettext_lazy("Breach to be confirmed"), f"state__exact={S.DOUBTED}"),
        (gettext_lazy("Broken"), f"state__exact={S.BREACHED}"),
    )
    autocomplete_fields = ("subject",)
    actions = ("publish_selected",)
    fieldsets = (
        (None, {"fields": ("number", "who_name", "template", "matter", "matter_code", "state_words")}),
        (
            gettext_lazy("Signature"),
            {
                "fields": (
                    "signer_name",
                    "signer_post",
                    "signed_on",
                    "way",
                    "signed_by_label",
                    "version_number",
                )
            },
        ),
        (
            gettext_lazy("Performance"),
            {
                "fields": (
                    "due_on",
                    "performance",
                    "findings",
                    "found_on",
                    "found_by_label",
                    "confirmed_by_label",
                    "published_on",
                    "ended_on",
                    "end_reason",
                )
            },
        ),
    )
    add_fieldsets = ((None, {"fields": ("subject", "template", "matter", "matter_code", "due_on")}),)
    change_form_outer_before_template = "admin/credit/to_file.html"
    change_form_outer_after_template = "admin/credit/commitment_after.html"
    actions_detail = (
        "sign_paper",
        "add_scan",
        "publish_now",
        "check_kept",
        "confirm_breach",
        "reject_breach",
        "print_text",
        "withdraw_now",
    )

    # --- list and form -------------------------------------------------------------------------------

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by number, or by the subject."""
        term = search_term.strip()
        if not term:
            return queryset, False
        numbered = Q(number__in=(term, term.upper()))  # a register brings numbers of its own
        return queryset.filter(numbered | Q(subject_id__in=subject_ids(term))), False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to the upload of a register."""
        may = {"may_take_in": officer(request).may(P.INTAKE_RUN)}
        return super().changelist_view(request, {**may, **(extra_context or {})})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new one asks for little; of what is stored everything is shown that is known."""
        return _known(obj, self.fieldsets) if obj else self.add_fieldsets

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Hand the officer to the form."""
        form = super().get_form(request, obj, change=change, **kwargs)
        form.asker = officer(request)
        return form

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer templates that are in use."""
        if db_field.name == "template":
            kwargs["queryset"] = CommitmentTemplate.objects.filter(in_use=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Draw up through the service."""
        made = services.draw_up(
            subject=obj.subject,
            template=obj.template,
            by=officer(request),
            matter=obj.matter,
            matter_code=obj.matter_code,
            due_on=obj.due_on,
        )
        obj.__dict__.update(made.__dict__)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Stay with it: the next step is the signature."""
        return HttpResponseRedirect(self.change_url(obj))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show it with its words and its evidence."""
        extra = dict(extra_context or {})
        obj = self.get_object(request, object_id)
        if obj is not None:
            extra["letter"] = services.shown_text(obj)
            extra["signed"] = bool(obj.signed_at)
            extra["intact"] = is_intact(obj)
            extra["files"] = for_officers(evidence.of(obj.source))
            extra["scan_missing"] = obj.on_paper and not extra["files"]
            extra["may_add_scan"] = officer(request).may(P.COMMITMENT_KEEP, obj.division_code)
        return super().change_view(request, object_id, form_url, extra)

    @display(description=gettext_lazy("commitment"), header=True)
    def document(self, obj: Commitment) -> list[str]:
        """Number, and below it the letter."""
        return [obj.number, title_of(obj.template)]

    @display(description=gettext_lazy("subject"))
    def who(self, obj: Commitment) -> str:
        """Name of the subject."""
        return obj.subject.name

    @display(description=gettext_lazy("subject"))
    def who_name(self, obj: Commitment) -> str:
        """Name and number in one line."""
        return obj.subject.with_number

    @display(description=gettext_lazy("kind"))
    def kind_label(self, obj: Commitment) -> str:
        """Kind of commitment."""
        return obj.template.get_kind_display()

    @display(description=gettext_lazy("signed on"))
    def signed(self, obj: Commitment) -> str:
        """Day of signature, short."""
        return obj.signed_on.isoformat() if obj.signed_on else "–"

    @display(description=gettext_lazy("text version"))
    def version_number(self, obj: Commitment) -> str:
        """Number of the signed version."""
        return str(obj.version.number) if obj.version else "–"

    @display(description=gettext_lazy("state"))
    def state_words(self, obj: Commitment) -> str:
        """State in words."""
        return obj.get_state_display()

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Commitment) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @display(
        description=gettext_lazy("to be kept by"),
        label={"danger": "danger", "warning": "warning", "success": "success"},
    )
    def clock(self, obj: Commitment) -> tuple[str, str] | None:
        """Working days left while it runs."""
        if obj.due_on is None or obj.state not in RUNNING:
            return None
        left = time_left(obj.due_on, provisional=obj.due_provisional)
        return left.level, f"{obj.due_on} · {left.words}"

    @action(description=gettext_lazy("Publish the selected"), permissions=["keep"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Publish signed commitments; what cannot be is told row by row."""
        for row in queryset.order_by("pk"):
            attempt(
                request,
                lambda row=row: services.publish(row, by=officer(request)),  # type: ignore[misc]  # bound now
                _("%s is published.") % row.number,
            )

    def has_keep_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether the bulk publication may be offered."""
        return self.allowed(request, P.COMMITMENT_KEEP)
