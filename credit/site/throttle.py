"""Limit on checking reports: enough for whoever holds papers, too little for guessing codes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import HttpRequest
from rest_framework.request import Request

from core.throttling import VisitorThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView


class VerifyThrottle(VisitorThrottle):
    """Counts checks by address, whoever is signed in; without the counter's store nobody is shut out."""

    scope = "verify"

    def get_rate(self) -> str:
        """Return the limit of the settings."""
        return f"{settings.VERIFY_PER_MINUTE}/min"

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """Count by address."""
        return str(self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)})

    def lets_in(self, request: HttpRequest) -> bool:
        """Count a request, and tell whether it is within the limit."""
        return self.allow_request(cast(Request, request), cast("APIView", None))

    def seconds_to_wait(self) -> int:
        """Return the seconds until the next check is let in, 1 to 60."""
        return max(1, min(60, math.ceil(self.wait() or 60)))
