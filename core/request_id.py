"""One id for everything that one request or one task changed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

_current: ContextVar[str] = ContextVar("request_id", default="")


def current_request_id() -> str:
    """Return the id of the running request or task, "" outside of both."""
    return _current.get()


def begin(request_id: str = "") -> str:
    """Start a new id (tasks and commands call it) and return it."""
    value = request_id or uuid.uuid4().hex
    _current.set(value)
    return value


class RequestIdMiddleware:
    """Give each request an id, and send it back so that a user can quote it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _current.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = _current.get()
            return response
        finally:
            _current.reset(token)
