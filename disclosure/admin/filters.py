"""Filters of the lists of decisions; none of them asks the database for its options."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.clock_words import SOON
from core.clock import today
from core.workdays import add_working_days
from disclosure.choices import DecisionState

RUNNING = (DecisionState.DRAFT, DecisionState.IN_REVIEW, DecisionState.APPROVED)


class DueFilter(SimpleListFilter):
    """Decisions that still have to be published, by the time left."""

    title = _("time left")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, Any]]:
        """Name the choices."""
        return [
            ("late", _("overdue")),
            ("soon", _("within three working days")),
            ("later", _("later")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to open decisions by due date."""
        if self.value() is None:
            return queryset
        day = today()
        soon = add_working_days(day, SOON).on
        ranges: dict[str, dict[str, Any]] = {
            "late": {"due_on__lt": day},
            "soon": {"due_on__range": (day, soon)},
            "later": {"due_on__gte": soon + timedelta(days=1)},
        }
        chosen = ranges.get(str(self.value()))
        return queryset.filter(state__in=RUNNING, **chosen) if chosen else queryset
