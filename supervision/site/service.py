"""Public pages of service: the guide of approval items, rating a visit, the catalogue of benefits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core import divisions
from core.clock import today
from core.errors import Refusal, RefusalsIn
from credit.report.terms import read_code
from credit.rules.terms import AppliesTo
from credit.site.throttle import VerifyThrottle
from supervision.models import ApprovalItem, Benefit, BenefitOffer, ServiceWindow
from supervision.service import benefits as services
from supervision.service import eligibility, ratings, terms
from supervision.service.choices import Audience, BenefitKind, OfferState, Reason, Satisfaction
from supervision.service.rating_figures import by_place, published

MOST_WINDOWS = 20


class RatingThrottle(VerifyThrottle):
    """Counts openings of rating pages by address; enough for a hall, too little for guessing codes."""

    scope = "rating"


class RatingForm(forms.Form):
    """One of five steps, what was wrong, and a few words: nothing about the visitor."""

    level = forms.TypedChoiceField(
        label=_("How satisfied were you with this visit?"),
        choices=Satisfaction.choices,
        coerce=int,
        error_messages={"required": _("Choose one of the five steps.")},
        widget=forms.RadioSelect({"class": "form-check-input"}),
    )
    reasons = forms.MultipleChoiceField(
        label=_("If you were not satisfied: what was wrong?"),
        choices=Reason.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "form-check-input"}),
    )
    words = forms.CharField(
        label=_("In a few words"),
        required=False,
        max_length=ratings.LONGEST_WORDS,
        widget=forms.Textarea({"class": "form-control", "rows": 3}),
        help_text=_("Leave out names and numbers, yours and others'."),
    )


class VisitForm(forms.Form):
    """The code printed below the QR code."""

    code = forms.CharField(
        label=pgettext_lazy("rating", "Code of your visit"),
        max_length=40,
        widget=forms.TextInput(
            {
                "class": "form-control form-control-lg code-input",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "ABCD-EFGH-JKLM-NPQR",
            }
        ),
    )


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """Show the items that can be applied for, by office, and how visitors rated the windows."""
    rows = ApprovalItem.objects.filter(in_use=True).order_by("office", "code", "place")
    offices: dict[str, list[ApprovalItem]] = {}
    for row in rows.select_related("commitment_template", "incomplete_template"):
        offices.setdefault(row.office, []).append(row)
    context = {
        "here": "services",
        "offices": list(offices.items()),
        "places": by_place(published(on=today())),
        "fewest": terms.number("fewest_ratings", on=today(), place=""),
    }
    return render(request, "public/services.html", context)


@require_safe
def guide(request: HttpRequest, approval: int) -> HttpResponse:
    """Show the guide of one item: papers, stages, limits, ways of handling, and what the law grants."""
    rows = ApprovalItem.objects.filter(in_use=True).prefetch_related("materials", "steps")
    row = get_object_or_404(rows.select_related("commitment_template", "incomplete_template"), pk=approval)
    day = today()
    person = row.applies_to == AppliesTo.PRACTITIONER
    audience = Audience.PERSON if person else Audience.BODY
    context = {
        "here": "services",
        "item": row,
        "place": divisions.full_name(row.place) if row.place else "",
        "halls": _halls(row),
        "accept_days": terms.number("accept_days", on=day, place=row.place),
        "accept_basis": terms.basis("accept_days", on=day, place=row.place),
        "green": [
            benefit
            for benefit in eligibility.in_force(on=day, place=row.place, audiences=[audience])
            if benefit.kind == BenefitKind.APPROVAL
        ]
        if row.green_days
        else [],
    }
    return render(request, "public/service.html", context)


def _halls(item: ApprovalItem) -> list[tuple[str, list[ServiceWindow]]]:
    """Return the halls in which an item is applied for, each with its windows."""
    windows = ServiceWindow.objects.filter(in_use=True, division_code__startswith=item.place)
    halls: dict[str, list[ServiceWindow]] = {}
    for window in windows.order_by("division_code", "hall", "name")[:MOST_WINDOWS]:
        halls.setdefault(window.hall, []).append(window)
    return list(halls.items())


@dataclass(frozen=True, slots=True)
class Shown:
    """A benefit as the public reads it.

    Args:
        rule: who is eligible, in words.
        offers: the bodies that give it now.
        uses: how often it was given so far.
    """

    benefit: Benefit
    rule: str
    offers: list[BenefitOffer]
    uses: int


@require_safe
def benefits(request: HttpRequest) -> HttpResponse:
    """Show the catalogue of benefits: rules, bodies that take part, numbers of uses."""
    day = today()
    active = BenefitOffer.objects.filter(state=OfferState.ACTIVE).select_related("subject")
    order = [*Audience.values]  # visitors first: the page is theirs
    rows = sorted(
        Benefit.objects.filter(valid_from__lte=day)
        .exclude(valid_to__lt=day)
        .prefetch_related(Prefetch("offers", active.order_by("subject__name"))),
        key=lambda row: (order.index(row.audience), row.code),
    )
    uses = services.uses_of(rows)
    groups: dict[str, list[Shown]] = {}
    for row in rows:
        shown = Shown(row, eligibility.in_words(row), list(row.offers.all()), uses.get(row.pk, 0))
        groups.setdefault(row.get_audience_display(), []).append(shown)
    return render(request, "public/benefits.html", {"here": "benefits", "groups": list(groups.items())})


@require_safe
@never_cache
def rate_form(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a visit, for whoever cannot scan."""
    form = VisitForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = read_code(form.cleaned_data["code"])
        if code:
            return redirect("supervision:rate", code)
        form.add_error("code", _("The code has 16 letters and digits, never 0, O, 1 or I."))
    status = 400 if form.is_bound else 200
    return render(request, "public/rate_form.html", {"here": "rate", "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rate(request: HttpRequest, visit: str) -> HttpResponse:
    """Take the rating of one visit. A code that is not good is said so, and nothing else is told."""
    throttle = RatingThrottle()
    if not throttle.lets_in(request):
        context: dict[str, Any] = {"here": "rate", "seconds": throttle.seconds_to_wait()}
        return render(request, "public/verify_later.html", context, status=429)
    try:
        found = ratings.visit_of(visit)
    except Refusal as refusal:
        context = {"here": "rate", "said": str(refusal), "form": VisitForm()}
        return render(request, "public/rate_form.html", context, status=404)
    days = terms.number("rating_days", on=today(), place=found.division_code)
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with RefusalsIn(form):
            row = ratings.rate(visit, **form.cleaned_data)
            return render(request, "public/rated.html", {"here": "rate", "rating": row, "days": days})
    return render(request, "public/rate.html", {"here": "rate", "visit": found, "form": form, "days": days})
