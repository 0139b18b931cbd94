"""Government integrity in the portal: answer a matter, score oneself, correct a breach, explain oneself."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from accounts.evidence import EvidenceField
from core import evidence
from core.clock import today
from core.errors import RefusalsIn
from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from institutions.portal.evidence import for_body
from supervision.integrity import breaches, measures
from supervision.integrity.choices import BreachState, MeasureState
from supervision.integrity.tables import marked
from supervision.matters import services
from supervision.matters.choices import WITH_THE_BODY, MatterKind
from supervision.portal.integrity import (
    INTEGRITY,
    breach_tone,
    own_breaches,
    own_matters,
    own_measures,
    told_matter,
)

Row = TypeVar("Row", bound=Model)


class TextForm(forms.Form):
    """Words and their proof."""

    text = forms.CharField(
        label=gettext_lazy("What was done"),
        max_length=4000,
        widget=forms.Textarea({"class": "form-control", "rows": 6}),
        help_text=gettext_lazy("At least ten characters. Leave out patients' names and identity numbers."),
    )
    evidence = EvidenceField(portal=True, required=False)


LABELS = {
    "correction": gettext_lazy("How it was corrected"),
    "explanation": gettext_lazy("Explanation of the body"),
}
"""How the words are called in the refusals too."""


class AnswerForm(TextForm):
    """An answer, and whether everything was done."""

    done = forms.BooleanField(
        label=gettext_lazy("Everything was done as asked or owed"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )


@never_cache
@for_members
def matter(request: HttpRequest, key: int, matter: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show a matter of the body's own, and take its answer while it waits for one."""
    body = own_body(bodies, key)
    row = _own(own_matters(body), matter)
    form = AnswerForm(request.POST or None, request.FILES or None) if row.state in WITH_THE_BODY else None
    if form is not None and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with RefusalsIn(form):
            services.answer(
                row,
                text=data["text"],
                done=data["done"],
                files=data["evidence"],
                by=acting_for(request, body),
            )
            messages.success(request, _("Handed in. The authority checks the answer."))
            return redirect("portal_supervision:matter", body.pk, row.pk)
    context = {
        **frame(body, bodies),
        "told": told_matter(row),
        "form": form,
        "answers": row.answers.order_by("-pk"),
        "sender": "" if row.kind == MatterKind.PETITION else row.sender_shown,
        "files": for_body(body, evidence.of(services.about(row))),
    }
    return render(request, "portal/matter.html", context)


@never_cache
@for_members
def breach(request: HttpRequest, key: int, breach: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show a breach in the body's file, and take its correction."""
    body = own_body(bodies, key)
    row = _own(own_breaches(body), breach)
    form = _text_form(request, "correction", row.correction, open_for=row.state == BreachState.CONFIRMED)
    if form is not None and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with RefusalsIn(form):
            breaches.correct(row, text=data["text"], evidence=data["evidence"], by=acting_for(request, body))
            messages.success(request, _("Handed in. The authority decides what the correction does."))
            return redirect("portal_supervision:integrity_breach", body.pk, row.pk)
    context = {
        **frame(body, bodies),
        "row": row,
        "tone": breach_tone(row),
        "form": form,
        "measures": own_measures(body).filter(breach=row),
        "correct_by": marked(
            row.correct_by, "correct", on=row.confirmed_on or today(), place=row.division_code
        ),
        "mitigation": breaches.mitigation_shown(row),
        "files": for_body(body, evidence.of(breaches.about(row))),
    }
    return render(request, "portal/integrity_breach.html", context)


@never_cache
@for_members
def measure(request: HttpRequest, key: int, measure: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show a consequence that was imposed, and take the explanation where one is asked for."""
    body = own_body(bodies, key)
    row = _own(own_measures(body), measure)
    waits = row.state == MeasureState.IN_FORCE and row.explain_by is not None
    form = _text_form(request, "explanation", row.explanation, open_for=waits)
    if form is not None and request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with RefusalsIn(form):
            measures.explain(row, text=data["text"], files=data["evidence"], by=acting_for(request, body))
            messages.success(request, _("Handed in."))
            return redirect("portal_supervision:integrity_measure", body.pk, row.pk)
    context = {
        **frame(body, bodies),
        "row": row,
        "form": form,
        "explain_by": marked(row.explain_by, "explain", on=row.starts_on or today(), place=row.division_code),
        "ends_on": marked(row.ends_on, "term", on=row.starts_on or today(), place=row.division_code),
        "files": for_body(body, evidence.of(measures.about(row))),
    }
    return render(request, "portal/integrity_measure.html", context)


def frame(body: Institution, bodies: list[Institution]) -> dict[str, Any]:
    """Return what the frame of the section's pages needs."""
    return {"body": body, "bodies": bodies, "section": INTEGRITY}


def _text_form(request: HttpRequest, about: str, said: str, *, open_for: bool) -> TextForm | None:
    """Return the form under the name of what it asks for; what was sent back is there to be mended."""
    if not open_for:
        return None
    form = TextForm(request.POST or None, request.FILES or None, initial={"text": said})
    form.fields["text"].label = LABELS[about]
    return form


def _own(rows: QuerySet[Row, Row], pk: int) -> Row:
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
