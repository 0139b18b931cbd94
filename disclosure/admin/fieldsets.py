"""The national field set on the form, in the order and groups in which a decision is read."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from credit.choices import SubjectKind
from disclosure.models import Penalty, Permit

PARTY = (
    "party_kind",
    "party_name",
    "uscc",
    "registration_no",
    "org_code",
    "tax_no",
    "public_institution_no",
    "social_org_no",
)
REPRESENTATIVE = ("legal_representative", "representative_id_type", "representative_id")
PERSON = ("id_type", "id_number")
AUTHORITY = ("authority_name", "authority_code", "source_name", "source_code", "remark")
PENALTY_CONTENT = (
    "document_no",
    "decided_on",
    "procedure",
    "field_of_law",
    "violation_type",
    "facts",
    "basis",
    "kinds",
    "content",
    "fine",
    "confiscated",
    "certificate",
    "valid_to",
    "stated_publicity_end",
)
PENALTY_CREDIT = ("item_code", "item_count")
PERMIT_CONTENT = (
    "document_title",
    "document_no",
    "permit_kind",
    "certificate_name",
    "certificate_no",
    "content",
    "decided_on",
    "valid_from",
    "valid_to",
    "status",
)
Fieldsets = tuple[tuple[Any, dict[str, Any]], ...]

# What a reader sees in place of a field that is sealed or kept as a list.
SHOWN_AS = {
    "id_number": "party_number",
    "representative_id": "representative_number",
    "kinds": "kinds_words",
    "field_of_law": "regulated_field",
    "fine": "fine_shown",
    "confiscated": "confiscated_shown",
}
# Alpine conditions: which fields are asked of whom; a reader's page has no such input.
# The rules themselves are checked on the server.
ONLY_BODIES = "typeof party_kind == 'undefined' || party_kind != 'person'"
ONLY_PERSONS = "typeof party_kind == 'undefined' || party_kind == 'person'"
CONDITIONAL = {
    **dict.fromkeys((*PARTY[2:], *REPRESENTATIVE), ONLY_BODIES),
    **dict.fromkeys((*PERSON, "is_minor"), ONLY_PERSONS),
}


def fieldsets_of(model: type[Penalty] | type[Permit]) -> Fieldsets:
    """Return the groups of a decision's form."""
    person = (*PERSON, "is_minor") if model is Penalty else PERSON
    content = PENALTY_CONTENT if model is Penalty else PERMIT_CONTENT
    groups: list[tuple[Any, dict[str, Any]]] = [
        (_("The party"), {"fields": (*PARTY, *REPRESENTATIVE, *person)}),
        (_("The decision"), {"fields": content}),
        (_("Authority and data source"), {"fields": AUTHORITY}),
    ]
    if model is Penalty:
        groups.insert(2, (_("For the credit file"), {"fields": PENALTY_CREDIT}))
    return tuple(groups)


def model_fields(model: type[Penalty] | type[Permit]) -> list[str]:
    """Return the fields of the form that are columns of the model."""
    names = [name for _title, options in fieldsets_of(model) for name in options["fields"]]
    return [name for name in names if name != "id_number"]


def reading_fieldsets(decision: Penalty | Permit) -> Fieldsets:
    """Return the groups for a reader: sealed and list fields in words, nothing of the other kind of party."""
    hidden = ONLY_BODIES if decision.party_kind == SubjectKind.PERSON else ONLY_PERSONS
    groups = []
    for title, options in fieldsets_of(type(decision)):
        names = [SHOWN_AS.get(name, name) for name in options["fields"] if CONDITIONAL.get(name) != hidden]
        if names:
            groups.append((title, {"fields": tuple(names)}))
    return tuple(groups)
