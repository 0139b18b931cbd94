"""The four lists on the supervisors' pages: drafted from the tables, edited, adopted by a second officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from accounts.admin_base import attempt, go, officer
from accounts.dialogs import dialog
from accounts.division_filter import DivisionFilter
from accounts.permissions import P
from blacklist.admin.uses_forms import AdoptForm, DraftForm, HeadForm, LineForm
from blacklist.models import FourList, FourListRow
from blacklist.uses import services
from blacklist.uses.choices import PUBLIC_STATES
from blacklist.uses.choices import FourState as S
from blacklist.uses.columns import columns_of, grouped
from blacklist.uses.comparing import compare, version_before
from blacklist.uses.workflow import FOUR_LIST
from core import divisions
from core.clock import today
from core.errors import RefusalsIn
from credit.admin.acts import ActPages

COLOURS = {S.DRAFT: "info", S.ADOPTED: "success", S.REPLACED: "", S.WITHDRAWN: "danger", S.DROPPED: ""}
LEVELS = {
    "province": pgettext_lazy("level of a list", "province"),
    "prefecture": pgettext_lazy("level of a list", "city"),
    "county": pgettext_lazy("level of a list", "county"),
}
STEPS = {"adopt": "adopt", "withdraw": "withdraw", "drop": "drop", "edit_head": "drop", "add_line": "drop"}
"""Button → step of the table that decides whether it is shown: a draft is edited by whoever may drop it."""


@admin.register(FourList)
class FourListAdmin(ActPages):
    """Versions of the four lists."""

    view_right = P.FILE_VIEW
    add_right = P.SCHEME_EDIT
    ordering = ("division_code", "kind", "-version")
    list_display = ("who", "level_label", "version", "document_no", "adopted", "state_label")
    list_display_links = ("who",)
    list_filter = (DivisionFilter, "kind", "state")
    search_fields = ("document_no", "authority_name")
    list_before_template = "admin/quick_filters.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (pgettext_lazy("version of a list", "In force"), f"state__exact={S.ADOPTED}"),
        (gettext_lazy("Drafts"), f"state__exact={S.DRAFT}"),
    )
    fields = (
        "kind",
        "place",
        "version",
        "state",
        "authority_name",
        "document_no",
        "adopted_on",
        "ended_on",
        "withdraw_reason",
        "note",
        "made_by_label",
        "adopted_by_label",
    )
    change_form_outer_after_template = "admin/blacklist/four_list_after.html"
    actions_detail = ("adopt", "edit_head", "add_line", "withdraw", "drop")

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of one line and of the print."""
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/line/<int:line>/", view(self.line_view), name="blacklist_fourlist_line"),
            path("<int:pk>/print/", view(self.print_view), name="blacklist_fourlist_print"),
        ]
        return [*own, *super().get_urls()]

    # --- drafting ------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Draft the next version of a list from the tables."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = DraftForm(request.POST or None, initial=self._usual(request))
        if request.method == "POST" and form.is_valid():
            with RefusalsIn(form):
                made = services.draft(**form.cleaned_data, by=officer(request))
                done = _("Drafted from the tables of today; edit it, then have it adopted.")
                messages.success(request, done)
                return HttpResponseRedirect(self.change_url(made))
        context = {
            "form": form,
            "heading": _("Next version"),
            "intro": _(
                "The lines are drawn from the collection catalogue, the list schemes, the catalogue of "
                "measures or the uses of credit; lines that were added by hand before are taken over."
            ),
            "button": _("Draw the draft"),
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("Draft one of the four lists"))

    @staticmethod
    def _usual(request: HttpRequest) -> dict[str, str]:
        agency = officer(request).agency
        return {"division_code": agency.division_code, "authority_name": agency.name} if agency else {}

    # --- one version ---------------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a version with its lines and what it changes."""
        extra = dict(extra_context or {})
        obj = self.get_object(request, object_id)
        if obj is not None:
            lines = list(obj.rows.all())
            before = version_before(obj)
            extra["groups"] = grouped(lines)
            extra["columns"] = dict(columns_of(obj.kind))
            extra["before"] = before
            extra["changes"] = _told(obj, before, lines) if before is not None else None
            extra["editable"] = obj.state == S.DRAFT and officer(request).may(
                P.SCHEME_EDIT, obj.division_code
            )
            extra["public"] = obj.state in PUBLIC_STATES
        return super().change_view(request, object_id, form_url, extra)

    def print_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a version for paper."""
        obj = self.seen_object(request, str(pk))
        lines = list(obj.rows.all())
        context = {
            "version": obj,
            "columns": columns_of(obj.kind),
            "groups": grouped(lines),
            "unconfirmed": any(not line.confirmed for line in lines),
        }
        return render(request, "blacklist/four_list_print.html", context)

    def line_view(self, request: HttpRequest, pk: int, line: int) -> HttpResponse:
        """Change one line of a draft, or take it out."""
        obj = self.seen_object(request, str(pk))
        row = get_object_or_404(FourListRow, pk=line, version=obj)
        if not self.allowed(request, P.SCHEME_EDIT, obj):
            raise PermissionDenied
        initial = {name: getattr(row, name) for name in services.ROW_FIELDS}
        form = LineForm(request.POST or None, initial=initial, labels=dict(columns_of(obj.kind)), known=True)

        def act(data: dict[str, Any]) -> None:
            if data.pop("take_out"):
                services.take_row_out(obj, code=row.code, by=officer(request))
            else:
                services.save_row(obj, by=officer(request), fields=data, code=row.code)

        return self.act_page(
            request,
            obj,
            form,
            act,
            title=row.code,
            button=_("Save the line"),
            done=_("Saved."),
            intro=str(obj),
        )

    # --- steps ---------------------------------------------------------------------------------------

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Keep the buttons of steps that the officer may take now."""
        obj = self.get_object(request, str(object_id))
        if obj is None:
            return []
        open_to = {step.name for step in FOUR_LIST.available(obj, officer(request))}
        return [
            act
            for act in super().get_actions_detail(request, object_id)
            if STEPS[act.action_name.removeprefix("blacklist_fourlist_")] in open_to
        ]

    @action(
        description=gettext_lazy("Adopt and publicise"),
        url_path="adopt",
        icon="task_alt",
        variant=ActionVariant.PRIMARY,
    )
    def adopt(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Adopt a draft by its document."""
        obj = self.seen_object(request, object_id)
        initial = {"document_no": obj.document_no, "adopted_on": today()}
        form = AdoptForm(request.POST or None, initial=initial)
        return self.act_page(
            request,
            obj,
            form,
            lambda data: services.adopt(obj, **data, by=officer(request)),
            title=_("Adopt and publicise"),
            button=_("Adopt"),
            done=_("Adopted; the public page shows it from now on."),
            intro=_("The version before it is replaced from that day on and stays readable."),
        )

    @action(description=gettext_lazy("Edit the head"), url_path="head", icon="edit")
    def edit_head(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change who issues the draft, its document and its explanation."""
        obj = self.seen_object(request, object_id)
        initial = {name: getattr(obj, name) for name in services.HEAD_FIELDS}
        form = HeadForm(request.POST or None, initial=initial)
        return self.act_page(
            request,
            obj,
            form,
            lambda data: services.save_head(obj, by=officer(request), fields=data),
            title=str(obj),
            button=_("Save"),
            done=_("Saved."),
        )

    @action(description=gettext_lazy("Add a line"), url_path="add-line", icon="add")
    def add_line(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Enter a line that no table holds."""
        obj = self.seen_object(request, object_id)
        form = LineForm(request.POST or None, labels=dict(columns_of(obj.kind)))
        return self.act_page(
            request,
            obj,
            form,
            lambda data: services.save_row(obj, by=officer(request), fields=data),
            title=_("Add a line"),
            button=_("Save the line"),
            done=_("Saved."),
            intro=_("Each line names its basis; what has none belongs to no list."),
        )

    @action(
        description=gettext_lazy("Withdraw the list"),
        url_path="withdraw",
        icon="block",
        dialog=dialog(
            gettext_lazy("Withdraw the list"),
            gettext_lazy("No version is in force afterwards; the public page says so and why."),
            reason=True,
        ),
    )
    def withdraw(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Withdraw the version in force."""
        obj = self.seen_object(request, object_id)
        reason = form.cleaned_data["reason"]
        attempt(request, lambda: services.withdraw(obj, by=officer(request), reason=reason), _("Withdrawn."))
        return go(request, self.change_url(obj))

    @action(
        description=gettext_lazy("Drop the draft"),
        url_path="drop",
        icon="delete",
        dialog=dialog(gettext_lazy("Drop the draft"), gettext_lazy("The draft can no longer be adopted.")),
    )
    def drop(self, request: HttpRequest, form: forms.Form, object_id: str) -> HttpResponse:
        """Drop a draft."""
        obj = self.seen_object(request, object_id)
        attempt(request, lambda: services.drop(obj, by=officer(request)), _("Dropped."))
        return go(request, self.change_url(obj))

    # --- words ---------------------------------------------------------------------------------------

    @display(description=pgettext_lazy("version of a list", "list"), header=True)
    def who(self, obj: FourList) -> list[str]:
        """Which list, and below it whose."""
        return [str(obj.get_kind_display()), obj.place_name]

    @display(description=gettext_lazy("level"))
    def level_label(self, obj: FourList) -> str:
        """Province, city or county."""
        return str(LEVELS[obj.level])

    @display(description=gettext_lazy("division"))
    def place(self, obj: FourList) -> str:
        """Name of the division."""
        return divisions.full_name(obj.division_code) or obj.division_code

    @display(description=pgettext_lazy("version of a list", "adopted on"))
    def adopted(self, obj: FourList) -> str | None:
        """Day of the document."""
        return obj.adopted_on.isoformat() if obj.adopted_on else None

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: FourList) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def _told(version: FourList, before: FourList, lines: list[FourListRow]) -> dict[str, Any]:
    """Return what a version changes, with the columns in words."""
    found = compare(before.rows.all(), lines)
    names = dict(columns_of(version.kind))
    changed = [
        (line.row, [(names[name], old, new) for name, (old, new) in line.fields.items()])
        for line in found.changed
    ]
    return {"added": found.added, "removed": found.removed, "changed": changed, "same": found.same}
