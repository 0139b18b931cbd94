"""What a body does about benefits in the portal: ask to take part, tell how often it was used, leave."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.errors import Refusal
from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from supervision.models import Benefit, BenefitOffer
from supervision.service import benefits


@require_POST
@never_cache
@for_members
def ask(request: HttpRequest, key: int, benefit: int, *, bodies: list[Institution]) -> HttpResponse:
    """Ask to take part in a benefit for visitors."""
    body = own_body(bodies, key)
    row = get_object_or_404(Benefit, pk=benefit)
    try:
        benefits.ask(
            benefit=row, subject=body.subject, how=request.POST.get("how", ""), by=acting_for(request, body)
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Asked. The authority lets you take part after a look at your grade."))
    return redirect("portal:part", body.pk, "services")


@require_POST
@never_cache
@for_members
def uses(request: HttpRequest, key: int, offer: int, *, bodies: list[Institution]) -> HttpResponse:
    """Tell how often a benefit was given in a month."""
    body = own_body(bodies, key)
    row = _own_offer(body, offer)
    try:
        month, count = _month(request.POST.get("month", "")), _number(request.POST.get("uses", ""))
        benefits.count_uses(row, month=month, uses=count, by=acting_for(request, body))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Counted. Only the number is kept."))
    return redirect("portal:part", body.pk, "services")


@require_POST
@never_cache
@for_members
def leave(request: HttpRequest, key: int, offer: int, *, bodies: list[Institution]) -> HttpResponse:
    """Stop taking part in a benefit."""
    body = own_body(bodies, key)
    row = _own_offer(body, offer)
    try:
        benefits.leave(row, by=acting_for(request, body))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You no longer take part."))
    return redirect("portal:part", body.pk, "services")


def _own_offer(body: Institution, pk: int) -> BenefitOffer:
    rows = BenefitOffer.objects.filter(subject_id=body.subject_id, pk=pk)
    row = rows.select_related("benefit", "subject").first()
    if row is None:
        raise Http404
    return row


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text.strip()[:7]}-01")
    except ValueError as error:
        raise Refusal(_("“Month” is no month; write it as 2026-04."), field="month") from error


def _number(text: str) -> int:
    if not text.strip().isdecimal() or len(text.strip()) > 9:
        raise Refusal(_("“Number of uses” takes a whole number."), field="uses")
    return int(text)
