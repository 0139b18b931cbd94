"""How stored values are printed, in the language that is active."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.utils.translation import get_language

from core.divisions import full_name


def day(value: date | None) -> str | None:
    """Return a date as it stands in rows."""
    return value.isoformat() if value else None


def choice(pairs: Iterable[tuple[Any, Any]]) -> Callable[[Any], str]:
    """Return a way to print stored codes by their labels; an unknown code is printed as it is."""
    words = dict(pairs)
    return lambda code: str(words.get(code, code) or "")


def place(code: Any) -> str:
    """Print a division by its whole name."""
    return full_name(str(code)) or str(code)


def two_tongues(value: Any) -> str:
    """Print the one of [Chinese, English] that fits; Chinese where there is no English."""
    chinese, english = value
    return str(chinese if not english or (get_language() or "").startswith("zh") else english)
