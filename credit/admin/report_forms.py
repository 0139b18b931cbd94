"""What an officer fills in before a report is issued, in a dialog for one and on a page for many."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.models import Officer
from accounts.permissions import P
from credit.choices import SubjectKind
from credit.models import Subject
from credit.report.batches import select
from credit.report.services import Terms
from credit.report.terms import Language, Purpose


class TermsFields(forms.Form):
    """The terms of a report; the service decides whether they are enough."""

    purpose = forms.ChoiceField(
        label=pgettext_lazy("report", "Purpose"), choices=Purpose.choices, widget=UnfoldAdminSelectWidget
    )
    note = forms.CharField(
        label=_("Purpose in words"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Such as the name of the project; needed where the purpose is another one."),
    )
    asker = forms.CharField(
        label=_("Who asked for it"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Name of the body, authority or person; it is printed in the report and kept."),
    )
    authorisation = forms.CharField(
        label=_("Authorisation"),
        max_length=200,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_(
            "Date or number of the subject's written agreement. Without it the report tells what anybody may "
            "know; about a person none is issued."
        ),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=Language.choices, widget=UnfoldAdminSelectWidget
    )

    def terms(self) -> Terms:
        """Return what was filled in."""
        given = self.cleaned_data
        return Terms(
            given["language"], given["purpose"], given["asker"], given["note"], given["authorisation"]
        )


class TermsDialog(BaseDialogForm, TermsFields):
    """Asks for the terms before one report is issued."""


class BatchForm(TermsFields):
    """Asks for the terms and for the subjects of many reports: ticked ones, or all of a kind and place."""

    subjects = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind of subject"),
        required=False,
        choices=[("", _("Organisations and individual businesses")), *SubjectKind.choices],
        widget=UnfoldAdminSelectWidget,
    )
    place = forms.CharField(
        label=_("Division"),
        required=False,
        max_length=6,
        validators=[RegexValidator(r"^(\d{2}){0,3}$", _("Give the first 2, 4 or 6 digits of a code."))],
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Division code or its beginning; empty: everything that you cover."),
    )

    field_order = ("kind", "place", "purpose", "note", "asker", "authorisation", "language")

    def clean_subjects(self) -> list[int]:
        """Return the ticked subjects, an empty list for a choice by kind and place."""
        parts = str(self.cleaned_data["subjects"]).split(",")
        return [int(part) for part in parts if part.isdecimal()]

    def chosen(self, by: Officer) -> list[int]:
        """Return the chosen subjects, as far as the officer may issue reports on them."""
        given: dict[str, Any] = self.cleaned_data
        if not given["subjects"]:
            return select(by=by, kind=given["kind"], place=given["place"])
        rows = Subject.objects.visible_to(by, P.REPORT_ISSUE).filter(pk__in=given["subjects"])
        return list(rows.order_by("pk").values_list("pk", flat=True))
