"""Look of the officers' admin: title, colours, sidebar, language switch; everything is served from here."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

# A calm blue-green, from the lightest to the darkest shade (oklch: lightness, chroma, hue).
PRIMARY = {
    "50": "oklch(97.5% .013 210)",
    "100": "oklch(94.5% .028 210)",
    "200": "oklch(89.5% .05 210)",
    "300": "oklch(81.5% .08 211)",
    "400": "oklch(70.5% .1 213)",
    "500": "oklch(60.5% .105 216)",
    "600": "oklch(51.5% .098 220)",
    "700": "oklch(44.5% .083 223)",
    "800": "oklch(39% .07 226)",
    "900": "oklch(34.5% .058 229)",
    "950": "oklch(26% .046 232)",
}


def _style(request: HttpRequest) -> str:
    return static("admin-extra/admin.css")


def _keyboard(request: HttpRequest) -> str:
    return static("admin-extra/keyboard.js")


def _once(request: HttpRequest) -> str:
    return static("site/once.js")


def _mark(request: HttpRequest) -> str:
    return static("site/favicon.svg")


def _door(request: HttpRequest) -> str:
    return static("admin-extra/door.svg")


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Chengyi"),
    "SITE_HEADER": _("Chengyi"),
    "SITE_SUBHEADER": _("Credit supervision of health care"),
    "SITE_URL": "/",
    "SITE_SYMBOL": "verified_user",
    "SHOW_LANGUAGES": True,
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "BORDER_RADIUS": "6px",
    "COLORS": {"primary": PRIMARY},
    "STYLES": [_style],
    "SCRIPTS": [_keyboard, _once],
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": _mark}],
    "LOGIN": {"image": _door, "form": "accounts.forms.SupervisorSignInForm"},
    "ACCOUNT": {"navigation": "config.sidebar.account"},
    "DASHBOARD_CALLBACK": "config.taskbox.dashboard",
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "config.sidebar.navigation",
    },
}
