"""Forms of integrity assessments, breaches and consequences; the services decide, these only ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from core.clock import today
from credit.admin.points_forms import DayInput
from supervision.admin.matter_forms import body_field, line, office_field, words
from supervision.integrity.assessments import Given
from supervision.integrity.choices import BreachSource, MeasureKind, Mitigation
from supervision.integrity.tables import breach_kinds
from supervision.models import Assessment, Indicator, IndicatorScore


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
        help_text=_("by category and ownership, rule table supervision.integrity_bodies"),
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


class ScoresForm(forms.Form):
    """Marks and words under every indicator; `lines` gives what the page draws.

    Args:
        assessment: with its round.
        review: marks of the review instead of the self-score.
        known: scores kept already.
        portal: the look of the portal.
    """

    def __init__(
        self,
        *args: Any,
        assessment: Assessment,
        indicators: Sequence[Indicator],
        known: Mapping[int, IndicatorScore],
        review: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.indicators, self.review = indicators, review
        for one in indicators:
            score = known.get(one.pk)
            self.fields[f"marks_{one.number}"] = forms.DecimalField(
                label=_("Marks"),
                required=False,
                decimal_places=1,
                max_digits=5,
                initial=_initial(score, review=review),
                widget=self.marks_widget(one),
            )
            self.fields[f"words_{one.number}"] = forms.CharField(
                label=_("Reason of the review") if review else _("Grounds of the self-score"),
                required=False,
                max_length=500 if review else 4000,
                initial=(score.given_words if review else score.own_words) if score else "",
                widget=self.words_widget(),
            )
            if not review:
                self.fields[f"files_{one.number}"] = self.files_field()
        if review:
            self.fields["opinion"] = self.text_field(_("Opinion of the review"), assessment.opinion)
        else:
            self.fields["words"] = self.text_field(_("Report of the body"), assessment.words)
            self.fields["signed_by"] = forms.CharField(
                label=_("Signed by the head"),
                required=False,
                max_length=60,
                initial=assessment.signed_by,
                widget=self.line_widget(),
            )

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

    @property
    def given(self) -> dict[int, Given]:
        """What was entered, by the number of the indicator."""
        data = self.cleaned_data
        return {
            one.number: Given(data[f"marks_{one.number}"], data[f"words_{one.number}"])
            for one in self.indicators
        }

    @property
    def papers(self) -> dict[int, list[Any]]:
        """The evidence that was offered, by the number of the indicator."""
        offered = {one.number: self.cleaned_data.get(f"files_{one.number}") or [] for one in self.indicators}
        return {number: files for number, files in offered.items() if files}


def _initial(score: IndicatorScore | None, *, review: bool) -> Any:
    """Start the review from the self-score: what is agreed need not be typed again."""
    if score is None:
        return None
    if not review:
        return score.own
    return score.given if score.given is not None else score.own


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
