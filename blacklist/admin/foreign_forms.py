"""Forms about other departments' lists."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.models import Officer
from accounts.permissions import P
from accounts.widgets import DayInput
from blacklist.foreign.choices import Extent
from blacklist.foreign.uploading import TABLES
from blacklist.models import ForeignSource
from core import divisions
from core.sheets.columns import kind_named


class SourceForm(forms.ModelForm[ForeignSource]):
    """A department whose lists are received. `asker` is set by the admin."""

    asker: Officer

    class Meta:
        model = ForeignSource
        fields = (
            "department",
            "code",
            "keeps",
            "division_code",
            "basis",
            "contact",
            "every_days",
            "closed_on",
        )

    def clean_division_code(self) -> str:
        """A source belongs to a place of the officer's."""
        code: str = self.cleaned_data["division_code"]
        if divisions.get(code) is None:
            raise forms.ValidationError(
                _("Division code: there is no such division; write the six digits of GB/T 2260.")
            )
        if not self.asker.may(P.FOREIGN_LIST_KEEP, code):
            raise forms.ValidationError(
                _("Division code: you do not hold the right to keep other departments' lists there.")
            )
        return code


def _tables() -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Choose the table")), *((name, kind_named(name).title) for name in TABLES)]


class TakeInForm(forms.Form):
    """Which list, which file, and whether it is the whole list."""

    table = forms.ChoiceField(label=gettext_lazy("Table"), choices=_tables, widget=UnfoldAdminSelectWidget)
    upload = forms.FileField(
        label=gettext_lazy("Workbook"),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("An .xlsx workbook with the header row of the template."),
    )
    list_on = forms.DateField(
        label=gettext_lazy("State of the list on"),
        widget=DayInput,
        help_text=gettext_lazy("The day whose state the list shows, as the department says."),
    )
    extent = forms.ChoiceField(
        label=gettext_lazy("Extent"),
        choices=Extent.choices,
        initial=Extent.ADDITIONS,
        widget=forms.RadioSelect,
    )
    look_first = forms.BooleanField(
        label=gettext_lazy("End nothing before I have seen what would end"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
        help_text=gettext_lazy("Only for a whole list."),
    )
