"""The content of evidence files of the own body."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import Officer
from core import evidence as kept
from core.errors import Refusal
from core.models import EvidenceFile
from institutions.models import Institution
from institutions.portal.access import for_members, own_body
from institutions.portal.evidence import party_of


@require_safe
@never_cache
@for_members
def evidence(request: HttpRequest, key: int, file: int, *, bodies: list[Institution]) -> HttpResponseBase:
    """Hand out a file that the body may read."""
    row = get_object_or_404(EvidenceFile, pk=file, party=party_of(own_body(bodies, key)))
    if not isinstance(request.user, Officer):
        raise Http404
    try:
        return kept.download(row, by=request.user)
    except Refusal as refusal:
        raise Http404(str(refusal)) from refusal
