"""Objecting in the portal: choose the own record, say what is wrong, follow, take back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.evidence import EvidenceField
from core import evidence
from core.clock import today
from core.errors import Refusal, RefusalsIn
from credit.models import Objection
from credit.objection import clocks, services, targets
from credit.objection.choices import Ground
from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from institutions.portal.evidence import for_body
from institutions.portal.objections import OBJECTIONS, told


class ObjectionForm(forms.Form):
    """What is wrong, and the proof of it."""

    ground = forms.ChoiceField(
        label=gettext_lazy("What is wrong"),
        choices=Ground.choices,
        widget=forms.Select({"class": "form-select"}),
    )
    claim = forms.CharField(
        label=gettext_lazy("What is wrong, and what would be right"),
        max_length=2000,
        widget=forms.Textarea({"class": "form-control", "rows": 6}),
        help_text=gettext_lazy("At least ten characters. Leave out patients' names and identity numbers."),
    )
    evidence = EvidenceField(portal=True, required=False)


class MoreEvidenceForm(forms.Form):
    """More evidence for an open objection."""

    evidence = EvidenceField(portal=True)


@never_cache
@for_members
def new_objection(request: HttpRequest, key: int, *, bodies: list[Institution]) -> HttpResponse:
    """Object to one of the body's own records."""
    own = own_body(bodies, key)
    target = targets.find(request.GET.get("about", ""))
    if target is None or target.subject_id != own.subject_id:
        raise Http404
    form = ObjectionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with RefusalsIn(form):
            row = services.file_objection(
                subject_id=own.subject_id,
                about=target.about,
                ground=form.cleaned_data["ground"],
                claim=form.cleaned_data["claim"],
                files=form.cleaned_data["evidence"],
                by=acting_for(request, own),
            )
            messages.success(
                request, _("Received. The record is marked as disputed; you can follow it here.")
            )
            return redirect("portal:objection", own.pk, row.pk)
    clock = clocks.clock_of(on=today(), place=own.subject.division_code)
    context = {**_frame(own, bodies), "target": target, "form": form, "clock": clock}
    return render(request, "portal/objection_new.html", context)


@never_cache
@for_members
def objection(request: HttpRequest, key: int, objection: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show an objection of the body's own, and take more evidence while it is open."""
    own = own_body(bodies, key)
    row = _own_objection(own, objection)
    form = MoreEvidenceForm(request.POST or None, request.FILES or None) if row.is_open else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            services.keep_evidence(row, form.cleaned_data["evidence"], by=acting_for(request, own))
        except Refusal as refusal:
            form.add_error("evidence", str(refusal))
        else:
            messages.success(request, _("The evidence is kept."))
            return redirect("portal:objection", own.pk, row.pk)
    context: dict[str, Any] = {
        **_frame(own, bodies),
        "told": told(row),
        "form": form,
        "files": for_body(own, evidence.of(services.about(row))),
    }
    return render(request, "portal/objection.html", context)


@require_POST
@never_cache
@for_members
def take_back(request: HttpRequest, key: int, objection: int, *, bodies: list[Institution]) -> HttpResponse:
    """Take an own objection back."""
    own = own_body(bodies, key)
    row = _own_objection(own, objection)
    try:
        services.take_back(row, by=acting_for(request, own))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. The record is no longer marked."))
    return redirect("portal:objection", own.pk, row.pk)


def _own_objection(own: Institution, pk: int) -> Objection:
    row = Objection.objects.filter(subject_id=own.subject_id, pk=pk).first()
    if row is None:
        raise Http404
    return row


def _frame(own: Institution, bodies: list[Institution]) -> dict[str, Any]:
    return {"body": own, "bodies": bodies, "section": OBJECTIONS}
