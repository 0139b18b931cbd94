"""What an officer fills in to check a name, or a workbook of names."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from blacklist.checks.choices import Purpose
from blacklist.checks.services import LONGEST_NAME, NewName, Terms


class TermsFields(forms.Form):
    """What the check is for; the service decides whether it is enough."""

    purpose = forms.ChoiceField(
        label=pgettext_lazy("check", "Purpose"),
        required=False,
        choices=[("", "–"), *Purpose.choices],
        widget=UnfoldAdminSelectWidget,
        help_text=_("Kept and printed on the sheet; without a purpose nothing is told."),
    )
    note = forms.CharField(
        label=_("Purpose in words"), max_length=200, required=False, widget=UnfoldAdminTextInputWidget
    )
    case_no = forms.CharField(
        label=_("Number of the matter"),
        max_length=80,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Of the application, tender or file for which it is asked."),
    )
    asker = forms.CharField(
        label=_("Body or department that asks"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Left empty: your own office."),
    )

    def terms(self) -> Terms:
        """Return what was filled in."""
        given = self.cleaned_data
        return Terms(given["purpose"], given["note"], given["case_no"], given["asker"])


class AskForm(TermsFields):
    """One name."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autofocus": True}),
        help_text=_("Of a body as it stands on its licence, or of a person."),
    )
    number = forms.CharField(
        label=_("Credit code or identity number"),
        max_length=64,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text=_("The number decides. A person is never found by name alone."),
    )

    field_order = ("name", "number", "purpose", "note", "case_no", "asker")

    def names(self) -> list[NewName]:
        """Return the one name."""
        return [NewName(self.cleaned_data["name"], self.cleaned_data["number"])]


class WorkbookForm(TermsFields):
    """A workbook of names."""

    upload = forms.FileField(
        label=_("Workbook"),
        widget=UnfoldAdminFileFieldWidget,
        help_text=_("A column 名称 (or 姓名, 单位名称) and, where known, 统一社会信用代码 or 证件号码."),
    )

    field_order = ("upload", "purpose", "note", "case_no", "asker")
