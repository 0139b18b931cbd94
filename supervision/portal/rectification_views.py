"""A rectification in the portal: write what was done, hand it in with evidence, ask for a longer time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.evidence import EvidenceField
from core import evidence
from core.errors import Refusal, RefusalsIn
from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from institutions.portal.evidence import for_body
from supervision.choices import WITH_THE_BODY, ExtensionState
from supervision.models import Rectification
from supervision.portal.rectifications import RECTIFICATIONS, told_of
from supervision.rectification import services
from supervision.rectification.words import lines


class ReportForm(forms.Form):
    """What was done, with its proof."""

    owner = forms.CharField(
        label=gettext_lazy("Responsible person or office"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"class": "form-control"}),
        help_text=gettext_lazy("An office or post is enough."),
    )
    report = forms.CharField(
        label=pgettext_lazy("rectification", "What was done"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"class": "form-control", "rows": 5}),
        help_text=gettext_lazy(
            "At least ten characters: how the problem was put right. Leave out patients' names and numbers."
        ),
    )
    evidence = EvidenceField(portal=True, required=False)


class ExtensionForm(forms.Form):
    """A longer time, and why."""

    until = forms.DateField(
        label=gettext_lazy("New due day"),
        widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the time does not suffice"),
        max_length=255,
        widget=forms.Textarea({"class": "form-control", "rows": 2}),
    )


@never_cache
@for_members
def rectification(
    request: HttpRequest, key: int, rectification: int, *, bodies: list[Institution]
) -> HttpResponse:
    """Show one of the body's own rectifications, keep what was done, or hand it in."""
    body = own_body(bodies, key)
    row = _own(body, rectification)
    form = _form(request, row)
    if form is not None and request.method == "POST" and form.is_valid() and _keep(request, body, row, form):
        return redirect("portal_supervision:rectification", body.pk, row.pk)
    return _page(request, body, bodies, row, form, None)


@require_POST
@never_cache
@for_members
def ask_extension(
    request: HttpRequest, key: int, rectification: int, *, bodies: list[Institution]
) -> HttpResponse:
    """Ask for a longer time."""
    body = own_body(bodies, key)
    row = _own(body, rectification)
    form = ExtensionForm(request.POST)
    if form.is_valid():
        with RefusalsIn(form):
            services.ask_extension(row, by=acting_for(request, body), **form.cleaned_data)
            messages.success(request, _("Asked. You read the answer here."))
            return redirect("portal_supervision:rectification", body.pk, row.pk)
    report = ReportForm(initial=_first(row)) if row.state in WITH_THE_BODY else None
    return _page(request, body, bodies, row, report, form)


@require_POST
@never_cache
@for_members
def take_extension_back(
    request: HttpRequest, key: int, rectification: int, *, bodies: list[Institution]
) -> HttpResponse:
    """Take the request for a longer time back."""
    body = own_body(bodies, key)
    row = _own(body, rectification)
    asked = row.extensions.filter(state=ExtensionState.ASKED).select_related("rectification").first()
    if asked is None:
        raise Http404
    try:
        services.take_extension_back(asked, by=acting_for(request, body))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect("portal_supervision:rectification", body.pk, row.pk)


def _page(
    request: HttpRequest,
    body: Institution,
    bodies: list[Institution],
    row: Rectification,
    form: ReportForm | None,
    extension: ExtensionForm | None,
) -> HttpResponse:
    extensions = list(row.extensions.order_by("-pk"))
    waits = any(one.state == ExtensionState.ASKED for one in extensions)
    may_ask = row.state in WITH_THE_BODY and row.due_on is not None and not waits
    context: dict[str, Any] = {
        "body": body,
        "bodies": bodies,
        "section": RECTIFICATIONS,
        "row": row,
        "told": told_of(row),
        "form": form,
        "extension": extension or (ExtensionForm() if may_ask else None),
        "extensions": extensions,
        "waits": waits,
        "lines": lines(row, for_body=True),
        "files": for_body(body, evidence.of(services.about(row))),
        "least": services.least_evidence(row),
    }
    return render(request, "portal/rectification.html", context)


def _own(body: Institution, pk: int) -> Rectification:
    rows = Rectification.objects.filter(subject_id=body.subject_id, pk=pk).exclude(state="dropped")
    row = rows.select_related("subject", "campaign").first()
    if row is None:
        raise Http404
    return row


def _first(row: Rectification) -> dict[str, Any]:
    return {"owner": row.owner, "report": row.report}


def _form(request: HttpRequest, row: Rectification) -> ReportForm | None:
    if row.state not in WITH_THE_BODY:
        return None
    posted = request.method == "POST"
    return ReportForm(
        request.POST if posted else None, request.FILES if posted else None, initial=_first(row)
    )


def _keep(request: HttpRequest, body: Institution, row: Rectification, form: ReportForm) -> bool:
    """Keep what the form says, and hand it in where that was asked for."""
    by, data = acting_for(request, body), form.cleaned_data
    with RefusalsIn(form):
        with transaction.atomic():
            kept = services.write(
                row, by=by, report=data["report"], owner=data["owner"], files=data["evidence"]
            )
            if "hand_in" in request.POST:
                services.hand_in(kept, by=by)
        handed = "hand_in" in request.POST
        messages.success(
            request, _("Handed in. The authority checks it; you follow it here.") if handed else _("Kept.")
        )
        return True
    return False
