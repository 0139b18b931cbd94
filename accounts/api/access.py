"""Who asks: a key in the header, its scope, and how often it may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from accounts.api_keys import key_of_token
from accounts.models import ApiKey, Officer
from core.errors import Refusal
from core.throttling import OfficerThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView

SCHEME = "Bearer"


class ApiKeyAuthentication(BaseAuthentication):
    """Takes ``Authorization: Bearer cy_…``; the request's user is then the machine's account."""

    def authenticate(self, request: Request) -> tuple[Officer, ApiKey] | None:
        """Return account and key, None where no key was sent.

        Raises:
            AuthenticationFailed: the key opens nothing, with the sentence why.
        """
        scheme, _space, token = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        try:
            key = key_of_token(token.strip())
        except Refusal as refusal:
            raise AuthenticationFailed(str(refusal)) from refusal
        return key.officer, key

    def authenticate_header(self, request: Request) -> str:
        """Name the scheme, so that the answer without a key is 401."""
        return SCHEME


class HoldsScope(BasePermission):
    """Asks the key for the `scope` that the view names."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Tell whether the key may be used for this; the sentence says for what it may not."""
        wanted = getattr(view, "scope", None)
        held = request.auth.scopes if isinstance(request.auth, ApiKey) else []
        self.message = _("This key may not be used to %(what)s.") % {"what": getattr(wanted, "label", wanted)}
        return wanted in held


class MachineThrottle(OfficerThrottle):
    """Limits each machine account, whichever of its keys it uses."""

    scope = "machine"


class ApiKeyScheme(OpenApiAuthenticationExtension):
    """Tells the description of the interface how to authenticate."""

    target_class = "accounts.api.access.ApiKeyAuthentication"
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the security scheme."""
        return {"type": "http", "scheme": "bearer", "bearerFormat": "cy_…"}
