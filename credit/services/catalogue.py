"""The collection catalogue: which version of an item holds on a day in a place, and new versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.errors import Refusal
from credit.models import CatalogueItem


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All versions of all items, read once per operation."""

    rows: tuple[CatalogueItem, ...]

    def find(self, code: str, *, on: date, place: str) -> CatalogueItem | None:
        """Return the version in force: nearest place first, then the latest start."""
        return max(
            (row for row in self.rows if row.code == code and holds(row, on, place)),
            key=lambda row: (len(row.place), row.effective_from),
            default=None,
        )


def holds(item: CatalogueItem, on: date, place: str) -> bool:
    """Tell whether a version holds on a day in a division (both ends included)."""
    ended = item.effective_until is not None and item.effective_until < on
    return item.effective_from <= on and not ended and place.startswith(item.place)


def catalogue() -> Catalogue:
    """Read the whole catalogue."""
    return Catalogue(tuple(CatalogueItem.objects.all()))


def item(code: str, *, on: date, place: str, applies_to: str) -> CatalogueItem:
    """Return the version of an item for a fact of that day in that place.

    Args:
        code: code of the item.
        on: day of the fact.
        place: division code.
        applies_to: `AppliesTo`, whom the fact is about.

    Raises:
        Refusal: the catalogue has no such item there and then, or it is not meant for this kind of subject.
    """
    found = Catalogue(tuple(CatalogueItem.objects.filter(code=code))).find(code, on=on, place=place)
    return checked(found, code, on=on, applies_to=applies_to)


def checked(found: CatalogueItem | None, code: str, *, on: date, applies_to: str) -> CatalogueItem:
    """Return an item that was looked up, if it may be used for this kind of subject.

    Raises:
        Refusal: it is unknown, or meant for others.
    """
    if found is None:
        raise Refusal(
            _(
                "Item: the collection catalogue holds no item “%(code)s” in force here on %(day)s; "
                "choose one of the catalogue."
            )
            % {"code": code, "day": on.isoformat()},
            field="item_code",
        )
    if found.applies_to != applies_to:
        raise Refusal(
            _(
                "Item: “%(item)s” is meant for %(whom)s and cannot be recorded of this subject; "
                "choose another item."
            )
            % {"item": found, "whom": found.get_applies_to_display()},
            field="item_code",
        )
    return found
