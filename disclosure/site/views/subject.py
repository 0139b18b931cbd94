"""The public file of a body: all its entries on display, and its grade. People have no such page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosure.site import selectors
from disclosure.site.filters import read
from disclosure.site.listing import as_list


@require_safe
def subject(request: HttpRequest, uscc: str) -> HttpResponse:
    """Show what is public about the body with a unified social credit code: two queries."""
    filters = read({"after": request.GET.get("after", ""), "before": request.GET.get("before", "")})
    entries = selectors.on_display().filter(uscc=uscc)
    page = selectors.page_of(entries, after=filters.after, before=filters.before)
    grades = selectors.public_grades(uscc)
    if not page.rows and not grades:
        return render(request, "public/no_subject.html", {"uscc": uscc}, status=404)
    name = page.rows[0].party_name if page.rows else grades[0].body
    context = {"uscc": uscc, "name": name, "page": page, "grades": grades}
    return render(request, "public/subject.html", {**context, "entries": as_list(page.rows, own=True)})
