"""The body's file: its first page with a summary of every section, and one page a section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.clock import today
from institutions.models import Institution
from institutions.portal.access import for_members, own_body
from institutions.portal.sections import Fact, Section, by_group, section, sections_of


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
    parts = sections_of(own)
    told = {part.code: part.summary(own) for part in parts}
    groups = [(group, [(part, told[part.code]) for part in row]) for group, row in by_group(parts)]
    context = {"body": own, "bodies": bodies, "own_sections": parts, "groups": groups, "today": today()}
    return render(request, "portal/body.html", {**context, "waiting": _waiting(parts, told)})


def _waiting(parts: Sequence[Section], told: Mapping[str, Sequence[Fact]]) -> list[tuple[Section, Fact]]:
    """Return what waits for the body: what has a day first, the earliest of them first."""
    found = [(part, fact) for part in parts for fact in told[part.code] if fact.waits]
    return sorted(found, key=lambda pair: _day(pair[1].value))


def _day(value: object) -> str:
    """Return the day of a date, or of a day and hour in words; what has no day comes last."""
    text = str(value)
    return text[:10] if text[:4].isdecimal() and text[4:5] == "-" else "9999"


@require_safe
@never_cache
@for_members
def part(request: HttpRequest, key: int, code: str, *, bodies: list[Institution]) -> HttpResponse:
    """Show one section of a body's file."""
    own, chosen = own_body(bodies, key), section(code)
    if chosen is None:
        raise Http404
    context = {"body": own, "bodies": bodies, "section": chosen, "today": today()}
    return render(request, chosen.template, {**context, **chosen.context(own)})
