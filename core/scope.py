"""Jurisdiction at every read: `visible_to` narrows a queryset to the reader's divisions."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from core.actors import Actor

M = TypeVar("M", bound=models.Model)


def division_filter(field: str, prefixes: tuple[str, ...]) -> Q:
    """Build the filter for a division-code field.

    Args:
        field: lookup path of the six-digit GB/T 2260 code.
        prefixes: code prefixes; ("",) is everywhere, () is nowhere.
    """
    if "" in prefixes:
        return Q()
    if not prefixes:
        return Q(pk__in=[])
    condition = Q()
    for prefix in prefixes:
        condition |= Q(**{f"{field}__startswith": prefix})
    return condition


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset that knows where its rows belong."""

    def visible_to(self, actor: Actor, permission: str) -> Self:
        """Keep the rows inside the divisions in which the actor holds the permission."""
        field = getattr(self.model, "scope_field", "division_code")
        return self.filter(division_filter(field, actor.prefixes(permission)))


def division_of(obj: Any) -> str:
    """Return the division code a row belongs to, following its `scope_field`."""
    value: Any = obj
    for part in getattr(type(obj), "scope_field", "division_code").split("__"):
        value = getattr(value, part, "")
    return str(value or "")
