"""A form that arrives after its session has ended: nothing is stored, and whoever sent it is told."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

FOUND = 302


def tell(request: HttpRequest) -> None:
    """Say on the sign-in page that the form was not stored; what scripts send, they tell about themselves."""
    by_theme = "HX-Request" in request.headers
    if request.method == "POST" and (
        by_theme or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    ):
        messages.warning(
            request,
            _(
                "You were no longer signed in when the form arrived: nothing of it was stored. What you "
                "wrote may still stand on the page before; copy it, sign in and send it once more."
            ),
        )


class LostSessionMiddleware:
    """At the officers' door: leads the whole page to the sign-in, where only a dialog was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; a dialog cannot show a sign-in page, and stayed silent."""
        answer = self.get_response(request)
        sign_in = reverse("admin:login")
        sent_there = answer.status_code == FOUND and answer.headers["Location"].startswith(f"{sign_in}?")
        if not sent_there or request.user.is_authenticated:
            return answer
        tell(request)
        if "HX-Request" not in request.headers:
            return answer
        page = urlsplit(request.headers.get("HX-Current-URL", "")).path or reverse("admin:index")
        return HttpResponse(headers={"HX-Redirect": f"{sign_in}?{urlencode({'next': page})}"})
