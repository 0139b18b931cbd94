"""Penalties on the supervisors' pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from disclosure.admin.decisions import DecisionAdmin
from disclosure.admin.forms import PenaltyForm
from disclosure.models import Penalty


@admin.register(Penalty)
class PenaltyAdmin(DecisionAdmin):
    """Penalties: list, form, review, publication."""

    form = PenaltyForm
    list_display = ("document", "party", "kinds_words", "decided", "state_label", "clock")
    list_display_links = ("document",)

    @display(description=_("document number"))
    def document(self, obj: Any) -> str:
        """Document number."""
        return str(obj.document_no)
