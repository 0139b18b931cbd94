"""Links between the pages of other departments' lists."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString


def link(name: str, key: int | None, words: Any) -> SafeString | None:
    """Return a link to a row's page, None where there is no row."""
    if key is None:
        return None
    return format_html('<a class="cy-link" href="{}">{}</a>', reverse(name, args=[key]), words)
