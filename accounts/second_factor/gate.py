"""Who reaches the pages of the second factor: supervisors, signed in at least by password."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from accounts.models import Officer

View = Callable[[HttpRequest, Officer], HttpResponse]


def for_supervisors(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Let supervisors in and hand them to the view; others are sent to sign in.

    Where the second factor is switched off (`SECOND_FACTOR`), the pages do not exist.
    """

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not isinstance(request.user, Officer) or not request.user.is_staff or not request.user.is_active:
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        if not settings.SECOND_FACTOR:
            raise Http404
        return view(request, request.user)

    return guarded
