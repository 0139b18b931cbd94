"""Forms of the libraries of inspectors and experts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.evidence import EvidenceField
from accounts.models import Agency, Officer
from accounts.widgets import DayInput
from credit.admin.search import HELP
from supervision.choices import Speciality
from supervision.draws.choices import ExitGround, Tie
from supervision.models import ConflictOfInterest


def _specialities() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Specialities"), choices=Speciality.choices, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )


class InspectorForm(forms.Form):
    """An officer who enters the library."""

    officer = forms.ModelChoiceField(
        label=_("Officer"), queryset=Officer.objects.none(), widget=UnfoldAdminSelectWidget
    )
    code = forms.CharField(
        label=pgettext_lazy("pool", "Number in the library"),
        max_length=20,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("The published files of a draw name people by this number only."),
    )
    certificate_no = forms.CharField(
        label=_("Enforcement certificate"), max_length=60, widget=UnfoldAdminTextInputWidget
    )
    certificate_valid_to = forms.DateField(label=_("Certificate valid to"), required=False, widget=DayInput)
    specialities = _specialities()
    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Agency.objects.none(), widget=UnfoldAdminSelectWidget
    )
    division_code = forms.CharField(label=_("Division code"), max_length=6, widget=UnfoldAdminTextInputWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        division = str((kwargs.get("initial") or {}).get("division_code") or "")
        agencies = Agency.objects.filter(division_code=division) if division else Agency.objects.all()
        officers = Officer.objects.filter(is_staff=True, is_active=True, inspector=None)
        if division:
            officers = officers.filter(agency__division_code=division)
        _choose_from(self.fields["office"], agencies.order_by("name"))
        _choose_from(self.fields["officer"], officers.order_by("name", "username"))


class ChangeInspectorForm(forms.Form):
    """Certificate, specialities and office of an inspector."""

    certificate_no = forms.CharField(
        label=_("Enforcement certificate"), max_length=60, widget=UnfoldAdminTextInputWidget
    )
    certificate_valid_to = forms.DateField(label=_("Certificate valid to"), required=False, widget=DayInput)
    specialities = _specialities()
    office = forms.ModelChoiceField(
        label=_("Office"), queryset=Agency.objects.none(), widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = (kwargs.get("initial") or {}).get("row")
        agencies = Agency.objects.filter(division_code=row.division_code) if row else Agency.objects.none()
        _choose_from(self.fields["office"], agencies.order_by("name"))


class ExpertForm(forms.Form):
    """An expert who enters the pool."""

    code = forms.CharField(
        label=pgettext_lazy("pool", "Number in the library"),
        max_length=20,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("The published files of a draw name people by this number only."),
    )
    name = forms.CharField(label=_("Full name"), max_length=60, widget=UnfoldAdminTextInputWidget)
    title = forms.CharField(
        label=_("Professional title"), max_length=60, required=False, widget=UnfoldAdminTextInputWidget
    )
    employer = forms.CharField(
        label=_("Employer"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("A body with a credit file is found by its name or number; the expert never goes there."),
    )
    specialities = _specialities()
    term_to = forms.DateField(label=_("Appointed until"), required=False, widget=DayInput)
    division_code = forms.CharField(label=_("Division code"), max_length=6, widget=UnfoldAdminTextInputWidget)


class ChangeExpertForm(forms.Form):
    """Title, specialities and term of an expert."""

    title = forms.CharField(
        label=_("Professional title"), max_length=60, required=False, widget=UnfoldAdminTextInputWidget
    )
    specialities = _specialities()
    term_to = forms.DateField(label=_("Appointed until"), required=False, widget=DayInput)


class LeaveForm(forms.Form):
    """Days of absence."""

    from_day = forms.DateField(label=pgettext_lazy("leave", "First day"), widget=DayInput)
    to_day = forms.DateField(label=pgettext_lazy("leave", "Last day"), widget=DayInput)


class ConflictForm(forms.Form):
    """A body somebody has a tie to."""

    about = forms.CharField(
        label=pgettext_lazy("conflict", "Body"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=HELP,
    )
    tie = forms.ChoiceField(
        label=pgettext_lazy("conflict", "Tie"),
        choices=Tie.choices,
        widget=UnfoldAdminSelectWidget,
        help_text=_("What kind of tie, no names: relatives are not written down."),
    )


class EndConflictForm(forms.Form):
    """Which tie has ended, and why."""

    conflict = forms.ModelChoiceField(
        label=_("Declared conflict of interest"),
        queryset=ConflictOfInterest.objects.none(),
        widget=UnfoldAdminSelectWidget,
    )
    reason = forms.CharField(
        label=_("Stated reason"), max_length=255, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = (kwargs.get("initial") or {}).get("row")
        if row is not None:
            ties = row.ties.filter(ended_on__isnull=True).select_related("subject")
            _choose_from(self.fields["conflict"], ties)


class UndertakingForm(forms.Form):
    """The signed confidentiality undertaking."""

    signed_on = forms.DateField(label=_("Signed on"), widget=DayInput)
    evidence = EvidenceField(label=_("Scan of the signed undertaking"))


class ExitForm(forms.Form):
    """Why an expert leaves."""

    ground = forms.ChoiceField(
        label=_("Why they left"), choices=ExitGround.choices, widget=UnfoldAdminSelectWidget
    )
    words = forms.CharField(
        label=_("Reasons"),
        max_length=255,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Needed where the expert is to blame: what happened, and how it was established."),
    )


def _choose_from(field: forms.Field, rows: Any) -> None:
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows
