"""What is asked on the pages of inspections; the services decide."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelect2Widget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.models import Officer
from accounts.widgets import DayInput
from core.clock import today
from credit.admin.search import HELP
from credit.models import Subject
from supervision.campaigns.checklists import standing
from supervision.choices import ChecklistKind
from supervision.inspections.choices import InspectionReason, InspectionResult, StepKind
from supervision.inspections.selectors import inspectors_in

BY_HAND = (
    InspectionReason.WARNING,
    InspectionReason.COMPLAINT,
    InspectionReason.CAMPAIGN,
    InspectionReason.RECHECK,
)
"""Reasons that an officer may give; draws and full coverage come from a plan."""


class CrewForm(forms.Form):
    """Who inspects."""

    inspectors = forms.ModelMultipleChoiceField(
        label=_("Inspectors"),
        queryset=Officer.objects.none(),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("At least two, without an interest in the body."),
    )
    reason = forms.CharField(
        label=_("Stated reason"),
        max_length=255,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Only where an inspector is replaced; it stands in the record of the inspection."),
    )

    def __init__(self, *args: Any, division: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["inspectors"]
        field.queryset = inspectors_in(division)


class OpenForm(forms.Form):
    """A task given by an officer: whom, by which checklist, why, by when, by whom."""

    about = forms.CharField(
        label=_("Body inspected"), max_length=200, widget=UnfoldAdminTextInputWidget, help_text=HELP
    )
    checklist = forms.ChoiceField(label=_("Checklist"), widget=UnfoldAdminSelect2Widget)
    reason = forms.ChoiceField(
        label=_("Reason of the inspection"),
        choices=[(reason.value, reason.label) for reason in BY_HAND],
        widget=UnfoldAdminSelect2Widget,
    )
    grounds = forms.CharField(
        label=pgettext_lazy("inspection", "Grounds"),
        max_length=255,
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("For the inspectors. Never who complained."),
    )
    due_on = forms.DateField(
        label=_("To be done by"),
        required=False,
        widget=DayInput,
        help_text=_("Left empty: the working days of the rule table."),
    )
    inspectors = forms.ModelMultipleChoiceField(
        label=_("Inspectors"),
        queryset=Officer.objects.none(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("At least two; they may be named later."),
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, subject: Subject | None, division: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = standing(today()).filter(kind=ChecklistKind.INSPECTION).order_by("code")
        fields: dict[str, Any] = dict(self.fields)
        fields["checklist"].choices = [(row.pk, row.title_shown) for row in rows]
        fields["inspectors"].queryset = inspectors_in(division)
        fields["token"].initial = uuid4()
        if subject is not None:
            del self.fields["about"]


class ApproveForm(forms.Form):
    """Approve, and usually publish at once."""

    publish = forms.BooleanField(
        label=_("Publish at once"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("Otherwise the result waits; the clock of publication goes on."),
    )

    concealed = forms.MultipleChoiceField(
        label=_("Concealed in the self-inspection"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_(
            "The body answered these with “not found” shortly before. Mark what it concealed; a problem may "
            "also have come up since."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["concealed"]
        field.choices = (kwargs.get("initial") or {}).get("denied", [])
        if not field.choices:
            del self.fields["concealed"]


class RecusalForm(forms.Form):
    """Whether somebody stays out, who, what becomes of their answers, and why."""

    grant = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[
            ("yes", pgettext_lazy("recusal", "Grant: the inspector stays out")),
            ("no", pgettext_lazy("recusal", "Refuse: the inspection goes on as it is")),
        ],
        coerce=lambda value: value == "yes",
        widget=UnfoldAdminRadioSelectWidget,
    )
    out = forms.TypedMultipleChoiceField(
        label=_("Who stays out"),
        coerce=int,
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("Only where it is granted. Whoever stays out is never sent to this body again."),
    )
    again = forms.BooleanField(
        label=_("Their lines are answered again"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=_("Otherwise what they found so far stands."),
    )
    reason = forms.CharField(
        label=_("Reasons"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("The body reads them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["out"]
        field.choices = (kwargs.get("initial") or {}).get("crew", [])


class ActForm(forms.Form):
    """One act from a telephone. What an act does not need stays empty."""

    kind = forms.ChoiceField(
        choices=[
            (kind.value, kind.value)
            for kind in (
                StepKind.JOINED,
                StepKind.TOLD,
                StepKind.ANSWERED,
                StepKind.PHOTO,
                StepKind.CLOSING,
                StepKind.SIGNED,
            )
        ]
    )
    token = forms.UUIDField()
    done_at = forms.DateTimeField(required=False)
    base = forms.IntegerField(required=False, min_value=0)
    item = forms.IntegerField(required=False)
    certificate = forms.CharField(required=False, max_length=40)
    place = forms.CharField(required=False, max_length=200)
    accompanied_by = forms.CharField(required=False, max_length=60)
    recusal = forms.CharField(required=False, max_length=255)
    answer = forms.CharField(required=False, max_length=7)
    facts = forms.CharField(required=False, max_length=4000)
    measure = forms.CharField(required=False, max_length=5)
    due_on = forms.DateField(required=False)
    recorded = forms.BooleanField(required=False)
    result = forms.ChoiceField(required=False, choices=[("", ""), *InspectionResult.choices])
    summary = forms.CharField(required=False, max_length=4000)
    remarks = forms.CharField(required=False, max_length=4000)
    signature = forms.CharField(required=False, max_length=7)
    signed_by = forms.CharField(required=False, max_length=60)
    unsigned_reason = forms.CharField(required=False, max_length=255)
    file = forms.FileField(required=False, allow_empty_file=True)
