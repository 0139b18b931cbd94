"""Forms of demerit points; the services decide, these only ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from accounts.evidence import EvidenceField
from accounts.widgets import DayInput
from core.clock import today
from core.errors import Refusal
from credit.admin.search import HELP, subject_ids
from credit.grading.standards import standard_data
from credit.models import ConductRecord, Standard, Subject
from credit.points.choices import DefenceResult
from credit.points.schemes import schemes_for
from credit.points.selectors import penalties_of
from credit.points.services import NewEntry
from credit.rules.phrases import plain, title_of
from credit.rules.terms import Per, Scale

MOST_NAMED = 4


class EntryForm(forms.Form):
    """A new demerit entry: whom, which item of which scheme, when, what was found."""

    about = forms.CharField(
        label=gettext_lazy("Subject"), max_length=200, widget=UnfoldAdminTextInputWidget, help_text=HELP
    )
    item = forms.ChoiceField(label=gettext_lazy("Scheme and item"), widget=UnfoldAdminSelectWidget)
    count = forms.IntegerField(
        label=gettext_lazy("Persons or departments"),
        initial=1,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("1, unless the item counts per person or per department."),
    )
    happened_on = forms.DateField(label=gettext_lazy("Day of the conduct"), widget=DayInput)
    facts = forms.CharField(
        label=gettext_lazy("Facts found"),
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy("The notice repeats them. No disease or other health data of anybody."),
    )
    penalty = forms.CharField(
        label=gettext_lazy("Penalty for the same act"),
        required=False,
        max_length=128,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Document number, where there is one: one act counts once."),
    )
    on_the_spot = forms.BooleanField(
        label=gettext_lazy("Scored on the spot"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        help_text=gettext_lazy("Only for small items, the notice handed over and the party heard there."),
    )
    authority_name = forms.CharField(
        label=gettext_lazy("Scoring authority"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
    )

    evidence = EvidenceField(required=False)

    def __init__(self, *args: Any, subject: Subject | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schemes = (
            schemes_for(subject, on=today())
            if subject
            else Standard.objects.in_force(today()).filter(scale=Scale.ACTIONS).order_by("applies_to", "code")
        )
        item: Any = self.fields["item"]
        item.choices = [("", "–"), *_items(schemes)]

    def new_entry(self, subject: Subject, **more: Any) -> NewEntry:
        """Return what was entered.

        Raises:
            Refusal: the subject has no penalty of that number.
        """
        values = self.cleaned_data
        scheme_pk, code = values["item"].split(":", 1)
        return NewEntry(
            subject=subject,
            scheme=Standard.objects.get(pk=scheme_pk),
            item_code=code,
            happened_on=values["happened_on"],
            facts=values["facts"],
            count=values["count"],
            penalty_record=_penalty(subject, values["penalty"].strip()),
            on_the_spot=values["on_the_spot"],
            authority_name=values["authority_name"],
            **more,
        )


class ServeDialog(BaseDialogForm):
    """Asks for the number of the notice and the day of its service."""

    notice_no = forms.CharField(
        label=gettext_lazy("Notice number"), max_length=80, widget=UnfoldAdminTextInputWidget
    )
    served_on = forms.DateField(label=gettext_lazy("Notice served on"), widget=DayInput)


class AnswerDialog(BaseDialogForm):
    """Asks for the statement and defence and what it was answered."""

    received_on = forms.DateField(label=gettext_lazy("Defence received on"), widget=DayInput)
    result = forms.ChoiceField(
        label=gettext_lazy("Result of the defence"),
        choices=DefenceResult.choices,
        widget=UnfoldAdminSelectWidget,
    )
    text = forms.CharField(
        label=gettext_lazy("Statement and defence"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=gettext_lazy("Left empty: what the party handed in through the portal stays."),
    )
    answer = forms.CharField(
        label=gettext_lazy("Answer to the defence"),
        required=False,
        max_length=2000,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


def subject_named(words: str, visible: Any) -> Subject:
    """Return the one subject that a clerk's words mean.

    Args:
        words: a number, or a piece of the name.
        visible: the subjects of the clerk's divisions.

    Raises:
        Refusal: nobody, or more than one, is meant.
    """
    found = list(visible.filter(pk__in=subject_ids(words)).order_by("name")[: MOST_NAMED + 1])
    if len(found) == 1:
        return found[0]
    exact = list(visible.filter(pk__in=subject_ids(words), name=words.strip())[:2])
    if len(exact) == 1:
        return exact[0]
    if not found:
        raise Refusal(
            _("Subject: nobody of your divisions is found so; check name or number."), field="about"
        )
    names = "、".join(row.name for row in found[:MOST_NAMED]) + ("…" if len(found) > MOST_NAMED else "")
    raise Refusal(
        _("Subject: several are called so (%(names)s); enter the whole name, or the number.")
        % {"names": names},
        field="about",
    )


def _items(schemes: Iterable[Standard]) -> list[tuple[str, list[tuple[str, str]]]]:
    groups = []
    for scheme in schemes:
        criteria = sorted(standard_data(scheme).criteria.values(), key=lambda row: row.item)
        words = [
            (f"{scheme.pk}:{row.item}", f"{row.item} {title_of(row)}（{plain(row.points)}{_per(row.per)}）")
            for row in criteria
            if not row.bonus
        ]
        groups.append((str(scheme), words))
    return groups


def _per(per: Per) -> str:
    return "" if per == Per.OCCURRENCE else f" {per.label}"


def _penalty(subject: Subject, number: str) -> ConductRecord | None:
    if not number:
        return None
    record = penalties_of(subject.pk).filter(document_no=number).first()
    if record is None:
        raise Refusal(
            _("Penalty: this file holds no reviewed penalty %(number)s; check the number, or leave it empty.")
            % {"number": number},
            field="penalty",
        )
    return record
