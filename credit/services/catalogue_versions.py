"""New versions of catalogue items, entered by whoever keeps the rules of a place."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.errors import Refusal
from core.models import Rule
from credit.choices import Polarity
from credit.models import CatalogueItem
from credit.rules.limits import limits
from credit.services.catalogue import holds

RIGHT = P.RULE_EDIT


def may_keep(place: str, by: Actor) -> bool:
    """Tell whether an actor keeps the catalogue of a place; the country's belongs to whoever covers it."""
    return any(place.startswith(prefix) for prefix in by.prefixes(RIGHT))


def add_version(new: CatalogueItem, *, by: Actor, end_previous: bool = False) -> CatalogueItem:
    """Add a version of an item; what stands in the catalogue is never changed, only ended.

    Args:
        new: the version, not stored.
        by: an officer who keeps the rules of its place.
        end_previous: end the version that is open on the first day of the new one, the day before.

    Raises:
        Refusal: no right, absurd points, or its dates overlap another version's.
    """
    if not may_keep(new.place, by):
        raise Refusal(_("Place: give the division code of a place in your jurisdiction."), field="place")
    _check_points(new)
    _check_ends(new.effective_from, new.effective_until)
    new.origin = Rule.Origin.LOCAL
    try:
        new.full_clean()
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    with transaction.atomic():
        others = list(
            CatalogueItem.objects.select_for_update().filter(code=new.code, place=new.place).order_by("pk")
        )
        _check_same_kind(new, others)
        if end_previous:
            _end_previous(new, others, by)
        _check_overlap(new, others)
        new.save(force_insert=True)
        audit.record(new, "catalogueitem.enter", by=by)
    return new


def end_version(item: CatalogueItem, *, on: date, by: Actor, reason: str) -> CatalogueItem:
    """End a version: no fact after that day is recorded under it; what was recorded stays.

    Raises:
        Refusal: no right, no reason, or the day lies before its first.
    """
    if not may_keep(item.place, by):
        raise Refusal(_("Place: give the division code of a place in your jurisdiction."), field="place")
    if not reason.strip():
        raise Refusal(_("Say in words why the item ends."), field="reason")
    _check_ends(item.effective_from, on)
    with transaction.atomic():
        row = CatalogueItem.objects.select_for_update().get(pk=item.pk)
        _end(row, on, by, reason)
    return row


def _check_points(new: CatalogueItem) -> None:
    most = limits(new.place).points
    if not 0 <= new.points <= most:
        raise Refusal(
            _("Default points: %(points)s is not between 0 and %(most)s; give the points of the document.")
            % {"points": new.points, "most": most},
            field="points",
        )

    if new.points and new.polarity == Polarity.BASIC:
        raise Refusal(
            _("Default points: basic information is worth none; leave 0, or choose another kind."),
            field="points",
        )


def _check_ends(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Refusal(
            _("Effective until: %(day)s lies before %(start)s, the first day of this version.")
            % {"day": last.isoformat(), "start": first.isoformat()},
            field="effective_until",
        )


def _check_same_kind(new: CatalogueItem, others: list[CatalogueItem]) -> None:
    if any(other.applies_to != new.applies_to for other in others):
        raise Refusal(
            _("Item code: “%(code)s” is used for other subjects; a new item needs a code of its own.")
            % {"code": new.code},
            field="code",
        )


def _end_previous(new: CatalogueItem, others: list[CatalogueItem], by: Actor) -> None:
    for other in others:
        if other.effective_from < new.effective_from and holds(other, new.effective_from, other.place):
            reason = _("followed by version %(version)s") % {"version": new.version}
            _end(other, new.effective_from - timedelta(days=1), by, reason)


def _end(row: CatalogueItem, on: date, by: Actor, reason: str) -> None:
    changes = {"effective_until": (row.effective_until, on)}
    row.effective_until = on
    row.save(update_fields=["effective_until"])
    audit.record(row, "catalogueitem.change", by=by, reason=reason, changes=changes)


def _check_overlap(new: CatalogueItem, others: list[CatalogueItem]) -> None:
    last = new.effective_until or date.max
    for other in others:
        if other.effective_from <= last and new.effective_from <= (other.effective_until or date.max):
            raise Refusal(
                _(
                    "Effective dates: they overlap version %(version)s, in force from %(start)s to %(end)s; "
                    "let that one end the day before, or choose a later day."
                )
                % {
                    "version": other.version,
                    "start": other.effective_from.isoformat(),
                    "end": other.effective_until.isoformat() if other.effective_until else "…",
                },
                field="effective_from",
            )
