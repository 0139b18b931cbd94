"""Forms of objections; the services decide, these only ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.evidence import EvidenceField
from accounts.widgets import DayInput
from core.clock import today
from core.errors import Refusal
from credit.models import ConductRecord, Objection
from credit.objection.choices import Finding, Ground, Remedy
from credit.objection.effects import CORRECTABLE, DATES

_CORRECTS = {"data-only-with": Remedy.CORRECT.value}
"""Shown only where the record is to be replaced (`admin.css`); without style sheets the hint says so."""


class PaperForm(forms.Form):
    """An objection that came in on paper: about which document, by whom, since when."""

    about = forms.CharField(
        label=gettext_lazy("Document or record objected to"),
        max_length=128,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy(
            "The whole document number, as it is printed: of a record, a penalty or a permit."
        ),
    )
    party = forms.CharField(
        label=gettext_lazy("Who objects"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Name, credit code or identity number: only the party itself may object."),
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("What is wrong"), choices=Ground.choices, widget=UnfoldAdminSelectWidget
    )
    claim = forms.CharField(
        label=gettext_lazy("What is wrong, and what would be right"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )
    received_on = forms.DateField(label=gettext_lazy("Received on"), initial=today, widget=DayInput)
    evidence = EvidenceField(required=False, label=gettext_lazy("Scan and evidence"))


class ProviderForm(forms.Form):
    """Whom to ask."""

    provider_name = forms.CharField(
        label=gettext_lazy("Provider"), max_length=200, widget=UnfoldAdminTextInputWidget
    )


class AnswerForm(forms.Form):
    """What the provider answered."""

    answer = forms.CharField(
        label=gettext_lazy("Provider's answer"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )
    confirms = forms.TypedChoiceField(
        label=gettext_lazy("Does the provider stand by the record?"),
        choices=(("yes", gettext_lazy("yes, it is right")), ("no", gettext_lazy("no, it is wrong"))),
        coerce=lambda value: value == "yes",
        widget=UnfoldAdminRadioSelectWidget,
    )
    evidence = EvidenceField(required=False)


class ProposalForm(forms.Form):
    """The proposed finding, and the corrected content where the record is to be replaced."""

    finding = forms.ChoiceField(
        label=gettext_lazy("Finding"),
        choices=[("", gettext_lazy("Choose")), *Finding.choices],
        widget=UnfoldAdminSelectWidget,
    )
    remedy = forms.ChoiceField(
        label=gettext_lazy("What follows"),
        choices=[("", gettext_lazy("Choose")), *Remedy.choices],
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("A rejected objection leaves the record as it is."),
    )
    reasoning = forms.CharField(
        label=gettext_lazy("Reasons"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=gettext_lazy("The party reads them; a withdrawn entry shows them to the public."),
    )
    title = forms.CharField(
        label=gettext_lazy("Corrected conduct"),
        required=False,
        max_length=255,
        widget=UnfoldAdminTextInputWidget(attrs=_CORRECTS),
        help_text=gettext_lazy("This and the following fields count only where the record is replaced."),
    )
    facts = forms.CharField(
        label=gettext_lazy("Corrected facts"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3, **_CORRECTS}),
    )
    happened_on = forms.DateField(
        label=gettext_lazy("Corrected date"), required=False, widget=DayInput(attrs=_CORRECTS)
    )
    item_code = forms.CharField(
        label=gettext_lazy("Corrected item"),
        required=False,
        max_length=20,
        widget=UnfoldAdminTextInputWidget(attrs=_CORRECTS),
    )
    count = forms.IntegerField(
        label=gettext_lazy("Corrected count"),
        required=False,
        min_value=1,
        max_value=9999,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", **_CORRECTS}),
    )


class TellForm(forms.Form):
    """How the party was told."""

    how = forms.CharField(
        label=gettext_lazy("How the party was told"),
        max_length=100,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("such as letter with receipt, telephone, at the counter"),
    )


def record_as_it_is(row: Objection) -> dict[str, Any]:
    """Fill the correction's fields with the record as it stands."""
    filled: dict[str, Any] = {"finding": row.finding, "remedy": row.remedy, "reasoning": row.reasoning}
    for name in CORRECTABLE:
        if row.record is not None and name != "final_on":
            filled[name] = row.correction.get(name) or getattr(row.record, name)
    return filled


def correction_of(row: Objection, data: dict[str, Any]) -> dict[str, Any]:
    """Return the fields in which the form differs from the record, as they are kept."""
    if data["remedy"] != Remedy.CORRECT or row.record is None:
        return {}
    changed = {}
    for name in CORRECTABLE:
        value = data.get(name)
        if value in (None, "") or value == getattr(row.record, name):
            continue
        changed[name] = value.isoformat() if name in DATES else value
    if not changed:
        raise Refusal(_("Enter the corrected content: what is right instead."), field="title")
    return changed


def records_named(number: str, subject_id: int) -> list[ConductRecord]:
    """Return the records of a party under a document number."""
    rows = ConductRecord.objects.filter(document_no=number.strip(), subject_id=subject_id)
    return list(rows.order_by("-pk"))
