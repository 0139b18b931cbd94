"""Permits on the supervisors' pages."""

from __future__ import annotations

from django.contrib import admin

from disclosure.admin.decisions import DecisionAdmin
from disclosure.admin.forms import PermitForm
from disclosure.models import Permit


@admin.register(Permit)
class PermitAdmin(DecisionAdmin):
    """Permits: list, form, review, publication."""

    form = PermitForm
    list_display = ("document_no", "party", "document_title", "decided", "state_label", "clock")
    list_display_links = ("document_no",)
