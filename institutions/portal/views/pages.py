"""The body's file: its first page with a summary of every section, and one page a section."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.clock import today
from institutions.models import Institution
from institutions.portal.access import for_members, own_body
from institutions.portal.sections import section, sections


@require_safe
@never_cache
@for_members
def home(request: HttpRequest, *, bodies: list[Institution]) -> HttpResponse:
    """Go to the account's first body."""
    return redirect("portal:body", bodies[0].pk)


@require_safe
@never_cache
@for_members
def body(request: HttpRequest, key: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show the first page of a body's file."""
    own = own_body(bodies, key)
    summaries = [(part, part.summary(own)) for part in sections()]
    context = {"body": own, "bodies": bodies, "summaries": summaries, "tabs": sections(), "today": today()}
    return render(request, "portal/body.html", context)


@require_safe
@never_cache
@for_members
def part(request: HttpRequest, key: int, code: str, *, bodies: list[Institution]) -> HttpResponse:
    """Show one section of a body's file."""
    own, chosen = own_body(bodies, key), section(code)
    if chosen is None:
        raise Http404
    context = {"body": own, "bodies": bodies, "section": chosen, "tabs": sections(), "today": today()}
    return render(request, chosen.template, {**context, **chosen.context(own)})
