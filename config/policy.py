"""What a page may load: everything from here, nothing from elsewhere."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

STRICT = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
# The admin's theme evaluates expressions in its own markup (Alpine), which needs both permissions.
ADMIN = STRICT.replace(
    "default-src 'self';", "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
)


class ContentSecurityPolicyMiddleware:
    """Send the policy with every page; a view may have set its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and add the policy to the answer."""
        response = self.get_response(request)
        policy = ADMIN if request.path.startswith("/admin/") else STRICT
        response.headers.setdefault("Content-Security-Policy", policy)
        return response
