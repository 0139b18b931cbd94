"""Forms of approvals, ratings and benefits; the services decide, these only ask."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.evidence import EvidenceField
from accounts.widgets import DayInput
from core.clock import today
from supervision.models import ApprovalItem, Benefit, ItemMaterial
from supervision.service.choices import Audience, Door, Outcome, RatingFinding
from supervision.service.ratings import MOST_TOKENS

NUMBER = UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"})


class ReceiveForm(forms.Form):
    """An application at the counter. `items` are those handled in the officer's divisions."""

    item = forms.ModelChoiceField(
        label=_("Approval item"), queryset=ApprovalItem.objects.none(), widget=UnfoldAdminSelectWidget
    )
    party = forms.CharField(
        label=_("Applicant's file"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Name, credit code or identity number of a body or person with a file."),
    )
    applicant = forms.CharField(
        label=_("Applicant without a file"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Only for a body that is being founded: its proposed name."),
    )
    door = forms.ChoiceField(
        label=_("Way of handling"), choices=Door.choices, widget=UnfoldAdminRadioSelectWidget
    )
    missing = forms.MultipleChoiceField(
        label=_("Papers that follow"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Only where papers may follow, and only those of the chosen item."),
    )
    received_on = forms.DateField(label=_("Received on"), initial=today, widget=DayInput)
    evidence = EvidenceField(required=False, label=_("Papers handed in"))

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField[ApprovalItem], self.fields["item"]).queryset = items
        names = ItemMaterial.objects.filter(item__in=items, may_follow=True).values_list("name", flat=True)
        missing = cast(forms.MultipleChoiceField, self.fields["missing"])
        missing.choices = [(name, name) for name in sorted(set(names))]
        self.initial.setdefault("door", Door.ORDINARY)


class MissingForm(forms.Form):
    """Everything that is missing, at once: ticked from the guide, and what else is wrong.

    `initial["papers_of"]` names the papers of the case's item.
    """

    papers = forms.MultipleChoiceField(
        label=_("Missing or not in the right form"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    others = forms.CharField(
        label=_("What else has to be put right"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_("One a line. There is only one notice: name everything now."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        papers = cast(forms.MultipleChoiceField, self.fields["papers"])
        papers.choices = [(name, name) for name in self.initial.get("papers_of", ())]


class PapersForm(forms.Form):
    """Papers that came later."""

    evidence = EvidenceField(required=False, label=_("Papers handed in"))


class ProposalForm(forms.Form):
    """How to decide, and why."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("approval", "Proposal"),
        choices=Outcome.choices,
        widget=UnfoldAdminRadioSelectWidget,
    )
    reasoning = forms.CharField(
        label=_("Reasons"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=_("Of a refusal always: the applicant reads them."),
    )
    evidence = EvidenceField(required=False, label=_("Records of the examination"))


class DecideForm(forms.Form):
    """The number of the decision."""

    decision_no = forms.CharField(
        label=_("Decision number"), max_length=80, widget=UnfoldAdminTextInputWidget
    )


class ExtendForm(forms.Form):
    """How much longer, and why."""

    days = forms.IntegerField(
        label=pgettext_lazy("approval", "Days"), min_value=1, max_value=99, widget=NUMBER
    )
    reason = forms.CharField(
        label=_("Stated reason"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("The applicant is told."),
    )


class WordsForm(forms.Form):
    """A few words."""

    words = forms.CharField(
        label=pgettext_lazy("approval", "What is to be done"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class WeighForm(forms.Form):
    """What became of a permit whose commitment was broken."""

    words = forms.CharField(
        label=_("What became of the permit"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Revoked under which number, or kept and why."),
    )


class AnswerForm(forms.Form):
    """What looking into a poor rating found."""

    finding = forms.ChoiceField(
        label=pgettext_lazy("rating", "Finding"),
        choices=RatingFinding.choices,
        widget=UnfoldAdminRadioSelectWidget,
    )
    words = forms.CharField(
        label=_("What was found and mended"),
        max_length=1000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=_("At least ten characters. Do not look for the visitor: the rating is anonymous."),
    )


class CodesForm(forms.Form):
    """How many rating codes are wanted, for which item."""

    count = forms.IntegerField(
        label=_("Number of codes"), min_value=1, max_value=MOST_TOKENS, initial=24, widget=NUMBER
    )
    item = forms.ModelChoiceField(
        label=_("Approval item"),
        required=False,
        queryset=ApprovalItem.objects.none(),
        widget=UnfoldAdminSelectWidget,
        help_text=_("Empty: the codes count for the window only."),
    )

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField[ApprovalItem], self.fields["item"]).queryset = items


class OfferForm(forms.Form):
    """A body that asks on paper to take part in a benefit."""

    party = forms.CharField(
        label=pgettext_lazy("benefit", "Body"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Name or credit code of a body with a file."),
    )
    benefit = forms.ModelChoiceField(
        label=pgettext_lazy("benefit", "Benefit"),
        queryset=Benefit.objects.filter(audience=Audience.PUBLIC),
        widget=UnfoldAdminSelectWidget,
    )
    how = forms.CharField(
        label=_("How visitors get it there"),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Shown to the public; no names and numbers of persons."),
    )


class UsesForm(forms.Form):
    """How often a benefit was given in a month."""

    month = forms.DateField(
        label=_("Month"), initial=today, widget=DayInput, help_text=_("Any day of the month.")
    )
    uses = forms.IntegerField(label=_("Number of uses"), min_value=0, widget=NUMBER)
