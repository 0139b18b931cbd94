"""The public menu: its two rows, the cards of the first page, and all doors at the foot."""

from __future__ import annotations

from typing import Any

from django import template

from disclosure.site.navigation import GROUPS, group_of

register = template.Library()


@register.inclusion_tag("public/menu.html", takes_context=True)
def public_menu(context: dict[str, Any]) -> dict[str, Any]:
    """Return the groups of the first row; the current one is marked."""
    here = str(context.get("here", ""))
    return {"groups": GROUPS, "current": group_of(here)}


@register.inclusion_tag("public/submenu.html", takes_context=True)
def public_submenu(context: dict[str, Any]) -> dict[str, Any]:
    """Return the doors of the current group; a group of one door has no second row."""
    here = str(context.get("here", ""))
    group = group_of(here)
    return {"group": group if group and len(group.doors) > 1 else None, "here": here}


@register.inclusion_tag("public/doors.html")
def public_doors() -> dict[str, Any]:
    """Return the groups that the first page explains."""
    return {"groups": [group for group in GROUPS if group.about]}


@register.inclusion_tag("public/map.html")
def public_map() -> dict[str, Any]:
    """Return every group with every door."""
    return {"groups": [group for group in GROUPS if len(group.doors) > 1]}
