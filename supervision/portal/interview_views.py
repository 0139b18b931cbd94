"""An interview in the portal: the notice to read and print, then the demands and their result."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from supervision.interviews import papers, services
from supervision.models import InterviewBody
from supervision.portal.interviews import INTERVIEWS, own
from supervision.rectification.selectors import of_sources


@require_safe
@never_cache
@for_members
def interview(request: HttpRequest, key: int, interview: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show an interview of the body's own; opening it keeps that the notice was read."""
    body = own_body(bodies, key)
    row = _own(body, interview)
    services.note_read(row, by=acting_for(request, body))
    demands = list(row.interview.demands.order_by("number"))
    keys = {one.pk: f"supervision.interviewdemand:{one.pk}:{row.subject_id}" for one in demands}
    found = of_sources(keys.values())
    context = {
        "body": body,
        "bodies": bodies,
        "section": INTERVIEWS,
        "one": row,
        "row": row.interview,
        "demands": [(one, found.get(keys[one.pk])) for one in demands],
        **{name: papers.content(row.interview, only=row)[name] for name in ("meets_at", "principle")},
    }
    return render(request, "portal/interview.html", context)


@require_safe
@never_cache
@for_members
def notice(request: HttpRequest, key: int, interview: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show the notice, to print."""
    body = own_body(bodies, key)
    row = _own(body, interview)
    services.note_read(row, by=acting_for(request, body))
    back = reverse("portal_supervision:interview", args=[body.pk, row.interview_id])
    drawn = {**papers.content(row.interview, only=row), "back": back}
    return render(request, papers.PAPERS["notice"].template, drawn)


def _own(body: Institution, pk: int) -> InterviewBody:
    row = own(body).filter(interview_id=pk).first()
    if row is None:
        raise Http404
    return row
