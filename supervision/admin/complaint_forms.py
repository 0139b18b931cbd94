"""Forms of complaints for officers; the services decide, these only ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy, pgettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.evidence import EvidenceField
from accounts.widgets import DayInput, SuggestingInput
from core import ruletables
from core.clock import today
from supervision.choices import Speciality
from supervision.complaints import selectors
from supervision.complaints.choices import (
    UPHELD,
    Channel,
    ComplaintFinding,
    DeclineGround,
    Nature,
    Procedure,
    Topic,
)
from supervision.complaints.informants import LONGEST
from supervision.complaints.keepers import TABLE
from supervision.complaints.selectors import places
from supervision.models import Complaint

CLOSED = {"autocomplete": "off"}


class PaperForm(forms.Form):
    """A complaint that came by telephone, mailbox, box, letter or visit."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Came in by"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.SITE],
        widget=UnfoldAdminSelectWidget,
    )
    nature = forms.ChoiceField(
        label=pgettext_lazy("complaint", "Nature"), choices=Nature.choices, widget=UnfoldAdminSelectWidget
    )
    received_on = forms.DateField(label=gettext_lazy("Received on"), initial=today, widget=DayInput)
    body_name = forms.CharField(
        label=gettext_lazy("Body complained about"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy(
            "Whole name or credit code; a body that is not on file is kept as it was named."
        ),
    )
    division = forms.ChoiceField(
        label=gettext_lazy("Place, where the body is not on file"), widget=UnfoldAdminSelectWidget
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("Topic"),
        choices=[("", gettext_lazy("Choose")), *Topic.choices],
        widget=UnfoldAdminSelectWidget,
    )
    happened_on = forms.DateField(label=gettext_lazy("Happened on"), required=False, widget=DayInput)
    words = forms.CharField(
        label=gettext_lazy("What is complained about"),
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text=gettext_lazy("Leave out from what the complainant could be recognised."),
    )
    evidence = EvidenceField(required=False)
    informant_name = forms.CharField(
        label=gettext_lazy("Name of the complainant"),
        required=False,
        max_length=LONGEST["name"],
        widget=UnfoldAdminTextInputWidget(attrs=CLOSED),
        help_text=gettext_lazy(
            "Sealed at once: you do not see it again. Keep no note of it. Empty: anonymous."
        ),
    )
    informant_contact = forms.CharField(
        label=gettext_lazy("How to reach the complainant"),
        required=False,
        max_length=LONGEST["contact"],
        widget=UnfoldAdminTextInputWidget(attrs=CLOSED),
    )
    informant_note = forms.CharField(
        label=gettext_lazy("What only the two keepers may read"),
        required=False,
        max_length=LONGEST["note"],
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2, **CLOSED}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = places()  # type: ignore[attr-defined]


def office_field(*, required: bool) -> forms.CharField:
    """Return the field that names an office, with those of the authority to choose from."""
    return forms.CharField(
        label=gettext_lazy("Handling office"), required=required, max_length=100, widget=SuggestingInput()
    )


def _suggest(form: forms.Form, name: str, among: str) -> None:
    """Offer in a field what the first values of the form hold for it."""
    widget: Any = form.fields[name].widget
    widget.words = tuple((form.initial or {}).get(among, ()))


class AcceptForm(forms.Form):
    """Which clock begins, who handles it, about whom."""

    procedure = forms.ChoiceField(
        label=pgettext_lazy("complaint", "Procedure"),
        choices=Procedure.choices,
        widget=UnfoldAdminSelectWidget,
    )
    office = office_field(required=False)
    body = forms.CharField(
        label=gettext_lazy("Body from the files"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Name or credit code; empty leaves it as it is."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _suggest(self, "office", "offices")


class OfficeForm(forms.Form):
    """To which office of the authority it goes."""

    office = office_field(required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _suggest(self, "office", "offices")


class TransferForm(forms.Form):
    """To whom it is passed on, and why."""

    to = forms.CharField(
        label=gettext_lazy("Authority in charge"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class DeclineForm(forms.Form):
    """Why it is not accepted."""

    ground = forms.ChoiceField(
        label=gettext_lazy("Why not accepted"),
        choices=[("", gettext_lazy("Choose")), *DeclineGround.choices],
        widget=UnfoldAdminSelectWidget,
    )
    reason = forms.CharField(
        label=gettext_lazy("In words for the complainant"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class JoinForm(forms.Form):
    """With which one it is joined."""

    number = forms.CharField(
        label=gettext_lazy("Number of the earlier complaint"),
        max_length=40,
        widget=SuggestingInput(),
    )
    reason = forms.CharField(
        label=gettext_lazy("Stated reason"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _suggest(self, "number", "among")


class ProposalForm(forms.Form):
    """The finding, the facts, and what follows."""

    finding = forms.ChoiceField(
        label=pgettext_lazy("complaint", "Finding"),
        choices=[("", gettext_lazy("Choose")), *ComplaintFinding.choices],
        widget=UnfoldAdminSelectWidget,
    )
    facts = forms.CharField(
        label=gettext_lazy("Facts established"),
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "What was found out and how. It may go into the file of the body: nothing from which the "
            "complainant could be recognised."
        ),
    )
    item_code = forms.CharField(
        label=gettext_lazy("Item of the conduct record"),
        required=False,
        max_length=20,
        widget=UnfoldAdminSelectWidget,
        help_text=gettext_lazy("Only where it is upheld; empty: no record."),
    )
    conduct_on = forms.DateField(
        label=gettext_lazy("Day of the conduct"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy(
            "Empty: the day of the decision. An exact day may tell the body who complained."
        ),
    )
    problem = forms.CharField(
        label=gettext_lazy("Problem to be put right"),
        required=False,
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text=gettext_lazy("Opens a rectification when it is decided; empty: none."),
    )
    rectify_by = forms.DateField(label=gettext_lazy("To be put right by"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget: Any = self.fields["item_code"].widget
        widget.choices = [("", "–"), *(self.initial or {}).get("items", ())]

    def clean(self) -> dict[str, Any]:
        """Forget the item that was only suggested where nothing is upheld."""
        given = super().clean() or {}
        suggested = given.get("item_code") == (self.initial or {}).get("item_code")
        if given.get("finding") not in UPHELD and suggested:
            given["item_code"] = ""
        return given


def proposal_of(row: Complaint) -> dict[str, Any]:
    """Return what is proposed already, or what the rule tables suggest."""
    items = {"items": selectors.items(row)}
    if row.finding:
        names = ("finding", "facts", "item_code", "conduct_on", "problem", "rectify_by")
        return items | {name: getattr(row, name) for name in names}
    value = ruletables.rule(TABLE, "upheld_item", on=today(), place=row.division_code)
    about_person = row.subject is not None and row.subject.is_person
    code = (value["person"] if about_person else value["body"]) if row.subject_id else ""
    return items | {"item_code": code}


class AnswerForm(forms.Form):
    """What the complainant is told."""

    words = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text=gettext_lazy("The complainant reads it with the pick-up code."),
    )


class InspectForm(forms.Form):
    """What is to be inspected."""

    speciality = forms.ChoiceField(
        label=gettext_lazy("Speciality"),
        choices=[("", gettext_lazy("general")), *Speciality.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    grounds = forms.CharField(
        label=gettext_lazy("What the inspectors are to look at"),
        max_length=255,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("They read this and not the complaint; the body may hear it."),
    )


class FilesForm(forms.Form):
    """What the inquiry brought to light."""

    evidence = EvidenceField()


class RewardForm(forms.Form):
    """How much, and for which clue."""

    amount = forms.DecimalField(
        label=gettext_lazy("Amount (yuan)"), max_digits=9, decimal_places=2, widget=UnfoldAdminTextInputWidget
    )
    grounds = forms.CharField(
        label=gettext_lazy("Grounds of the reward"),
        max_length=500,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("Which clue led to what. Who approves does not learn for whom it is."),
    )


class PayForm(forms.Form):
    """The code that proves it, and the voucher."""

    pickup = forms.CharField(
        label=gettext_lazy("Pick-up code"),
        required=False,
        max_length=20,
        widget=UnfoldAdminTextInputWidget(attrs=CLOSED),
        help_text=gettext_lazy(
            "From the slip of whoever collects it; ask no name. Only a keeper of informants leaves it empty."
        ),
    )
    voucher_no = forms.CharField(
        label=gettext_lazy("Voucher number"), max_length=80, widget=UnfoldAdminTextInputWidget
    )
