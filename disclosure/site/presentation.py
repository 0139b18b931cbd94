"""A public entry arranged for its page: fields in groups under their official names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import ruletables
from core.models import Rule
from disclosure.models import Permit, PublicEntry
from disclosure.site.labels import PARTY_CODES, SOURCE_CODES, label_of

REGIMES = "publicity.regime"
KIND_CODES = frozenset({"CF_XDR_LB", "XK_XDR_LB"})
LONG_TERM_FROM = date(2099, 1, 1)
"""A permit without an end carries 2099-12-31 (domain: licence record, field 22)."""


@dataclass(frozen=True, slots=True)
class Field:
    """One line: the official name of the column and its text; `wide` for running text."""

    code: str
    label: str | Promise
    text: str | Promise
    wide: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under a heading."""

    title: str | Promise
    fields: list[Field]


def groups_of(entry: PublicEntry) -> list[Group]:
    """Arrange the public columns of an entry: who, what, and by whom."""
    kind = entry.get_party_kind_display()
    fields = [_field(code, kind if code in KIND_CODES else value) for code, value in entry.details]
    parts = (
        (_("The party"), [field for field in fields if field.code in PARTY_CODES]),
        (_("The decision"), [field for field in fields if field.code not in PARTY_CODES | SOURCE_CODES]),
        (_("The authority"), [field for field in fields if field.code in SOURCE_CODES]),
    )
    return [Group(title, members) for title, members in parts if members]


def _field(code: str, value: Any) -> Field:
    text = _text(code, value)
    return Field(code, label_of(code), text, wide=len(str(value)) > 40)


def _text(code: str, value: Any) -> str | Promise:
    if isinstance(value, list):
        return "、".join(map(str, value))
    if code == "XK_ZT":
        return dict(Permit.Status.choices).get(value, value)
    if code == "XK_YXQZI" and str(value) >= LONG_TERM_FROM.isoformat():
        return _("without end")
    return str(value)


def regime_of(entry: PublicEntry) -> Rule | None:
    """Return the rule that governs how long an entry is shown, with its document; None for permits."""
    if not entry.regime:
        return None
    return next((row for row in ruletables.book(REGIMES).rows if row.code == entry.regime), None)
