"""Narrowing a list to one division below the reader's own."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import officer
from core import divisions
from core.scope import division_filter

MOST_CHOICES = 60


class DivisionFilter(SimpleListFilter):
    """The divisions directly below those of the officer; from the list of GB/T 2260, not from the rows."""

    title = _("division")
    parameter_name = "place"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name the divisions; a county has none below it, and so no filter."""
        self.path = model_admin._scope()
        found: dict[str, str] = {}
        for prefix in officer(request).prefixes(model_admin.view_right):
            if len(prefix) >= 6:
                continue
            for place in divisions.children(prefix.ljust(6, "0") if prefix else ""):
                found[divisions.prefix(place.code)] = place.name
        return list(found.items())[:MOST_CHOICES]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the chosen division."""
        prefix = self.value()
        return queryset.filter(division_filter(self.path, (str(prefix),))) if prefix else queryset
