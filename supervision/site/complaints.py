"""Anybody may complain, and follow it by a code. The code travels in the form, never in an address."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from core import ruletables
from core.clock import today
from core.errors import Refusal, RefusalsIn
from core.masking import redact
from supervision.complaints import services
from supervision.complaints.choices import ComplaintState, RewardState
from supervision.complaints.codes import PICKUP_SIGNS, pickup_digest, spaced, tracking_digest
from supervision.complaints.informants import takes_names
from supervision.complaints.keepers import TABLE
from supervision.complaints.outlook import Stop, outlook, stops
from supervision.complaints.selectors import places
from supervision.models import Complaint, ComplaintReward
from supervision.site.complaint_forms import ComplaintForm, FollowForm, RatingForm
from supervision.site.throttle import may_file, may_follow

# What goes on between two officers is told to nobody outside.
INSIDE = {ComplaintState.PROPOSED: ComplaintState.ACCEPTED, ComplaintState.DECIDED: ComplaintState.ACCEPTED}

TOLD_OF_REWARDS = (RewardState.APPROVED, RewardState.PAID, RewardState.LAPSED)
"""A proposal that a second officer may still refuse promises nothing to anybody."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the tracking code shows: the state, and nothing of the matter."""

    label: str
    joined: bool
    stops: list[Stop]


@sensitive_variables()
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """Take a complaint, and show its two codes this once."""
    known = places()
    names = any(takes_names(code) for code, _name in known)
    posted = request.method == "POST"
    form = ComplaintForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        names=names,
        initial={"body_name": request.GET.get("body", "")[:200]},
    )
    context = {
        "here": "complain",
        "form": form,
        "names": names,
        "chosen_files": posted and bool(request.FILES),
        "outlook": outlook(on=today(), place=known[0][0] if len(known) == 1 else ""),
    }
    if not posted or not form.is_valid():
        return render(request, "public/complaint_new.html", context, status=400 if posted else 200)
    with RefusalsIn(form):
        new = form.as_new()
        filed = services.filed_before(new)
        if filed is None and not may_file(request, new.body_name):
            form.add_error(None, _too_many())
            return render(request, "public/complaint_new.html", context, status=429)
        if filed is None:
            by = services.Complainant()
            filed = services.file_complaint(new, by=by, files=form.cleaned_data["evidence"])
        return render(request, "public/complaint_filed.html", {**context, **_codes(filed)})
    return render(request, "public/complaint_new.html", context, status=400)


def _too_many() -> str:
    most = ruletables.rule(TABLE, "floods", on=today())
    return _(
        "Nothing was stored: from one network address at most %(hourly)s complaints an hour are taken, and "
        "%(daily)s a day about one body. What you wrote still stands below: send it later, or come by "
        "telephone, letter or visit."
    ) % {"hourly": most["per_address_hour"], "daily": most["per_address_and_body_day"]}


def _codes(filed: services.Filed) -> dict[str, object]:
    row = filed.complaint
    return {
        "tracking": spaced(filed.tracking),
        "pickup": spaced(filed.pickup),
        "named": row.named,
        "joined": row.state == ComplaintState.JOINED,
        "due": row.due_on,
    }


@sensitive_variables()
@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show the state by the tracking code; with the pick-up code too, the answer and what may be done."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"here": "follow", "form": form}
    if not form.is_bound:
        return render(request, "public/complaint_follow.html", context)
    if not may_follow(request):
        return render(request, "public/complaint_later.html", context, status=429)
    if not form.is_valid():
        return render(request, "public/complaint_follow.html", context, status=400)
    digest = tracking_digest(form.cleaned_data["tracking"])
    row = Complaint.objects.select_related("joined_to").filter(tracking=digest).first()
    if row is None:
        form.add_error("tracking", _("No complaint has this tracking code; compare it with your note."))
        return render(request, "public/complaint_follow.html", context, status=404)
    context |= {"standing": standing(row), "tracking": spaced(form.cleaned_data["tracking"])}
    if form.cleaned_data["pickup"]:
        if row.pickup != pickup_digest(digest, form.cleaned_data["pickup"]):
            form.add_error("pickup", _("The pick-up code does not belong to this tracking code."))
            return render(request, "public/complaint_state.html", context, status=400)
        context |= _opened(request, row, form.cleaned_data["pickup"])
        context["standing"] = standing(row)
    return render(request, "public/complaint_state.html", context)


def standing(row: Complaint) -> Standing:
    """Return what may be told of a complaint to whoever holds its tracking code."""
    first = services.leading(row)
    state = INSIDE.get(ComplaintState(first.state), ComplaintState(first.state))
    way = stops(first, received_on=row.received_on)
    return Standing(label=str(state.label), joined=first != row, stops=way)


def _opened(request: HttpRequest, row: Complaint, pickup: str) -> dict[str, object]:
    """Do what the complainant asks for, and return what the pick-up code opens."""
    told = _act(request, row)
    first = services.leading(row)
    answer = services.answer_of(row)
    reward = ComplaintReward.objects.filter(complaint=row, state__in=TOLD_OF_REWARDS).first()
    review = int(ruletables.rule(TABLE, "review", on=today(), place=row.division_code)["days"])
    return {
        **told,
        "open": True,
        "pickup": f"{pickup[: PICKUP_SIGNS // 2]}-{pickup[PICKUP_SIGNS // 2 :]}",
        "answer": answer,
        "finding": first.get_finding_display() if answer and first.finding else "",
        "declined": first.get_declined_as_display() if answer and first.declined_as else "",
        "transferred": first.transferred_to,
        "unanswered": _unanswered(first),
        "extended": redact(first.extension_reason) if first.is_open else "",
        "review_days": review if answer and first.finding else 0,
        "reward": reward,
        "too_late": reward is not None and services.is_over(reward),
        "rating": RatingForm() if answer and not row.satisfaction else None,
        "rated": row.get_satisfaction_display() if row.satisfaction else "",
        "may_take_back": first.state in (ComplaintState.RECEIVED, ComplaintState.ACCEPTED),
    }


def _unanswered(row: Complaint) -> str:
    """Say why there is no answer to read."""
    if row.state == ComplaintState.RECEIVED:
        return _("There is no answer yet. First you are told whether it is accepted; by when stands above.")
    if row.is_open:
        return _("There is no answer yet; by when it comes stands above.")
    return _("It was closed without an answer.")


def _act(request: HttpRequest, row: Complaint) -> dict[str, object]:
    by, wanted = services.Complainant(), request.POST.get("act", "")
    try:
        if wanted == "rate":
            done = services.rate(row, satisfaction=request.POST.get("satisfaction", ""), by=by)
            row.satisfaction = done.satisfaction
            return {"done": _("Thank you; your rating is noted.")}
        if wanted == "take_back":
            services.take_back(row, by=by)
            return {"done": _("Taken back. Nobody is told who brought it.")}
    except Refusal as refusal:
        return {"refused": str(refusal)}
    return {}
