"""Applying for repair in the portal: the checklist, the papers, the commitment, and what became of it."""

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

from accounts.evidence import EvidenceField, Shown
from core import evidence
from core.clock import today
from core.errors import Refusal
from credit.models import ConductRecord, Repair
from credit.repair import clocks, services
from credit.repair.checklist import Checklist, about
from credit.repair.choices import Material
from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from institutions.portal.evidence import for_body
from institutions.portal.keeping import keep
from institutions.portal.repairs import REPAIRS, told

FILES = "file_"


class RepairForm(forms.Form):
    """Everything an application says, with one field for each kind of material."""

    duties_done_on = forms.DateField(
        label=gettext_lazy("Duties of the decision done on"),
        required=False,
        widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Such as the day on which the fine was paid."),
    )
    correction = forms.CharField(
        label=gettext_lazy("How the misconduct was corrected"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"class": "form-control", "rows": 4}),
    )
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

    def __init__(self, *args: Any, found: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for paper in found.papers:
            self.fields[FILES + paper.code] = EvidenceField(portal=True, required=False, label=paper.title)

    def given(self) -> dict[str, Any]:
        """Return what the form says, as the service takes it."""
        data = self.cleaned_data
        names = ("duties_done_on", "correction", "commitment_by", "commits")
        files = {name.removeprefix(FILES): data[name] for name in data if name.startswith(FILES)}
        return {**{name: data[name] for name in names}, "files": files}


@require_POST
@never_cache
@for_members
def start_repair(request: HttpRequest, key: int, record: int, *, bodies: list[Institution]) -> HttpResponse:
    """Begin an application for one of the body's own records."""
    own = own_body(bodies, key)
    row = (
        ConductRecord.objects.filter(pk=record, subject_id=own.subject_id)
        .select_related("item", "subject")
        .first()
    )
    if row is None:
        raise Http404
    try:
        repair = services.start_repair(subject_id=own.subject_id, record=row, by=acting_for(request, own))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:part", own.pk, REPAIRS.code)
    return redirect("portal:repair", own.pk, repair.pk)


@never_cache
@for_members
def repair(request: HttpRequest, key: int, repair: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show an application of the body's own; a draft is filled in and handed in here."""
    own = own_body(bodies, key)
    row = _own_repair(own, repair)
    found = services.checklist_of(row) if row.is_open else None
    form = _form(request, row, found)
    if form is not None and request.method == "POST" and form.is_valid() and _keep(request, own, row, form):
        return redirect("portal:repair", own.pk, row.pk)
    due = clocks.due(row) if row.is_open else None
    context: dict[str, Any] = {
        "body": own,
        "bodies": bodies,
        "section": REPAIRS,
        "told": told(row),
        "found": found,
        "papers": _papers(own, found, form),
        "kept": _kept(own, row) if form is None else [],
        "form": form,
        "commitment": row.commitment or services.commitment_text(on=today(), place=row.division_code),
        "due": due.on if due else None,
    }
    return render(request, "portal/repair.html", context)


def _form(request: HttpRequest, row: Repair, found: Checklist | None) -> RepairForm | None:
    if found is None or row.state not in services.WRITABLE:
        return None
    names = ("duties_done_on", "correction", "commitment_by")
    first = {name: getattr(row, name) for name in names}
    return RepairForm(request.POST or None, request.FILES or None, found=found, initial=first)


def _keep(request: HttpRequest, own: Institution, row: Repair, form: RepairForm) -> bool:
    """Keep what the form says, and hand it in where that was asked for."""
    by = acting_for(request, own)
    return keep(
        request,
        form,
        write=lambda: services.write_repair(row, by=by, **form.given()),
        submit=lambda kept: services.submit(kept, by=by),
        kept=_("Kept. The checklist says what is still needed."),
    )


def _papers(own: Institution, found: Checklist | None, form: RepairForm | None) -> list[dict[str, Any]]:
    if found is None:
        return []
    return [
        {
            "paper": paper,
            "files": for_body(own, paper.files),
            "field": form[FILES + paper.code] if form is not None else None,
        }
        for paper in found.papers
    ]


def _kept(own: Institution, row: Repair) -> list[tuple[str, list[Shown]]]:
    """Return what was handed in, by material; it stays readable after the decision."""
    files = evidence.of_many(about(row, code) for code in Material.values)
    kept = [(str(material.label), files.get(about(row, material), [])) for material in Material]
    return [(title, for_body(own, rows)) for title, rows in kept if rows]


@require_POST
@never_cache
@for_members
def take_repair_back(
    request: HttpRequest, key: int, repair: int, *, bodies: list[Institution]
) -> HttpResponse:
    """Take an own application back."""
    own = own_body(bodies, key)
    row = _own_repair(own, repair)
    try:
        services.take_back(row, by=acting_for(request, own))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back."))
    return redirect("portal:repair", own.pk, row.pk)


def _own_repair(own: Institution, pk: int) -> Repair:
    rows = Repair.objects.filter(subject_id=own.subject_id, pk=pk)
    row = rows.select_related("record__item", "record__subject", "subject").first()
    if row is None:
        raise Http404
    return row
