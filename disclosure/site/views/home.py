"""The front page: search, what was published last, and what this is about."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure.choices import PublicKind
from disclosure.site import selectors
from disclosure.site.filters import read
from disclosure.site.listing import as_list

LATEST = 5
DECISIONS = (PublicKind.PENALTY, PublicKind.PERMIT)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the front page: four queries."""
    latest = {kind: selectors.latest(kind, LATEST) for kind in DECISIONS}
    figures = {kind: selectors.figure(kind) for kind in DECISIONS}
    context = {
        "here": "home",
        "filters": read({}),
        "latest_penalties": as_list(latest[PublicKind.PENALTY]),
        "latest_permits": as_list(latest[PublicKind.PERMIT]),
        "empty": not any(latest.values()),
        "penalties": figures[PublicKind.PENALTY],
        "permits": figures[PublicKind.PERMIT],
        "figures_end_at": selectors.FIGURES_END_AT,
    }
    return render(request, "public/home.html", context)
