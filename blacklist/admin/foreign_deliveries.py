"""Deliveries of other departments' lists: what each changed, and what waits for an officer's word."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.admin_base import ScopedAdmin, attempt, go, officer
from accounts.dialogs import dialog
from accounts.permissions import P
from blacklist.admin.foreign_links import link
from blacklist.foreign import ends
from blacklist.foreign.choices import DeliveryState as S
from blacklist.foreign.choices import EndCause, Extent
from blacklist.foreign.workflow import DELIVERY
from blacklist.models import ForeignDelivery, ForeignEntry

COLOURS = {S.SETTLED: "success", S.WAITING: "warning", S.CONFIRMED: "success", S.KEPT: "", S.OVERTAKEN: ""}
MOST = 100


@admin.register(ForeignDelivery)
class ForeignDeliveryAdmin(ScopedAdmin):
    """Deliveries of the officer's sources."""

    view_right = P.FILE_VIEW
    list_display = ("who", "list_label", "extent", "received", "brought", "gone", "state_label")
    list_display_links = ("who",)
    list_select_related = ("source",)
    list_filter = ("state", "extent", "kind", "way")
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (gettext_lazy("Wait for confirmation"), f"state__exact={S.WAITING}"),
        (gettext_lazy("Whole lists"), f"extent__exact={Extent.FULL}"),
    )
    fields = (
        "source_link",
        "list_label",
        "extent",
        "list_on",
        "way",
        "state",
        "received_on",
        "made_by_label",
        "intake_link",
        "figures",
        "ends",
    )
    change_form_outer_after_template = "admin/blacklist/foreign_delivery_after.html"
    actions_detail = ("confirm", "keep")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the delivery with the entries that would end, or that it ended."""
        extra = dict(extra_context or {})
        obj = self.get_object(request, object_id)
        if obj is not None and obj.missing:
            extra["gone"] = list(_gone(obj).order_by("pk")[: MOST + 1])
            extra["most"] = MOST
        return super().change_view(request, object_id, form_url, extra)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Keep the buttons of steps that the officer may take now."""
        obj = self.get_object(request, str(object_id))
        if obj is None:
            return []
        open_to = {step.name for step in DELIVERY.available(obj, officer(request))}
        return [
            act
            for act in super().get_actions_detail(request, object_id)
            if act.action_name.removeprefix("blacklist_foreigndelivery_") in open_to
        ]

    @action(
        description=gettext_lazy("End what is no longer listed"),
        url_path="confirm",
        icon="done_all",
        variant=ActionVariant.PRIMARY,
        dialog=dialog(
            gettext_lazy("End what is no longer listed"),
            gettext_lazy("The entries below are ended from the day of the list on; they stay readable."),
        ),
    )
    def confirm(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """End the entries that the list no longer names."""
        obj = self.seen_object(request, object_id)
        attempt(request, lambda: ends.confirm_ends(obj, by=officer(request)), _("The entries are ended."))
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("The list is incomplete: end nothing"),
        url_path="keep",
        icon="block",
        dialog=dialog(
            gettext_lazy("The list is incomplete: end nothing"),
            gettext_lazy("All entries stay in force; ask the department for its whole list."),
            reason=True,
        ),
    )
    def keep(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """End nothing."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        done = _("Nothing is ended.")
        attempt(request, lambda: ends.keep_entries(obj, by=officer(request), reason=reason), done)
        return go(request, self.change_url(obj))

    @display(description=gettext_lazy("source"))
    def who(self, obj: ForeignDelivery) -> str:
        """Department that sent it."""
        return obj.source.department

    @display(description=gettext_lazy("source"))
    def source_link(self, obj: ForeignDelivery) -> Any:
        """Link to the source."""
        return link("admin:blacklist_foreignsource_change", obj.source_id, obj.source)

    @display(description=gettext_lazy("list"))
    def list_label(self, obj: ForeignDelivery) -> str:
        """Which list, of bodies or of persons."""
        whom = _("natural persons") if obj.of_persons else _("bodies")
        return f"{obj.get_kind_display()} · {whom}"

    @display(description=gettext_lazy("received on"))
    def received(self, obj: ForeignDelivery) -> str:
        """Day of receipt."""
        return obj.received_on.isoformat()

    @display(description=gettext_lazy("new / changed / unchanged"))
    def brought(self, obj: ForeignDelivery) -> str:
        """What it brought."""
        return f"{obj.new} / {obj.changed} / {obj.unchanged}"

    @display(description=gettext_lazy("no longer named"))
    def gone(self, obj: ForeignDelivery) -> str:
        """How many entries it no longer names; additions say nothing of that."""
        return str(obj.missing) if obj.extent == Extent.FULL else "–"

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: ForeignDelivery) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()

    @display(description=gettext_lazy("workbook"))
    def intake_link(self, obj: ForeignDelivery) -> Any:
        """Link to the upload, for a workbook."""
        return link("admin:core_intake_change", obj.intake_id, obj.file_name) or "–"

    @display(description=gettext_lazy("figures"))
    def figures(self, obj: ForeignDelivery) -> str:
        """What it changed, in one line."""
        return _("%(before)s in force before; %(new)s new, %(changed)s changed, %(unchanged)s unchanged") % {
            "before": obj.before,
            "new": obj.new,
            "changed": obj.changed,
            "unchanged": obj.unchanged,
        }

    @display(description=gettext_lazy("no longer named"))
    def ends(self, obj: ForeignDelivery) -> str:
        """How many the whole list no longer names, against the limit."""
        if obj.extent != Extent.FULL:
            return _("additions end nothing by their silence")
        return _(
            "%(missing)s of %(before)s (%(percent)s %%); above %(limit)s %% an officer confirms "
            "(local default); ended: %(ended)s"
        ) % {
            "missing": obj.missing,
            "before": obj.before,
            "percent": obj.missing_percent,
            "limit": obj.limit_percent,
            "ended": obj.ended,
        }


def _gone(delivery: ForeignDelivery) -> Any:
    """Return the entries that would end while it waits, those that it ended afterwards."""
    if delivery.state == S.WAITING:
        return ends.absent(delivery)
    return ForeignEntry.objects.filter(
        source_id=delivery.source_id,
        kind=delivery.kind,
        of_person=delivery.of_persons,
        end_cause=EndCause.ABSENT,
        end_list_on=delivery.list_on,
    )
