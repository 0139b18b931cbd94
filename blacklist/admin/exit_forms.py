"""Forms of the way off a list; the services decide, these only ask."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.evidence import EvidenceField
from accounts.widgets import DayInput
from blacklist.choices import PartyRole


class WriteForm(forms.Form):
    """What the party brought to the counter."""

    duties_done_on = forms.DateField(
        label=_("Duties of the decision done on"), required=False, widget=DayInput
    )
    correction = forms.CharField(
        label=_("How the misconduct was corrected"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
    commitment_by = forms.CharField(
        label=_("Name of who gives the commitment"),
        required=False,
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
    )
    commits = forms.BooleanField(
        label=_("The signed commitment lies here"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    evidence = EvidenceField(required=False)


def given(data: dict[str, Any]) -> dict[str, Any]:
    """Return what a form says, as the services take it."""
    rest = {name: value for name, value in data.items() if name != "evidence"}
    return {**rest, "files": data["evidence"]}


class CheckForm(forms.Form):
    """What the check found."""

    note = forms.CharField(
        label=_("What the check found"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_(
            "What was checked, where, with what result. Departments look into their own systems first."
        ),
    )
    duties_confirmed = forms.BooleanField(
        label=_("The duties of the decision are done and the misconduct is corrected"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("Without it the application cannot be approved."),
    )
    evidence = EvidenceField(required=False)


class ApproveForm(forms.Form):
    """The number of the decision."""

    decision_no = forms.CharField(
        label=_("Number of the decision to end the listing"),
        max_length=80,
        widget=UnfoldAdminTextInputWidget,
    )


class TrainingForm(forms.Form):
    """A training of a representative."""

    role = forms.ChoiceField(
        label=_("Who attended"),
        choices=PartyRole.choices,
        widget=UnfoldAdminSelectWidget,
        help_text=_("The role in the body; no name and no personal number is kept."),
    )
    held_on = forms.DateField(label=_("Held on"), widget=DayInput)
    hours = forms.DecimalField(
        label=_("Hours"),
        min_value=Decimal("0.5"),
        max_value=Decimal(200),
        max_digits=4,
        decimal_places=1,
        widget=UnfoldAdminDecimalFieldWidget,
    )
    organiser = forms.CharField(label=_("Held by"), max_length=120, widget=UnfoldAdminTextInputWidget)
    matter = forms.CharField(
        label=_("Matter of the training"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )
    evidence = EvidenceField(required=False)


class ReviewForm(forms.Form):
    """What the review of the grounds found."""

    words = forms.CharField(
        label=_("What the review of the grounds found"),
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_(
            "Why the listing stays with the grounds that are left; to end it, take that step instead."
        ),
    )
