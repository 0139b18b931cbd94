"""Forms of a listing's steps; the services decide, these only ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.evidence import EvidenceField
from accounts.widgets import DayInput
from blacklist.choices import ObjectionFinding, StatementFinding
from core.clock import today


def line(label: Any, *, most: int = 80, **more: Any) -> forms.CharField:
    """Return a field for one line of text."""
    return forms.CharField(label=label, max_length=most, widget=UnfoldAdminTextInputWidget, **more)


def words(label: Any, *, most: int = 2000, rows: int = 5, **more: Any) -> forms.CharField:
    """Return a field for running text."""
    return forms.CharField(
        label=label, max_length=most, widget=UnfoldAdminTextareaWidget(attrs={"rows": rows}), **more
    )


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day, today at first."""
    return forms.DateField(label=label, initial=today, widget=DayInput, **more)


class CheckForm(forms.Form):
    """The day of the check."""

    on = day(_("Checked on"))


class NoticeForm(forms.Form):
    """Number, day and way of the notice's service."""

    notice_no = line(_("Notice number"))
    served_on = day(_("Notice served on"))
    how = line(
        _("How it was served"), most=100, help_text=_("By hand, by post, electronically with consent.")
    )


class PublicityForm(forms.Form):
    """First day of the publicity."""

    on = day(_("Publicised on"))


class StatementForm(forms.Form):
    """What the party said, as it came in at the counter."""

    on = day(_("Statement received on"))
    statement = words(
        _("Statement and defence"), help_text=_("Leave out patients' names and identity numbers.")
    )
    claims_no_intent = forms.BooleanField(
        label=_("The party says that there was no intent"), required=False, widget=UnfoldBooleanSwitchWidget
    )
    evidence = EvidenceField(required=False)


class AskHearingForm(forms.Form):
    """The day on which the party asked for a hearing."""

    on = day(_("Hearing asked for on"))


class SetHearingForm(forms.Form):
    """Day and place of the hearing."""

    set_for = forms.DateField(label=_("Hearing set for"), widget=DayInput)
    place = line(_("Place of the hearing"), most=100)


class MinutesForm(forms.Form):
    """What was said at the hearing."""

    on = day(_("Hearing held on"))
    minutes = words(_("Minutes of the hearing"), rows=8, most=4000)
    evidence = EvidenceField(required=False, label=_("Signed minutes"))


class WeighForm(forms.Form):
    """What was found about the statement, with reasons."""

    finding = forms.ChoiceField(
        label=_("What was found about the statement"),
        choices=StatementFinding.choices,
        widget=UnfoldAdminRadioSelectWidget,
    )
    reply = words(
        _("Reply to the statement"),
        help_text=_("With reasons: the party reads it in the decision. A defence never makes it worse."),
    )


class ObjectionForm(forms.Form):
    """An objection to a red listing."""

    received_on = day(_("Received on"))
    objector = line(_("Who objects"), most=200)
    contact = line(_("How to reach the objector"), most=100, required=False)
    words = words(_("What is objected"))


class ObjectionAnswerForm(forms.Form):
    """What was found about an objection."""

    objection = forms.TypedChoiceField(label=_("Objection"), coerce=int, widget=UnfoldAdminSelectWidget)
    finding = forms.ChoiceField(
        label=_("Finding"), choices=ObjectionFinding.choices, widget=UnfoldAdminRadioSelectWidget
    )
    reply = words(_("Reply"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the step's first values name as waiting."""
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["objection"]
        choice.choices = self.initial.get("waiting", [])


class AskUpperForm(forms.Form):
    """Which authority is asked."""

    upper_name = line(_("Upper authority"), most=200)
    on = day(_("Upper authority asked on"))


class UpperAnswerForm(forms.Form):
    """The upper authority's answer."""

    document_no = line(_("Upper authority's document"))
    on = day(_("Upper authority answered on"))
    evidence = EvidenceField(
        required=False,
        label=_("File of the answer"),
        help_text=_("Needed where it came on paper and you are no officer of the upper authority."),
    )


class UpperRefusalForm(UpperAnswerForm):
    """The upper authority's refusal, with its reason."""

    reason = words(_("Stated reason"), most=255, rows=3)


class DecideForm(forms.Form):
    """Number and day of the written decision."""

    decision_no = line(_("Decision number"))
    decided_on = day(_("Decided on"))


class DropForm(forms.Form):
    """Why nobody is listed."""

    reason = words(
        _("Stated reason"), most=255, rows=3, help_text=_("In words; it is kept in the audit trail.")
    )


class ServeDecisionForm(forms.Form):
    """Day of the decision's service, and of telling the ways off the list where that was another day."""

    served_on = day(_("Decision served on"))
    repair_told_on = forms.DateField(
        label=_("Told of the way to repair on"),
        required=False,
        widget=DayInput,
        help_text=_("Left empty: together with the decision, as it should be."),
    )


class EndForm(forms.Form):
    """From which day, on which document, and why."""

    on = day(_("Off the list from"))
    document_no = line(_("Document that ended it"), required=False)
    reason = words(
        _("Stated reason"), most=255, rows=3, help_text=_("The time line and the platforms show it.")
    )


class AmendForm(forms.Form):
    """Facts and evidence of a proposal."""

    facts = words(_("Facts"), most=4000)
    evidence = EvidenceField(required=False)
