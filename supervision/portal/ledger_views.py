"""A ledger in the portal: fill it in as one types or as a whole, take it home as a workbook, sign it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core import evidence
from core.clock import today
from core.errors import Refusal, RefusalsIn
from credit.models.commitments import SigningWay
from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from institutions.portal.evidence import for_body
from supervision.ledgers import clocks, services, signing
from supervision.ledgers.filling import Side, conflict_words, draw, figures, keep_form, keep_line
from supervision.ledgers.saving import Saved
from supervision.ledgers.selectors import Line, lines_of
from supervision.ledgers.workbook_in import marked_of, take_in
from supervision.ledgers.workbook_out import write_ledger
from supervision.models import Ledger
from supervision.models.ledgers import Answer
from supervision.portal.ledgers import LEDGERS, joined_on, own, told

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SignForm(forms.Form):
    """Who signs, and that the words were read."""

    signer_name = forms.CharField(
        label=gettext_lazy("Signer"),
        max_length=60,
        error_messages={"required": gettext_lazy("“Signer” is empty: enter who signs.")},
        widget=forms.TextInput({"class": "form-control", "autocomplete": "name"}),
    )
    signer_post = forms.CharField(
        label=gettext_lazy("Signer's post"),
        max_length=60,
        error_messages={"required": gettext_lazy("“Signer's post” is empty: enter the post of who signs.")},
        widget=forms.TextInput({"class": "form-control"}),
        help_text=gettext_lazy("The legal representative or main head of the body signs."),
    )
    true = forms.BooleanField(
        label=gettext_lazy(
            "What this ledger says is true and complete; nothing was hidden, made up or copied."
        ),
        error_messages={"required": gettext_lazy("Tick this sentence: without it nothing is handed in.")},
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    commits = forms.BooleanField(
        label=gettext_lazy("I have read the commitment to lawful practice and give it for the body."),
        error_messages={
            "required": gettext_lazy(
                "Tick that you give the commitment to lawful practice: it is signed together with the ledger."
            )
        },
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )


@never_cache
@for_members
def ledger(request: HttpRequest, key: int, ledger: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show a ledger; where it is open, take the whole form."""
    body = own_body(bodies, key)
    row = _own(body, ledger)
    mine: dict[int, Any] = {}
    if request.method == "POST":
        try:
            saved, mine = keep_form(request, row, _side(request, body, row.pk))
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("portal_supervision:ledger", body.pk, row.pk)
        if not mine:
            target = "ledger_sign" if "sign" in request.POST else "ledger"
            _say(request, saved, kept=target == "ledger")
            return redirect(f"portal_supervision:{target}", body.pk, row.pk)
        messages.error(request, conflict_words(len(mine)))
    return _page(request, body, bodies, row, mine)


def _page(
    request: HttpRequest, body: Institution, bodies: list[Institution], row: Ledger, mine: dict[int, Any]
) -> HttpResponse:
    lines = lines_of(row)
    faults = services.faults(row, lines) if _open(row) and "check" in request.GET else []
    context = {
        **_frame(body, bodies, row, lines),
        "groups": draw(_side(request, body, row.pk), lines, faults=faults, mine=mine),
        "answers": Answer.choices,
        "figures": figures(lines),
        "faulty": len({fault.item.pk for fault in faults}),
        "upload": row.uploads.first() if _open(row) else None,
        "limits": evidence.limits(row.division_code),
        "scans": for_body(body, evidence.of(row.about)) if row.way == SigningWay.PAPER else [],
    }
    return render(request, "portal/ledger.html", context)


def _side(request: HttpRequest, body: Institution, ledger: int) -> Side:
    return Side(
        acting_for(request, body),
        lambda item: reverse("portal_supervision:ledger_line", args=[body.pk, ledger, item]),
        lambda files: for_body(body, files),
    )


def _frame(body: Institution, bodies: list[Institution], row: Ledger, lines: list[Line]) -> dict[str, Any]:
    answered = sum(bool(line.entry.answer) for line in lines)
    _day, basis = clocks.mended_when_returned(row, on=row.checked_on or today())
    return {
        "limit_basis": basis or _("local default, to be confirmed"),
        "body": body,
        "bodies": bodies,
        "section": LEDGERS,
        "ledger": row,
        "open": _open(row),
        "told": told(row, answered=answered, total=len(lines)),
        "joined_on": joined_on(row),
    }


def _say(request: HttpRequest, saved: Saved, *, kept: bool) -> None:
    if kept:
        messages.success(request, _("Kept."))
    if saved.masked:
        messages.warning(request, _("Personal numbers were masked; the ledger must not hold any."))


@require_POST
@never_cache
@for_members
def line(
    request: HttpRequest, key: int, ledger: int, item: int, *, bodies: list[Institution]
) -> HttpResponse:
    """Save one line as it is typed, and the files chosen for it; the page's script reads the answer."""
    body = own_body(bodies, key)
    return keep_line(request, _own(body, ledger), item, _side(request, body, ledger))


@never_cache
@for_members
def sign(request: HttpRequest, key: int, ledger: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show what is to be signed, or what is still missing; take the signature."""
    body = own_body(bodies, key)
    row = _own(body, ledger)
    if not _open(row):
        return redirect("portal_supervision:ledger", body.pk, row.pk)
    lines = lines_of(row)
    promise = services.promise_of(row, on=today())
    posted = request.method == "POST"
    form = SignForm(request.POST if posted else None)
    if not promise.text:
        del form.fields["commits"]
    if posted and form.is_valid() and _signed(request, body, row, form):
        messages.success(request, _("Signed and handed in. What you found is now listed for rectification."))
        return redirect("portal_supervision:ledger", body.pk, row.pk)
    faults = services.faults(row, lines)
    unanswered = [fault for fault in faults if fault.field == "answer"]
    context = {
        **_frame(body, bodies, row, lines),
        "figures": figures(lines),
        "found": [line for line in lines if line.entry.answer == Answer.FOUND],
        "serious": [line for line in lines if line.entry.answer == Answer.FOUND and line.item.serious],
        "faults": faults,
        "unanswered": unanswered,
        "promise": promise,
        "seen": signing.digest_of(row, lines),
        "form": form,
    }
    return render(request, "portal/ledger_sign.html", context)


def _signed(request: HttpRequest, body: Institution, row: Ledger, form: SignForm) -> bool:
    given = form.cleaned_data
    with RefusalsIn(form):
        services.hand_in(
            row,
            signer_name=given["signer_name"],
            signer_post=given["signer_post"],
            seen=request.POST.get("seen", ""),
            commits=request.POST.get("letter", "") if given.get("commits") else "",
            by=acting_for(request, body),
        )
        return True
    return False


@require_safe
@never_cache
@for_members
def workbook(request: HttpRequest, key: int, ledger: int, *, bodies: list[Institution]) -> HttpResponseBase:
    """Hand the ledger out as a workbook, with what stands in it now."""
    row = _own(own_body(bodies, key), ledger)
    return _as_file(write_ledger(row, lines_of(row)), f"{row.round.title}-{row.subject.name}")


@require_POST
@never_cache
@for_members
def upload(request: HttpRequest, key: int, ledger: int, *, bodies: list[Institution]) -> HttpResponse:
    """Take a filled workbook: all of it, or nothing and its faults."""
    body = own_body(bodies, key)
    row = _own(body, ledger)
    file = request.FILES.get("workbook")
    page = redirect("portal_supervision:ledger", body.pk, row.pk)
    if file is None:
        messages.error(request, _("“Workbook” is empty: choose the filled workbook."))
        return page
    try:
        taken = take_in(row, file, file_name=file.name or "", by=acting_for(request, body))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return page
    if taken.faults:
        return redirect("portal_supervision:ledger_faults", body.pk, row.pk, taken.pk)
    messages.success(request, _("The workbook was taken in. Add photographs and papers, then sign."))
    return page


@require_safe
@never_cache
@for_members
def faults(
    request: HttpRequest, key: int, ledger: int, upload: int, *, bodies: list[Institution]
) -> HttpResponse:
    """Show what is wrong with a workbook, row by row."""
    body = own_body(bodies, key)
    row = _own(body, ledger)
    taken = get_object_or_404(row.uploads, pk=upload)
    context = {**_frame(body, bodies, row, lines_of(row)), "upload": taken}
    return render(request, "portal/ledger_faults.html", context)


@require_safe
@never_cache
@for_members
def marked(
    request: HttpRequest, key: int, ledger: int, upload: int, *, bodies: list[Institution]
) -> HttpResponseBase:
    """Hand out the workbook in which the faults are marked."""
    body = own_body(bodies, key)
    taken = get_object_or_404(_own(body, ledger).uploads, pk=upload)
    try:
        suffix = pgettext("workbook", "faults marked")
        stem = taken.file_name.removesuffix(".xlsx").removesuffix(f"-{suffix}")
        return _as_file(marked_of(taken), f"{stem}-{suffix}")
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal_supervision:ledger", body.pk, ledger)


def _as_file(content: bytes, name: str) -> FileResponse:
    # From a stream: FileResponse names the file only for what can be read.
    return FileResponse(BytesIO(content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _open(row: Ledger) -> bool:
    """Tell whether the body writes in it now."""
    return row.writable and not row.at_the_desk


def _own(body: Institution, pk: int) -> Ledger:
    row = own(body).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
