"""Entering practitioners and places of practice by hand, checked like rows of the workbooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.models import Officer
from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.errors import Refusal
from core.identifiers import division_of_uscc
from core.search import normalise
from core.sheets.columns import Kind
from core.sheets.one_row import RowFindings, check_one_row
from core.sheets.sentences import sentence
from credit.models import Subject
from credit.services import RESIDENT_ID, DayChange, ensure_person, move_licences
from institutions.models import Institution
from practitioners.intake import PERSON_CODES, PRACTICE_CODES
from practitioners.models import Practice, Practitioner
from practitioners.sheets import PRACTICES, PRACTITIONERS

IDENTITY: dict[str, str] = {"name": "RY_XM", "id_type": "RY_ZJLX", "id_number": "RY_ZJHM"}
PERSON_FIELDS: dict[str, str] = {**IDENTITY, **PERSON_CODES}
PRACTICE_FIELDS: dict[str, str] = {**IDENTITY, "certificate_no": "RY_ZSBM", **PRACTICE_CODES}


def check_practitioner(
    values: Mapping[str, Any], *, by: Actor, labels: Mapping[str, str] | None = None
) -> RowFindings:
    """Check a person like a row of the workbook of practitioners.

    Args:
        values: name of the field (`PERSON_FIELDS`) → value.
        by: the officer, whose divisions the main place must lie in.
        labels: name of the field → how the form calls it.
    """
    return _checked(PRACTITIONERS, PERSON_FIELDS, values, by, labels)


def check_practice(
    person: Practitioner, values: Mapping[str, Any], *, by: Actor, labels: Mapping[str, str] | None = None
) -> RowFindings:
    """Check a stretch of practice like a row of the workbook of places of practice.

    Args:
        values: name of the field (`PRACTICE_CODES`) → value.
    """
    return _checked(PRACTICES, PRACTICE_FIELDS, {**values, **_identity(person)}, by, labels)


def enter_practitioner(values: Mapping[str, Any], *, by: Officer) -> Practitioner:
    """Open the file of a person who practises; one that lies elsewhere follows the person to the new place.

    Raises:
        Refusal: a field is wrong, the name is not that of the file, or the person is on file here already.
    """
    clean = _clean(check_practitioner(values, by=by))
    division = _place(clean["main_uscc"], by)
    with transaction.atomic():
        subject = ensure_person(
            name=clean["name"],
            id_type=clean["id_type"] or RESIDENT_ID,
            number=clean["id_number"],
            division_code=division,
        )
        if normalise(clean["name"]) not in {
            normalise(name) for name in (subject.name, *subject.former_names)
        }:
            raise Refusal(sentence("name_differs", {"field": _("full name")}), field="name")
        known = Practitioner.objects.select_for_update(of=("self",)).filter(subject=subject).first()
        if known is not None and subject.division_code == division:
            raise Refusal(
                _("Identity number: this person is on file as a practitioner; correct the entry there."),
                field="id_number",
            )
        _follow(subject, division, by=by)
        row = known or Practitioner(subject=subject)
        changes = _set(row, clean, PERSON_CODES)
        row.save()
        _move_licence(row, changes)
        audit.record(row, f"practitioner.{'change' if known else 'enter'}", by=by, changes=changes)
    return row


def change_practitioner(person: Practitioner, values: Mapping[str, Any], *, by: Officer) -> Practitioner:
    """Correct what is kept about a person; the file follows to a new main place of practice.

    Args:
        values: the fields to be set (of `PERSON_CODES`); name and number belong to the credit file.

    Raises:
        Refusal: no right there, or a field is wrong.
    """
    with transaction.atomic():
        row = Practitioner.objects.select_for_update(of=("self",)).select_related("subject").get(pk=person.pk)
        if not by.may(P.FILE_EDIT, row.subject.division_code):
            raise Refusal(_("You do not hold the right to keep files of this division."))
        stood = {name: getattr(row, name) for name in PERSON_CODES}
        clean = _clean(check_practitioner({**stood, **values, **_identity(row)}, by=by))
        changes = _set(row, clean, PERSON_CODES)
        if not changes:
            return row
        if "main_uscc" in changes and row.main_uscc:
            _follow(row.subject, _place(row.main_uscc, by), by=by)
        row.save()
        _move_licence(row, changes)
        audit.record(row, "practitioner.change", by=by, changes=changes)
    return row


def keep_practice(person: Practitioner, values: Mapping[str, Any], *, by: Officer) -> Practice:
    """Add a stretch of practice, or correct the one that began at that place on that day.

    Args:
        values: name of the field (`PRACTICE_CODES`) → value.

    Raises:
        Refusal: no right there, or a field is wrong.
    """
    if not by.may(P.FILE_EDIT, person.subject.division_code):
        raise Refusal(_("You do not hold the right to keep files of this division."))
    clean = _clean(check_practice(person, values, by=by))
    with transaction.atomic():
        key = {"practitioner": person, "institution_uscc": clean["institution_uscc"]}
        key["started_on"] = _typed(Practice, "started_on", clean["started_on"])
        known = Practice.objects.select_for_update(of=("self",)).filter(**key).first()
        row = known or Practice(**key)
        changes = _set(row, {**clean, "is_main": clean["is_main"] or "t"}, PRACTICE_CODES)
        row.institution = Institution.objects.filter(subject__uscc=row.institution_uscc).first()
        row.save()
        if changes or known is None:
            audit.record(row, f"practice.{'change' if known else 'enter'}", by=by, changes=changes)
    return row


def _move_licence(row: Practitioner, changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Let scoring cycles "from the licence date" follow the day of registration."""
    before, after = changes.get("registered_on", (None, None))
    move_licences([DayChange(row.subject_id, before, after)])


def _checked(
    kind: Kind,
    fields: Mapping[str, str],
    values: Mapping[str, Any],
    by: Actor,
    labels: Mapping[str, str] | None,
) -> RowFindings:
    names = {code: name for name, code in fields.items()}
    return check_one_row(kind, values, names, covers=by.prefixes(P.FILE_EDIT), labels=labels or {})


def _clean(found: RowFindings) -> dict[str, Any]:
    for field, told in found.errors:
        raise Refusal(told, field=field)
    return found.clean


def _identity(person: Practitioner) -> dict[str, Any]:
    subject = person.subject
    return {"name": subject.name, "id_type": subject.id_type, "id_number": subject.id_number}


def _place(main_uscc: str | None, by: Officer) -> str:
    """Return the division of the main place of practice, from its archive or its code, else the office's.

    Raises:
        Refusal: there is no main place, and the officer has no office in the own divisions.
    """
    if main_uscc:
        archive = Institution.objects.filter(subject__uscc=main_uscc).values_list("division_code", flat=True)
        return archive.first() or division_of_uscc(main_uscc)
    office = by.agency.division_code if by.agency else ""
    if not office or not by.may(P.FILE_EDIT, office):
        raise Refusal(
            _("Main place of practice: give its credit code; it decides who keeps the file."),
            field="main_uscc",
        )
    return office


def _follow(subject: Subject, division: str, *, by: Actor) -> None:
    """Move the person's file to a division (inside the caller's transaction)."""
    if subject.division_code != division:
        changes = {"division_code": (subject.division_code, division)}
        subject.division_code = division
        subject.save(update_fields=["division_code"])
        audit.record(subject, "subject.change", by=by, changes=changes)


def _set(row: models.Model, clean: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, tuple[Any, Any]]:
    """Set the columns of a row; return those that changed."""
    changes = {}
    for name in names:
        before, after = getattr(row, name), _typed(type(row), name, clean.get(name))
        if before != after:
            changes[name] = (before, after)
            setattr(row, name, after)
    return changes


def _typed(model: type[models.Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    if value is None:
        return None if field.null else ""
    return field.to_python(value)
