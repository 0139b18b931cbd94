"""The coloured labels of lists, written without a template.

A list has one or two in each row; the theme's template asks ten questions for each of them, which took a
third of a page's time. What is written is the same, but for the dash of this house where there is nothing.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()

FRAME = (
    "inline-block font-semibold rounded-default text-[11px] uppercase whitespace-nowrap h-6 leading-6 px-2"
)
COLOURS = {
    "info": "bg-blue-100 text-blue-700 dark:bg-blue-500/20 dark:text-blue-400",
    "danger": "bg-red-100 text-red-700 dark:bg-red-500/20 dark:text-red-400",
    "warning": "bg-orange-100 text-orange-700 dark:bg-orange-500/20 dark:text-orange-400",
    "success": "bg-green-100 text-green-700 dark:bg-green-500/20 dark:text-green-400",
    "primary": "bg-primary-100 text-primary-700 dark:bg-primary-500/20 dark:text-primary-400",
}
PLAIN = "bg-base-500/8 text-base-700 dark:bg-base-500/20 dark:text-base-200"


@register.simple_tag
def chips(label: Any, kind: str | None, several: bool) -> SafeString | str:
    """Write one label or several in one colour; a dash where there is nothing to say.

    Args:
        label: the words, or a list of them where `several`.
        kind: one of `COLOURS`; anything else is plain.
        several: whether `label` is a list.
    """
    if not label:
        return "–"
    colour = COLOURS.get(kind or "", PLAIN)
    return format_html_join(
        " ",
        '<span class="{} {}">{}</span>',
        ((FRAME, colour, one) for one in (label if several else [label])),
    )
