"""The archive of a body, entered or corrected by hand; checked like a row of the workbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.models import Officer
from institutions.intake import CODES
from institutions.models import Institution
from institutions.services import check_archive

SEPARATOR = "、"


class WordsField(forms.CharField):
    """Several words in one input; kept as a list."""

    def prepare_value(self, value: Any) -> Any:
        """Show the list as a text."""
        return SEPARATOR.join(map(str, value)) if isinstance(value, list | tuple) else value


class ArchiveForm(forms.ModelForm[Institution]):
    """An archive. `officer` is set by the admin on the class."""

    officer: Officer

    name = forms.CharField(label=_("name"), max_length=200, widget=UnfoldAdminTextInputWidget)
    uscc = forms.CharField(
        label=_("unified social credit code"),
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Eighteen characters; it decides which credit file the archive belongs to."),
    )
    departments = WordsField(
        label=_("departments"),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("Separated by commas or 、"),
    )

    class Meta:
        model = Institution
        fields = list(CODES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False  # what must be filled, the rules of the workbook say, in their own words
        if self.instance._state.adding:
            agency = self.officer.agency
            self.initial.setdefault("division_code", agency.division_code if agency else "")
        else:
            self.initial["name"] = self.instance.subject.name
            self.initial["uscc"] = self.instance.subject.uscc

    def clean(self) -> dict[str, Any]:
        """Check the whole archive, every field in one pass."""
        values = super().clean() or {}
        labels = {name: str(field.label) for name, field in self.fields.items()}
        found = check_archive(self.given(values), by=self.officer, labels=labels)
        for name, sentence in found.errors:
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)
        return values

    def given(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values for the service: what the form does not offer stays as it is."""
        if self.instance._state.adding:
            return values
        kept = {"uscc": self.instance.subject.uscc, "division_code": self.instance.division_code}
        return {**values, **kept}

    def _post_clean(self) -> None:
        """Leave the row as it is: the service sets it."""
