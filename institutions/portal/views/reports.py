"""Issuing and handing out the body's own credit report."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Officer
from core import audit
from core.errors import Refusal
from credit.models import CreditReport
from credit.report.services import file_name, issue_to_owner, paper
from institutions.models import Institution
from institutions.portal.access import for_members, own_body
from institutions.portal.reports import own_reports


@require_POST
@never_cache
@for_members
def issue_report(request: HttpRequest, key: int, *, bodies: list[Institution]) -> HttpResponse:
    """Issue the body's report in the chosen language, and hand it out."""
    own = own_body(bodies, key)
    try:
        report = issue_to_owner(own.subject, request.POST.get("language", ""), by=_member(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:part", own.pk, "reports")
    return _handed_out(report)


@require_safe
@never_cache
@for_members
def report(request: HttpRequest, key: int, number: int, *, bodies: list[Institution]) -> HttpResponse:
    """Hand out an earlier report of the body again."""
    found = get_object_or_404(own_reports(own_body(bodies, key)), pk=number)
    audit.record(found, "creditreport.download", by=_member(request))
    return _handed_out(found)


def _handed_out(found: CreditReport) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file_name(found)}"'}
    return HttpResponse(paper(found), content_type="application/pdf", headers=headers)


def _member(request: HttpRequest) -> Officer:
    if not isinstance(request.user, Officer):
        raise Http404
    return request.user
