"""Forms of campaigns and bulletins; the services decide, these only ask."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.widgets import DayInput
from supervision.campaigns.services import Head, NewArea, NewPhase
from supervision.campaigns.texts import Texts
from supervision.models import Bulletin, Campaign, YearlyReport
from supervision.models.campaigns import PhaseKind


class HeadForm(forms.Form):
    """The head of a campaign."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=UnfoldAdminTextInputWidget)
    document_no = forms.CharField(
        label=_("Document number"), max_length=80, required=False, widget=UnfoldAdminTextInputWidget
    )
    authority_name = forms.CharField(
        label=pgettext_lazy("campaign", "Authority"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    division_code = forms.CharField(
        label=_("Division code"), min_length=6, max_length=6, widget=UnfoldAdminTextInputWidget
    )
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=pgettext_lazy("campaign", "Last day"), widget=DayInput)
    goal = forms.CharField(
        label=_("Goal"), required=False, max_length=4000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )
    lead_office = forms.CharField(
        label=_("Leading office"), max_length=120, required=False, widget=UnfoldAdminTextInputWidget
    )
    contact = forms.CharField(
        label=_("Telephone of the office"),
        max_length=60,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("an office's number, no person's own"),
    )

    def head(self) -> Head:
        """Return what was filled in."""
        return Head(**self.cleaned_data)


def head_as_it_is(row: Campaign) -> dict[str, Any]:
    """Fill the form with a campaign."""
    return {name: getattr(row, name) for name in Head.__dataclass_fields__}


class CopyForm(forms.Form):
    """A campaign after an earlier one."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=UnfoldAdminTextInputWidget)
    document_no = forms.CharField(
        label=_("Document number"), max_length=80, required=False, widget=UnfoldAdminTextInputWidget
    )
    starts_on = forms.DateField(
        label=_("First day"),
        widget=DayInput,
        help_text=_("Phases and due dates move with it; the end of a month stays the end of a month."),
    )
    with_bodies = forms.BooleanField(
        label=_("Take over the bodies that are still active"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
    )


class PhaseForm(forms.Form):
    """One phase."""

    title = forms.CharField(label=_("Phase"), max_length=80, widget=UnfoldAdminTextInputWidget)
    kind = forms.ChoiceField(
        label=_("Kind of phase"), choices=PhaseKind.choices, widget=UnfoldAdminSelectWidget
    )
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    ends_on = forms.DateField(label=pgettext_lazy("campaign", "Last day"), widget=DayInput)
    work = forms.CharField(
        label=_("Main work"), required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )


class AreaForm(forms.Form):
    """One area."""

    title = forms.CharField(label=_("Area"), max_length=60, widget=UnfoldAdminTextInputWidget)
    offices = forms.CharField(
        label=_("Responsible offices"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )
    work = forms.CharField(
        label=_("Main work"), required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )


BLANK_ROWS = 2
FIRST_ROWS = 4


class Rows(BaseFormSet[Any]):
    """Rows with blank ones below; the first time enough of them for what a notice usually has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.extra = BLANK_ROWS if kwargs.get("initial") else FIRST_ROWS
        super().__init__(*args, **kwargs)


Phases: Any = formset_factory(PhaseForm, formset=Rows, can_delete=True)
Areas: Any = formset_factory(AreaForm, formset=Rows, can_delete=True)


def kept(rows: BaseFormSet[Any]) -> list[dict[str, Any]]:
    """Return the rows that were filled in and not ticked away."""
    filled = [form.cleaned_data for form in rows if form.has_changed() or form.initial]
    return [
        {name: value for name, value in row.items() if name != "DELETE"}
        for row in filled
        if row and not row.get("DELETE")
    ]


def phases_given(rows: BaseFormSet[Any]) -> list[NewPhase]:
    """Return the phases of the page."""
    return [NewPhase(**row) for row in kept(rows)]


def areas_given(rows: BaseFormSet[Any]) -> list[NewArea]:
    """Return the areas of the page."""
    return [NewArea(**row) for row in kept(rows)]


class ListForm(forms.Form):
    """A workbook with a problem list or the lines of a checklist."""

    upload = forms.FileField(
        label=_("Workbook"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=_("An .xlsx workbook with the header row of the template."),
    )


class MonthForm(forms.Form):
    """The month of a bulletin."""

    month = forms.TypedChoiceField(
        label=_("Month"), coerce=date.fromisoformat, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedChoiceField, self.fields["month"])
        field.choices = [
            (month.isoformat(), date_format(month, "YEAR_MONTH_FORMAT"))
            for month in self.initial.get("months", ())
        ]


class TextsForm(forms.Form):
    """The words of a bulletin or yearly report."""

    title = forms.CharField(label=_("Title"), max_length=200, widget=UnfoldAdminTextInputWidget)
    work = forms.CharField(
        label=_("Work done"),
        required=False,
        max_length=8000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 8}),
        help_text=_("Figures are added by themselves; leave personal numbers and patients out."),
    )
    problems = forms.CharField(
        label=_("Problems that remain"),
        required=False,
        max_length=8000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )
    next_steps = forms.CharField(
        label=_("Next steps"),
        required=False,
        max_length=8000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )


def texts_as_they_are(row: Bulletin | YearlyReport) -> dict[str, Any]:
    """Fill the form with what is written."""
    return {name: getattr(row, name) for name in Texts.__dataclass_fields__}


class SentForm(forms.Form):
    """That a report went to the authority above."""

    sent_on = forms.DateField(label=_("Sent on"), widget=DayInput)
    note = forms.CharField(
        label=_("Number or note"), max_length=120, required=False, widget=UnfoldAdminTextInputWidget
    )


class YearForm(forms.Form):
    """A yearly report that an officer drafts himself."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2100, widget=UnfoldAdminTextInputWidget
    )
    division_code = forms.CharField(
        label=_("Division code"), min_length=6, max_length=6, widget=UnfoldAdminTextInputWidget
    )
    authority_name = forms.CharField(
        label=pgettext_lazy("campaign", "Authority"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
