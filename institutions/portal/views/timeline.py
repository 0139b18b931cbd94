"""The body's own time line, page by page, and to print."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Officer
from credit.timeline_page import chosen, print_view
from institutions.models import Institution
from institutions.portal.access import for_members, own_body
from institutions.portal.timeline import TIMELINE


@require_safe
@never_cache
@for_members
def timeline(request: HttpRequest, key: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show what happened to the own body, newest first."""
    own = own_body(bodies, key)
    if not isinstance(request.user, Officer):
        raise Http404
    if "print" in request.GET:
        return print_view(request, own.subject, request.user, own=True)
    frame = {"body": own, "bodies": bodies, "section": TIMELINE}
    return render(
        request, "portal/timeline.html", {**frame, **chosen(request, own.subject, request.user, own=True)}
    )
