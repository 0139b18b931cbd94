"""Ordering measures: for one listing, chosen one by one; for several, what their schemes suggest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.admin_base import officer
from accounts.models import Officer
from accounts.permissions import P
from blacklist.admin.order_pages import OrderPages, whom_of_listing
from blacklist.choices import ListingState
from blacklist.measures import selectors, services
from blacklist.measures.selectors import Suggestion
from blacklist.measures.services import Choice
from blacklist.models import Department, Listing, Measure
from core.clock import today
from core.errors import Refusal
from core.language import headed

MOST_LISTINGS = 50


@dataclass(frozen=True, slots=True)
class Place:
    """One department beside a measure: whether it is asked already, and whether its box is ticked."""

    department: Department
    value: str
    asked: bool
    ticked: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One measure of the launch page with the departments that could carry it out."""

    told: Suggestion
    places: tuple[Place, ...]


class LaunchPages(OrderPages):
    """The pages from which measures are ordered."""

    def get_urls(self) -> list[URLPattern]:
        """Add the pages about a listing, and the one for several."""
        view = self.admin_site.admin_view
        own = [
            path("listing/<int:pk>/", view(self.listing_view), name="blacklist_measureorder_of_listing"),
            path("listing/<int:pk>/order/", view(self.launch_view), name="blacklist_measureorder_launch"),
            path("order/", view(self.launch_many_view), name="blacklist_measureorder_launch_many"),
        ]
        return [*own, *super().get_urls()]

    # --- one listing ---------------------------------------------------------------------------------

    def listing_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show everything that was asked because of a listing."""
        listing = _seen(request, pk)
        context = {
            "listing": listing,
            "whom": whom_of_listing(listing),
            "part": {
                "orders": selectors.orders_of(listing),
                "day": today(),
                "linked": True,
                "launch": reverse("admin:blacklist_measureorder_launch", args=[pk])
                if _may_order(listing, officer(request))
                else "",
            },
            "page": reverse("admin:blacklist_listing_change", args=[pk]),
            "back": reverse("admin:blacklist_measureorder_board"),
        }
        title = _("Measures following %(listing)s") % {"listing": listing.subject.name}
        return self.page(request, "admin/blacklist/measures_of.html", context, title=title)

    def launch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose measures and departments for one listing, and order them in one act."""
        listing, reader = _seen(request, pk), officer(request)
        back = reverse("admin:blacklist_measureorder_of_listing", args=[pk])
        if not _may_order(listing, reader):
            if request.method == "POST":
                raise PermissionDenied
            return HttpResponseRedirect(back)
        chosen: Sequence[str] | None = None
        if request.method == "POST":
            chosen = request.POST.getlist("choices")
            try:
                made = services.launch(listing, choices=choices_of(chosen), by=reader)
            except Refusal as refusal:
                messages.error(request, str(refusal))
            else:
                _say_what_was_ordered(request, len(made))
                return HttpResponseRedirect(back)
        rows = rows_of(listing, chosen)
        context = {
            "listing": listing,
            "whom": whom_of_listing(listing),
            "rows": [row for row in rows if row.places],
            "nobody": [row.told for row in rows if not row.places],
            "back": back,
        }
        return self.page(request, "admin/blacklist/measure_launch.html", context, title=_("Order measures"))

    # --- several listings ----------------------------------------------------------------------------

    def launch_many_view(self, request: HttpRequest) -> HttpResponse:
        """Order for several listings what their schemes suggest."""
        reader = officer(request)
        if not reader.may(P.MEASURE_HANDLE):
            raise PermissionDenied
        waiting = selectors.without_measures(reader)
        if request.method == "POST":
            wanted = [int(text) for text in request.POST.getlist("listings") if text.isdecimal()]
            if not wanted:
                messages.error(request, _("Choose at least one listing."))
            else:
                done = services.launch_many(waiting.filter(pk__in=wanted), by=reader)
                for listing, sentence in done.refused:
                    messages.error(request, headed(listing.subject.name, sentence))
                if done.orders:
                    _say_what_was_ordered(request, len(done.orders))
                return HttpResponseRedirect(reverse("admin:blacklist_measureorder_board"))
        context = {
            "listings": list(waiting[:MOST_LISTINGS]),
            "most": MOST_LISTINGS,
            "back": reverse("admin:blacklist_measureorder_board"),
        }
        return self.page(
            request, "admin/blacklist/measure_launch_many.html", context, title=_("Listings without measures")
        )


def rows_of(listing: Listing, chosen: Sequence[str] | None) -> list[Row]:
    """Return the launch page's rows; what the scheme suggests is ticked until the officer has chosen."""
    asked = {(code, department) for _pk, code, department in selectors.asked_already([listing.pk])}
    found = []
    for told in selectors.suggestions(listing, today()):
        code = told.measure.code
        places = []
        for nearest, department in enumerate(told.departments):
            value = f"{told.measure.pk}:{department.pk}"
            first = told.suggested and nearest == 0
            ticked = first if chosen is None else value in chosen
            places.append(Place(department, value, (code, department.pk) in asked, ticked))
        found.append(Row(told, tuple(places)))
    return found


def choices_of(texts: Sequence[str]) -> list[Choice]:
    """Return what the page's boxes name; whether it may be ordered, the service decides.

    Raises:
        Refusal: a box names no measure or department at all.
    """
    pairs = []
    for text in texts:
        measure, _colon, department = text.partition(":")
        if not (measure.isdecimal() and department.isdecimal()):
            raise Refusal(_("Choose the measures from the list."), field="choices")
        pairs.append((int(measure), int(department)))
    measures = Measure.objects.select_related("edition").prefetch_related("bases")
    known = measures.in_bulk([measure for measure, _department in pairs])
    departments = Department.objects.select_related("agency").in_bulk([pk for _measure, pk in pairs])
    if any(measure not in known or department not in departments for measure, department in pairs):
        raise Refusal(_("Choose the measures from the list."), field="choices")
    return [Choice(known[measure], departments[department]) for measure, department in pairs]


def _say_what_was_ordered(request: HttpRequest, count: int) -> None:
    words = ngettext(
        "%(n)s measure was ordered; its department is awaited.",
        "%(n)s measures were ordered; their departments are awaited.",
        count,
    ) % {"n": count}
    messages.success(request, words if count else _("Everything chosen had been ordered before."))


def _seen(request: HttpRequest, pk: int) -> Listing:
    rows = Listing.objects.visible_to(officer(request), P.FILE_VIEW)
    listing: Listing | None = rows.filter(pk=pk).select_related("scheme", "subject").first()
    if listing is None:
        raise Http404
    return listing


def _may_order(listing: Listing, reader: Officer) -> bool:
    return listing.state == ListingState.LISTED and reader.may(P.MEASURE_HANDLE, listing.division_code)


def launch_context(reader: Officer) -> dict[str, Any]:
    """Return what the board says of listings that nothing has followed yet."""
    if not reader.may(P.MEASURE_HANDLE):
        return {}
    waiting = selectors.without_measures(reader)
    return {
        "without": list(waiting[:5]),
        "launch_many": reverse("admin:blacklist_measureorder_launch_many"),
    }
