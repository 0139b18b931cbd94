"""The open API is limited, and stays open where the counter's store is gone."""

import pytest
from redis import ConnectionError as StoreGone
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from core.throttling import VisitorThrottle


@pytest.fixture
def throttle(monkeypatch: pytest.MonkeyPatch) -> VisitorThrottle:
    monkeypatch.setattr(VisitorThrottle, "THROTTLE_RATES", {"anon": "2/min"})
    return VisitorThrottle()


@pytest.fixture
def request_from() -> Request:
    return APIView().initialize_request(APIRequestFactory().get("/api/", REMOTE_ADDR="192.0.2.77"))


def test_a_visitor_beyond_the_limit_waits(throttle: VisitorThrottle, request_from: Request):
    assert [throttle.allow_request(request_from, APIView()) for _ in range(3)] == [True, True, False]


def test_requests_pass_where_the_count_cannot_be_kept(
    throttle: VisitorThrottle, request_from: Request, monkeypatch: pytest.MonkeyPatch
):
    def gone(*arguments: object) -> None:
        raise StoreGone("no store")

    monkeypatch.setattr(throttle.cache, "get", gone)
    assert all(throttle.allow_request(request_from, APIView()) for _ in range(5))
