"""A refusal that no view has answered is still a sentence, not an error page, nor a white one."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from core.errors import Refusal

log = logging.getLogger(__name__)
CONFLICT = 409
NOT_ALLOWED = 405


class RefusalMiddleware:
    """Say what the service said, such as that an administrator has ended a rule the page needs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; who opens the address of a form by itself reads why it shows nothing."""
        answer = self.get_response(request)
        if answer.status_code == NOT_ALLOWED and request.method == "GET" and not answer.content:
            answer.content = render_to_string("405.html", request=request)
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal: on a page of its own, or above the page whose dialog asked."""
        if not isinstance(exception, Refusal):
            return None
        log.warning("no view answered a refusal at %s", getattr(request.resolver_match, "route", ""))
        if request.headers.get("HX-Request"):
            messages.error(request, str(exception))
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "409.html", {"refusal": str(exception)}, status=CONFLICT)
