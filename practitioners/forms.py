"""A practitioner and a place of practice, entered or corrected by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminPasswordWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.models import Officer
from accounts.widgets import DayInput, SuggestingInput
from credit.services import RESIDENT_ID
from practitioners.intake import PERSON_CODES
from practitioners.models import Practitioner
from practitioners.services import check_practitioner

DOCUMENT_WORDS = (
    "身份证",
    "护照号",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "外国人永久居留身份证",
)
CATEGORY_WORDS = ("执业医师", "执业助理医师", "注册护士", "药师", "技师")


class PractitionerForm(forms.ModelForm[Practitioner]):
    """A person who practises. `officer` is set by the admin on the class."""

    officer: Officer

    name = forms.CharField(label=_("full name"), max_length=200, widget=UnfoldAdminTextInputWidget)
    id_type = forms.CharField(
        label=_("identity document"), max_length=64, widget=SuggestingInput(DOCUMENT_WORDS)
    )
    id_number = forms.CharField(
        label=_("identity number"),
        max_length=64,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "off"}),
        help_text=_("Stored sealed and not shown again."),
    )

    class Meta:
        model = Practitioner
        fields = list(PERSON_CODES)
        widgets = {"category": SuggestingInput(CATEGORY_WORDS)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False  # what must be filled, the rules of the workbook say, in their own words
        if self.instance._state.adding:
            self.initial.setdefault("id_type", RESIDENT_ID)

    def clean(self) -> dict[str, Any]:
        """Check the whole row, every field in one pass."""
        values = super().clean() or {}
        labels = {name: str(field.label) for name, field in self.fields.items()}
        found = check_practitioner({**values, **self._identity()}, by=self.officer, labels=labels)
        for name, told in found.errors:
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, told)
        return values

    def _identity(self) -> dict[str, Any]:
        """Return name and number of the credit file, where they are not asked for."""
        if self.instance._state.adding:
            return {}
        subject = self.instance.subject
        return {"name": subject.name, "id_type": subject.id_type, "id_number": subject.id_number}

    def _post_clean(self) -> None:
        """Leave the row as it is: the service sets it."""


class PracticeDialog(BaseDialogForm):
    """A stretch of practice; the same place and first day again corrects it."""

    institution_uscc = forms.CharField(
        label=_("credit code of the institution"), max_length=40, widget=UnfoldAdminTextInputWidget
    )
    institution_name = forms.CharField(
        label=_("name of the institution"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    started_on = forms.DateField(label=_("from"), widget=DayInput)
    ended_on = forms.DateField(label=_("to"), required=False, widget=DayInput)
    is_main = forms.BooleanField(
        label=_("main place"), required=False, initial=True, widget=UnfoldBooleanSwitchWidget
    )
    change_kind = forms.CharField(
        label=_("kind of change"), max_length=40, required=False, widget=UnfoldAdminTextInputWidget
    )
