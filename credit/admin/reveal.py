"""Showing a sealed number once, to an officer who says why."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from accounts.admin_base import officer
from accounts.dialogs import dialog
from accounts.services import reveal_number
from core.errors import Refusal

REVEAL_DIALOG: Any = dialog(
    _("Show the full number"),
    _("The number is shown once. Who looked at it, when and why is kept, and can be read by the auditor."),
    reason=True,
)


def show_number(request: HttpRequest, holder: Any, field: str, *, reason: str, label: Any) -> HttpResponse:
    """Answer a dialog with the full number, or with the refusal."""
    context: dict[str, Any] = {"label": label}
    try:
        context["number"] = reveal_number(holder, field, by=officer(request), reason=reason)
    except Refusal as refusal:
        context["refusal"] = str(refusal)
    answer = TemplateResponse(request, "admin/number_shown.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer
