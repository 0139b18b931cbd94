"""Whose request it is, where proxies of ours stand in front: lock-outs and limits count by this address."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ClientAddressMiddleware:
    """Put the visitor's address, as the outermost of our proxies saw it, where everything looks for it.

    Without it every request of an installation has the address of the proxy: five wrong passwords typed by
    anybody lock the officer of that name out, and one busy visitor uses up the limits of all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request under the visitor's address."""
        if settings.CHENGYI_PROXIES:
            told = request.META.get("HTTP_X_FORWARDED_FOR", "")
            request.META["REMOTE_ADDR"] = (
                visitor(told, settings.CHENGYI_PROXIES) or request.META["REMOTE_ADDR"]
            )
        return self.get_response(request)


def visitor(forwarded_for: str, proxies: int) -> str:
    """Return the address that the outermost of so many proxies added, or an empty text where it added none.

    Args:
        forwarded_for: the header, each proxy having added the address it was asked from at the end.
        proxies: how many of its last addresses are ours to trust.
    """
    told = [part.strip() for part in forwarded_for.split(",")]
    return _address(told[-proxies]) if len(told) >= proxies else ""


def _address(text: str) -> str:
    """Return the address without the port that some proxies add: 192.0.2.7:4711, [2001:db8::7]:4711."""
    bare = text[1:].partition("]")[0] if text.startswith("[") else text
    if bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ""
