"""Reads of the lists: which schemes hold where, and whether a basis founds them."""

from __future__ import annotations

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from blacklist.choices import BasisLevel
from blacklist.models import ListScheme, SchemeBasis
from core import ruletables
from core.models import Rule
from core.ruletables import RuleBook

LEVELS = "blacklist.basis_levels"


def founding_rule(
    scheme: ListScheme, day: date, *, place: str = "", book: RuleBook | None = None
) -> Rule | None:
    """Return the rule that says which levels of basis may found such a list in a place on a day."""
    return (book or ruletables.book(LEVELS)).find(scheme.kind, on=day, place=place or scheme.place)


def founding_bases(
    scheme: ListScheme, day: date, *, place: str = "", book: RuleBook | None = None
) -> list[SchemeBasis]:
    """Return the bases that found the list on a day: in force, and of a level that may found it.

    Args:
        scheme: prefetch `bases` for many schemes.
        place: where it is used; by default the scheme's own place.
        book: the rule table, read once for many schemes.
    """
    rule = founding_rule(scheme, day, place=place, book=book)
    levels = set(rule.value["levels"]) if rule else set()
    return [
        row
        for row in scheme.bases.all()
        if row.level in levels
        and row.effective_from <= day
        and (row.effective_to is None or row.effective_to >= day)
    ]


def basis_in_force(scheme: ListScheme, day: date, *, place: str = "", book: RuleBook | None = None) -> bool:
    """Tell whether the scheme may list anybody on a day (国办发〔2020〕49号)."""
    return bool(founding_bases(scheme, day, place=place, book=book))


def why_no_basis(scheme: ListScheme, day: date, *, place: str = "") -> str | Promise:
    """Say why the scheme can list nobody on a day, "" where it can."""
    if founding_bases(scheme, day, place=place):
        return ""
    departmental = any(row.level == BasisLevel.DEPARTMENT for row in scheme.bases.all())
    rule = founding_rule(scheme, day, place=place)
    if departmental and rule is not None and BasisLevel.DEPARTMENT not in rule.value["levels"]:
        return _(
            "“%(scheme)s” can list nobody on %(day)s: it rests on documents of departments only, which do "
            "not found such a list (%(document)s)."
        ) % {"scheme": scheme, "day": day.isoformat(), "document": rule.document or rule.title}
    return _("“%(scheme)s” can list nobody on %(day)s: no legal basis of it is in force that day.") % {
        "scheme": scheme,
        "day": day.isoformat(),
    }


def schemes_for(day: date, place: str, kind: str | None = None) -> list[ListScheme]:
    """Return the versions in force in a place: of each code the one of the nearest place.

    Args:
        place: division code; "" is the country.
        kind: a `ListKind`, or any.

    Returns:
        Schemes with their bases and criteria fetched, by code.
    """
    places = [place[:length] for length in range(len(place) + 1)]
    rows = ListScheme.objects.in_force(day).filter(place__in=places).prefetch_related("bases", "criteria")
    if kind:
        rows = rows.filter(kind=kind)
    nearest: dict[str, ListScheme] = {}
    for row in sorted(rows, key=lambda row: (len(row.place), row.effective_from)):
        nearest[row.code] = row
    return [nearest[code] for code in sorted(nearest)]
