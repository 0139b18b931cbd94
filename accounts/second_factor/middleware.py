"""Until the second factor is given where it is due, nobody is signed in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import Officer
from accounts.second_factor.services import demanded, factor_of

OPEN = ("admin:login", "admin:logout", "second_factor:ask", "second_factor:enrol")
"""What an officer reaches with the password alone."""


class SecondFactorMiddleware:
    """Sends officers who owe their second factor to give it; elsewhere they count as visitors.

    Stands behind `django_otp.middleware.OTPMiddleware`, which knows whose session was vouched for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through, send on, or answer as to a visitor."""
        if settings.SECOND_FACTOR and owes(request) and request.path not in set(map(reverse, OPEN)):
            if request.path.startswith(reverse("admin:index")):
                page = "second_factor:ask" if factor_of(officer_of(request)) else "second_factor:enrol"
                query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
                return HttpResponseRedirect(f"{reverse(page)}?{query}" if query else reverse(page))
            request.user = AnonymousUser()
        return self.get_response(request)


def officer_of(request: HttpRequest) -> Officer:
    """Return who is signed in.

    Raises:
        TypeError: nobody is.
    """
    if not isinstance(request.user, Officer):
        raise TypeError("nobody is signed in")
    return request.user


def owes(request: HttpRequest) -> bool:
    """Tell whether a supervisor is signed in by password alone where more is due."""
    user = request.user
    if not isinstance(user, Officer) or not user.is_staff:
        return False
    if getattr(user, "otp_device", None) is not None:
        return False
    return factor_of(user) is not None or demanded(user)
