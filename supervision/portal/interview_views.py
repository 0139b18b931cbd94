"""An interview in the portal: the notice to read, answer and print, then the demands and their result."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.errors import RefusalsIn
from institutions.models import Institution
from institutions.portal.access import acting_for, for_members, own_body
from supervision.choices import InterviewReply, InterviewState
from supervision.interviews import papers, services
from supervision.models import InterviewBody
from supervision.portal.interviews import INTERVIEWS, own
from supervision.rectification.selectors import of_sources


class ReplyForm(forms.Form):
    """Whether the body comes."""

    answer = forms.ChoiceField(
        label=pgettext_lazy("interview", "Answer"),
        choices=InterviewReply.choices,
        widget=forms.RadioSelect({"class": "form-check-input"}),
    )
    words = forms.CharField(
        label=gettext_lazy("Who comes, or why you need another time"),
        required=False,
        max_length=200,
        widget=forms.Textarea({"class": "form-control", "rows": 2}),
        help_text=gettext_lazy("By post, such as: deputy head in charge. No numbers of persons."),
    )


@never_cache
@for_members
def interview(request: HttpRequest, key: int, interview: int, *, bodies: list[Institution]) -> HttpResponse:
    """Show an interview of the body's own, and take its answer; opening it keeps that the notice was read."""
    body = own_body(bodies, key)
    row = _own(body, interview)
    by = acting_for(request, body)
    form = ReplyForm(request.POST or None, initial={"answer": row.reply, "words": row.reply_words})
    if request.method == "POST" and form.is_valid():
        with RefusalsIn(form):
            services.reply(row, by=by, **form.cleaned_data)
            messages.success(request, _("Answered; the authority reads it."))
            return redirect("portal_supervision:interview", body.pk, row.interview_id)
    services.note_read(row, by=by)
    told = papers.content(row.interview, only=row)
    demands = told["demands"]
    keys = {one.pk: f"supervision.interviewdemand:{one.pk}:{row.subject_id}" for one in demands}
    found = of_sources(keys.values())
    context = {
        "body": body,
        "bodies": bodies,
        "section": INTERVIEWS,
        "one": row,
        "row": row.interview,
        "form": form if row.interview.state == InterviewState.NOTIFIED else None,
        "demands": [(one, found.get(keys[one.pk])) for one in demands],
        **{name: told[name] for name in ("meets_at", "put_off_from", "principle")},
    }
    return render(request, "portal/interview.html", context)


@require_safe
@never_cache
@for_members
def paper(
    request: HttpRequest, key: int, interview: int, paper: str, *, bodies: list[Institution]
) -> HttpResponse:
    """Show the body's own copy of a paper, to print: the notice, or the letter that calls it off."""
    body = own_body(bodies, key)
    row = _own(body, interview)
    found = papers.PAPERS.get(paper)
    if found is None or not found.for_the_body or not found.possible(row.interview):
        raise Http404
    services.note_read(row, by=acting_for(request, body))
    back = reverse("portal_supervision:interview", args=[body.pk, row.interview_id])
    drawn = {**papers.content(row.interview, only=row), "back": back}
    return render(request, found.template, drawn)


def _own(body: Institution, pk: int) -> InterviewBody:
    row = own(body).filter(interview_id=pk).first()
    if row is None:
        raise Http404
    return row
