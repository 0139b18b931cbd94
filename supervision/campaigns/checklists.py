"""Checklists: which one is in force for a body, its lines, and new versions of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.permissions import P
from core import audit
from core.actors import Actor
from core.clock import today
from core.errors import Refusal
from core.models import Rule
from supervision.models import CheckItem, Checklist

# What a line says, without where it stands: copied into a new version or into a campaign's own list.
CONTENT = (
    "number",
    "group",
    "text",
    "measures",
    "office",
    "due_text",
    "due_on",
    "permanent",
    "serious",
    "document",
    "article",
    "item_code",
)
_HEAD = ("code", "title", "title_en", "kind", "speciality", "categories", "document", "article", "note")


def lines(checklist: Checklist) -> list[CheckItem]:
    """Return the lines of a checklist in order of their numbers (one query)."""
    return list(checklist.items.order_by("number"))


def standing(day: date) -> models.QuerySet[Checklist]:
    """Return the checklists in force on a day, any kind and place."""
    open_end = Q(effective_to__isnull=True) | Q(effective_to__gte=day)
    return Checklist.objects.filter(open_end, effective_from__lte=day)


def in_force(
    kind: str, *, category: str = "", place: str = "", speciality: str = "", day: date
) -> Checklist | None:
    """Return the checklist that holds for a kind of body in a place on a day, None where there is none.

    The nearest place wins, then a list for this very category before one for all, then one entered here
    before a shipped one, then the latest start.

    Args:
        kind: `supervision.choices.ChecklistKind`.
        category: category of institution; "" does not narrow, lists for all bodies come first.
        place: division code of the body.
        speciality: speciality of inspection; "" lists without one.
        day: the day asked about.
    """
    places = [place[:length] for length in range(len(place) + 1)]
    rows = standing(day).filter(kind=kind, speciality=speciality, place__in=places)
    fitting = [row for row in rows if not row.categories or not category or category in row.categories]
    return max(fitting, key=lambda row: _precedence(row, category), default=None)


def _precedence(row: Checklist, category: str) -> tuple[int, bool, bool, date]:
    own = bool(row.categories) == bool(category)
    return len(row.place), own, row.origin == Rule.Origin.LOCAL, row.effective_from


def new_version(
    checklist: Checklist,
    *,
    items: Iterable[CheckItem],
    by: Actor,
    starts: date | None = None,
    place: str | None = None,
) -> Checklist:
    """Replace a checklist by a new version; what was looked at under the old one keeps its words.

    The old version ends the day before, unless the new one is for another, nearer place.

    Args:
        items: unsaved lines; they are numbered as they come where they have no number.
        starts: first day, today by default.
        place: division prefix of the new version, that of the old one by default.

    Raises:
        Refusal: no right there, a campaign's own list, no lines, or not later than the old version.
    """
    since, where = starts or today(), checklist.place if place is None else place
    if not keeps(by, where):
        raise Refusal(_("Place: you do not keep checklists there; make a version for your own division."))
    new = [*items]
    if not new:
        raise Refusal(_("Lines: a checklist needs at least one line."), field="items")
    if where == checklist.place and since <= checklist.effective_from:
        raise Refusal(
            _("In force from: choose a day after %(day)s, when the version it replaces began.")
            % {"day": checklist.effective_from.isoformat()},
            field="effective_from",
        )
    with transaction.atomic():
        version = Checklist.objects.create(
            **{name: getattr(checklist, name) for name in _HEAD},
            place=where,
            effective_from=since,
            confirmed=False,
        )
        put_lines(version, new)
        if where == checklist.place:
            old_end = checklist.effective_to
            checklist.effective_to = since - timedelta(days=1)
            checklist.save(update_fields=["effective_to"])
            changes = {"effective_to": (old_end, checklist.effective_to)}
            audit.record(checklist, "checklist.replace", by=by, changes=changes)
        audit.record(version, "checklist.enter", by=by, changes={"lines": (0, len(new))})
    return version


def keeps(by: Actor, place: str) -> bool:
    """Tell whether an actor keeps checklists for a whole place; "" is the country."""
    return any(place.startswith(covered) for covered in by.prefixes(P.CAMPAIGN_KEEP))


def put_lines(checklist: Checklist, items: Iterable[CheckItem]) -> list[CheckItem]:
    """Store lines in a checklist with one statement; lines without a number follow the one before."""
    rows, last = [], 0
    for item in items:
        last = item.number or last + 1
        content = {name: getattr(item, name) for name in CONTENT} | {"number": last}
        rows.append(CheckItem(checklist=checklist, **content))
    return CheckItem.objects.bulk_create(rows)


def copies(items: Iterable[CheckItem]) -> list[CheckItem]:
    """Return unsaved copies of lines, for a new version or another campaign's list."""
    return [CheckItem(**{name: getattr(item, name) for name in CONTENT}) for item in items]
