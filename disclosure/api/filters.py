"""Filters of the open API; the same search as on the public site."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError

from blacklist.choices import ListKind
from disclosure.choices import PublicKind
from disclosure.models import PublicEntry
from disclosure.site.question import understand
from disclosure.site.selectors import answering


class EntryFilter(django_filters.FilterSet):
    """What a list of entries can be narrowed by."""

    q = django_filters.CharFilter(
        method="search",
        label=_("Name, unified social credit code or document number, as in the search box of the site."),
    )
    kind = django_filters.ChoiceFilter(
        choices=PublicKind.choices, label=_("Penalties, permits or entries of lists only.")
    )
    list = django_filters.CharFilter("list_code", label=_("Code of a list; only its entries."))
    list_kind = django_filters.ChoiceFilter(choices=ListKind.choices, label=_("Entries of one sort of list."))
    uscc = django_filters.CharFilter(label=_("Unified social credit code of the party."))
    decided_from = django_filters.DateFilter("decided_on", "gte", label=_("First day of the decision."))
    decided_to = django_filters.DateFilter("decided_on", "lte", label=_("Last day of the decision."))
    division = django_filters.CharFilter(
        "division_code",
        "startswith",
        label=_("First 2, 4 or 6 digits of the division code of the deciding authority."),
    )

    class Meta:
        model = PublicEntry
        fields = ["q", "kind", "list", "list_kind", "uscc", "decided_from", "decided_to", "division"]

    def search(self, queryset: QuerySet[PublicEntry], _name: str, value: Any) -> QuerySet[PublicEntry]:
        """Narrow by what was typed.

        Raises:
            ValidationError: the question is too short, a mistyped code, or a number that is never searched.
        """
        question = understand(str(value))
        if not question.searchable:
            raise ValidationError({"q": [_("This cannot be searched.")]}, code=question.form)
        return answering(queryset, question)
