"""Rounds of self-inspection on the supervisors' pages: open for many at once, follow, see what is found."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from unfold.decorators import display

from accounts.admin_base import ScopedAdmin, officer
from accounts.charts import BAD, bar_options, stacked_bars
from accounts.permissions import P
from core import ruletables
from core.clock import today
from core.errors import Refusal, RefusalsIn
from credit.admin.case_pages import clocks_of
from supervision.admin.ledger_forms import CampaignForm, RoundForm, this_quarter
from supervision.ledgers.figures import figures_of, figures_of_many, most_found
from supervision.ledgers.opening import Whom, due_day, open_campaign, open_for_more, open_round
from supervision.ledgers.rules import TABLE
from supervision.models import Campaign, LedgerRound
from supervision.models.ledgers import LedgerState

MOST_BARS = 10
MOST_LETTERS = 8
"""Longer names of bars are cut off at their beginning on a telephone, and the number with it."""


@admin.register(LedgerRound)
class LedgerRoundAdmin(ScopedAdmin):
    """Rounds of the officer's divisions."""

    view_right = P.FILE_VIEW
    add_right = P.LEDGER_CHECK
    list_display = ("name", "kind_name", "due", "progress", "flagged")
    list_display_links = ("name",)
    list_filter = ("kind",)
    search_fields = ("title",)
    ordering = ("-opens_on", "-pk")
    list_before_template = "admin/supervision/ledger_rounds_before.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rounds of the officer's divisions, newest first."""
        return super().get_queryset(request).select_related("campaign", "checklist")

    def get_urls(self) -> list[URLPattern]:
        """Add opening the ledgers of a campaign, and those of bodies that came later."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("campaign/", view(self.campaign_view), name=f"{name}_campaign"),
            path("<int:pk>/more/", view(self.more_view), name=f"{name}_more"),
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the rounds; their figures are counted in one statement."""
        context = {
            "may_open": self.has_add_permission(request),
            "add_url": reverse("admin:supervision_ledgerround_add"),
            "campaign_url": reverse("admin:supervision_ledgerround_campaign"),
            "ledgers_url": reverse("admin:supervision_ledger_changelist"),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Open a full, special or routine self-inspection for many bodies in one act."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        reader = officer(request)
        place = next(iter(reader.prefixes(P.LEDGER_CHECK)), "")
        first = {"due_on": due_day(today(), place), "period": this_quarter(today())}
        form = RoundForm(request.POST or None, initial=first, prefix_code=place)
        if request.method == "POST" and form.is_valid():
            try:
                with RefusalsIn(form):
                    row = self._opened(form, place, reader)
                    self._say(request, row)
                    return HttpResponseRedirect(self.change_url(row))
            except forms.ValidationError as error:
                form.add_error("codes", error)
        often = ruletables.rule(TABLE, "frequency", on=today(), place=place)
        intro = _(
            "Every working body of the place and categories gets its ledger at once. Routine: at least "
            "%(routine)s times a year; full: at least %(full)s time a year (local default, to be confirmed)."
        ) % {"routine": often["routine"], "full": often["full"]}
        return self._form_page(request, form, _("Open a self-inspection"), intro)

    def _opened(self, form: RoundForm, place: str, reader: Any) -> LedgerRound:
        given = form.cleaned_data
        return open_round(
            checklist=given["checklist"],
            title=given["title"],
            period=given["period"],
            whom=Whom(place, tuple(given["categories"]), form.subject_ids()),
            division_code=place.ljust(6, "0"),
            due_on=given["due_on"],
            authority_name=reader.agency.name if reader.agency else "",
            by=reader,
        )

    def campaign_view(self, request: HttpRequest) -> HttpResponse:
        """Open the ledgers of a campaign that runs."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        reader = officer(request)
        visible = Campaign.objects.visible_to(reader, P.LEDGER_CHECK)
        form = CampaignForm(request.POST or None, visible=visible)
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            with RefusalsIn(form):
                row = open_campaign(given["campaign"], due_on=given["due_on"], by=reader)
                self._say(request, row)
                return HttpResponseRedirect(self.change_url(row))
        intro = _("Every body in the campaign's scope gets a ledger with the campaign's problem list.")
        return self._form_page(request, form, _("Open the ledgers of a campaign"), intro)

    def more_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give bodies that came into the scope later their ledger."""
        row = self.seen_object(request, str(pk))
        if request.method != "POST" or not self.allowed(request, P.LEDGER_CHECK, row):
            raise PermissionDenied
        reader, before = officer(request), row.ledgers.count()
        try:
            open_for_more(row, by=reader)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            new = row.ledgers.count() - before
            told = ngettext("%(n)s new body got its ledger.", "%(n)s new bodies got their ledgers.", new)
            messages.success(request, told % {"n": new})
        return HttpResponseRedirect(self.change_url(row))

    def _say(self, request: HttpRequest, row: LedgerRound) -> None:
        count = row.ledgers.count()
        told = ngettext(
            "Opened: %(n)s body sees its ledger in the portal.",
            "Opened: %(n)s bodies see their ledgers in the portal.",
            count,
        )
        messages.success(request, told % {"n": count})

    def _form_page(self, request: HttpRequest, form: Any, title: str, intro: str) -> HttpResponse:
        context = {
            "form": form,
            "intro": intro,
            "button": pgettext("ledgers", "Open"),
            "heading": title,
            "back": self.list_url(),
        }
        return self.page(request, "admin/credit/act.html", context, title=title)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show how a round stands, and which problems are found most."""
        row = self.seen_object(request, object_id)
        ledgers = reverse("admin:supervision_ledger_changelist")
        found = most_found(row, MOST_BARS)
        labels = [f"{item.number}. {item.text[:MOST_LETTERS]}" for item, _n in found]
        last = row.ledgers.exclude(state=LedgerState.DROPPED).aggregate(last=Max("due_on"))["last"]
        bars = stacked_bars(labels, [(_("bodies that found it"), BAD, [n for _item, n in found])])
        context = {
            "row": row,
            "original": row,
            "figures": [
                (figure, f"{ledgers}?round__exact={row.pk}{figure.query}") for figure in figures_of(row)
            ],
            "later": last if last and last > row.due_on else None,
            "found": found,
            "bars": bars,
            "options": bar_options(stacked=True, lying=True),
            "height": 60 + 34 * len(found),
            "clocks": clocks_of(row),
            "all_url": f"{ledgers}?round__exact={row.pk}",
            "more_url": reverse("admin:supervision_ledgerround_more", args=[row.pk]),
            "may_open": self.allowed(request, P.LEDGER_CHECK, row),
            "history": reverse("admin:supervision_ledgerround_history", args=[row.pk]),
            "back": self.list_url(),
        }
        return self.page(request, "admin/supervision/ledger_round.html", context, title=str(row))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Count the figures of the rows on the page in one statement."""
        found = super().get_changelist_instance(request)
        figures = figures_of_many([row.pk for row in found.result_list])
        for row in found.result_list:
            row.told = figures[row.pk]
        return found

    @display(description=gettext_lazy("self-inspection"), header=True)
    def name(self, obj: Any) -> list[str]:
        """Title and period."""
        return [obj.title, obj.period]

    @display(description=gettext_lazy("kind"))
    def kind_name(self, obj: LedgerRound) -> str:
        """Which kind of self-inspection."""
        return obj.get_kind_display()

    @display(description=gettext_lazy("to be handed in by"))
    def due(self, obj: LedgerRound) -> str:
        """The last day."""
        return obj.due_on.isoformat()

    @display(description=gettext_lazy("handed in"))
    def progress(self, obj: Any) -> str:
        """How many bodies have handed in."""
        share = obj.told.handed_in * 100 // obj.told.total if obj.told.total else 0
        return f"{obj.told.handed_in} / {obj.told.total}（{share}%）"

    @display(description=gettext_lazy("late, empty or copied"), label={"warning": "warning"})
    def flagged(self, obj: Any) -> tuple[str, str] | None:
        """How many need a look."""
        return ("warning", str(obj.told.flagged)) if obj.told.flagged else None
