"""Visitors' ratings on the supervisors' pages: windows with QR codes, figures, poor ones looked into."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import segno
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from unfold.decorators import display

from accounts.admin_base import KeptAdmin, officer
from accounts.charts import BAD, GOOD, OTHER, Chart, bar_options, stacked_bars
from accounts.division_filter import DivisionFilter
from accounts.models import Officer
from accounts.permissions import P
from core.clock import today
from core.errors import RefusalsIn
from credit.admin.case_pages import CaseAdmin, ReasonForm, StepPage, facts_of, who
from supervision.admin.service_cases import items_of
from supervision.admin.service_forms import AnswerForm, CodesForm
from supervision.models import Rating, ServiceWindow
from supervision.service import clocks, ratings, terms
from supervision.service.choices import RatingState as S
from supervision.service.rating_figures import STEPS as LEVELS
from supervision.service.rating_figures import Line, of_items, of_windows, reasons
from supervision.service.workflow import RATING

COLOURS = {S.NOTED: "success", S.OPEN: "danger", S.ANSWERED: "warning", S.CLOSED: "success"}
MOST_BARS = 12
STEPS = (
    StepPage(
        "answer",
        "answer",
        gettext_lazy(
            "Who visited stays unknown. Look into the window, the item and the day, and say what you mended."
        ),
        gettext_lazy("Noted; the second officer closes it."),
        lambda row, data, by: ratings.answer(row, finding=data["finding"], words=data["words"], by=by),
        AnswerForm,
    ),
    StepPage(
        "close",
        "close",
        gettext_lazy("You close it as another officer than the one who looked into it."),
        gettext_lazy("Closed."),
        lambda row, _data, by: ratings.close(row, by=by),
    ),
    StepPage(
        "send_back",
        "send_back",
        gettext_lazy("It is looked into again."),
        gettext_lazy("Sent back."),
        lambda row, data, by: ratings.send_back(row, reason=data["reason"], by=by),
        ReasonForm,
        plain=True,
    ),
)


@admin.register(ServiceWindow)
class ServiceWindowAdmin(KeptAdmin):
    """Windows; for each, a sheet of QR codes to be handed to visitors, one a visit."""

    view_right = P.FILE_VIEW
    add_right = P.SERVICE_KEEP
    change_right = P.SERVICE_KEEP
    ordering = ("division_code", "hall", "name")
    list_display = ("name", "hall", "office", "in_use")
    list_filter = ("in_use", DivisionFilter)
    search_fields = ("name", "hall")
    fields = ("name", "hall", "office", "division_code", "in_use")
    change_form_outer_before_template = "admin/supervision/window_codes_link.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the sheet of codes."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [path("<int:pk>/codes/", view(self.codes_view), name=f"{name}_codes"), *super().get_urls()]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the officer's own division."""
        agency = officer(request).agency
        return {"division_code": agency.division_code if agency else ""}

    def codes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask how many codes are wanted, then show them once."""
        window, by = self.seen_object(request, str(pk)), officer(request)
        if not by.may(P.SERVICE_KEEP, window.division_code):
            raise PermissionDenied
        form = CodesForm(request.POST or None, items=items_of(by))
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            with RefusalsIn(form):
                codes = ratings.hand_out(window, count=data["count"], item=data["item"], by=by)
                return self._sheet(request, window, data["item"], codes)
        context = {
            "form": form,
            "heading": str(window),
            "intro": _(
                "One code for one visit. The codes are shown once, to be printed; only digests are kept."
            ),
            "button": _("Show the codes"),
            "back": self.change_url(window),
        }
        return self.page(request, "admin/credit/act.html", context, title=_("Rating codes of a window"))

    def _sheet(self, request: HttpRequest, window: Any, item: Any, codes: list[str]) -> HttpResponse:
        days = terms.number("token_days", on=today(), place=window.division_code)
        context = {
            "window": window,
            "item": item,
            "codes": [(_spaced(code), _picture(request, code)) for code in codes],
            "back": self.change_url(window),
            "by_hand": request.build_absolute_uri(reverse("supervision:rate_form")).split("://", 1)[-1],
            "until": today() + timedelta(days=days),
        }
        answer = render(request, "supervision/rating_codes.html", context)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _picture(request: HttpRequest, code: str) -> Any:
    address = request.build_absolute_uri(reverse("supervision:rate", args=[code]))
    svg = segno.make(address, error="m", micro=False).svg_inline(scale=3, border=2)
    return mark_safe(svg)  # noqa: S308 - drawn here from our own address


def _spaced(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


@admin.register(Rating)
class RatingAdmin(CaseAdmin):
    """Ratings of the officer's divisions."""

    view_right = P.FILE_VIEW
    workflow = RATING
    steps = STEPS
    case_template = "admin/supervision/rating.html"
    colours = COLOURS
    clock_kinds = clocks.RATING_KINDS
    list_display = ("window_column", "item_column", "rated", "level_label", "clock", "state_label")
    list_display_links = ("window_column",)
    list_select_related = ("window", "item")
    list_filter = ("state", "level", "window", DivisionFilter)
    list_before_template = "admin/supervision/rating_list_head.html"
    quick_filters = (
        (gettext_lazy("All"), ""),
        (pgettext_lazy("rating", "To be looked into"), f"state__exact={S.OPEN}"),
        (pgettext_lazy("rating", "To be closed"), f"state__exact={S.ANSWERED}"),
        (pgettext_lazy("rating", "Poor ones closed"), f"state__exact={S.CLOSED}"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the officer's ratings with what their page reads."""
        return super().get_queryset(request).select_related("window", "item")

    def get_urls(self) -> list[URLPattern]:
        """Add the figures."""
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [path("figures/", view(self.figures_view), name=f"{name}_figures"), *super().get_urls()]

    def figures_view(self, request: HttpRequest) -> HttpResponse:
        """Show the figures of the last twelve months by window, item and reason."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        day = today()
        since = date(day.year - 1, day.month, 1)
        rows = Rating.objects.visible_to(officer(request), P.FILE_VIEW)
        windows = of_windows(rows, since=since)
        context = {
            "windows": windows,
            "tables": (
                (_("By window"), _("Window"), windows),
                (_("By item"), _("Approval item"), of_items(rows, since=since)),
            ),
            "reasons": reasons(rows, since=since),
            "chart": _chart(windows),
            "since": since,
            "total": sum(line.total for line in windows),
            "poor": sum(line.poor for line in windows),
            "waiting": sum(line.waiting for line in windows),
            "list": self.list_url(),
        }
        return self.page(
            request, "admin/supervision/rating_figures.html", context, title=_("Figures of ratings")
        )

    def case_context(self, row: Rating, reader: Officer) -> dict[str, Any]:
        """Return what the page of a rating shows."""
        return {
            "facts": facts_of(
                (
                    (_("Window"), row.window),
                    (_("Approval item"), row.item.name_shown if row.item else ""),
                    (_("Rated on"), row.rated_on),
                    (pgettext("rating", "Rating"), row.get_level_display()),
                    (pgettext("rating", "Finding"), row.get_finding_display()),
                    (_("Looked into"), who(row.answered_by_label, row.answered_on)),
                    (pgettext("rating", "Closed"), who(row.closed_by_label, row.closed_on)),
                )
            )
        }

    @display(description=gettext_lazy("window"), header=True)
    def window_column(self, obj: Rating) -> list[str]:
        """Window, and below it the hall."""
        return [obj.window.name, obj.window.hall]

    @display(description=gettext_lazy("approval item"))
    def item_column(self, obj: Rating) -> str:
        """Item, where the code named one."""
        return obj.item.name_shown if obj.item else "–"

    @display(description=gettext_lazy("rated on"))
    def rated(self, obj: Rating) -> str:
        """Day, short."""
        return obj.rated_on.isoformat()

    @display(
        description=pgettext_lazy("rating", "rating"),
        label={5: "success", 4: "success", 3: "info", 2: "danger", 1: "danger"},
    )
    def level_label(self, obj: Rating) -> tuple[int, str]:
        """Step in its colour."""
        return obj.level, obj.get_level_display()

    @display(description=gettext_lazy("state"), label=COLOURS)
    def state_label(self, obj: Rating) -> tuple[str, str]:
        """State in its colour."""
        return obj.state, obj.get_state_display()


def _chart(lines: list[Line]) -> Chart:
    shown = lines[:MOST_BARS]
    fair = LEVELS.index(3)
    series = [
        (
            pgettext("rating", "satisfied or very satisfied"),
            GOOD,
            [sum(line.counts[:fair]) for line in shown],
        ),
        (pgettext("rating", "on the whole satisfied"), OTHER, [line.counts[fair] for line in shown]),
        (pgettext("rating", "poor"), BAD, [line.poor for line in shown]),
    ]
    return Chart(
        _("Ratings by window"),
        _("The twelve with most poor ratings."),
        stacked_bars([line.name.rsplit(" ", 1)[-1] for line in shown], series),
        bar_options(stacked=True, lying=True),
        tuple((words, colour) for words, colour, _values in series),
        not shown,
    )
