"""A listing in the portal: read the procedure, state and defend, ask for a hearing, read the notice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.clock_words import time_left
from accounts.evidence import EvidenceField
from blacklist import papers, rail
from blacklist.choices import ListingState as S
from blacklist.choices import ListKind
from blacklist.listing import services
from blacklist.listing.workflow import LISTING
from blacklist.models import Listing
from blacklist.parts import Door, parts_of
from blacklist.portal.section import LISTS, Told, own, told_of
from core import evidence
from core.clock import today
from core.errors import Refusal, RefusalsIn
from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from institutions.portal.evidence import for_body


class StatementForm(forms.Form):
    """What the body says, with its proof."""

    statement = forms.CharField(
        label=gettext_lazy("What you state and say in your defence"),
        max_length=4000,
        widget=forms.Textarea({"class": "form-control", "rows": 7}),
        help_text=gettext_lazy(
            "Say what is wrong or missing in the facts. Leave out patients' names and numbers."
        ),
    )
    claims_no_intent = forms.BooleanField(
        label=gettext_lazy("We did not act with intent, and prove it with the evidence"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
        help_text=gettext_lazy("Where the authority finds so, you are not put on the list."),
    )
    evidence = EvidenceField(portal=True, required=False)

    def __init__(self, *args: Any, wilfulness: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not wilfulness:
            del self.fields["claims_no_intent"]


@never_cache
@for_members
def listing(request: HttpRequest, key: int, listing: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show a listing of the body's own, and take its statement while the window runs."""
    body = own_body(bodies, key)
    row = _own_listing(body, listing)
    told = told_of(row)
    form = _form(row, told, request)
    if (
        form is not None
        and request.method == "POST"
        and form.is_valid()
        and _hand_in(request, body, row, form)
    ):
        messages.success(request, _("Handed in. The authority weighs it before it decides."))
        return redirect("portal_lists:listing", body.pk, row.pk)
    return render(request, "portal/listing.html", _shown(body, bodies, row, told, form))


@require_POST
@never_cache
@for_members
def ask_hearing(request: HttpRequest, key: int, listing: int, *, bodies: list[Institution]) -> HttpResponse:
    """Ask for a hearing."""
    body = own_body(bodies, key)
    row = _own_listing(body, listing)
    try:
        services.ask_hearing(row, on=today(), by=acting_for(request, body))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Noted. The authority tells you day and place."))
    return redirect("portal_lists:listing", body.pk, row.pk)


@require_safe
@never_cache
@for_members
def notice(request: HttpRequest, key: int, listing: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show the notice that was served, to read and print."""
    body = own_body(bodies, key)
    row = _own_listing(body, listing)
    if row.notice_served_on is None:
        raise Http404
    back = reverse("portal_lists:listing", args=[body.pk, row.pk])
    return render(request, papers.PAPERS["notice"].template, {**papers.content(row), "back": back})


def _own_listing(body: Institution, pk: int) -> Listing:
    row = own(body).prefetch_related("scheme__bases").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _form(row: Listing, told: Told, request: HttpRequest) -> StatementForm | None:
    if told.until is None:
        return None
    posted = request.method == "POST"
    return StatementForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        wilfulness=row.scheme.wilfulness_defence,
    )


def _hand_in(request: HttpRequest, body: Institution, row: Listing, form: StatementForm) -> bool:
    data = form.cleaned_data
    with RefusalsIn(form):
        services.receive_statement(
            row,
            on=today(),
            statement=data["statement"],
            claims_no_intent=bool(data.get("claims_no_intent")),
            by=acting_for(request, body),
            evidence=data["evidence"],
        )
        return True
    return False


def _shown(
    body: Institution, bodies: list[Institution], row: Listing, told: Told, form: StatementForm | None
) -> dict[str, Any]:
    drawn = papers.content(row)
    return {
        "body": body,
        "bodies": bodies,
        "section": LISTS,
        "told": told,
        "listing": row,
        "form": form,
        "left": time_left(told.until, provisional=row.statement_provisional) if told.until else None,
        "hearing_days": row.scheme.hearing_working_days if row.hearing_until else None,
        "may_ask_hearing": _may_ask_hearing(row),
        "grounds": drawn["grounds"],
        "bases": drawn["bases"],
        "burdens": row.kind != ListKind.RED,
        "decided": row.decision_served_on is not None or row.state == S.NOT_LISTED,
        "files": for_body(body, evidence.of(services.about(row))),
        "stops": _stops(row),
        "parts": parts_of(row, Door.PORTAL),
    }


def _may_ask_hearing(row: Listing) -> bool:
    possible = row.state in LISTING.transitions["ask_hearing"].sources and row.hearing_asked_on is None
    return possible and row.hearing_until is not None and today() <= row.hearing_until


def _stops(row: Listing) -> list[rail.Stop]:
    """Return the stops without a decision that is not served yet: the body learns it by its service."""
    hidden = row.state == S.DECIDED and row.decision_served_on is None
    shown = rail.stops(row, row.events.order_by("pk"))
    return [stop for stop in shown if not (hidden and stop.code in ("decision", "upper", "weigh"))]
