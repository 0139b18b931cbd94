"""What the columns of a version are called: the four lists share their rows, not their words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from blacklist.uses.choices import FourKind

Words = str | Promise
FIELDS = ("code", "group", "name", "applies_to", "detail", "department", "basis")

COLUMNS: dict[str, dict[str, Words]] = {
    FourKind.DATA: {
        "code": _("Code"),
        "group": _("Kind of information"),
        "name": _("Item of information"),
        "applies_to": _("About whom"),
        "detail": _("Use and retention"),
        "department": _("Provided by"),
        "basis": _("Basis"),
    },
    FourKind.CONDUCT: {
        "code": _("Code"),
        "group": _("Class"),
        "name": _("Conduct"),
        "applies_to": _("Whose conduct"),
        "detail": _("What it leads to"),
        "department": _("Determined by"),
        "basis": _("Basis"),
    },
    FourKind.MEASURES: {
        "code": _("Code"),
        "group": _("Kind of measure"),
        "name": _("Measure"),
        "applies_to": _("For whom"),
        "detail": _("After which lists"),
        "department": _("Carried out by"),
        "basis": _("Basis"),
    },
    FourKind.USES: {
        "code": _("Code"),
        "group": _("Field"),
        "name": _("Use"),
        "applies_to": _("Of whom"),
        "detail": _("How credit is used"),
        "department": _("Used by"),
        "basis": _("Basis"),
    },
}


def columns_of(kind: str) -> list[tuple[str, Words]]:
    """Return the fields of a list's rows with their names, in order."""
    return [(field, COLUMNS[kind][field]) for field in FIELDS]
