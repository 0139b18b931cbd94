"""One published decision, or the notice that it was withdrawn."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.clock import today
from disclosure.choices import PublicState
from disclosure.models import PublicEntry
from disclosure.site.presentation import groups_of, regime_of


@require_safe
def entry(request: HttpRequest, guid: UUID) -> HttpResponse:
    """Show an entry; a withdrawn one only says so; one whose time is over is not there any more.

    行政处罚法 art. 48: a withdrawn decision leaves the page, the reason is published. The end of the
    publicity period and an address that never existed get the same answer: nothing can be learned from it.
    """
    found = PublicEntry.objects.defer("grams", "name_norm").filter(guid=guid).first()
    if found is not None and found.state == PublicState.WITHDRAWN:
        return render(request, "public/withdrawn.html", {"entry": found})
    if found is None or not shown_on_display(found):
        return render(request, "public/not_shown.html", status=404)
    context = {"here": "search", "entry": found, "groups": groups_of(found), "regime": regime_of(found)}
    return render(request, "public/entry.html", context)


def shown_on_display(found: PublicEntry) -> bool:
    """Tell whether an entry may be seen today, even where the worker that ends display is late."""
    over = found.shown_until is not None and found.shown_until < today()
    return found.state == PublicState.SHOWN and not over
