"""Settings of rectifications by place (rule table `supervision.rectification`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core import ruletables
from core.models import Rule
from core.ruletables import RuleBook

TABLE = "supervision.rectification"


@dataclass(frozen=True, slots=True)
class Bearing:
    """What honesty or concealment does to the record of a problem, as a suggestion.

    Args:
        points_factor: by which the points of the item are multiplied.
        exempt: severities for which no record is suggested, where the problem was put right in time.
        item: item of the collection catalogue to be recorded beside the problem, "" for none.
        good_item: item of a good record that may be entered, "" for none.
        interview: kind of interview to be proposed, "" for none.
        title: what the rule is called.
        basis: document and article.
        certain: whether it was read in the source, or is a local default.
    """

    points_factor: Decimal
    exempt: tuple[str, ...]
    item: str
    good_item: str
    interview: str
    title: str
    basis: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """The rules of one day, read once per operation; places differ, so each look-up names one."""

    book: RuleBook
    on: date

    def days(self, code: str, place: str) -> int:
        """Return a period in working days.

        Raises:
            Refusal: the rule table holds none.
        """
        return int(self.book.value(code, on=self.on, place=place))

    def value(self, code: str, place: str) -> Mapping[str, Any]:
        """Return a rule made of several parts.

        Raises:
            Refusal: the rule table holds none.
        """
        found: Mapping[str, Any] = self.book.value(code, on=self.on, place=place)
        return found

    def basis(self, code: str, place: str) -> str:
        """Return document and article of a rule."""
        row = self.book.find(code, on=self.on, place=place)
        return basis_of(row) if row else ""

    def bearing(self, code: str, place: str) -> Bearing:
        """Return what `self_reported` or `concealed` does in a place.

        Raises:
            Refusal: the rule table holds none.
        """
        value, row = self.value(code, place), self.book.find(code, on=self.on, place=place)
        return Bearing(
            points_factor=Decimal(str(value.get("points_factor", "1"))),
            exempt=tuple(value.get("exempt", ())),
            item=str(value.get("item", "")),
            good_item=str(value.get("good_item", "")),
            interview=str(value.get("interview", "")),
            title=row.title if row else "",
            basis=basis_of(row) if row else "",
            certain=row is not None and row.certainty == Rule.Certainty.VERIFIED,
        )


def settings(on: date) -> Settings:
    """Read the settings as they hold on a day."""
    return Settings(ruletables.book(TABLE), on)


def basis_of(row: Rule) -> str:
    """Return document and article of a rule."""
    return f"{row.document} {row.article}".strip()
