"""Subjects of the credit file: what identifies them, and opening their files."""

from __future__ import annotations

from core.crypto import blind_index
from core.masking import mask
from core.search import grams, normalise
from credit.choices import SubjectKind
from credit.models import Subject
from credit.rules.terms import AppliesTo

RESIDENT_ID = "身份证"


def person_identity(id_type: str, number: str) -> str:
    """Return the `Subject.identity` of a person: the keyed digest of type and cleaned number."""
    return "P:" + blind_index(f"{id_type or RESIDENT_ID}:{number}")


def body_identity(*, uscc: str = "", org_code: str = "", registration_no: str = "") -> str:
    """Return the `Subject.identity` of a body; the credit code first (三证必须选一).

    Raises:
        ValueError: none of the three numbers is given.
    """
    for letter, number in (("U", uscc), ("O", org_code), ("R", registration_no)):
        if number:
            return f"{letter}:{number}"
    raise ValueError("a body needs a credit code, an organisation code or a registration number")


def subject_identity(uscc: str, id_type: str, number: str) -> str:
    """Return the identity of the body or the person that a row of a workbook is about."""
    return body_identity(uscc=uscc) if uscc else person_identity(id_type or RESIDENT_ID, number)


def name_fields(name: str) -> dict[str, str]:
    """Return the name with its search columns, as every write of a subject's name must set them."""
    return {"name": name, "name_norm": normalise(name), "grams": grams(name)}


def masked_number(id_type: str, number: str) -> str:
    """Return the form of a person's number that officers see."""
    return mask("resident_id" if (id_type or RESIDENT_ID) == RESIDENT_ID else "other_id", number)


def ensure_body(
    *, name: str, kind: str, division_code: str, uscc: str = "", org_code: str = "", registration_no: str = ""
) -> Subject:
    """Find a body by its numbers, or open its file."""
    identity = body_identity(uscc=uscc, org_code=org_code, registration_no=registration_no)
    subject, _created = Subject.objects.get_or_create(
        identity=identity,
        defaults={"kind": kind, "uscc": uscc, "division_code": division_code, **name_fields(name)},
    )
    return subject


def ensure_person(*, name: str, id_type: str, number: str, division_code: str) -> Subject:
    """Find a person by the identity document, or open the file."""
    subject, _created = Subject.objects.get_or_create(
        identity=person_identity(id_type, number),
        defaults={
            "kind": SubjectKind.PERSON,
            "id_type": id_type or RESIDENT_ID,
            "id_number": number,
            "id_masked": masked_number(id_type, number),
            "division_code": division_code,
            **name_fields(name),
        },
    )
    return subject


def applies_to(subject: Subject) -> AppliesTo:
    """Return which items and standards are meant for a subject: those for bodies, or those for persons."""
    return AppliesTo.PRACTITIONER if subject.is_person else AppliesTo.INSTITUTION
