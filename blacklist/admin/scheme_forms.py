"""Forms of list schemes: one version with its bases, criteria and rules of exit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
    UnfoldBooleanWidget,
)

from accounts.widgets import DayInput
from blacklist.admin.scheme_words import NEEDS
from blacklist.choices import AfterBreach, ListKind
from blacklist.models import ListScheme, SchemeBasis, SchemeCriterion
from core.clock import today
from credit.choices import Severity

CONTENT = (
    "code",
    "place",
    "name",
    "name_en",
    "kind",
    "effective_from",
    "effective_to",
    "for_bodies",
    "for_persons",
    "lists_responsible_persons",
    "proposer",
    "decider",
    "upper_consent",
    "needs_notice",
    "statement_working_days",
    "hearing_working_days",
    "publicise_first_working_days",
    "wilfulness_defence",
    "term_months",
    "publishes_bodies",
    "publishes_persons",
    "counts_as_serious",
    "confirmed",
    "note",
)
BASIS = ("document", "document_no", "article", "level", "effective_from", "effective_to", "confirmed")
CRITERION = ("code", "text", "text_en", "needs_document", "confirmed")
BLANKS = 2
BREACH = [("", "–"), *AfterBreach.choices]


def dress(form: forms.BaseForm) -> None:
    """Give every field the look of the supervisors' door."""
    for field in form.fields.values():
        if isinstance(field, forms.BooleanField):
            field.widget = UnfoldBooleanSwitchWidget()
        elif isinstance(field, forms.DateField):
            field.widget = DayInput()
        elif isinstance(field, forms.TypedChoiceField):
            field.widget = UnfoldAdminSelectWidget(choices=field.choices)
        elif isinstance(field.widget, forms.Textarea):
            field.widget = UnfoldAdminTextareaWidget(attrs={"rows": 3})
        elif not isinstance(field, forms.ChoiceField):
            field.widget = UnfoldAdminTextInputWidget()


class SchemeForm(forms.ModelForm[ListScheme]):
    """The frame of a version, and when somebody leaves the list."""

    exit_term = forms.BooleanField(label=_("Leaves at the end of the term"), required=False)
    exit_repair = forms.BooleanField(label=_("May leave earlier by repair"), required=False)
    exit_after_months = forms.IntegerField(
        label=_("Repair may be asked for after (months)"), required=False, min_value=0
    )
    exit_needs = forms.MultipleChoiceField(
        label=_("A repair needs"),
        required=False,
        choices=tuple(NEEDS.items()),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    after_serious = forms.ChoiceField(
        label=_("After a serious breach (red list)"),
        required=False,
        choices=BREACH,
        widget=UnfoldAdminSelectWidget,
    )
    after_ordinary = forms.ChoiceField(
        label=_("After an ordinary breach (red list)"),
        required=False,
        choices=BREACH,
        widget=UnfoldAdminSelectWidget,
    )
    after_items = forms.CharField(
        label=_("Otherwise after a breach of these items (red list)"),
        required=False,
        help_text=_("Code and act, such as V01=at_once or J21=task; several with spaces between."),
    )
    end_previous = forms.BooleanField(label=_("End the version in force the day before"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)

    def _post_clean(self) -> None:
        """Leave the checks of the row to the service, which says what is wrong in one sentence."""
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, None)

    def version(self) -> ListScheme:
        """Return the version that was entered, not stored; revocation and court always end a listing."""
        data = self.cleaned_data
        rules: dict[str, Any] = {"term": data["exit_term"], "revocation": True, "court": True}
        if data["exit_repair"]:
            rules["repair"] = {"after_months": data["exit_after_months"] or 0, "needs": data["exit_needs"]}
        self.instance.exit_rules = rules
        self.instance.breach_rules = self._breach_rules() if self.instance.kind == ListKind.RED else {}
        return self.instance

    def clean_after_items(self) -> dict[str, str]:
        """Read what single items do.

        Raises:
            ValidationError: a word is no code with its act.
        """
        found = {}
        for word in self.cleaned_data["after_items"].replace("，", " ").replace(",", " ").split():
            code, _sign, act = word.partition("=")
            if act not in AfterBreach.values:
                raise forms.ValidationError(
                    _("“%(word)s”: write code=at_once or code=task, such as V01=at_once."),
                    params={"word": word},
                )
            found[code.upper()] = act
        return found

    def _breach_rules(self) -> dict[str, Any]:
        data = self.cleaned_data
        said = {Severity.SERIOUS: data["after_serious"], Severity.ORDINARY: data["after_ordinary"]}
        return {
            "severities": {str(severity): act for severity, act in said.items() if act},
            "items": data["after_items"],
        }

    class Meta:
        model = ListScheme
        fields = CONTENT
        labels = {"proposer": pgettext_lazy("list scheme", "Proposed by"), "decider": _("Decided by")}


class RowForm(forms.ModelForm[Any]):
    """One line of a table; checks of the row are the service's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self)
        for field in self.fields.values():
            if isinstance(field, forms.BooleanField):
                field.widget = UnfoldBooleanWidget()

    def _post_clean(self) -> None:
        self.instance = forms.models.construct_instance(self, self.instance, self._meta.fields, None)


class BasisForm(RowForm):
    """One legal basis; a line without a document is left out."""

    document = forms.CharField(label=_("document"), max_length=200, required=False)

    class Meta:
        model = SchemeBasis
        fields = BASIS


class CriterionForm(RowForm):
    """One ground; a line without a code is left out."""

    code = forms.CharField(label=_("code"), max_length=20, required=False)
    item_codes = forms.CharField(label=_("catalogue items"), required=False)

    def row(self) -> SchemeCriterion:
        """Return the ground that was entered, not stored."""
        codes = (
            self.cleaned_data["item_codes"].replace("、", " ").replace(",", " ").replace("，", " ").split()
        )
        self.instance.items = [code.upper() for code in codes]
        return self.instance

    class Meta:
        model = SchemeCriterion
        fields = CRITERION
        labels = {"text": pgettext_lazy("list scheme", "Criterion")}


BasisLines = forms.formset_factory(BasisForm, extra=BLANKS, max_num=20)
CriterionLines = forms.formset_factory(CriterionForm, extra=BLANKS, max_num=60)


def initial_of(old: ListScheme | None, places: tuple[str, ...]) -> dict[str, Any]:
    """Return the first values of a new version, taken from the one that it follows."""
    place = places[0] if places else ""
    if old is None:
        return {"place": place, "effective_from": today(), "exit_term": True}
    repair = old.exit_rules.get("repair") or {}
    severities = old.breach_rules.get("severities", {})
    own = any(old.place.startswith(prefix) for prefix in places)
    return {
        **{name: getattr(old, name) for name in CONTENT},
        "place": old.place if own else place,
        "effective_from": today(),
        "effective_to": None,
        "confirmed": False,
        "exit_term": bool(old.exit_rules.get("term")),
        "exit_repair": bool(repair),
        "exit_after_months": repair.get("after_months"),
        "exit_needs": repair.get("needs", []),
        "after_serious": severities.get(Severity.SERIOUS, ""),
        "after_ordinary": severities.get(Severity.ORDINARY, ""),
        "after_items": " ".join(f"{code}={act}" for code, act in old.breach_rules.get("items", {}).items()),
        "end_previous": own,
    }


def lines_of(old: ListScheme | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the bases and criteria of a version as first values."""
    if old is None:
        return [], []
    bases = [{name: getattr(row, name) for name in BASIS} for row in old.bases.order_by("pk")]
    criteria = [
        {**{name: getattr(row, name) for name in CRITERION}, "item_codes": " ".join(row.items)}
        for row in old.criteria.order_by("pk")
    ]
    return bases, criteria
