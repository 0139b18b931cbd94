"""Whom a row of a workbook is about: a body by credit code, or a person by identity document."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.sheets.context import Context
from core.sheets.findings import Finding, error
from core.sheets.sentences import add_sentences

add_sentences(
    {
        "record_of_nobody": _("Give the credit code of a body, or the identity document of a person."),
        "record_of_two": _("Give either the credit code of a body or the identity document of a person."),
        "subject_without_file": _(
            "Nobody with this number has a credit file; take in the archives of institutions or of "
            "practitioners first."
        ),
        "name_of_another_file": _("The credit file with this number bears another name; check both."),
    }
)


def one_subject(_context: Context, uscc: str | None, number: str | None) -> Finding | None:
    """A row is about one body or one person."""
    if uscc is None and number is None:
        return error("missing_value", "record_of_nobody")
    return error("two_subjects", "record_of_two") if uscc is not None and number is not None else None
