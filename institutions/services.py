"""Entering and correcting an archive by hand: the same checks and sentences as a row of the workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.errors import Refusal
from core.sheets.one_row import RowFindings, check_one_row
from credit.choices import SubjectKind
from credit.services import DayChange, ensure_body
from institutions.intake import CODES, FOLLOWED
from institutions.models import Institution
from institutions.naming import follow_archive
from institutions.sheets import INSTITUTIONS

FIELDS: dict[str, str] = {"name": "JG_MC", "uscc": "JG_SHXYM", **CODES}
_INDIVIDUAL_BUSINESS = "92"
"""GB 32100: the first two characters of an individual business's credit code."""


def check_archive(
    values: Mapping[str, Any], *, by: Actor, labels: Mapping[str, str] | None = None
) -> RowFindings:
    """Check an archive like a row of the workbook.

    Args:
        values: name of the field (`FIELDS`) → value.
        by: the officer, whose divisions the archive must lie in.
        labels: name of the field → how the form calls it.
    """
    names = {code: name for name, code in FIELDS.items()}
    covers = by.prefixes(P.FILE_EDIT)
    return check_one_row(INSTITUTIONS, values, names, covers=covers, labels=labels or {})


def enter_institution(values: Mapping[str, Any], *, by: Actor) -> Institution:
    """Open the archive of a body, and its credit file where there is none.

    Raises:
        Refusal: a field is wrong, the body has an archive, or the name is not that of the file.
    """
    clean = _clean(values, by)
    with transaction.atomic():
        subject = ensure_body(
            name=clean["name"],
            kind=_kind_of(clean["uscc"]),
            division_code=clean["division_code"],
            uscc=clean["uscc"],
        )
        if Institution.objects.filter(subject=subject).exists():
            raise Refusal(
                _("Unified social credit code: this body has an archive already; correct it there."),
                field="uscc",
            )
        follow_archive(subject, clean["name"], clean["division_code"], by=by)
        row = Institution(subject=subject, **_archive(clean))
        row.save()
        _follow_days(row, {})
        audit.record(
            row, "institution.enter", by=by, changes={name: (None, getattr(row, name)) for name in CODES}
        )
    return row


def change_institution(institution: Institution, values: Mapping[str, Any], *, by: Actor) -> Institution:
    """Correct an archive; a new name keeps the old one as a former name. Code and division are not moved.

    Args:
        institution: the archive.
        values: the fields to be set (`FIELDS`); those left out stay.

    Raises:
        Refusal: no right there, or a field is wrong.
    """
    with transaction.atomic():
        row = (
            Institution.objects.select_for_update(of=("self",))
            .select_related("subject")
            .get(pk=institution.pk)
        )
        if not by.may(P.FILE_EDIT, row.division_code):
            raise Refusal(_("You do not hold the right to keep files of this division."))
        stood: dict[str, Any] = {"name": row.subject.name, "uscc": row.subject.uscc}
        stood |= {name: getattr(row, name) for name in CODES}
        fixed = {"uscc": row.subject.uscc, "division_code": row.division_code}
        clean = _clean({**stood, **values, **fixed}, by)
        follow_archive(row.subject, clean["name"], row.division_code, by=by)
        changes = {
            name: (stood[name], value) for name, value in _archive(clean).items() if value != stood[name]
        }
        for name, (_before, after) in changes.items():
            setattr(row, name, after)
        if changes:
            row.save()
            _follow_days(row, stood)
            audit.record(row, "institution.change", by=by, changes=changes)
    return row


def _follow_days(row: Institution, stood: Mapping[str, Any]) -> None:
    """Have the credit file follow the days of the archive that scoring cycles are found by."""
    for column, move in FOLLOWED.items():
        move([DayChange(row.subject_id, stood.get(column), getattr(row, column))])


def _clean(values: Mapping[str, Any], by: Actor) -> dict[str, Any]:
    found = check_archive(values, by=by)
    for field, sentence in found.errors:
        raise Refusal(sentence, field=field)
    return found.clean


def _archive(clean: Mapping[str, Any]) -> dict[str, Any]:
    """Return the archive's own columns with the types of the model."""
    return {name: _typed(name, clean.get(name)) for name in CODES}


def _typed(name: str, value: Any) -> Any:
    if name == "departments":
        return list(value or ())
    field = Institution._meta.get_field(name)
    if value is None:
        return None if getattr(field, "null", False) else ""
    return field.to_python(value)  # type: ignore[union-attr]  # CODES name columns only


def _kind_of(uscc: str) -> SubjectKind:
    business = uscc.startswith(_INDIVIDUAL_BUSINESS)
    return SubjectKind.INDIVIDUAL_BUSINESS if business else SubjectKind.ORGANISATION
