"""Forms of integrity assessments, breaches and consequences; the services decide, these only ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.evidence import EvidenceField
from accounts.models import Agency
from accounts.widgets import DayInput
from core.clock import today
from supervision.admin.matter_forms import body_field, line, office_field, words
from supervision.integrity.choices import BreachSource, MeasureKind, Mitigation
from supervision.integrity.scores_form import ScoresForm
from supervision.integrity.tables import breach_kinds
from supervision.models import Indicator


class RoundForm(forms.Form):
    """The assessment of a year."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2015, max_value=2100, widget=UnfoldAdminIntegerFieldWidget
    )
    title = line(_("Title"), most=200)
    self_due_on = forms.DateField(label=_("Self-scores due on"), widget=DayInput)
    result_due_on = forms.DateField(label=_("Results due on"), widget=DayInput)


class AddBodiesForm(forms.Form):
    """Who is assessed."""

    by_rule = forms.BooleanField(
        label=_("All bodies that the rules name"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("by category and ownership, as the rules name them (local default, to be confirmed)"),
    )
    bodies = words(
        _("Further bodies"),
        required=False,
        help_text=_("One name or credit code a line."),
    )
    offices = forms.ModelMultipleChoiceField(
        label=_("Offices of the authority"),
        required=False,
        queryset=Agency.objects.none(),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = Agency.objects.exclude(parent=None).filter(division_code=place).order_by("name")
        self.fields["offices"].queryset = offices  # type: ignore[attr-defined]  # a model choice field


class NumberForm(forms.Form):
    """The document that publishes the result."""

    document_no = line(_("Document number"), most=80)


class OfficersScoresForm(ScoresForm):
    """Marks and words in the look of the supervisors' door."""

    def marks_widget(self, one: Indicator) -> forms.Widget:
        """Return the box for marks."""
        return UnfoldAdminDecimalFieldWidget(attrs={"min": "0", "max": str(one.full), "step": "0.5"})

    def words_widget(self) -> forms.Widget:
        """Return the box for words under an indicator."""
        return UnfoldAdminTextareaWidget(attrs={"rows": 2})

    def line_widget(self) -> forms.Widget:
        """Return the box for a name."""
        return UnfoldAdminTextInputWidget()

    def files_field(self) -> forms.Field:
        """Return the field for evidence under an indicator."""
        return EvidenceField(required=False)

    def text_field(self, label: Any, initial: str) -> forms.CharField:
        """Return the field for running text of the whole."""
        return words(label, required=False, initial=initial)


class BreachForm(forms.Form):
    """What is proposed as a breach."""

    body = body_field()
    office = office_field()
    kind = forms.ChoiceField(label=_("Kind of breach"), widget=UnfoldAdminSelectWidget)
    facts = words(_("Facts"), rows=5)
    happened_on = forms.DateField(label=_("Happened on"), widget=DayInput)
    source = forms.ChoiceField(
        label=_("Found by"),
        choices=[choice for choice in BreachSource.choices if choice[0] != BreachSource.MATTER],
        widget=UnfoldAdminSelectWidget,
    )
    document_no = line(_("Document number"), required=False, most=80)
    self_reported = forms.BooleanField(
        label=_("Reported by the body itself"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    evidence = EvidenceField(required=False)

    def __init__(self, *args: Any, place: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = breach_kinds(on=today(), place=place)
        self.fields["kind"].choices = [(code, kind.shown) for code, kind in kinds.items()]  # type: ignore[attr-defined]  # a choice field


class CorrectionForm(forms.Form):
    """A correction that came on paper."""

    text = words(_("How it was corrected"), rows=5)
    evidence = EvidenceField(required=False)


class MitigationForm(forms.Form):
    """What the correction does."""

    mitigation = forms.ChoiceField(
        label=_("What the correction does"), choices=Mitigation.choices, widget=UnfoldAdminSelectWidget
    )
    reason = line(_("Reasons"), most=255)


class ProposeMeasureForm(forms.Form):
    """One more consequence."""

    kind = forms.ChoiceField(
        label=_("Consequence"), choices=MeasureKind.choices, widget=UnfoldAdminSelectWidget
    )


class ImposeForm(forms.Form):
    """The document that imposes it, and its term."""

    document_no = line(_("Document number"), most=80)
    months = forms.IntegerField(
        label=_("Term in months"),
        required=False,
        min_value=1,
        max_value=60,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("Empty: the term of the rules."),
    )


class ExplanationForm(forms.Form):
    """An explanation that came on paper."""

    text = words(_("Explanation of the body"), rows=5)
    evidence = EvidenceField(required=False)
