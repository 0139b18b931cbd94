"""Leaving a list in the portal: the application, its conditions, and what became of it."""

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
from blacklist.exit import clocks, services
from blacklist.exit.choices import WRITABLE, Way
from blacklist.exit.choices import ExitState as S
from blacklist.exit.selectors import conditions_for_party
from blacklist.models import ExitApplication
from blacklist.portal.section import LISTS, own, title_of
from core import evidence
from core.clock import today
from core.errors import Refusal
from credit.repair.services import commitment_text
from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from institutions.portal.evidence import for_body
from institutions.portal.keeping import keep
from institutions.portal.sections import Tone

TONES = {
    S.DRAFT: Tone.ACT,
    S.RETURNED: Tone.ACT,
    S.REFUSED: Tone.WATCH,
    S.APPROVED: Tone.GOOD,
}


class ExitForm(forms.Form):
    """Everything an application says."""

    duties_done_on = forms.DateField(
        label=gettext_lazy("Duties of the decision done on"),
        required=False,
        widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )
    correction = forms.CharField(
        label=gettext_lazy("How the misconduct was corrected"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"class": "form-control", "rows": 4}),
    )
    evidence = EvidenceField(portal=True, required=False)
    commitment_by = forms.CharField(
        label=gettext_lazy("Name of who gives the commitment"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"class": "form-control", "autocomplete": "name"}),
    )
    commits = forms.BooleanField(
        label=gettext_lazy("I have read the commitment and give it for the body; it may be made public."),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )

    def given(self) -> dict[str, Any]:
        """Return what the form says, as the service takes it."""
        rest = {name: value for name, value in self.cleaned_data.items() if name != "evidence"}
        return {**rest, "files": self.cleaned_data["evidence"]}


@require_POST
@never_cache
@for_members
def begin(request: HttpRequest, key: int, listing: int, *, bodies: list[Institution]) -> HttpResponse:
    """Begin an application to leave one of the lists on which the body stands."""
    body = own_body(bodies, key)
    row = own(body).filter(pk=listing).first()
    if row is None:
        raise Http404
    try:
        started = services.start_exit(listing=row, by=acting_for(request, body))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal_lists:listing", body.pk, row.pk)
    return redirect("portal_lists:exit", body.pk, started.pk)


@never_cache
@for_members
def leaving(request: HttpRequest, key: int, leaving: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show an application of the body's own; a draft is filled in and handed in here."""
    body = own_body(bodies, key)
    row = _own_exit(body, leaving)
    form = _form(request, row)
    if form is not None and request.method == "POST" and form.is_valid() and _keep(request, body, row, form):
        return redirect("portal_lists:exit", body.pk, row.pk)
    due = clocks.due(row) if row.is_open else None
    found = conditions_for_party(row.listing, today()) if row.is_open else []
    context: dict[str, Any] = {
        "body": body,
        "bodies": bodies,
        "section": LISTS,
        "row": row,
        "title": title_of(row.listing),
        "words": _words(row),
        "tone": TONES.get(S(row.state), Tone.PLAIN),
        "form": form,
        "conditions": [line for line in found if line.way == Way.REPAIR],
        "files": for_body(body, evidence.of(services.about(row))),
        "commitment": row.commitment or commitment_text(on=today(), place=row.division_code),
        "due": due.on if due else None,
    }
    return render(request, "portal/exit.html", context)


@require_POST
@never_cache
@for_members
def take_back(request: HttpRequest, key: int, leaving: int, *, bodies: list[Institution]) -> HttpResponse:
    """Take an own application back."""
    body = own_body(bodies, key)
    row = _own_exit(body, leaving)
    try:
        services.take_back(row, by=acting_for(request, body))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect("portal_lists:exit", body.pk, row.pk)


def _words(row: ExitApplication) -> str:
    """Say where it stands; what the check found is not told before the decision."""
    return str(S.ACCEPTED.label) if row.state == S.CHECKED else row.get_state_display()


def _form(request: HttpRequest, row: ExitApplication) -> ExitForm | None:
    if row.state not in WRITABLE:
        return None
    names = ("duties_done_on", "correction", "commitment_by")
    first = {name: getattr(row, name) for name in names}
    posted = request.method == "POST"
    return ExitForm(request.POST if posted else None, request.FILES if posted else None, initial=first)


def _keep(request: HttpRequest, body: Institution, row: ExitApplication, form: ExitForm) -> bool:
    """Keep what the form says, and hand it in where that was asked for."""
    by = acting_for(request, body)
    return keep(
        request,
        form,
        write=lambda: services.write_exit(row, by=by, **form.given()),
        submit=lambda kept: services.submit(kept, by=by),
        kept=_("Kept. The conditions say what is still needed."),
    )


def _own_exit(body: Institution, pk: int) -> ExitApplication:
    rows = ExitApplication.objects.filter(subject_id=body.subject_id, pk=pk)
    row = rows.select_related("listing__scheme", "subject").first()
    if row is None:
        raise Http404
    return row
