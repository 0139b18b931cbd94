"""The places one can choose in the search: those whose authorities have published something."""

from __future__ import annotations

from functools import lru_cache
from time import monotonic
from typing import NamedTuple

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.divisions import full_name, prefix
from disclosure.site.selectors import divisions_with_entries

KEPT_SECONDS = 600


class Place(NamedTuple):
    """A place: the digits its codes share, and its name."""

    prefix: str
    name: str


def places() -> tuple[Place, ...]:
    """Return the places, read anew every ten minutes in each process."""
    return _places(int(monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=1)
def _places(_period: int) -> tuple[Place, ...]:
    codes = divisions_with_entries()
    return tuple(Place(prefix(code), full_name(code) or code) for code in codes)


def options() -> SafeString:
    """Return the places as options of a choice, written once: a province has hundreds of them."""
    return _options(places())


@lru_cache(maxsize=1)
def _options(known: tuple[Place, ...]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', known)


def chosen(division: str) -> Place | None:
    """Return the place of a prefix, or None."""
    return next((place for place in places() if place.prefix == division), None)


def forget() -> None:
    """Read the places anew at the next page (tests)."""
    _places.cache_clear()
