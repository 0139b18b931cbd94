"""Indicator tables, kinds of breach and terms of consequences, as the rule tables of a place give them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import ruletables
from core.errors import Refusal
from core.models import Rule
from supervision.integrity.choices import MeasureKind

INDICATORS = "supervision.integrity_table"
BREACHES = "supervision.integrity_breach"
CLOCKS = "supervision.integrity_clock"
MITIGATION = "supervision.integrity_mitigation"
BODIES = "supervision.integrity_bodies"
STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Band:
    """One band of results.

    Args:
        code: stable code, its name in `BAND_NAMES`.
        least: marks from which it begins.
        follow: consequences that are proposed.
    """

    code: str
    least: Decimal
    follow: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BreachKind:
    """One kind of breach.

    Args:
        item_code: item of the collection catalogue under which it enters the file.
        follow: consequences that are proposed.
        basis: document and article.
    """

    code: str
    title: str
    title_en: str
    item_code: str
    follow: tuple[str, ...]
    basis: str

    @property
    def shown(self) -> str:
        """Its name in the reader's language."""
        return self.title if (get_language() or "").startswith("zh") else self.title_en


def indicator_table(*, on: date, place: str) -> Rule:
    """Return the indicator table in force in a place.

    Raises:
        Refusal: there is none.
    """
    row = ruletables.book(INDICATORS).find(STANDARD, on=on, place=place)
    if row is None:
        raise Refusal(
            _("No indicator table is in force here on %(day)s; an administrator must add it.")
            % {"day": on.isoformat()}
        )
    return row


def bands(value: list[dict[str, Any]]) -> list[Band]:
    """Read the bands of a round or a table, the best first.

    Args:
        value: rows ``{"code", "from", "follow"}`` as the rule table holds them.
    """
    rows = [Band(row["code"], Decimal(str(row["from"])), tuple(row["follow"])) for row in value]
    return sorted(rows, key=lambda band: band.least, reverse=True)


def breach_kinds(*, on: date, place: str) -> dict[str, BreachKind]:
    """Return the kinds of breach in force in a place, by code, in the order of their items."""
    found = ruletables.book(BREACHES).in_force(on=on, place=place)
    kinds = [
        BreachKind(
            code,
            row.value["title"],
            row.value["title_en"],
            row.value["item_code"],
            tuple(row.value["follow"]),
            f"{row.document} {row.article}".strip(),
        )
        for code, row in found.items()
    ]
    return {kind.code: kind for kind in sorted(kinds, key=lambda kind: (kind.item_code, kind.code))}


def breach_kind(code: str, *, on: date, place: str) -> BreachKind:
    """Return one kind of breach.

    Raises:
        Refusal: there is none of that code in force.
    """
    kind = breach_kinds(on=on, place=place).get(code)
    if kind is None:
        raise Refusal(_("Kind of breach: choose one of the list."), field="kind")
    return kind


def term_of(kind: str, *, on: date, place: str) -> int | None:
    """Return for how many months a consequence lasts by the rules of a place; None: it has no term."""
    months = ruletables.rule(CLOCKS, "term", on=on, place=place).get(kind)
    return int(months) if months is not None else None


def marked(text: object, code: str, *, on: date, place: str, table: str = CLOCKS) -> str:
    """Return what a rule gave, with the mark of a local default where no source gives that rule.

    Args:
        text: what it gave: a day, a number of months, words; nothing stays nothing.
        code: the rule.
        on: the day for which it was read.
    """
    said = text.isoformat() if isinstance(text, date) else str(text or "")
    rule = ruletables.book(table).find(code, on=on, place=place)
    if said and rule is not None and rule.certainty != Rule.Certainty.VERIFIED:
        return _("%s (local default, to be confirmed)") % said
    return said


def mitigated(mitigation: str, *, on: date, place: str) -> frozenset[str]:
    """Return which consequences end by a self-correction (内卫〔2022〕146号 六(三))."""
    ends = ruletables.rule(MITIGATION, mitigation, on=on, place=place)["ends"]
    return frozenset(ends) & frozenset(MeasureKind.values)
