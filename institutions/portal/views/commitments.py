"""Signing commitments: begin one, read and sign its exact text, print it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Officer
from core import evidence
from core.clock import today
from core.errors import Refusal, RefusalsIn
from credit.commitments import services
from credit.commitments.letter import download
from credit.commitments.rendering import digest_of, is_intact
from credit.commitments.selectors import open_to
from credit.models import Commitment
from credit.models.commitments import CommitmentState
from credit.parties import Party
from institutions.models import Institution
from institutions.portal.access import for_members, own_body
from institutions.portal.commitments import COMMITMENTS, told
from institutions.portal.evidence import for_body


class SignForm(forms.Form):
    """Who signs, in which post, and that the text was read."""

    signer_name = forms.CharField(
        label=gettext_lazy("Signer"),
        max_length=60,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "name"}),
    )
    signer_post = forms.CharField(
        label=gettext_lazy("Signer's post"),
        max_length=60,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "organization-title"}),
        help_text=gettext_lazy("such as legal representative or head of the hospital"),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    read = forms.BooleanField(
        label=gettext_lazy(
            "I have read the text above and sign it for the body; it cannot be changed afterwards."
        ),
        widget=forms.CheckboxInput({"class": "form-check-input"}),
        error_messages={"required": gettext_lazy("Tick that you have read the text and sign it.")},
    )


def party(request: HttpRequest, body: Institution) -> Party:
    """Return the signed-in account acting for its own body.

    Raises:
        Http404: nobody is signed in.
    """
    if not isinstance(request.user, Officer):
        raise Http404
    return Party(request.user, frozenset({body.subject_id}))


@require_POST
@never_cache
@for_members
def begin(request: HttpRequest, key: int, template: int, *, bodies: list[Institution]) -> HttpResponse:
    """Begin a commitment that the body may sign of its own accord, and go to its text."""
    own = own_body(bodies, key)
    chosen = next((row for row in open_to(own.subject) if row.pk == template), None)
    if chosen is None:
        raise Http404
    try:
        row = services.begin_own(
            subject=own.subject,
            template=chosen,
            by=party(request, own),
            matter=request.POST.get("matter", ""),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:part", own.pk, COMMITMENTS.code)
    return redirect("portal:commitment", own.pk, row.pk)


@never_cache
@for_members
def commitment(request: HttpRequest, key: int, promise: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show a commitment of the own body; unsigned, it is signed here."""
    own = own_body(bodies, key)
    row = _own_commitment(own, promise)
    letter = services.shown_text(row)
    waiting = row.state == CommitmentState.DRAFT
    form = SignForm(request.POST or None, initial={"seen": digest_of(letter)}) if waiting else None
    if form is not None and request.method == "POST" and form.is_valid() and _sign(request, own, row, form):
        return redirect("portal:commitment", own.pk, row.pk)
    context: dict[str, Any] = {
        "body": own,
        "bodies": bodies,
        "section": COMMITMENTS,
        "told": told(row),
        "letter": letter,
        "digest": digest_of(letter),
        "form": form,
        "due_if_signed": services.due_day(row, today())[0] if waiting else None,
        "intact": is_intact(row),
        "files": for_body(own, evidence.of(row.source)),
    }
    return render(request, "portal/commitment.html", context)


def _sign(request: HttpRequest, own: Institution, row: Commitment, form: SignForm) -> bool:
    data = form.cleaned_data
    with RefusalsIn(form):
        services.sign(
            row,
            by=party(request, own),
            signer_name=data["signer_name"],
            signer_post=data["signer_post"],
            seen=data["seen"],
        )
        messages.success(request, _("Signed. The text and your signature are kept as they are."))
        return True
    return False


@require_safe
@never_cache
@for_members
def commitment_print(
    request: HttpRequest, key: int, promise: int, *, bodies: list[Institution]
) -> HttpResponse:
    """Show the words on a sheet of paper; with `?pdf` as a file."""
    row = _own_commitment(own_body(bodies, key), promise)
    if "pdf" in request.GET:
        return download(row)
    context = {"commitment": row, "letter": services.shown_text(row), "intact": is_intact(row)}
    return render(request, "credit/commitment_print.html", context)


def _own_commitment(own: Institution, pk: int) -> Commitment:
    rows = Commitment.objects.filter(subject_id=own.subject_id)
    row = rows.select_related("subject", "template", "version").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
