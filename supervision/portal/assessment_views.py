"""The yearly assessment in the portal: the body scores itself, later it reads result and ranking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.evidence import EvidenceField
from core.errors import RefusalsIn
from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from institutions.portal.evidence import for_body
from supervision.integrity import assessments, scoring, selectors
from supervision.integrity.choices import WRITABLE, RoundState
from supervision.integrity.scores_form import ScoresForm
from supervision.models import Assessment, Indicator
from supervision.portal.integrity import own_assessments, told_assessment
from supervision.portal.integrity_views import frame


class SelfScoreForm(ScoresForm):
    """Marks, grounds and evidence in the look of the portal."""

    def marks_widget(self, one: Indicator) -> forms.Widget:
        """Return the box for marks."""
        attrs = {"class": "form-control", "min": "0", "max": str(one.full), "step": "0.5"}
        return forms.NumberInput(attrs)

    def words_widget(self) -> forms.Widget:
        """Return the box for words under an indicator."""
        return forms.Textarea({"class": "form-control", "rows": 2})

    def line_widget(self) -> forms.Widget:
        """Return the box for a name."""
        return forms.TextInput({"class": "form-control"})

    def files_field(self) -> forms.Field:
        """Return the field for evidence under an indicator."""
        return EvidenceField(portal=True, required=False)

    def text_field(self, label: Any, initial: str) -> forms.CharField:
        """Return the field for running text of the whole."""
        widget = forms.Textarea({"class": "form-control", "rows": 5})
        return forms.CharField(label=label, required=False, max_length=4000, initial=initial, widget=widget)


@never_cache
@for_members
def assessment(request: HttpRequest, key: int, assessment: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show an assessment of the body's own, and take its self-score while the round is open."""
    body = own_body(bodies, key)
    row = own_assessments(body).filter(pk=assessment).first()
    if row is None:
        raise Http404
    lines = selectors.lines(row)
    form = _form(request, row, lines)
    if form is not None and request.method == "POST" and form.is_valid() and _kept(request, body, row, form):
        return redirect("portal_supervision:assessment", body.pk, row.pk)
    published = row.round.state == RoundState.PUBLISHED
    context = {
        **frame(body, bodies),
        "told": told_assessment(row),
        "form": form,
        "lines": [
            (
                line,
                form[f"marks_{line.indicator.number}"] if form else None,
                form[f"words_{line.indicator.number}"] if form else None,
                form[f"files_{line.indicator.number}"] if form else None,
                for_body(body, line.files),
            )
            for line in lines
        ],
        "published": published,
        "ranking": [(one, scoring.band_name(one.band)) for one in selectors.ranking(row.round)]
        if published
        else [],
    }
    return render(request, "portal/assessment.html", context)


def _form(request: HttpRequest, row: Assessment, lines: list[selectors.Line]) -> SelfScoreForm | None:
    if row.state not in WRITABLE or row.round.state != RoundState.OPEN:
        return None
    posted = request.method == "POST"
    return SelfScoreForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        assessment=row,
        indicators=[line.indicator for line in lines],
        known={line.indicator.pk: line.score for line in lines if line.score is not None},
        review=False,
    )


def _kept(request: HttpRequest, body: Institution, row: Assessment, form: SelfScoreForm) -> bool:
    by, data = acting_for(request, body), form.cleaned_data
    with RefusalsIn(form):
        assessments.write_self_scores(
            row,
            scores=form.given,
            words=data["words"],
            signed_by=data["signed_by"],
            files=form.papers,
            by=by,
        )
        if "submit" in request.POST:
            assessments.hand_in(row, by=by)
        handed_in = "submit" in request.POST
        messages.success(
            request, _("Handed in. The authority reviews it.") if handed_in else _("Kept as a draft.")
        )
        return True
    return False
