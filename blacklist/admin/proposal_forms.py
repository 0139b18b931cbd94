"""The form of a proposal: grounds by the scheme's criteria, documents, and persons listed with the body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.evidence import EvidenceField
from accounts.widgets import DayInput
from blacklist.admin.scheme_words import text_of
from blacklist.choices import PartyRole
from blacklist.listing import grounds as ground_rules
from blacklist.listing.parts import NewGround, NewResponsible
from blacklist.models import Listing, ListScheme
from core.clock import today
from core.errors import Refusal
from credit.admin.points_forms import subject_named
from credit.models import ConductRecord, Subject

MOST_RECORDS = 30
DOCUMENTS = 2
PERSONS = 2


@dataclass(frozen=True, slots=True)
class Match:
    """A record that meets a criterion.

    Args:
        code: value of its box.
        words: the criterion.
        shown_by: the record.
        why_not: the sentence that keeps it from being a ground today, "" where it may be one.
    """

    code: str
    ground: NewGround
    words: str
    shown_by: str
    why_not: str


def matches(scheme: ListScheme, subject: Subject, day: date) -> list[Match]:
    """Return the subject's records that meet the scheme's criteria, newest first.

    Args:
        scheme: with its criteria fetched.
        subject: whom to list.
        day: the day of the proposal.
    """
    criteria = list(scheme.criteria.all())
    codes = {code for row in criteria for code in row.items}
    rows = ConductRecord.objects.filter(subject_id=subject.pk, item_code__in=codes).select_related("item")
    draft = Listing(scheme=scheme, subject=subject, kind=scheme.kind)
    found = []
    for record in rows.order_by("-happened_on", "-pk")[:MOST_RECORDS]:
        for criterion in criteria:
            if record.item_code in criterion.items:
                ground = NewGround(criterion, record)
                why_not = str(ground_rules.refusal(draft, [ground], day) or "")
                code = f"{criterion.pk}:{record.pk}"
                found.append(Match(code, ground, text_of(criterion), record_words(record), why_not))
    return found


def record_words(record: ConductRecord) -> str:
    """Write day, document and title of a record in one line."""
    parts = (record.happened_on.isoformat(), record.document_no, record.title)
    return " ".join(part for part in parts if part)


class ProposalForm(forms.Form):
    """A proposal under one scheme about one subject."""

    grounds = forms.MultipleChoiceField(label=gettext_lazy("Grounds"), required=False)
    facts = forms.CharField(
        label=gettext_lazy("Facts"),
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
        help_text=gettext_lazy("The notice repeats them. No disease or other health data of anybody."),
    )
    authority_name = forms.CharField(
        label=gettext_lazy("Authority"), max_length=200, widget=UnfoldAdminTextInputWidget
    )
    proposed_on = forms.DateField(label=gettext_lazy("Proposed on"), initial=today, widget=DayInput)
    evidence = EvidenceField(required=False)

    def __init__(self, *args: Any, scheme: ListScheme, subject: Subject, found: list[Match], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._scheme, self._subject, self._found = scheme, subject, found
        choice: Any = self.fields["grounds"]
        choice.choices = [(row.code, row.words) for row in found if not row.why_not]
        for number in range(DOCUMENTS):
            self._add_document(number)
        if scheme.lists_responsible_persons and not subject.is_person:
            for number in range(PERSONS):
                self._add_person(number)

    def _add_document(self, number: int) -> None:
        criteria = [
            (row.pk, f"{row.code} {text_of(row)}")
            for row in self._scheme.criteria.all()
            if row.needs_document or not row.items
        ]
        self.fields[f"criterion_{number}"] = forms.TypedChoiceField(
            label=pgettext("list scheme", "Criterion"),
            choices=[("", "–"), *criteria],
            coerce=int,
            required=False,
            widget=UnfoldAdminSelectWidget,
        )
        for name, label in (("number", _("Document number")), ("by", _("Issued by"))):
            self.fields[f"document_{name}_{number}"] = forms.CharField(
                label=label, max_length=128, required=False, widget=UnfoldAdminTextInputWidget
            )
        self.fields[f"document_on_{number}"] = forms.DateField(
            label=_("Issued on"), required=False, widget=DayInput
        )

    def _add_person(self, number: int) -> None:
        self.fields[f"person_{number}"] = forms.CharField(
            label=_("Person"),
            max_length=200,
            required=False,
            widget=UnfoldAdminTextInputWidget,
            help_text=_("Name or identity number of a person with a credit file."),
        )
        self.fields[f"role_{number}"] = forms.ChoiceField(
            label=_("As"),
            choices=[("", "–"), *PartyRole.choices],
            required=False,
            widget=UnfoldAdminSelectWidget,
        )
        self.fields[f"person_facts_{number}"] = forms.CharField(
            label=_("What this person did"),
            max_length=1000,
            required=False,
            widget=UnfoldAdminTextInputWidget,
        )

    def parts(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """Return the tables of the form: heading, hint and fields, one entry a line."""
        lines = []
        for number in range(DOCUMENTS):
            names = ("criterion", "document_number", "document_by", "document_on")
            hint = _("For a ground that rests on a document: a judgment, a decision of the police.")
            lines.append((_("Ground by document"), hint, [self[f"{name}_{number}"] for name in names]))
        if "person_0" in self.fields:
            hint = _("Each of them gets a notice, a window and a decision of their own.")
            for number in range(PERSONS):
                about = [self[f"{name}_{number}"] for name in ("person", "role", "person_facts")]
                lines.append((_("Listed together"), hint, about))
        return lines

    def chosen(self) -> list[NewGround]:
        """Return the grounds that were chosen or written down."""
        wanted = set(self.cleaned_data["grounds"])
        found = [row.ground for row in self._found if row.code in wanted]
        known = {row.pk: row for row in self._scheme.criteria.all()}
        data = self.cleaned_data
        for number in range(DOCUMENTS):
            criterion = known.get(data[f"criterion_{number}"] or 0)
            if criterion is None:
                if data[f"document_number_{number}"]:
                    raise Refusal(
                        _("Criterion: say which criterion the document shows."), field=f"criterion_{number}"
                    )
                continue
            found.append(
                NewGround(
                    criterion,
                    None,
                    data[f"document_number_{number}"],
                    data[f"document_by_{number}"],
                    data[f"document_on_{number}"],
                )
            )
        return found

    def responsible(self, visible: Any) -> list[NewResponsible]:
        """Return the persons to be listed with the body.

        Args:
            visible: the subjects of the officer's divisions.

        Raises:
            Refusal: nobody, or more than one, is meant by a name.
        """
        data, found = self.cleaned_data, []
        for number in range(PERSONS):
            named = data.get(f"person_{number}", "")
            if not named:
                continue
            try:
                subject = subject_named(named, visible)
            except Refusal as refusal:
                raise Refusal(str(refusal), field=f"person_{number}") from refusal
            if not data[f"role_{number}"]:
                raise Refusal(_("As: say why this person is listed with the body."), field=f"role_{number}")
            found.append(NewResponsible(subject, data[f"role_{number}"], data[f"person_facts_{number}"]))
        return found
