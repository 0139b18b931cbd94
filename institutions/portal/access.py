"""Who may open what: an account opens the bodies it answers for, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.lost_session import tell
from accounts.models import Officer
from credit.parties import Party
from institutions.choices import MembershipState
from institutions.models import Institution

View = Callable[..., HttpResponseBase]


def bodies_of(user: Officer | AnonymousUser) -> list[Institution]:
    """Return the bodies an account answers for today, by name."""
    if user.pk is None or not user.is_active:
        return []
    own = Institution.objects.filter(memberships__user_id=user.pk, memberships__state=MembershipState.ACTIVE)
    return list(own.select_related("subject").order_by("subject__name", "pk"))


def for_members(view: View) -> View:
    """Let only accounts with an active membership in; the view gets `bodies`.

    Visitors are sent to sign in; officers without a membership get a page that says where their door is.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(_wanted(request), reverse("portal:sign_in"))
        bodies = bodies_of(request.user)
        if not bodies:
            return render(request, "portal/no_permission.html", status=403)
        return view(request, *args, bodies=bodies, **kwargs)

    return guarded


def _wanted(request: HttpRequest) -> str:
    """Return where to go after the sign-in; a form that came too late cannot be sent anew, but opened."""
    if request.method != "POST":
        return request.get_full_path()
    tell(request)
    page = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if safe else reverse("portal:home")


def own_body(bodies: list[Institution], key: int) -> Institution:
    """Return one of the account's bodies.

    Raises:
        Http404: it is not theirs; whether it exists is not said.
    """
    for body in bodies:
        if body.pk == key:
            return body
    raise Http404


def acting_for(request: HttpRequest, body: Institution) -> Party:
    """Return the signed-in account as it acts for one of its own bodies.

    Raises:
        Http404: nobody is signed in.
    """
    if not isinstance(request.user, Officer):
        raise Http404
    return Party(request.user, frozenset({body.subject_id}))
