"""The tabs over every page of a body's file: first the groups, below them the sections of the open one."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from institutions.portal.sections import Group, Section, by_group, sections_of

register = template.Library()


@register.inclusion_tag("portal/tabs.html", takes_context=True)
def portal_tabs(context: Context) -> dict[str, Any]:
    """Draw the tabs of `body`; `section` is the open one, `own_sections` those the view has asked for."""
    section: Section | None = context.get("section") or None
    body = context["body"]
    groups: list[tuple[Group, list[Section]]] = by_group(context.get("own_sections") or sections_of(body))
    opened = [row for group, row in groups if section is not None and group == section.group]
    return {"body": body, "section": section, "groups": groups, "tabs": opened[0] if opened else []}
