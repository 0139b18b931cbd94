"""Schemes of demerit points: standards with the scale "actions", and the procedure that the local rules add.

There is no national table (domain 4): each place has its own values, cycle, limit and days. The rule table is
`credit.demerit_scheme`, one row per standard code, "*" for a scheme without its own row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext as _

from core import ruletables
from core.errors import Refusal
from core.models import Rule
from credit.grading.places import nearest
from credit.grading.standards import standard_data
from credit.models import Standard, Subject
from credit.rules.standard import CriterionData
from credit.rules.terms import AppliesTo, Scale

TABLE = "credit.demerit_scheme"
ANY = "*"


class PlacedBy(StrEnum):
    """Which day places an entry in a cycle."""

    CONFIRMED = "confirmed"
    HAPPENED = "happened"


@dataclass(frozen=True, slots=True)
class SchemeRule:
    """How points are given under a scheme.

    Args:
        on_the_spot_limit: items up to so many points may be scored on the spot.
        notice_days: working days within which the notice is served.
        defence_days: working days for statement and defence after service.
        placed_by: which day places an entry in a cycle.
        most_count: most persons or departments of one entry; more is taken for a slip.
        penalty_due: items whose conduct the law also punishes: points never replace the penalty.
        document: what says so; `certainty` whether that was read in the source.
    """

    on_the_spot_limit: Decimal
    notice_days: int
    defence_days: int
    placed_by: PlacedBy
    most_count: int
    penalty_due: frozenset[str]
    document: str
    article: str
    certainty: str

    @property
    def basis(self) -> str:
        """Document and article in one line."""
        return f"{self.document} {self.article}".strip()

    @property
    def unconfirmed(self) -> bool:
        """Whether it is a local default that waits for confirmation."""
        return self.certainty == Rule.Certainty.DEFAULT


def scheme_rule(scheme: Standard, *, on: date, place: str) -> SchemeRule:
    """Return the procedure of a scheme in a place on a day.

    Raises:
        Refusal: the rule table has neither a row for the scheme nor one for schemes without their own.
    """
    rules = ruletables.book(TABLE)
    row = rules.find(scheme.code, on=on, place=place) or rules.find(ANY, on=on, place=place)
    if row is None:
        raise Refusal(
            _("The rule table “%(table)s” has no row for the scheme %(code)s; an administrator must add it.")
            % {"table": TABLE, "code": scheme.code}
        )
    value = row.value
    return SchemeRule(
        on_the_spot_limit=Decimal(value["on_the_spot_limit"]),
        notice_days=int(value["notice_days"]),
        defence_days=int(value["defence_days"]),
        placed_by=PlacedBy(value["placed_by"]),
        most_count=int(value["most_count"]),
        penalty_due=frozenset(value["penalty_due"]),
        document=row.document,
        article=row.article,
        certainty=row.certainty,
    )


def schemes_for(subject: Subject, *, on: date) -> list[Standard]:
    """Return the schemes under which a subject may be scored on a day, the nearest place first."""
    rows = Standard.objects.in_force(on).filter(scale=Scale.ACTIONS, applies_to=kind_of(subject))
    near = nearest(row for row in rows if subject.division_code.startswith(row.place))
    return sorted(near, key=lambda row: (-len(row.place), row.code))


def kind_of(subject: Subject) -> AppliesTo:
    """Return whom a scheme must be for to hold for a subject."""
    return AppliesTo.PRACTITIONER if subject.is_person else AppliesTo.INSTITUTION


def criterion_of(scheme: Standard, item_code: str) -> CriterionData:
    """Return what an item is worth under a scheme.

    Raises:
        Refusal: the scheme has no such item.
    """
    criterion = standard_data(scheme).criteria.get(item_code)
    if criterion is None or criterion.bonus:
        raise Refusal(
            _("Item: the scheme “%(scheme)s” has no item %(item)s; choose one of its items.")
            % {"scheme": scheme, "item": item_code or "–"},
            field="item_code",
        )
    return criterion
