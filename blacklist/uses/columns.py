"""What the columns of a version are called: the four lists share their rows, not their words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from blacklist.models import FourListRow
from blacklist.uses.choices import FourKind

Words = str | Promise
FIELDS = ("code", "group", "name", "applies_to", "detail", "department", "basis")

COLUMNS: dict[str, dict[str, Words]] = {
    FourKind.DATA: {
        "code": pgettext_lazy("column of the four lists", "Code"),
        "group": pgettext_lazy("column of the four lists", "Kind of information"),
        "name": pgettext_lazy("column of the four lists", "Item of information"),
        "applies_to": pgettext_lazy("column of the four lists", "About whom"),
        "detail": pgettext_lazy("column of the four lists", "Use and retention"),
        "department": pgettext_lazy("column of the four lists", "Provided by"),
        "basis": pgettext_lazy("column of the four lists", "Basis"),
    },
    FourKind.CONDUCT: {
        "code": pgettext_lazy("column of the four lists", "Code"),
        "group": pgettext_lazy("column of the four lists", "Class"),
        "name": pgettext_lazy("column of the four lists", "Conduct"),
        "applies_to": pgettext_lazy("column of the four lists", "Whose conduct"),
        "detail": pgettext_lazy("column of the four lists", "What it leads to"),
        "department": pgettext_lazy("column of the four lists", "Determined by"),
        "basis": pgettext_lazy("column of the four lists", "Basis"),
    },
    FourKind.MEASURES: {
        "code": pgettext_lazy("column of the four lists", "Code"),
        "group": pgettext_lazy("column of the four lists", "Kind of measure"),
        "name": pgettext_lazy("column of the four lists", "Measure"),
        "applies_to": pgettext_lazy("column of the four lists", "For whom"),
        "detail": pgettext_lazy("column of the four lists", "After which lists"),
        "department": pgettext_lazy("column of the four lists", "Carried out by"),
        "basis": pgettext_lazy("column of the four lists", "Basis"),
    },
    FourKind.USES: {
        "code": pgettext_lazy("column of the four lists", "Code"),
        "group": pgettext_lazy("column of the four lists", "Field"),
        "name": pgettext_lazy("column of the four lists", "Use"),
        "applies_to": pgettext_lazy("column of the four lists", "Of whom"),
        "detail": pgettext_lazy("column of the four lists", "How credit is used"),
        "department": pgettext_lazy("column of the four lists", "Used by"),
        "basis": pgettext_lazy("column of the four lists", "Basis"),
    },
}


def columns_of(kind: str) -> list[tuple[str, Words]]:
    """Return the fields of a list's rows with their names, in order."""
    return [(field, COLUMNS[kind][field]) for field in FIELDS]


def grouped(rows: Iterable[FourListRow]) -> list[tuple[str, list[FourListRow]]]:
    """Return rows by their group, groups in the order in which they first appear."""
    found: dict[str, list[FourListRow]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return list(found.items())
