"""Forms of a standard and its tables; what they refuse, `credit.standards` says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import Officer
from accounts.permissions import P
from accounts.widgets import SuggestingInput
from core.clock import today
from core.errors import Refusal
from credit.consequences import book, read
from credit.models import Band, CatalogueItem, Criterion, DecayStep, Standard
from credit.standards import drafting
from credit.standards.draft import BAND, CRITERION, FRAME, Draft, draft_faults

NEEDED = ("base", "floor", "bonus_cap", "cycle_years", "effective_from")


@dataclass(slots=True)
class Gathered:
    """The formsets of one request, so that the last of them can check the standard as a whole."""

    formsets: list[BaseInlineFormSet[Any, Any, Any]] = field(default_factory=list)

    def draft(self, standard: Standard) -> Draft:
        """Return what was entered, stored or not."""
        rows = [
            form.instance
            for formset in self.formsets
            for form in formset.forms
            if form not in formset.deleted_forms and (form.instance.pk or form.has_changed())
        ]
        return Draft(
            standard,
            [row for row in rows if isinstance(row, Criterion)],
            [row for row in rows if isinstance(row, Band)],
            [row for row in rows if isinstance(row, DecayStep)],
        )


class StandardForm(forms.ModelForm[Standard]):
    """What is said of a standard as a whole. `officer` is set by the admin on the class."""

    officer: Officer

    class Meta:
        model = Standard
        fields = FRAME

    def clean_place(self) -> str:
        """Refuse a place outside the officer's divisions, in the words of the service."""
        place = str(self.cleaned_data.get("place") or "")
        try:
            drafting.refuse_outside(place, by=self.officer, permission=P.STANDARD_EDIT)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal
        return place

    def clean(self) -> dict[str, Any]:
        """Say in a sentence that it ends before it starts, before the database's constraint does."""
        entered = super().clean() or {}
        start, end = entered.get("effective_from"), entered.get("effective_until")
        if start and end and end < start:
            sentence = _("Effective until: %(end)s lies before the first day, %(start)s.")
            self.add_error("effective_until", sentence % {"end": end, "start": start})
        return entered


class GatheringFormSet(BaseInlineFormSet[Any, Any, Any]):
    """A table of a standard; `gathered` is shared by the tables of one request."""

    def __init__(self, *args: Any, gathered: Gathered | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathered = gathered
        if gathered is not None:
            gathered.formsets.append(self)


class LastFormSet(GatheringFormSet):
    """The last table: says what is wrong with the standard as a whole."""

    @cached_property
    def consequences(self) -> list[tuple[str, str]]:
        """What a band may lead to, read once for all rows."""
        return consequence_choices()

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Hand each row what it may lead to."""
        return {**super().get_form_kwargs(index), "consequences": self.consequences}

    def validate_unique(self) -> None:
        """Leave two bands of one name or one number to the check of the whole, which says so in words."""

    def clean(self) -> None:
        """Check the whole standard once everything in it can be read."""
        super().clean()
        if self.gathered is None or any(getattr(self.instance, name) is None for name in NEEDED):
            return
        if any(any(formset.errors) for formset in self.gathered.formsets):
            return
        sentences = [fault.sentence for fault in draft_faults(self.gathered.draft(self.instance))]
        if sentences:
            raise ValidationError(sentences)


class CriterionForm(forms.ModelForm[Criterion]):
    """One criterion; what is left empty comes from the collection catalogue."""

    class Meta:
        model = Criterion
        fields = CRITERION

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "points"):
            if name in self.fields:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Take title and points from the catalogue where they are left empty."""
        entered = super().clean() or {}
        if entered.get("item_code") and (not entered.get("title") or entered.get("points") is None):
            self._from_the_catalogue(entered)
        return entered

    def _from_the_catalogue(self, entered: dict[str, Any]) -> None:
        items = CatalogueItem.objects.in_force(today()).filter(code=entered["item_code"])
        item = items.order_by("-place", "-effective_from").first()
        if item is None:
            self.add_error(
                "item_code",
                _(
                    "The collection catalogue holds no item “%(item)s” in force; "
                    "enter title and points yourself."
                )
                % {"item": entered["item_code"]},
            )
            return
        entered["title"] = entered.get("title") or item.name
        entered["title_en"] = entered.get("title_en") or item.name_en
        if entered.get("points") is None:
            entered["points"] = item.points


class BandForm(forms.ModelForm[Band]):
    """One grade or action, with what it leads to."""

    consequences = forms.MultipleChoiceField(
        label=gettext_lazy("consequences"), required=False, widget=UnfoldAdminSelect2MultipleWidget
    )

    class Meta:
        model = Band
        fields = BAND

    def __init__(self, *args: Any, consequences: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "consequences" in self.fields:
            self.fields["consequences"].choices = consequences  # type: ignore[attr-defined]


def consequence_choices() -> list[tuple[str, str]]:
    """Return the consequences in force today, by code."""
    rules = book()
    found = {row.code: read(row).text for row in rules.in_force(on=today()).values()}
    return sorted(found.items(), key=lambda pair: pair[0])


def item_words() -> list[str]:
    """Return the codes of the catalogue, for the input that offers them."""
    return sorted(set(CatalogueItem.objects.in_force(today()).values_list("code", flat=True)))


def item_input() -> SuggestingInput:
    """Return the input of an item code."""
    return SuggestingInput(item_words(), attrs={"size": 6})


def next_year() -> date:
    """Return the first day of the next calendar year, when most standards change."""
    return date(today().year + 1, 1, 1)


def next_name() -> str:
    """Return the usual name of the next version."""
    return f"{today().year + 1}-1"


class NewVersionDialog(BaseDialogForm):
    """Asks for the name and the first day of a new version."""

    version = forms.CharField(
        label=gettext_lazy("version"), max_length=20, initial=next_name, widget=UnfoldAdminTextInputWidget
    )
    effective_from = forms.DateField(
        label=gettext_lazy("effective from"), initial=next_year, widget=UnfoldAdminSingleDateWidget
    )
    place = forms.CharField(
        label=gettext_lazy("place (division prefix)"),
        max_length=6,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Empty: where the copied version holds."),
    )


class EndDialog(BaseDialogForm):
    """Asks for the last day of a standard that nothing replaces, and why."""

    last_day = forms.DateField(
        label=gettext_lazy("last day"), initial=today, widget=UnfoldAdminSingleDateWidget
    )
    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        min_length=4,
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("In words, at least four characters; it is kept in the audit trail."),
    )
