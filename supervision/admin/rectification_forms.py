"""Forms of rectifications; the services decide, these only ask."""

from __future__ import annotations

import uuid
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

from accounts.evidence import EvidenceField
from accounts.widgets import DayInput
from core.clock import today
from credit.admin.search import HELP
from supervision.choices import RecheckFinding
from supervision.models import Campaign


class CheckForm(forms.Form):
    """What the check found."""

    note_text = forms.CharField(
        label=_("What the check found"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("What was looked at, where, and how it stands; at least ten characters."),
    )
    evidence = EvidenceField(required=False)


class ReasonsForm(forms.Form):
    """Reasons that the body reads."""

    reason = forms.CharField(
        label=_("Reasons"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("The body reads them in the portal: say what is missing and how to mend it."),
    )


class DoubtForm(forms.Form):
    """What was found instead."""

    reason = forms.CharField(
        label=_("What was found instead"),
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_(
            "Where, when, by whom it was seen. If it is found false, this becomes the facts of the record."
        ),
    )


class AnswerForm(forms.Form):
    """The answer to a request for a longer time."""

    answer = forms.CharField(
        label=_("Answer to the body"),
        required=False,
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class OnPaperForm(forms.Form):
    """What the body brought to the counter."""

    report = forms.CharField(
        label=pgettext_lazy("rectification", "What was done"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("At least ten characters: how the problem was put right."),
    )
    evidence = EvidenceField(required=False)


class OrderForm(forms.Form):
    """A rectification that an officer orders."""

    party = forms.CharField(
        label=pgettext_lazy("rectification", "Body"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=HELP,
    )
    document_no = forms.CharField(
        label=_("Document number"), required=False, max_length=80, widget=UnfoldAdminTextInputWidget
    )
    problem = forms.CharField(
        label=_("Problem"), max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )
    facts = forms.CharField(
        label=_("Facts"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("No personal numbers, no names of patients."),
    )
    measures = forms.CharField(
        label=_("Measures"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    due_on = forms.DateField(label=pgettext_lazy("rectification", "Due on"), required=False, widget=DayInput)
    permanent = forms.BooleanField(
        label=_("To be kept up permanently"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    item_code = forms.ChoiceField(
        label=_("Item of the collection catalogue"), required=False, widget=UnfoldAdminSelectWidget
    )
    self_reported = forms.BooleanField(
        label=_("Reported by the body itself"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    concealed = forms.BooleanField(
        label=_("Concealed by the body"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    # One form orders once, however often it is sent.
    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, items: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["item_code"]
        field.choices = [("", "–"), *items]


class RecheckForm(forms.Form):
    """Which cross-offs are drawn from, and how many."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=UnfoldAdminTextInputWidget)
    campaign = forms.ModelChoiceField(
        label=_("Campaign"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=_("all, with and without a campaign"),
        widget=UnfoldAdminSelectWidget,
    )
    crossed_off_from = forms.DateField(label=_("Crossed off from"), widget=DayInput)
    crossed_off_to = forms.DateField(label=_("Crossed off to"), widget=DayInput, initial=today)
    percent = forms.IntegerField(
        label=_("Per cent drawn"),
        initial=10,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
        help_text=_("Rounded up; at least one is drawn."),
    )

    def __init__(self, *args: Any, campaigns: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["campaign"]
        field.queryset = campaigns


class FindingForm(forms.Form):
    """What a re-check found."""

    finding = forms.ChoiceField(
        label=pgettext_lazy("recheck", "Finding"),
        choices=RecheckFinding.choices,
        widget=UnfoldAdminSelectWidget,
    )
    note_text = forms.CharField(
        label=_("What was looked at and seen"),
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_(
            "Another officer decides about a false close-out; a problem that came back opens again at once."
        ),
    )
