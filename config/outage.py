"""What a visitor sees while the database is away: a sentence, and that nothing of the last form was saved."""

from __future__ import annotations

import sys
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.views import defaults

RETRY_SECONDS = 60
UNAVAILABLE = 503


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error that no view has answered; the pages are fixed texts that need nothing else to work."""
    if isinstance(sys.exc_info()[1], InterfaceError | OperationalError):
        page = (Path(settings.BASE_DIR) / "templates" / "503.html").read_text(encoding="utf-8")
        return HttpResponse(page, status=UNAVAILABLE, headers={"Retry-After": str(RETRY_SECONDS)})
    return defaults.server_error(request)
