"""Forms of repairs, batches and court shields; the services decide, these only ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.evidence import EvidenceField
from accounts.widgets import DayInput
from core.clock import today
from credit.choices import SubjectKind
from credit.models import RepairBatch
from credit.repair.choices import Condition, Material
from credit.repair.conditions import CONFIRMED_BY_CHECK


class PaperForm(forms.Form):
    """An application that came in on paper."""

    about = forms.CharField(
        label=gettext_lazy("Document to be repaired"),
        max_length=128,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("The whole document number, as it is printed."),
    )
    party = forms.CharField(
        label=gettext_lazy("Who applies"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Name, credit code or identity number."),
    )


class WriteForm(forms.Form):
    """What the party brings: the day, the correction, the commitment, the papers."""

    duties_done_on = forms.DateField(
        label=gettext_lazy("Duties of the decision done on"), required=False, widget=DayInput
    )
    correction = forms.CharField(
        label=gettext_lazy("How the misconduct was corrected"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
    commitment_by = forms.CharField(
        label=gettext_lazy("Name of who gives the commitment"),
        required=False,
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
    )
    commits = forms.BooleanField(
        label=gettext_lazy("The signed commitment lies here"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )
    material = forms.ChoiceField(
        label=gettext_lazy("Kind of material"),
        choices=Material.choices,
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    evidence = EvidenceField(required=False)


def given(data: dict[str, Any]) -> dict[str, Any]:
    """Return what a written form says, as `credit.repair.services.write_repair` takes it."""
    files = {data["material"]: data["evidence"]} if data.get("evidence") else {}
    names = ("duties_done_on", "correction", "commitment_by", "commits")
    return {**{name: data[name] for name in names}, "files": files}


class CheckForm(forms.Form):
    """What the check found."""

    confirmed = forms.MultipleChoiceField(
        label=gettext_lazy("Confirmed by the check"),
        required=False,
        choices=[(code, Condition(code).label) for code in CONFIRMED_BY_CHECK],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("What is not ticked cannot be approved."),
    )
    note = forms.CharField(
        label=gettext_lazy("What the check found"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy("What was looked at, where, with what result."),
    )
    evidence = EvidenceField(required=False, label=gettext_lazy("Found in the own systems"))


class RefuseForm(forms.Form):
    """Why it is refused, and whether false material was the reason."""

    reason = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy("The party reads them."),
    )
    false_material = forms.BooleanField(
        label=gettext_lazy("The material was false, or a commitment was deliberately broken"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=gettext_lazy("Bars new applications for the years of the rule table."),
    )


class BatchForm(forms.Form):
    """Title, plan and selection rule of a batch."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, widget=UnfoldAdminTextInputWidget)
    division_code = forms.CharField(
        label=gettext_lazy("Division code"),
        min_length=6,
        max_length=6,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Records of this division, and of those below it."),
    )
    basis = forms.CharField(
        label=gettext_lazy("Work plan it rests on"), max_length=255, widget=UnfoldAdminTextInputWidget
    )
    duties_done = forms.CharField(
        label=gettext_lazy("How it is known that the duties are done"),
        max_length=255,
        widget=UnfoldAdminTextInputWidget,
    )
    classes = forms.MultipleChoiceField(
        label=gettext_lazy("Classes of dishonesty"),
        required=False,
        choices=[("轻微", gettext_lazy("minor dishonesty")), ("一般", gettext_lazy("ordinary dishonesty"))],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("None ticked: any class. Serious dishonesty is repaired one by one."),
    )
    decided_from = forms.DateField(label=gettext_lazy("Decided from"), required=False, widget=DayInput)
    decided_before = forms.DateField(label=gettext_lazy("Decided before"), widget=DayInput)
    fine_up_to_wan = forms.DecimalField(
        label=gettext_lazy("Fine not above (10,000 yuan)"),
        required=False,
        min_value=0,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}),
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of subjects"),
        required=False,
        choices=SubjectKind.choices,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("None ticked: any kind."),
    )


RULE_FIELDS = ("classes", "decided_from", "decided_before", "fine_up_to_wan", "kinds")


def rule_given(data: dict[str, Any]) -> dict[str, Any]:
    """Return the selection rule that a form says."""
    return {name: data[name] for name in RULE_FIELDS}


def batch_as_it_is(row: RepairBatch) -> dict[str, Any]:
    """Fill the form with a batch."""
    names = ("title", "division_code", "basis", "duties_done")
    return {**{name: getattr(row, name) for name in names}, **row.rule}


class FilingForm(forms.Form):
    """Number and day of the filing with the upper office."""

    filed_with = forms.CharField(
        label=gettext_lazy("Filed with"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    filing_no = forms.CharField(
        label=gettext_lazy("Filing number"), max_length=128, widget=UnfoldAdminTextInputWidget
    )
    filed_on = forms.DateField(label=gettext_lazy("Filed on"), initial=today, widget=DayInput)


class ExcludeForm(forms.Form):
    """Which record is taken out, and why."""

    document_no = forms.CharField(
        label=gettext_lazy("Document number"), max_length=128, widget=UnfoldAdminTextInputWidget
    )
    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class ShieldForm(forms.Form):
    """A court's ruling on a reorganisation plan."""

    about = forms.CharField(
        label=gettext_lazy("Body under reorganisation"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Name or credit code."),
    )
    court = forms.CharField(label=gettext_lazy("Court"), max_length=200, widget=UnfoldAdminTextInputWidget)
    ruling_no = forms.CharField(
        label=gettext_lazy("Number of the ruling"), max_length=128, widget=UnfoldAdminTextInputWidget
    )
    ruled_on = forms.DateField(label=gettext_lazy("Ruled on"), widget=DayInput)
    evidence = EvidenceField(label=gettext_lazy("The ruling"))


class RulingForm(forms.Form):
    """The ruling that ends a shield."""

    ruling_no = forms.CharField(
        label=gettext_lazy("Number of the ruling that ends it"),
        max_length=128,
        widget=UnfoldAdminTextInputWidget,
    )


class LiftForm(RulingForm):
    """The ruling that lifts a shield, and why."""

    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
