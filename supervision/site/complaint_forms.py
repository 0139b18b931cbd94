"""Forms of the public pages about complaints; the services decide, these only ask."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.evidence import EvidenceField
from core.errors import Refusal
from supervision.complaints.choices import Nature, Satisfaction, Topic
from supervision.complaints.codes import read_code, read_pickup
from supervision.complaints.informants import LONGEST, Informant
from supervision.complaints.selectors import places
from supervision.complaints.services import NewComplaint
from supervision.complaints.services.filing import MOST_WORDS, check_words

ANONYMOUS, NAMED = "anonymous", "named"
CONTROL = {"class": "form-control", "autocomplete": "off"}
CODE = {"class": "form-control code-input", "autocomplete": "off", "spellcheck": "false"}


class ComplaintForm(forms.Form):
    """A complaint or report by anybody."""

    nature = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=(
            (Nature.COMPLAINT, gettext_lazy("A complaint: I want my own matter settled")),
            (Nature.REPORT, gettext_lazy("A report: I tell of unlawful conduct")),
        ),
        initial=Nature.COMPLAINT,
        widget=forms.RadioSelect,
    )
    body_name = forms.CharField(
        label=gettext_lazy("Which body?"),
        max_length=200,
        widget=forms.TextInput(CONTROL),
        help_text=gettext_lazy("The name as it stands on the sign or the bill, or its credit code."),
    )
    division = forms.ChoiceField(
        label=gettext_lazy("Where is it?"), widget=forms.Select({"class": "form-select"})
    )
    topic = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[("", gettext_lazy("Choose")), *Topic.choices],
        widget=forms.Select({"class": "form-select"}),
    )
    happened_on = forms.DateField(
        label=gettext_lazy("When did it happen?"),
        required=False,
        widget=forms.DateInput({"class": "form-control", "type": "date"}),
    )
    words = forms.CharField(
        label=gettext_lazy("What happened?"),
        max_length=MOST_WORDS,
        widget=forms.Textarea({"class": "form-control", "rows": 7}),
        help_text=gettext_lazy(
            "The officers who handle it read this. Write nothing here from which you could be recognised: "
            "there is a sealed field below."
        ),
    )
    evidence = EvidenceField(
        portal=True,
        required=False,
        label=gettext_lazy("Photos or papers"),
        note=gettext_lazy(
            "The officers who handle it see them. Place, time and telephone are taken out of photos; your "
            "own bill or record, or the author of a document, can still show who you are."
        ),
    )
    way = forms.ChoiceField(
        label=gettext_lazy("With or without your name?"),
        choices=(
            (ANONYMOUS, gettext_lazy("Anonymously")),
            (NAMED, gettext_lazy("With my name, sealed")),
        ),
        initial=ANONYMOUS,
        widget=forms.RadioSelect,
    )
    informant_name = forms.CharField(
        label=gettext_lazy("Your name"),
        required=False,
        max_length=LONGEST["name"],
        widget=forms.TextInput(CONTROL),
    )
    informant_contact = forms.CharField(
        label=gettext_lazy("How to reach you"),
        required=False,
        max_length=LONGEST["contact"],
        widget=forms.TextInput(CONTROL),
        help_text=gettext_lazy("Telephone number or e-mail address."),
    )
    informant_note = forms.CharField(
        label=gettext_lazy("What only the two keepers may read"),
        required=False,
        max_length=LONGEST["note"],
        widget=forms.Textarea({"class": "form-control", "rows": 3, "autocomplete": "off"}),
        help_text=gettext_lazy("For instance how you know of it, or when you may be called."),
    )
    submission = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = places()
        first = [] if len(known) == 1 else [("", gettext_lazy("Choose"))]
        self.fields["division"].choices = [*first, *known]  # type: ignore[attr-defined]
        self.fields["submission"].initial = str(uuid.uuid4())
        if not names:
            for name in ("way", "informant_name", "informant_contact", "informant_note"):
                del self.fields[name]

    def clean_words(self) -> str:
        """Check the words as the service will, so that every fault is shown at once.

        Raises:
            ValidationError: too few.
        """
        words = str(self.cleaned_data["words"])
        try:
            check_words(words)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return words

    def clean(self) -> dict[str, Any]:
        """Ask for something by which a named informant can be reached."""
        given = super().clean() or {}
        if given.get("way") == NAMED and not given.get("informant_contact"):
            self.add_error(
                "informant_contact",
                _("Write how to reach you, or choose to stay anonymous: a name alone helps nobody."),
            )
        return given

    def as_new(self) -> NewComplaint:
        """Return what was brought; an anonymous complainant's other fields are forgotten."""
        given = self.cleaned_data
        informant = Informant()
        if given.get("way") == NAMED:
            informant = Informant(
                given["informant_name"], given["informant_contact"], given["informant_note"]
            )
        return NewComplaint(
            body_name=given["body_name"],
            words=given["words"],
            division_code=given["division"],
            topic=given["topic"],
            nature=given["nature"],
            happened_on=given["happened_on"],
            informant=informant,
            submission=given["submission"],
        )


class FollowForm(forms.Form):
    """The tracking code, and the pick-up code for whoever wants the answer."""

    tracking = forms.CharField(
        label=gettext_lazy("Tracking code"),
        max_length=40,
        widget=forms.TextInput(
            {**CODE, "placeholder": "ABCD-EFGH-JKLM-NPQR", "autocapitalize": "characters"}
        ),
        help_text=gettext_lazy("16 letters and digits; small letters, spaces and hyphens do not matter."),
    )
    pickup = forms.CharField(
        label=gettext_lazy("Pick-up code"),
        required=False,
        max_length=20,
        widget=forms.TextInput({**CODE, "placeholder": "ABCD-EFGH", "autocapitalize": "characters"}),
        help_text=gettext_lazy("Only to read the answer, to rate, to collect a reward or to take it back."),
    )

    def clean_tracking(self) -> str:
        """Return the code as it was made.

        Raises:
            ValidationError: it can be none.
        """
        code = read_code(self.cleaned_data["tracking"])
        if not code:
            raise forms.ValidationError(
                _("A tracking code has 16 letters and digits, never 0, O, 1 or I: compare it with your note.")
            )
        return code

    def clean_pickup(self) -> str:
        """Return the code as it was made, "" where none was typed.

        Raises:
            ValidationError: it can be none.
        """
        typed = self.cleaned_data["pickup"].strip()
        code = read_pickup(typed)
        if typed and not code:
            raise forms.ValidationError(
                _("A pick-up code has 8 letters and digits, never 0, O, 1 or I: compare it with your note.")
            )
        return code


class RatingForm(forms.Form):
    """How the complainant found the handling."""

    satisfaction = forms.ChoiceField(
        label=pgettext_lazy("complaint", "How satisfied are you with the handling?"),
        choices=Satisfaction.choices,
        widget=forms.RadioSelect,
    )
