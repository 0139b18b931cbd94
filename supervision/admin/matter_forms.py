"""Forms of tracked matters; the services decide, these only ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.evidence import EvidenceField
from accounts.models import Agency
from accounts.widgets import DayInput
from core.clock import today
from supervision.matters.choices import MatterKind, Satisfaction


def words(
    label: Any, *, rows: int = 4, required: bool = True, most: int = 4000, **more: Any
) -> forms.CharField:
    """Return a field for running text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}),
        **more,
    )


def line(label: Any, *, required: bool = True, most: int = 100, **more: Any) -> forms.CharField:
    """Return a field for one line of text."""
    return forms.CharField(
        label=label, required=required, max_length=most, widget=UnfoldAdminTextInputWidget, **more
    )


def body_field(*, required: bool = True) -> forms.CharField:
    """Return the field that names a body."""
    return line(
        _("Responsible body"),
        required=required,
        most=200,
        help_text=_("Name or credit code of a body of your divisions."),
    )


def office_field() -> forms.ModelChoiceField[Agency]:
    """Return the field that names an office of the authority."""
    return forms.ModelChoiceField(
        label=_("Responsible office"),
        required=False,
        queryset=Agency.objects.exclude(parent=None).order_by("name"),
        widget=UnfoldAdminSelectWidget,
        help_text=_("Only where the body is the authority itself."),
    )


class MatterForm(forms.Form):
    """What came in."""

    kind = forms.ChoiceField(
        label=_("Kind of matter"), choices=MatterKind.choices, widget=UnfoldAdminSelectWidget
    )
    number = line(_("Number"), required=False, most=80)
    title = line(_("Title"), most=200)
    demand = words(
        _("What is asked for or owed"),
        required=False,
        help_text=_("The responsible body reads it: leave out who petitions."),
    )
    amount = forms.DecimalField(
        label=_("Amount in yuan"),
        required=False,
        min_value=0,
        max_digits=16,
        decimal_places=2,
        widget=UnfoldAdminDecimalFieldWidget,
    )
    sender = line(
        pgettext_lazy("matter", "Sender"),
        required=False,
        help_text=_("Who petitions is kept sealed and shown masked."),
    )
    contact = line(_("How the sender is reached"), required=False, help_text=_("kept sealed"))
    received_on = forms.DateField(label=_("Received on"), initial=today, widget=DayInput)
    due_on = forms.DateField(
        label=_("Due on"),
        required=False,
        widget=DayInput,
        help_text=_(
            "The day that a judgment, award, promise or contract names. Empty: the period of the rule table."
        ),
    )
    body = body_field(required=False)
    evidence = EvidenceField(required=False, label=_("Papers"))


class AssignForm(forms.Form):
    """Who has to act."""

    body = body_field()
    office = office_field()
    note = line(_("Note"), required=False, most=255)


class ToldForm(forms.Form):
    """How the sender was told."""

    how = line(_("How the sender was told"), help_text=_("such as by letter or telephone"))


class AnswerForm(forms.Form):
    """An answer that came on paper."""

    text = words(_("Answer"), rows=6)
    done = forms.BooleanField(
        label=_("Done as asked or owed"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    on = forms.DateField(label=_("Answered on"), initial=today, widget=DayInput)
    evidence = EvidenceField(required=False)


class AcceptForm(forms.Form):
    """What the sender says of the answer."""

    satisfaction = forms.ChoiceField(
        label=_("Sender's opinion"), choices=Satisfaction.choices, widget=UnfoldAdminSelectWidget
    )
    note = line(_("Note"), required=False, most=255)
