"""Deliveries to the platforms, their receipts, and the platforms themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminPasswordWidget

from accounts.admin_base import KeptAdmin, ScopedAdmin, attempt, go, officer
from accounts.clock_words import moment
from accounts.dialogs import dialog
from accounts.permissions import P
from exchange.choices import RESENDABLE, Result, State, Table
from exchange.differences import differences_of
from exchange.models import Attempt, Delivery, Platform, Receipt, Reconciliation
from exchange.models.platform import every_table
from exchange.reconciliation import MOST_LISTED
from exchange.resending import ResendForm, resent_words
from exchange.services import resend, resend_many

STATE_COLOURS = {
    State.WAITING: "info",
    State.SENDING: "primary",
    State.ACCEPTED: "success",
    State.REJECTED: "danger",
    State.STUCK: "warning",
    State.OVERTAKEN: "",
}
RESULT_COLOURS = {
    Result.CORRECT: "success",
    Result.UPDATED: "success",
    Result.WRONG: "danger",
    Result.NOT_LINKED: "warning",
}


class LogInline(TabularInline):
    """Rows that are only ever added, for reading."""

    extra = 0
    can_delete = False
    tab = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes here."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the delivery sees its log."""
        return True


class ReceiptInline(LogInline):
    """What the platform answered about the record."""

    model = Receipt
    fields = (
        "received_at",
        "origin",
        "result_label",
        "code",
        "field",
        "message",
        "action",
        "platform_record_id",
    )
    readonly_fields = fields

    @display(description=gettext_lazy("result"), label=RESULT_COLOURS)
    def result_label(self, obj: Receipt) -> tuple[int, str]:
        """Result in its colour."""
        return obj.result, str(obj.get_result_display())


class AttemptInline(LogInline):
    """Every try."""

    model = Attempt
    fields = ("at", "batch_no", "http_status", "duration_ms", "error")
    readonly_fields = fields


@admin.register(Delivery)
class DeliveryAdmin(ScopedAdmin):
    """The queue to the platforms."""

    view_right = P.DELIVERY_VIEW
    list_display = (
        "label_shown",
        "platform",
        "table",
        "operation",
        "state_label",
        "attempts",
        "why",
        "answered",
    )
    list_display_links = ("label_shown",)
    list_select_related = ("platform",)
    list_filter = ("state", "operation", "table", "platform")
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Waiting"), f"state__exact={State.WAITING}"),
        (gettext_lazy("Stuck"), f"state__exact={State.STUCK}"),
        (gettext_lazy("Rejected"), f"state__exact={State.REJECTED}"),
        (gettext_lazy("Accepted"), f"state__exact={State.ACCEPTED}"),
    )
    search_fields = ("record_id",)
    search_help_text = gettext_lazy("Record number")
    inlines = (ReceiptInline, AttemptInline)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "label",
                    "platform",
                    "table",
                    "operation",
                    "revision",
                    "state",
                    "stuck_reason",
                )
            },
        ),
        (
            gettext_lazy("Sending"),
            {"fields": ("attempts", "created_at", "not_before", "sent_at", "answered_at", "batch_no")},
        ),
        (
            gettext_lazy("Message"),
            {"fields": ("record_id", "idempotency_key", "content_hash", "body_digest", "sent_words")},
        ),
    )
    actions = ("send_selected_again",)
    actions_detail = ("send_again",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by the record's number."""
        term = search_term.strip()
        return (queryset.filter(record_id=term) if term else queryset), False

    @display(description=gettext_lazy("about"))
    def label_shown(self, obj: Delivery) -> str:
        """What it is about."""
        return obj.label or obj.record_id

    @display(description=gettext_lazy("state"), label=STATE_COLOURS)
    def state_label(self, obj: Delivery) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @display(description=gettext_lazy("why it does not move"))
    def why(self, obj: Delivery) -> str:
        """The reason in words, where it is stuck."""
        return obj.stuck_reason

    @display(description=gettext_lazy("answered at"))
    def answered(self, obj: Delivery) -> str:
        """Moment of the answer, short."""
        return moment(obj.answered_at)

    @display(description=gettext_lazy("as sent, personal numbers hidden"))
    def sent_words(self, obj: Delivery) -> str:
        """The fields of the message, one a line."""
        return "\n".join(f"{name}: {value}" for name, value in _flat(obj.sent_body))

    @action(
        description=gettext_lazy("Send again"),
        url_path="send-again",
        icon="replay",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("Send again"),
            gettext_lazy(
                "The message goes again under its old number, so the platform cannot store it twice."
            ),
            reason=True,
        ),
    )
    def send_again(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Put a rejected or stuck delivery back into the queue."""
        delivery = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(
            request, lambda: resend(delivery, by=officer(request), reason=reason), _("It will be sent again.")
        )
        return go(request, self.change_url(delivery))

    @action(description=gettext_lazy("Send the selected again"), permissions=["resend"])
    def send_selected_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Ask why, put rejected and stuck deliveries back into the queue, and say what became of them."""
        form = ResendForm(request.POST if "reason" in request.POST else None)
        if not form.is_valid():
            context = {"form": form, "deliveries": queryset.select_related("platform")}
            title = _("Send the selected again")
            return self.page(request, "admin/exchange/send_again.html", context, title=title)
        pks = list(queryset.values_list("pk", flat=True))
        result = resend_many(pks, by=officer(request), reason=form.cleaned_data["reason"])
        say = messages.success if not result.refused else messages.warning if result.done else messages.error
        say(request, resent_words(result))
        return None

    def has_resend_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Tell whether sending again may be offered."""
        return self.allowed(request, P.DELIVERY_RESEND)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer it where it helps, to whoever may."""
        delivery = self.get_object(request, str(object_id))
        if delivery is None or delivery.state not in RESENDABLE:
            return []
        return (
            super().get_actions_detail(request, object_id)
            if self.allowed(request, P.DELIVERY_RESEND, delivery)
            else []
        )


def _flat(body: Any) -> list[tuple[str, Any]]:
    if not isinstance(body, dict):
        return []
    rows: list[tuple[str, Any]] = []
    for name, value in body.items():
        rows += _flat(value) if isinstance(value, dict) else [(str(name), value)]
    return rows


@admin.register(Platform)
class PlatformAdmin(KeptAdmin):
    """Receivers of what is published; kept by administrators."""

    view_right = P.DELIVERY_VIEW
    add_right = P.RULE_EDIT
    change_right = P.RULE_EDIT
    scope_field = ""
    ordering = ("code",)
    list_display = (
        "name",
        "code",
        "base_url",
        "active",
        "failures",
        "not_before",
        "last_error",
        "last_answer_at",
    )
    list_display_links = ("name",)
    readonly_fields = ("failures", "not_before", "last_error", "last_answer_at")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = (
        (None, {"fields": ("name", "code", "adapter", "base_url", "active")}),
        (
            gettext_lazy("Who we are there"),
            {"fields": ("sender_code", "receiver_code", "region_code", "secret")},
        ),
        (
            gettext_lazy("What is sent"),
            {"fields": ("tables", "share_persons", "layout", "kind_separator", "date_format")},
        ),
        (
            gettext_lazy("How fast"),
            {
                "fields": (
                    "batch_size",
                    "batches_per_minute",
                    "window_from",
                    "window_to",
                    "timeout_seconds",
                    "retry_seconds",
                    "retry_seconds_most",
                    "give_up_days",
                )
            },
        ),
        (gettext_lazy("Standing"), {"fields": ("failures", "not_before", "last_error", "last_answer_at")}),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A platform of one place is kept there; one for all places, by whoever keeps all of them."""
        reach = officer(request).prefixes(P.RULE_EDIT)
        if obj is None:
            return bool(reach)
        return any(str(obj.region_code).startswith(prefix) for prefix in reach)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A reader sees the tables in words."""
        groups = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return groups
        shown = {"tables": "tables_words"}
        return [
            (title, {**options, "fields": [shown.get(name, name) for name in options["fields"]]})
            for title, options in groups
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Tick the tables; take an address without scheme for a safe one."""
        if db_field.name == "tables":
            return forms.MultipleChoiceField(
                label=db_field.verbose_name,
                choices=Table.choices,
                initial=every_table,
                help_text=_(
                    "What is not ticked is never sent. To stop all, switch the platform to not active."
                ),
                widget=UnfoldAdminCheckboxSelectMultipleWidget,
            )
        if db_field.name == "base_url":
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "secret" and field is not None:
            field.widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "off"})
        return field

    @display(description=gettext_lazy("tables"))
    def tables_words(self, obj: Platform) -> str:
        """Names of the tables."""
        words = dict(Table.choices)
        return "、".join(str(words.get(name, name)) for name in obj.tables)


@admin.register(Reconciliation)
class ReconciliationAdmin(ScopedAdmin):
    """Comparisons of what we sent with what the platforms hold, for reading."""

    view_right = P.DELIVERY_VIEW
    scope_field = ""
    list_display = ("platform", "table", "day", "our_count", "their_count", "equal", "at")
    list_select_related = ("platform",)
    list_filter = ("equal",)
    fields = ("platform", "table", "day", "our_count", "their_count", "equal", "at")
    change_form_outer_after_template = "admin/exchange/reconciliation_after.html"

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the comparison, and the records that differ by their names."""
        row = self.get_object(request, object_id)
        told = (
            {} if row is None else {"differences": differences_of(row, officer(request)), "most": MOST_LISTED}
        )
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **told})
