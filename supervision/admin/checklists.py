"""Checklists on the supervisors' pages: lines, new lists, new versions by workbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.admin_base import ScopedAdmin, officer
from accounts.models import Officer
from accounts.permissions import P
from accounts.widgets import DayInput
from core import divisions
from core.clock import today
from core.errors import Refusal
from supervision.admin.campaign_pages import hand_out
from supervision.campaigns import sheets
from supervision.campaigns.checklists import lines, new_version
from supervision.campaigns.new_checklists import NewChecklist, enter_checklist
from supervision.choices import ChecklistKind, Speciality
from supervision.models import Checklist


class VersionForm(forms.Form):
    """A new version of a checklist, as a workbook."""

    upload = forms.FileField(
        label=gettext_lazy("Workbook"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=gettext_lazy("Take the present lines away as a workbook, change them, upload it here."),
    )
    starts = forms.DateField(label=gettext_lazy("In force from"), widget=DayInput)
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=6,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("division-code prefix; empty: whole country"),
    )


class NewForm(VersionForm):
    """A new checklist."""

    field_order = (
        "code",
        "title",
        "kind",
        "speciality",
        "categories",
        "starts",
        "place",
        "document",
        "upload",
    )

    code = forms.SlugField(label=gettext_lazy("Code"), max_length=40, widget=UnfoldAdminTextInputWidget)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, widget=UnfoldAdminTextInputWidget)
    kind = forms.ChoiceField(
        label=gettext_lazy("Used for"), choices=ChecklistKind.choices, widget=UnfoldAdminSelectWidget
    )
    speciality = forms.ChoiceField(
        label=gettext_lazy("Speciality"),
        required=False,
        choices=[("", "–"), *Speciality.choices],
        widget=UnfoldAdminSelectWidget,
    )
    categories = forms.CharField(
        label=gettext_lazy("Categories of bodies"),
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Separated by commas; empty: all."),
    )
    document = forms.CharField(
        label=gettext_lazy("Document"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )


@admin.register(Checklist)
class ChecklistAdmin(ScopedAdmin):
    """Checklists of every kind, shipped and local; problem lists of campaigns stand on their campaigns."""

    view_right = P.FILE_VIEW
    add_right = P.CAMPAIGN_KEEP
    scope_field = ""
    list_display = ("name", "kind", "for_whom", "lines_count", "since", "certainty")
    list_display_links = ("name",)
    list_filter = ("kind", "speciality", "origin")
    search_fields = ("title", "code")
    ordering = ("kind", "code", "-effective_from")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Leave out the lists of single campaigns."""
        rows = super().get_queryset(request).filter(campaign__isnull=True)
        return rows.annotate(n=Count("items"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search by title and code."""
        text = search_term.strip()
        wanted = Q(title__icontains=text) | Q(code__icontains=text)
        return (queryset.filter(wanted) if text else queryset), False

    def get_urls(self) -> list[URLPattern]:
        """Add new version and workbook."""
        view = self.admin_site.admin_view
        own = [
            path("<int:pk>/version/", view(self.version_view), name="supervision_checklist_version"),
            path("<int:pk>/workbook/", view(self.workbook_view), name="supervision_checklist_workbook"),
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the lines."""
        row: Checklist = self.seen_object(request, object_id)
        others = Checklist.objects.filter(code=row.code).exclude(pk=row.pk).order_by("-effective_from")
        context = {
            "row": row,
            "original": row,
            "place": divisions.full_name(row.place.ljust(6, "0")) if row.place else "",
            "items": lines(row),
            "others": others,
            "may_replace": officer(request).may(P.CAMPAIGN_KEEP),
            "back": self.list_url(),
            "history": reverse("admin:supervision_checklist_history", args=[row.pk]),
        }
        return self.page(request, "admin/supervision/checklist.html", context, title=row.title_shown)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Enter a checklist from a workbook."""
        reader = self._keeper(request)
        first = {"starts": today(), "place": next(iter(reader.prefixes(P.CAMPAIGN_KEEP)), "")}
        form = NewForm(request.POST or None, request.FILES or None, initial=first)

        def act(data: dict[str, Any]) -> Checklist:
            items = sheets.read_lines(data["upload"], year=data["starts"].year, with_limits=False)
            head = NewChecklist(
                code=data["code"],
                title=data["title"],
                kind=data["kind"],
                effective_from=data["starts"],
                place=data["place"],
                speciality=data["speciality"],
                categories=tuple(part.strip() for part in data["categories"].split(",") if part.strip()),
                document=data["document"],
            )
            return enter_checklist(head, items=items, by=reader)

        title = _("New checklist")
        return self._form_page(request, form, act, title, self.list_url())

    def version_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Replace the list by a new version."""
        row: Checklist = self.seen_object(request, str(pk))
        reader = self._keeper(request)
        place = row.place or next(iter(reader.prefixes(P.CAMPAIGN_KEEP)), "")
        form = VersionForm(
            request.POST or None, request.FILES or None, initial={"starts": today(), "place": place}
        )

        def act(data: dict[str, Any]) -> Checklist:
            items = sheets.read_lines(data["upload"], year=data["starts"].year, with_limits=False)
            return new_version(row, items=items, by=reader, starts=data["starts"], place=data["place"])

        title = _("New version of %(list)s") % {"list": row.title_shown}
        return self._form_page(request, form, act, title, self.change_url(row))

    def _keeper(self, request: HttpRequest) -> Officer:
        reader = officer(request)
        if not reader.may(P.CAMPAIGN_KEEP):
            raise PermissionDenied
        return reader

    def _form_page(
        self, request: HttpRequest, form: forms.Form, act: Any, title: str, back: str
    ) -> HttpResponse:
        faults: list[sheets.Fault] = []
        if request.method == "POST" and form.is_valid():
            try:
                row = act(form.cleaned_data)
            except Refusal as refusal:
                faults = getattr(refusal, "faults", [])
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            else:
                messages.success(request, _("Kept; it holds from its first day."))
                return HttpResponseRedirect(self.change_url(row))
        blank = reverse("admin:supervision_campaign_blank")
        context = {"form": form, "faults": faults, "back": back, "blank": blank}
        return self.page(request, "admin/supervision/checklist_form.html", context, title=title)

    def workbook_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Hand out the lines under the headers that an upload has."""
        row: Checklist = self.seen_object(request, str(pk))
        return hand_out([sheets.as_sheet(lines(row))], f"{row.title[:60]}.xlsx")

    @display(description=gettext_lazy("checklist"), header=True)
    def name(self, obj: Checklist) -> list[str]:
        """Title and code."""
        return [obj.title_shown, obj.code]

    @display(description=gettext_lazy("for"))
    def for_whom(self, obj: Checklist) -> str:
        """Speciality and categories."""
        told = dict(Speciality.choices).get(obj.speciality, obj.speciality)
        return " · ".join(filter(None, (str(told), "、".join(obj.categories)))) or _("all bodies")

    @display(description=gettext_lazy("lines"))
    def lines_count(self, obj: Any) -> int:
        """How many lines."""
        return int(obj.n)

    @display(description=gettext_lazy("in force"))
    def since(self, obj: Checklist) -> str:
        """First and last day."""
        return f"{obj.effective_from} – {obj.effective_to or ''}"

    @display(description=gettext_lazy("certainty"), label={True: "success", False: "warning"})
    def certainty(self, obj: Checklist) -> tuple[bool, str]:
        """Whether a source was read for it."""
        words = _("read in the source") if obj.confirmed else _("local default, to be confirmed")
        return obj.confirmed, words
