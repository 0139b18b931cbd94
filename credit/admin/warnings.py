"""Risk warnings on the supervisors' pages: what was found, why, and dismissing it with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.dialogs import dialog
from accounts.division_filter import DivisionFilter
from accounts.permissions import P
from core.clock import today
from credit.admin.search import HELP, subject_ids
from credit.models import RiskWarning
from credit.warnings import services
from credit.warnings.choices import WarningState
from credit.warnings.workflow import WARNING

STATE_COLOURS = {WarningState.OPEN: "warning", WarningState.DISMISSED: "", WarningState.LAPSED: "success"}


class RuleFilter(SimpleListFilter):
    """One rule's warnings; the rules are few, and read without the warnings."""

    title = gettext_lazy("rule")
    parameter_name = "rule"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the rules in force."""
        chinese = (get_language() or "").startswith("zh")
        return [
            (rule.code, rule.title if chinese else rule.value.get("title_en") or rule.title)
            for rule in services.rules_in_force(today())
            if not rule.place
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rule's warnings."""
        return queryset.filter(rule=self.value()) if self.value() else queryset


@admin.register(RiskWarning)
class RiskWarningAdmin(ScopedAdmin):
    """Warnings of the officer's divisions; the rules open them."""

    view_right = P.FILE_VIEW
    list_display = ("who", "title_label", "reason_label", "when", "state_label")
    list_display_links = ("who",)
    list_select_related = ("subject",)
    list_filter = ("state", RuleFilter, DivisionFilter)
    search_fields = ("rule",)
    search_help_text = HELP
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("To do"), f"state__exact={WarningState.OPEN}"),
        (gettext_lazy("Dismissed"), f"state__exact={WarningState.DISMISSED}"),
    )
    fields = (
        "subject",
        "title_label",
        "reason_label",
        "basis",
        "event_on",
        "to_body",
        "opened_on",
        "state",
        "closed_on",
        "closed_by_label",
        "dismissed_reason",
    )
    change_form_outer_after_template = "admin/credit/to_file.html"
    actions_detail = ("dismiss",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the subject."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(subject_id__in=subject_ids(search_term)), False

    @display(description=gettext_lazy("subject"), header=True)
    def who(self, obj: RiskWarning) -> list[str]:
        """Name and number."""
        return [obj.subject.name, obj.subject.number or "–"]

    @display(description=gettext_lazy("warning"))
    def title_label(self, obj: RiskWarning) -> str:
        """The title in the reader's language."""
        return obj.title_shown

    @display(description=gettext_lazy("reason"))
    def reason_label(self, obj: RiskWarning) -> str:
        """The reason in the reader's language."""
        return obj.reason_shown

    @display(description=gettext_lazy("legal basis"))
    def basis(self, obj: RiskWarning) -> str:
        """Document of the rule, and whether it waits for confirmation."""
        rule = next((row for row in services.rules_in_force(today()) if row.code == obj.rule), None)
        if rule is None:
            return ""
        return f"{rule.document} {rule.article} · {rule.get_certainty_display()}".strip(" ·")

    @display(description=pgettext_lazy("warning", "opened on"))
    def when(self, obj: RiskWarning) -> str:
        """Day on which it was opened, short."""
        return obj.opened_on.isoformat()

    @display(description=gettext_lazy("state"), label=STATE_COLOURS)
    def state_label(self, obj: RiskWarning) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @action(
        description=gettext_lazy("Dismiss the warning"),
        url_path="dismiss",
        icon="notifications_off",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Dismiss the warning"),
            gettext_lazy("Say what was done or why nothing has to be done; it does not come back."),
            reason=True,
        ),
    )
    def dismiss(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Dismiss it, with the reason."""
        warning = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(
            request,
            lambda: services.dismiss(warning, reason=reason, by=officer(request)),
            _("Dismissed."),
        )
        return go(request, self.change_url(warning))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer to dismiss an open warning to whoever may."""
        warning = self.get_object(request, str(object_id))
        if warning is None or WARNING.transitions["dismiss"] not in WARNING.available(
            warning, officer(request)
        ):
            return []
        return super().get_actions_detail(request, object_id)
