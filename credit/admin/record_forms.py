"""The form of a conduct record; the service decides, it only asks."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from accounts.evidence import EvidenceField
from accounts.models import Officer
from accounts.permissions import P
from accounts.widgets import DayInput
from core.clock import today
from core.language import headed
from credit.admin.search import HELP
from credit.choices import Polarity
from credit.models import CatalogueItem, ConductRecord, Subject
from credit.rules.phrases import plain
from credit.rules.terms import AppliesTo
from credit.services import NewRecord, applies_to

KEPT = (
    "item_code",
    "title",
    "facts",
    "authority_name",
    "document_no",
    "happened_on",
    "final_on",
    "count",
    "act",
    "note",
)


class RecordForm(forms.Form):
    """What is entered about one fact: whom, which item of the catalogue, when, by which document."""

    about = forms.CharField(
        label=_("Subject"), max_length=200, widget=UnfoldAdminTextInputWidget, help_text=HELP
    )
    item_code = forms.ChoiceField(
        label=_("Item of the catalogue"),
        widget=UnfoldAdminSelect2Widget,
        help_text=_(
            "What is not in the catalogue is not collected. Items of a scheme of demerit points give no "
            "points here: score them under “Demerit points”, with notice, defence and a second scorer."
        ),
    )
    title = forms.CharField(
        label=_("Conduct"),
        max_length=255,
        required=False,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Left empty: the name of the item."),
    )
    happened_on = forms.DateField(
        label=_("Date"),
        widget=DayInput,
        help_text=_("The day of the document, where there is one; otherwise the day of the fact."),
    )
    final_on = forms.DateField(
        label=_("Counts as dishonest from"),
        required=False,
        widget=DayInput,
        help_text=_("Left empty: by the rule of the item and the place. Publication has no part in it."),
    )
    count = forms.IntegerField(
        label=_("Persons or departments"),
        initial=1,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
        help_text=_("1, unless the item counts per person or per department."),
    )
    authority_name = forms.CharField(
        label=_("Authority"), required=False, max_length=200, widget=UnfoldAdminTextInputWidget
    )
    document_no = forms.CharField(
        label=_("Document number"), required=False, max_length=128, widget=UnfoldAdminTextInputWidget
    )
    facts = forms.CharField(
        label=_("Facts"),
        required=False,
        max_length=4000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=_(
            "Never: disease or medical history, genes, fingerprints, religion, blood type; "
            "no personal numbers, no names of patients."
        ),
    )
    act = forms.CharField(
        label=_("Act"),
        required=False,
        max_length=80,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Records of the same act count once, under the highest item; usually empty."),
    )
    note = forms.CharField(
        label=_("Remark"), required=False, max_length=255, widget=UnfoldAdminTextInputWidget
    )
    evidence = EvidenceField(required=False)

    def __init__(
        self,
        *args: Any,
        officer: Officer,
        subject: Subject | None = None,
        correcting: bool = False,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        item: Any = self.fields["item_code"]
        item.choices = [("", "–"), *item_choices(officer, subject)]
        if subject is not None:
            del self.fields["about"]
        if correcting:
            self.fields["note"].label = _("What was wrong")
            self.fields["note"].required = True

    def new_record(self, subject: Subject) -> NewRecord:
        """Return what was entered."""
        values = {name: self.cleaned_data[name] for name in KEPT}
        if not values["title"].strip():
            names = dict(CatalogueItem.objects.filter(code=values["item_code"]).values_list("code", "name"))
            values["title"] = names.get(values["item_code"], "")
        return NewRecord(subject_id=subject.pk, source="", division_code=subject.division_code, **values)


def initial_of(record: ConductRecord) -> dict[str, Any]:
    """Return a record's values for the form."""
    return {name: getattr(record, name) for name in KEPT}


def item_choices(officer: Officer, subject: Subject | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the items that the officer may choose, grouped by whom and which kind they are."""
    places = officer.prefixes(P.RECORD_ENTER)
    groups: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for item in CatalogueItem.objects.in_force(today()):
        near = any(place.startswith(item.place) or item.place.startswith(place) for place in places)
        if near and (subject is None or item.applies_to == applies_to(subject)):
            groups[item.applies_to, item.polarity][item.code] = _words(item)
    return [
        (headed(AppliesTo(who).label, Polarity(kind).label), list(found.items()))
        for (who, kind), found in sorted(groups.items())
    ]


def _words(item: CatalogueItem) -> str:
    return f"{item}（{plain(item.points)}）" if item.points else str(item)
