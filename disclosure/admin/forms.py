"""Entering a decision by hand: the national field set, checked like a row of the workbook."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminPasswordWidget

from accounts.models import Officer
from accounts.permissions import P
from accounts.widgets import SuggestingInput
from core import ruletables
from core.clock import today
from core.search import normalise
from credit.choices import SubjectKind
from credit.models import Subject
from credit.services import RESIDENT_ID, body_identity, ensure_body, ensure_person, person_identity
from disclosure.admin.fieldsets import model_fields
from disclosure.admin.one_row import check_row
from disclosure.models import Penalty, Permit

DOCUMENT_WORDS = (
    "身份证",
    "护照号",
    "港澳居民来往内地通行证",
    "台湾居民来往大陆通行证",
    "外国人永久居留身份证",
)
PERMIT_WORDS = ("普通", "特许", "认可", "核准", "登记", "其他-")
PERSON_ONLY = ("id_type", "id_number")
FILLER = "0" * 17


class DecisionForm(forms.ModelForm[Any]):
    """What permits and penalties share. `officer` is set by the admin on the class."""

    officer: Officer
    warnings: list[tuple[str, str]]

    id_number = forms.CharField(
        label=gettext_lazy("Person's identity number"),
        required=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Stored sealed and not shown; leave empty to keep it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings = []
        for name in ("representative_id_type", "id_type"):
            self._suggest(name, DOCUMENT_WORDS)
        self._suggest("permit_kind", PERMIT_WORDS)
        if "representative_id" in self.fields:  # a reader's page has no inputs
            self.fields["representative_id"].widget = UnfoldAdminPasswordWidget(attrs={"autocomplete": "off"})
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
            field.required = False  # what must be filled, the rules of the workbook say, in their own words
        if self.instance.pk is None:
            self._start_from_the_office()

    def _suggest(self, name: str, words: tuple[str, ...]) -> None:
        if name in self.fields:
            self.fields[name].widget = SuggestingInput(words)

    def _start_from_the_office(self) -> None:
        self.initial.setdefault("id_type", RESIDENT_ID)
        agency = self.officer.agency
        if agency is None:
            return
        for name in ("authority", "source"):
            self.initial.setdefault(f"{name}_name", agency.name)
            self.initial.setdefault(f"{name}_code", agency.uscc)

    def clean(self) -> dict[str, Any]:
        """Check the whole row, find the subject, and see that it is not there already."""
        values = super().clean() or {}
        if not values.get("party_kind"):
            self.add_error("party_kind", _("Choose the kind of party first."))
            return values
        self._blank_the_other_kind(values)
        model: Any = self._meta.model
        labels = {name: str(field.label) for name, field in self.fields.items()}
        found = check_row(model, self._with_sealed(values), covers=self._covers(), labels=labels)
        for name, sentence in found.errors:
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, sentence)
        self.warnings = found.warnings
        if not self.errors:
            self._take_clean(values, found.clean)
            self._set_division(values)
            self._known_subject(values)
        return values

    def _blank_the_other_kind(self, values: dict[str, Any]) -> None:
        """Empty what the form hides for this kind of party."""
        if values["party_kind"] != SubjectKind.PERSON:
            values["id_type"], values["id_number"] = "", ""
            return
        values["id_type"] = values.get("id_type") or RESIDENT_ID
        for name in (
            "uscc",
            "registration_no",
            "org_code",
            "tax_no",
            "public_institution_no",
            "social_org_no",
        ):
            values[name] = ""
        values["legal_representative"] = values["representative_id_type"] = ""
        values["representative_id"] = None

    def _with_sealed(self, values: dict[str, Any]) -> dict[str, Any]:
        """Add the stored numbers where the form left them empty."""
        kept: dict[str, Any] = {}
        if self.instance.pk and not values.get("representative_id"):
            kept["representative_id"] = self.instance.representative_id
        if self._keeps_person(values):
            kept["id_number"] = self.instance.subject.id_number
        return {**values, **kept}

    def _keeps_person(self, values: dict[str, Any]) -> bool:
        person = values["party_kind"] == SubjectKind.PERSON
        return bool(
            self.instance.pk and person and self.instance.subject.is_person and not values.get("id_number")
        )

    def _covers(self) -> tuple[str, ...]:
        return self.officer.prefixes(P.DECISION_ENTER)

    def _take_clean(self, values: dict[str, Any], clean: dict[str, Any]) -> None:
        """Keep names, codes and document numbers the way the workbook's checkers clean them."""
        for name in ("party_name", "uscc", "org_code", "document_no", "authority_code", "source_code"):
            if isinstance(clean.get(name), str) and name in values:
                values[name] = clean[name]
        if values.get("id_number") and isinstance(clean.get("id_number"), str):
            values["id_number"] = clean["id_number"]

    def _set_division(self, values: dict[str, Any]) -> None:
        """Take the jurisdiction from the authority's credit code; a filler names nobody, the agency does."""
        code = values["authority_code"]
        own = self.officer.agency.division_code if self.officer.agency else ""
        division = own if code.startswith(FILLER) else code[2:8]
        if not division or not self.officer.may(P.DECISION_ENTER, division):
            raise ValidationError(
                _("You do not hold the right to enter decisions of this authority's division.")
            )
        self.instance.division_code = division

    # --- the subject ---------------------------------------------------------------------------------

    def _identity(self, values: dict[str, Any]) -> str:
        if values["party_kind"] == SubjectKind.PERSON:
            return person_identity(values["id_type"], values["id_number"])
        numbers = {name: values.get(name, "") for name in ("uscc", "org_code", "registration_no")}
        return body_identity(**numbers)

    def _known_subject(self, values: dict[str, Any]) -> None:
        """Name and number must belong together in the register; a decision is entered once."""
        known = self.instance.subject if self._keeps_person(values) else None
        if known is None:
            known = Subject.objects.filter(identity=self._identity(values)).first()
        if known is None:
            return
        names = {normalise(name) for name in (known.name, *known.former_names)}
        if normalise(values["party_name"]) not in names:
            self.add_error("party_name", self._other_name(known))
        twin = self._meta.model._base_manager.filter(
            authority_code=values["authority_code"], document_no=values["document_no"], subject=known
        )
        if twin.exclude(pk=self.instance.pk).exists():
            self.add_error("document_no", _("This decision about this party is already there."))

    @staticmethod
    def _other_name(known: Subject) -> str:
        if known.is_person:
            return _("In the credit file this identity number belongs to another name; check both.")
        return _("In the credit file this code belongs to “%(name)s”; check name and code.") % {
            "name": known.name
        }

    def subject(self) -> Subject:
        """Return the party's credit file, opened where there was none."""
        values = self.cleaned_data
        if self._keeps_person(values):
            return self.instance.subject
        division = self.instance.division_code
        if values["party_kind"] == SubjectKind.PERSON:
            return ensure_person(
                name=values["party_name"],
                id_type=values["id_type"],
                number=values["id_number"],
                division_code=division,
            )
        numbers = {name: values.get(name, "") for name in ("uscc", "org_code", "registration_no")}
        return ensure_body(
            name=values["party_name"], kind=values["party_kind"], division_code=division, **numbers
        )


class PenaltyForm(DecisionForm):
    """A penalty; its kinds are ticked from the code list in force."""

    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Kinds of penalty"),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=gettext_lazy("An order to correct (责令改正) is not a penalty: write it into the content."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = ruletables.book("penalty.kind").in_force(on=today()).values()
        listed = [rule.code for rule in sorted(rules, key=lambda rule: rule.pk)]
        words = [*listed, *(kind for kind in self.instance.kinds if kind not in listed)]
        self.fields["kinds"].choices = [(word, word) for word in words]  # type: ignore[attr-defined]

    class Meta:
        model = Penalty
        fields = model_fields(Penalty)
        labels = {"field_of_law": gettext_lazy("field of regulation")}


class PermitForm(DecisionForm):
    """A permit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_unfinished:
            self.initial["valid_to"] = None  # no application knows it: whoever completes the draft enters it

    class Meta:
        model = Permit
        fields = model_fields(Permit)
