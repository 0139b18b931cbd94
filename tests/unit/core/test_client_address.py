"""Behind proxies of ours the visitor's address is the one that the outermost of them saw."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from core.client_address import ClientAddressMiddleware

PROXY = "10.0.0.1"


def seen(settings: Any, proxies: int, forwarded_for: str | None) -> str:
    settings.CHENGYI_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY)
    if forwarded_for is not None:
        request.META["HTTP_X_FORWARDED_FOR"] = forwarded_for

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.META["REMOTE_ADDR"])

    return ClientAddressMiddleware(view)(request).content.decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded_for", "address"),
    [
        (1, "192.0.2.7", "192.0.2.7"),
        (1, "198.51.100.9, 192.0.2.7", "192.0.2.7"),  # the first one is whatever the visitor wrote
        (2, "198.51.100.9, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        (1, "192.0.2.7:4711", "192.0.2.7"),
        (1, "[2001:db8::7]:4711", "2001:db8::7"),
        (1, "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_address_is_the_one_our_outermost_proxy_saw(
    settings: Any, proxies: int, forwarded_for: str, address: str
) -> None:
    assert seen(settings, proxies, forwarded_for) == address


@pytest.mark.parametrize(
    ("proxies", "forwarded_for"), [(0, "192.0.2.7"), (1, None), (1, ""), (1, "unknown"), (2, "192.0.2.7")]
)
def test_a_header_that_no_proxy_of_ours_wrote_is_not_believed(
    settings: Any, proxies: int, forwarded_for: str | None
) -> None:
    assert seen(settings, proxies, forwarded_for) == PROXY
