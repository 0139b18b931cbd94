"""Keys of machines: issue, show the secret once, revoke."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.admin.officers import agencies
from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.api_keys import Issued, issue_key, issue_machine_key, revoke_key
from accounts.clock_words import moment
from accounts.dialogs import dialog
from accounts.models import Agency, ApiKey
from accounts.models.api_keys import ApiScope
from accounts.models.officers import prefix_validator
from accounts.permissions import P
from accounts.widgets import DayInput
from core.clock import today
from core.errors import Refusal, RefusalsIn
from core.language import listed

USUAL_DAYS = 180
"""What the form proposes; the most that is allowed stands in the rule table."""
COLOURS = {"usable": "success", "expired": "warning", "revoked": "danger"}


class IssueForm(forms.Form):
    """Which machine, for which place, for what and until when."""

    name = forms.CharField(
        label=gettext_lazy("Machine"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("What is to use the interface, such as the information system of a hospital."),
    )
    agency = forms.ModelChoiceField(
        label=gettext_lazy("agency"),
        queryset=Agency.objects.none(),
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("The agency that answers for it."),
    )
    prefix = forms.CharField(  # type: ignore[assignment]  # the name that the service gives its argument
        label=gettext_lazy("jurisdiction"),
        max_length=6,
        required=False,
        validators=[prefix_validator],
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Division-code prefix of the files that it may reach."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("may be used to"),
        choices=ApiScope.choices,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    expires_on = forms.DateField(label=gettext_lazy("last day of validity"), widget=DayInput, initial=None)


@admin.register(ApiKey)
class ApiKeyAdmin(ScopedAdmin):
    """Keys of machines in the administrator's jurisdiction. A secret is shown once, when it is issued."""

    view_right = P.OFFICER_EDIT
    add_right = P.OFFICER_EDIT
    list_display = ("machine", "tag", "uses", "expires_on", "used", "standing_label")
    list_display_links = ("machine",)
    list_select_related = ("officer__agency",)
    search_fields = ("tag",)
    search_help_text = gettext_lazy("The eight characters after cy_")
    fields = (
        "machine",
        "agency",
        "tag",
        "uses",
        "expires_on",
        "issued_at",
        "issued_by",
        "last_used_at",
        "revoked_at",
        "revoked_by",
    )
    actions_detail = ("another", "revoke")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Issue a key to a new machine, and show its secret this once."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = IssueForm(request.POST or None, initial={"expires_on": today() + timedelta(days=USUAL_DAYS)})
        form.fields["agency"].queryset = agencies(request)  # type: ignore[attr-defined]
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                return self._shown(request, issue_machine_key(**form.cleaned_data, by=officer(request)))
        return self.page(request, "accounts/api_key_form.html", {"form": form}, title=_("Issue a key"))

    def _shown(self, request: HttpRequest, issued: Issued) -> HttpResponse:
        context = {"key": issued.key, "token": issued.token, "uses": self.uses(issued.key)}
        answer = self.page(request, "accounts/api_key_issued.html", context, title=_("Key issued"))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @action(
        description=gettext_lazy("Issue another key"),
        url_path="another",
        icon="key",
    )
    def another(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Issue a further key to the same machine, for the same uses."""
        key = self.seen_object(request, object_id)
        if not self.allowed(request, self.add_right, key):
            raise PermissionDenied
        if request.method != "POST":
            context = {"key": key, "days": USUAL_DAYS}
            return self.page(request, "accounts/api_key_another.html", context, title=_("Issue another key"))
        last = today() + timedelta(days=USUAL_DAYS)
        try:
            issued = issue_key(key.officer, scopes=key.scopes, expires_on=last, by=officer(request))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return go(request, self.change_url(key))
        return self._shown(request, issued)

    @action(
        description=gettext_lazy("Revoke"),
        url_path="revoke",
        icon="key_off",
        variant=ActionVariant.DANGER,
        dialog=dialog(
            gettext_lazy("Revoke the key"),
            gettext_lazy("It closes at once and cannot be opened again."),
            reason=True,
        ),
    )
    def revoke(self, request: HttpRequest, form: Any, object_id: str) -> HttpResponse:
        """Close a key."""
        key = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(
            request, lambda: revoke_key(key, by=officer(request), reason=reason), _("The key is revoked.")
        )
        return go(request, self.change_url(key))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer nothing about a key that is closed."""
        key = self.get_object(request, str(object_id))
        open_key = key is not None and key.revoked_at is None
        return super().get_actions_detail(request, object_id) if open_key else []

    @display(description=gettext_lazy("machine"))
    def machine(self, obj: ApiKey) -> str:
        """Name of the machine."""
        return str(obj.officer)

    @display(description=gettext_lazy("agency"))
    def agency(self, obj: ApiKey) -> str:
        """Who answers for it."""
        return str(obj.officer.agency or "–")

    @display(description=gettext_lazy("may be used to"))
    def uses(self, obj: ApiKey) -> str:
        """Scopes in words."""
        words = dict(ApiScope.choices)
        return listed(words.get(scope, scope) for scope in obj.scopes)

    @display(description=gettext_lazy("last used at"))
    def used(self, obj: ApiKey) -> str:
        """Moment of the last use, short."""
        return moment(obj.last_used_at) if obj.last_used_at else "–"

    @display(description=gettext_lazy("state"), label=COLOURS)
    def standing_label(self, obj: ApiKey) -> tuple[str, str]:
        """Whether it opens anything today."""
        if obj.revoked_at is not None:
            return "revoked", _("revoked")
        return ("usable", _("valid")) if obj.usable else ("expired", _("no longer valid"))
