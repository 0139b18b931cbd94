"""What is asked when self-inspections are opened; the services decide."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.widgets import DayInput
from core.clock import today
from core.language import headed
from institutions.models import Institution
from supervision.campaigns.checklists import standing
from supervision.ledgers.opening import KINDS
from supervision.models import Campaign, Checklist
from supervision.models.campaigns import CampaignState


class ListChoice(forms.ModelChoiceField):
    """A checklist with its kind and how many lines it has."""

    def label_from_instance(self, obj: Any) -> str:
        """Name kind, title and document."""
        return headed(obj.get_kind_display(), obj.title_shown)


class RoundForm(forms.Form):
    """Which self-inspection is opened, for whom, until when."""

    checklist = ListChoice(
        label=_("Checklist"), queryset=Checklist.objects.none(), widget=UnfoldAdminSelectWidget
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("As the bodies read it, such as “Routine self-inspection of the third quarter”."),
    )
    period = forms.CharField(
        label=_("Period"),
        max_length=20,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("The year or quarter, such as 2026 or 2026Q3; each opens once."),
    )
    due_on = forms.DateField(label=_("To be handed in by"), widget=DayInput)
    categories = forms.MultipleChoiceField(
        label=_("Categories of bodies"),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("None: all for which the checklist is made."),
    )
    codes = forms.CharField(
        label=_("Only these bodies"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("Unified social credit codes, one a line; empty: all."),
    )

    def __init__(self, *args: Any, prefix_code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists: Any = self.fields["checklist"]
        places = [prefix_code[:length] for length in range(len(prefix_code) + 1)]
        below = Q(place__in=places) | Q(place__startswith=prefix_code)
        lists.queryset = standing(today()).filter(below, kind__in=KINDS).order_by("kind", "code")
        found = Institution.objects.filter(division_code__startswith=prefix_code)
        names = found.order_by("category").values_list("category", flat=True).distinct()
        kinds: Any = self.fields["categories"]
        kinds.choices = [(name, name) for name in names if name]

    def subject_ids(self) -> list[int] | None:
        """Return the bodies named by their codes, None where none are.

        Raises:
            ValidationError: a code is not on file.
        """
        codes = list(dict.fromkeys(self.cleaned_data["codes"].upper().split()))
        if not codes:
            return None
        rows = Institution.objects.filter(subject__identity__in=[f"U:{code}" for code in codes])
        known = dict(rows.values_list("subject__uscc", "subject_id"))
        if missing := [code for code in codes if code not in known]:
            raise forms.ValidationError(
                _("“Only these bodies”: not on file: %(codes)s; correct or remove them.")
                % {"codes": "、".join(missing[:10])}
            )
        return list(known.values())


class CampaignForm(forms.Form):
    """Which campaign's ledgers are opened."""

    campaign = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.none(), widget=UnfoldAdminSelectWidget
    )
    due_on = forms.DateField(
        label=_("To be handed in by"),
        required=False,
        widget=DayInput,
        help_text=_("Empty: the end of the campaign's self-inspection."),
    )

    def __init__(self, *args: Any, visible: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["campaign"]
        field.queryset = visible.filter(state=CampaignState.RUNNING)


def this_quarter(day: date) -> str:
    """Return the quarter of a day as periods are written."""
    return f"{day.year}Q{(day.month + 2) // 3}"
