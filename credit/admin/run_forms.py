"""What the dialogs about grading runs ask."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget

from accounts.admin_base import officer
from accounts.permissions import P
from core.clock import today
from credit.models import Standard
from credit.rules.terms import StandardState

FARTHEST = timedelta(days=3660)


class DayDialog(BaseDialogForm):
    """Asks for the day of a trial run."""

    as_of = forms.DateField(
        label=_("As of"),
        initial=today,
        widget=UnfoldAdminSingleDateWidget,
        help_text=_("Any day, also one to come: computed from the records known now."),
    )

    def clean_as_of(self) -> Any:
        """Keep to days on which a standard can say anything."""
        day = self.cleaned_data["as_of"]
        if abs(day - today()) > FARTHEST:
            raise forms.ValidationError(_("As of: choose a day within ten years of today."))
        return day


class TrialDialog(DayDialog):
    """Asks for standard and day of a trial run."""

    standard = forms.ModelChoiceField(
        label=_("Standard"),
        queryset=Standard.objects.none(),
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
    )
    field_order = ("standard", "as_of")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = Standard.objects.exclude(state=StandardState.RETIRED)
        by = officer(self.request)
        allowed = [row.pk for row in usable if by.may(P.GRADE_RUN, row.place)]
        self.fields["standard"].queryset = usable.filter(pk__in=allowed).order_by("code", "-effective_from")
