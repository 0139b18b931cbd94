"""Days on which the official calendar departs from Monday to Friday, entered by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin_base import KeptAdmin
from accounts.permissions import P
from core import deadlines
from core.models import CalendarDay


@admin.register(CalendarDay)
class CalendarDayAdmin(KeptAdmin):
    """Overrides of the shipped calendar; running clocks are computed again after each change."""

    view_right = P.RULE_EDIT
    add_right = P.RULE_EDIT
    change_right = P.RULE_EDIT
    scope_field = ""
    ordering = ("-day",)
    list_display = ("day", "kind_label", "occasion", "document")
    list_display_links = ("day",)
    list_filter = ("kind",)

    @display(
        description=gettext_lazy("kind"),
        label={CalendarDay.Kind.HOLIDAY: "danger", CalendarDay.Kind.WORKDAY: "info"},
    )
    def kind_label(self, obj: CalendarDay) -> tuple[str, str]:
        """Holiday or make-up working day."""
        return obj.kind, obj.get_kind_display()

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        """Save, then compute the running clocks again."""
        super().save_model(request, obj, form, change)
        moved = deadlines.recompute()
        messages.info(request, _("Running clocks computed again; %(n)s moved.") % {"n": moved})
