"""Form widgets that the theme lacks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextInputWidget


class SuggestingInput(UnfoldAdminTextInputWidget):
    """A text input that offers the usual words and takes others too."""

    def __init__(self, words: Iterable[str] = (), attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.words = tuple(words)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Render the input with its list of words."""
        list_id = f"words-{name}"
        field = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.words))
        return format_html('{}<datalist id="{}">{}</datalist>', field, list_id, options)


class DayInput(UnfoldAdminTextInputWidget):
    """A day, chosen with the browser's own calendar."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        """Write a day the way the browser wants it."""
        return value.isoformat() if hasattr(value, "isoformat") else value
