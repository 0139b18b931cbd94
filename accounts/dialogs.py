"""Dialogs before an act: confirm it, or say why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget

CONFIRM = _("Confirm")


class ReasonDialog(BaseDialogForm):
    """Asks why, in words; the answer goes to the audit trail."""

    reason = forms.CharField(
        label=_("Stated reason"),
        min_length=4,
        max_length=255,
        error_messages={"min_length": _("Stated reason: write at least four characters.")},
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("In words, at least four characters; it is kept in the audit trail."),
    )


def dialog(
    title: Any, description: Any, *, reason: bool = False, form: type[BaseDialogForm] | None = None
) -> Any:
    """Describe a dialog for unfold's `action` decorator."""
    chosen = form or (ReasonDialog if reason else BaseDialogForm)
    return {"title": title, "description": description, "form_class": chosen, "form_submit_text": CONFIRM}
