"""The lists that are published: which there are, who stands on one, and who is proposed for a red one."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from blacklist.choices import ListingState, ListKind
from blacklist.models import Listing, ListScheme
from core.clock import today
from core.masking import mask_name, redact
from disclosure.choices import PublicKind
from disclosure.site import selectors
from disclosure.site.filters import read
from disclosure.site.listing import as_list

MOST_PROPOSED = 100


class Proposed(NamedTuple):
    """Who is publicised for a red list, until when anybody may object, and to whom."""

    name: str
    facts: str
    until: date
    authority: str


@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Show the lists that have a public side, each with its legal basis."""
    named: dict[str, ListScheme] = {}
    for scheme in _public(today()):
        named.setdefault(scheme.code, scheme)
    order = list(ListKind)
    known = sorted(named.values(), key=lambda scheme: (order.index(ListKind(scheme.kind)), scheme.code))
    return render(request, "public/lists.html", {"here": "lists", "schemes": known})


@require_safe
def list_of(request: HttpRequest, scheme: str) -> HttpResponse:
    """Show who stands on one list today, the newest first, by pages without a count."""
    day = today()
    chosen = next((row for row in _public(day) if row.code == scheme), None)
    if chosen is None:
        raise Http404
    filters = read({"after": request.GET.get("after", ""), "before": request.GET.get("before", "")})
    entries = selectors.on_display(kind=PublicKind.LISTING, list_code=chosen.code)
    page = selectors.page_of(entries, after=filters.after, before=filters.before)
    context = {
        "here": "lists",
        "scheme": chosen,
        "page": page,
        "entries": as_list(page.rows),
        "proposed": _proposed(chosen, day) if chosen.kind == ListKind.RED else [],
    }
    return render(request, "public/list.html", context)


def _public(day: date) -> list[ListScheme]:
    """Return the versions in force of lists that publish somebody; the country's before those of places."""
    rows = ListScheme.objects.in_force(day).exclude(publishes_bodies=False, publishes_persons=False)
    return list(rows.prefetch_related("bases").order_by("place", "code", "-effective_from"))


def _proposed(scheme: ListScheme, day: date) -> list[Proposed]:
    """Return who is publicised before the decision (河南省社会信用条例 art. 28), as the scheme publishes."""
    rows = Listing.objects.filter(
        scheme__code=scheme.code, state=ListingState.PUBLICISED, publicised_until__gte=day
    ).select_related("subject", "scheme")
    found = []
    for row in rows.order_by("-publicised_on", "-pk")[:MOST_PROPOSED]:
        person = row.subject.is_person
        if row.publicised_until is None or not (
            row.scheme.publishes_persons if person else row.scheme.publishes_bodies
        ):
            continue
        name = mask_name(row.subject.name) if person else row.subject.name
        facts = redact(row.facts).replace(row.subject.name, name)
        found.append(Proposed(name, facts, row.publicised_until, row.authority_name))
    return found
