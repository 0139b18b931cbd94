"""Limits of the open API that never close it: without the counter's store, requests pass."""

import logging
from typing import TYPE_CHECKING

from redis import RedisError
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle

if TYPE_CHECKING:  # the framework's views import the throttles that the settings name
    from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class _OpenWithoutStore(SimpleRateThrottle):
    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the request; allow it where the count cannot be kept."""
        try:
            return super().allow_request(request, view)
        except RedisError:
            logger.warning("The request counter cannot be reached; the request is allowed uncounted.")
            return True


class VisitorThrottle(_OpenWithoutStore, AnonRateThrottle):
    """Limit by address for those who are not signed in."""


class OfficerThrottle(_OpenWithoutStore, UserRateThrottle):
    """Limit by account for those who are signed in."""
