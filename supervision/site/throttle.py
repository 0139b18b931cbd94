"""Limits on complaints: enough for whoever has something to say, too little for a flood or for guessing.

Nobody is shut out by what others send: the limits count one address, and one address about one body. A limit
for a body alone would let the body itself silence its complainants by a flood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from rest_framework.request import Request

from core import ruletables
from core.clock import today
from core.crypto import sm3
from core.search import normalise
from core.throttling import VisitorThrottle
from supervision.complaints.keepers import TABLE

if TYPE_CHECKING:
    from rest_framework.views import APIView


class _Counted(VisitorThrottle):
    """Counts by address and what else is given; without the counter's store nobody is shut out."""

    def __init__(self, rate: str, about: str = "") -> None:
        self.rate = rate
        self._about = sm3(about)[:16] if about else "-"
        super().__init__()

    def get_cache_key(self, request: Request, view: APIView) -> str:
        """Count by address."""
        ident = f"{self.get_ident(request)}:{self._about}"
        return str(self.cache_format % {"scope": self.scope, "ident": ident})

    def lets_in(self, request: HttpRequest) -> bool:
        """Count a request, and tell whether it is within the limit."""
        return self.allow_request(cast(Request, request), cast("APIView", None))


class FilingThrottle(_Counted):
    """So many complaints an hour from one address."""

    scope = "complaint"


class SameBodyThrottle(_Counted):
    """So many complaints a day from one address about one body."""

    scope = "complaint_body"


class FollowThrottle(_Counted):
    """So many looks at a complaint's state a minute from one address."""

    scope = "complaint_follow"


def may_file(request: HttpRequest, body_name: str) -> bool:
    """Count a complaint about a body, and tell whether it is within both limits."""
    most = ruletables.rule(TABLE, "floods", on=today())
    hourly = FilingThrottle(f"{most['per_address_hour']}/hour").lets_in(request)
    daily = SameBodyThrottle(f"{most['per_address_and_body_day']}/day", normalise(body_name)).lets_in(request)
    return hourly and daily


def may_follow(request: HttpRequest) -> bool:
    """Count a look at a complaint's state, and tell whether it is within the limit."""
    most = ruletables.rule(TABLE, "floods", on=today())
    return FollowThrottle(f"{most['follow_per_minute']}/min").lets_in(request)
