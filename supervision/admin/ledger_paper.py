"""Entering a ledger from paper on the supervisors' pages: the body's own form, then the signed scan."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.evidence import EvidenceField, for_officers
from accounts.models import Officer
from core import evidence
from core.clock import today
from core.errors import Refusal, RefusalsIn
from supervision.ledgers import paper, services, signing
from supervision.ledgers.filling import Side, conflict_words, draw, figures, keep_form
from supervision.ledgers.rules import Said
from supervision.ledgers.selectors import Line, lines_of
from supervision.ledgers.workbook_out import write_ledger
from supervision.models import CheckItem, Ledger, LedgerEntry
from supervision.models.ledgers import Answer

_DAY = forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d")


class PaperForm(forms.Form):
    """Who signed, when it came, and the scan."""

    signer_name = forms.CharField(
        label=gettext_lazy("Signer"),
        max_length=60,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": gettext_lazy("“Signer” is empty: enter who signs.")},
    )
    signer_post = forms.CharField(
        label=gettext_lazy("Signer's post"),
        max_length=60,
        widget=forms.TextInput({"class": "form-control"}),
        error_messages={"required": gettext_lazy("“Signer's post” is empty: enter the post of who signs.")},
        help_text=gettext_lazy(
            "As it stands on the paper: the legal representative or main head of the body."
        ),
    )
    signed_on = forms.DateField(
        label=gettext_lazy("Day on the paper"),
        widget=_DAY,
        error_messages={
            "required": gettext_lazy("“Day on the paper” is empty: enter the day beside the name.")
        },
    )
    came_on = forms.DateField(
        label=gettext_lazy("Came in on"),
        widget=_DAY,
        error_messages={"required": gettext_lazy("“Came in on” is empty: enter the day on which it came.")},
        help_text=gettext_lazy("The day on which the paper came in decides whether the ledger is late."),
    )
    evidence = EvidenceField(
        portal=True,
        label=gettext_lazy("Scan of the signed ledger"),
        error_messages={"required": gettext_lazy("“Scan of the signed ledger” is empty: add the scan.")},
    )
    commits = forms.BooleanField(
        label=gettext_lazy("The signed commitment to lawful practice came with it and is part of the scan."),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
    same = forms.BooleanField(
        label=gettext_lazy("What is entered here is what stands on the paper, word for word."),
        error_messages={"required": gettext_lazy("Tick this sentence: without it nothing is handed in.")},
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )


def side_of(row: Ledger, reader: Officer) -> Side:
    """Return the officer as who fills in a ledger from paper."""
    return Side(
        paper.desk(reader),
        lambda item: reverse("admin:supervision_ledger_paper_line", args=[row.pk, item]),
        for_officers,
    )


def fill(request: HttpRequest, row: Ledger, reader: Officer) -> HttpResponse:
    """Show the form of a ledger that is entered from paper, and keep the whole of it."""
    side = side_of(row, reader)
    mine: dict[int, Said] = {}
    if request.method == "POST":
        try:
            saved, mine = keep_form(request, row, side)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:supervision_ledger_paper", row.pk)
        if not mine:
            target = "paper_sign" if "sign" in request.POST else "paper"
            if target == "paper":
                messages.success(request, _("Kept."))
            if saved.masked:
                messages.warning(request, _("Personal numbers were masked; the ledger must not hold any."))
            return redirect(f"admin:supervision_ledger_{target}", row.pk)
        messages.error(request, conflict_words(len(mine)))
    lines = lines_of(row)
    faults = services.faults(row, lines) if "check" in request.GET else []
    context = {
        "ledger": row,
        "groups": draw(side, lines, faults=faults, mine=mine),
        "answers": Answer.choices,
        "figures": figures(lines),
        "faulty": len({fault.item.pk for fault in faults}),
        "limits": evidence.limits(row.division_code),
    }
    return render(request, "admin/supervision/ledger_paper.html", context)


def blank(row: Ledger) -> HttpResponseBase:
    """Hand out the list with empty cells, to be printed for a body that fills it in by hand."""
    items = CheckItem.objects.filter(checklist_id=row.round.checklist_id).order_by("number")
    content = write_ledger(row, [Line(item, LedgerEntry(ledger=row, version=0)) for item in items])
    name = f"{row.round.title}-{row.subject.name}.xlsx"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)


def sign(request: HttpRequest, row: Ledger, reader: Officer) -> HttpResponse:
    """Show what is missing, or ask who signed on paper and for the scan; hand it in."""
    lines = lines_of(row)
    promise = services.promise_of(row, on=today())
    posted = request.method == "POST"
    form = PaperForm(request.POST or None, request.FILES or None, initial={"came_on": today()})
    if not promise.text:
        del form.fields["commits"]
    if posted and form.is_valid() and _handed_in(request, row, form, reader):
        messages.success(request, _("Handed in from paper. A second officer now checks it."))
        return redirect("admin:supervision_ledger_change", row.pk)
    found = [line for line in lines if line.entry.answer == Answer.FOUND]
    faults = services.faults(row, lines)
    context: dict[str, Any] = {
        "ledger": row,
        "figures": figures(lines),
        "found": found,
        "faults": faults,
        "unanswered": [fault for fault in faults if fault.field == "answer"],
        "promise": promise,
        "seen": signing.digest_of(row, lines),
        "form": form,
    }
    return render(request, "admin/supervision/ledger_paper_sign.html", context)


def _handed_in(request: HttpRequest, row: Ledger, form: PaperForm, reader: Officer) -> bool:
    given = form.cleaned_data
    sheets = paper.Paper(
        given["signer_name"],
        given["signer_post"],
        given["signed_on"],
        given["came_on"],
        tuple(given["evidence"]),
        bool(given.get("commits")),
    )
    with RefusalsIn(form):
        paper.hand_in_paper(row, sheets, seen=request.POST.get("seen", ""), by=reader)
        return True
    return False
