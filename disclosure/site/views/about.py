"""What is published here and why, how long it is shown, how to object, and how to have a record repaired."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import ruletables
from core.clock import today
from disclosure.site.presentation import REGIMES


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Show the page; documents come from the rule tables."""
    rows = sorted(ruletables.book(REGIMES).rows, key=lambda row: row.valid_from, reverse=True)
    settings = ruletables.book("disclosure.setting").in_force(on=today())
    return render(request, "public/about.html", {"here": "about", "regimes": rows, "settings": settings})
