"""Handing in statement and defence against a notice of demerit points."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.errors import RefusalsIn
from credit.models import DemeritEntry
from credit.points.services import state_defence
from institutions.models import Institution
from institutions.portal.access import for_members, own_body
from institutions.portal.points import NOTIFIED, POINTS, DefenceForm, context, defence_form
from institutions.portal.views.commitments import party


@require_POST
@never_cache
@for_members
def defend(request: HttpRequest, key: int, entry: int, *, bodies: list[Institution]) -> HttpResponse:
    """Hand in what the body says against a notice served on it."""
    own = own_body(bodies, key)
    row = DemeritEntry.objects.filter(subject_id=own.subject_id, state__in=NOTIFIED, pk=entry).first()
    if row is None:
        raise Http404
    form = defence_form(row, request.POST, request.FILES)
    if form.is_valid() and _hand_in(request, own, row, form):
        messages.success(request, _("Handed in. The authority answers it before it decides."))
        return redirect("portal:part", own.pk, POINTS.code)
    shown: dict[str, Any] = {"body": own, "bodies": bodies, "section": POINTS}
    return render(request, POINTS.template, {**shown, **context(own, (row.pk, form))})


def _hand_in(request: HttpRequest, own: Institution, row: DemeritEntry, form: DefenceForm) -> bool:
    data = form.cleaned_data
    with RefusalsIn(form):
        state_defence(row, text=data["text"], by=party(request, own), proof=data["evidence"])
        return True
    return False
