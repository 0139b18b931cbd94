"""Forms about the four lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.widgets import DayInput
from blacklist.uses.choices import FourKind


class DraftForm(forms.Form):
    """Which list of which place."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("version of a list", "List"),
        choices=FourKind.choices,
        widget=UnfoldAdminSelectWidget,
    )
    division_code = forms.CharField(
        label=_("Division code"),
        max_length=6,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Six digits of GB/T 2260: a province, a city or a county."),
    )
    authority_name = forms.CharField(
        label=pgettext_lazy("version of a list", "Issued by"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )


class HeadForm(forms.Form):
    """Who issues a draft, by which document, and an explanation."""

    authority_name = forms.CharField(
        label=pgettext_lazy("version of a list", "Issued by"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )
    document_no = forms.CharField(
        label=_("Document number"), max_length=80, required=False, widget=UnfoldAdminTextInputWidget
    )
    note = forms.CharField(
        label=_("Explanation"), required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )


class AdoptForm(forms.Form):
    """The document by which a draft is adopted."""

    document_no = forms.CharField(
        label=_("Document number"), max_length=80, widget=UnfoldAdminTextInputWidget
    )
    adopted_on = forms.DateField(label=pgettext_lazy("version of a list", "Adopted on"), widget=DayInput)


class LineForm(forms.Form):
    """One line of a list; its fields are called as the list calls its columns."""

    code = forms.CharField(max_length=64, widget=UnfoldAdminTextInputWidget)
    group = forms.CharField(max_length=100, required=False, widget=UnfoldAdminTextInputWidget)
    name = forms.CharField(max_length=300, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}))
    applies_to = forms.CharField(max_length=100, required=False, widget=UnfoldAdminTextInputWidget)
    detail = forms.CharField(required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}))
    department = forms.CharField(max_length=200, required=False, widget=UnfoldAdminTextInputWidget)
    basis = forms.CharField(max_length=400, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}))
    confirmed = forms.BooleanField(
        label=_("Basis read in the source"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    take_out = forms.BooleanField(
        label=_("Take this line out of the draft"), required=False, widget=UnfoldBooleanSwitchWidget
    )

    def __init__(self, *args: Any, labels: Mapping[str, Any], known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in labels.items():
            self.fields[name].label = label
        if not known:
            del self.fields["take_out"]
