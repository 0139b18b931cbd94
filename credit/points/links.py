"""Where a penalty is entered; the app that keeps penalties says so (`credit` knows nothing of it)."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

_pages: list[str] = []


def register_penalty_page(url_name: str) -> None:
    """Name the page on which a penalty is entered."""
    _pages[:] = [url_name]


def penalty_page() -> str:
    """Return its address, "" where no app keeps penalties."""
    try:
        return reverse(_pages[0]) if _pages else ""
    except NoReverseMatch:
        return ""
