"""Measures on other pages: of a listing (officers and portal), and in the time line of a file."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.permissions import P
from blacklist import parts
from blacklist.measures import selectors
from blacklist.measures.choices import MeasureKind
from blacklist.models import Listing, MeasureOrder
from blacklist.parts import Context, Door, Part
from core.clock import today
from credit.models import Subject
from credit.timeline import Event, Reader, tells


def inside(listing: Listing) -> Context | None:
    """Return the orders of a listing for the officers' page; nothing before it was on the list."""
    if listing.listed_on is None:
        return None
    return {
        "orders": selectors.orders_of(listing),
        "day": today(),
        "linked": True,
        "page": reverse("admin:blacklist_measureorder_of_listing", args=[listing.pk]),
    }


def to_the_party(listing: Listing) -> Context | None:
    """Return the orders of a listing as the listed party reads them, None where there are none."""
    orders = selectors.orders_of(listing) if listing.listed_on else []
    return {"orders": orders} if orders else None


parts.register(Part("measures", Door.OFFICERS, 30, "blacklist/measures_of_listing.html", inside))
parts.register(Part("measures", Door.PORTAL, 30, "blacklist/measures_of_listing_portal.html", to_the_party))


@tells("measure", gettext_lazy("Joint measure or incentive"))
def measures(subject: Subject, reader: Reader) -> Iterable[Event]:
    """Tell when a measure was ordered, carried out and lifted."""
    if not reader.own and not reader.may(P.FILE_VIEW, subject.division_code):
        return
    rows = MeasureOrder.objects.filter(listing__subject=subject).select_related("department__agency")
    yield from _events(rows, reader, "ordered_on", pgettext("measure", "ordered"), "outgoing_mail", "warning")
    done = rows.filter(executed_on__isnull=False)
    yield from _events(done, reader, "executed_on", pgettext("measure", "carried out"), "task_alt", "info")
    lifted = rows.filter(lifted_on__isnull=False)
    yield from _events(lifted, reader, "lifted_on", pgettext("measure", "lifted"), "lock_open", "success")


def _events(
    rows: QuerySet[MeasureOrder], reader: Reader, on: str, words: str, icon: str, colour: str
) -> Iterable[Event]:
    for order in reader.newest(rows, on):
        given = order.kind == MeasureKind.INCENTIVE and colour == "warning"
        yield Event(
            getattr(order, on),
            _("Joint measure or incentive"),
            order.title_shown,
            icon,
            "success" if given else colour,
            f"{words} · {order.department}",
            reverse("admin:blacklist_measureorder_change", args=[order.pk]),
            inside=order.result if on == "executed_on" else "",
        )
